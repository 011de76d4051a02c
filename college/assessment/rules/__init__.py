"""What is true of attempts: what is drawn, who may begin, until when, which answers count, and what they earn."""

from college.assessment.rules.answers import DECIDED, Given, Kept, Save, final, fingerprint, saves
from college.assessment.rules.beginning import (
    Adjusted,
    Adjustments,
    Allowance,
    Asks,
    Hindrance,
    Past,
    allowance,
    may_begin,
)
from college.assessment.rules.drawing import Drawn, draw, order_shown
from college.assessment.rules.grading import (
    GRADER,
    Graded,
    Share,
    by_outcome,
    grade,
    key_of,
    pages_again,
    tenths_of_percent,
)
from college.assessment.rules.timing import Standing, closes_at, deadline, is_late, state_at

__all__ = [
    "DECIDED",
    "GRADER",
    "Adjusted",
    "Adjustments",
    "Allowance",
    "Asks",
    "Drawn",
    "Given",
    "Graded",
    "Hindrance",
    "Kept",
    "Past",
    "Save",
    "Share",
    "Standing",
    "allowance",
    "by_outcome",
    "closes_at",
    "deadline",
    "draw",
    "final",
    "fingerprint",
    "grade",
    "is_late",
    "key_of",
    "may_begin",
    "order_shown",
    "pages_again",
    "saves",
    "state_at",
    "tenths_of_percent",
]
