"""The learner's pages."""

from college.learning.views import (
    adjusting,
    attempt,
    case,
    case_map,
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
    "case",
    "case_map",
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
