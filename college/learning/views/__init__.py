"""The learner's pages."""

from college.learning.views import (
    adjusting,
    attempt,
    course,
    exam,
    home,
    outcome,
    page,
    printed,
    quiz,
    submitting,
    taken,
)
from college.learning.views.area import blueprint

__all__ = [
    "adjusting",
    "attempt",
    "blueprint",
    "course",
    "exam",
    "home",
    "outcome",
    "page",
    "printed",
    "quiz",
    "submitting",
    "taken",
]
