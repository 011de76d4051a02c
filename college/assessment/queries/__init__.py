"""Looking up attempts, the answers given in them, and what they came to."""

from college.assessment.queries.found import (
    adjustments_of,
    answers_of,
    attempts_by,
    count_saves,
    final_answers,
    find_newest_of,
    find_open,
    find_own,
    find_passed,
    find_result,
    flags_of,
    get_begun,
    get_own,
    languages_answered,
    overdue,
    past,
    state_of,
)
from college.assessment.queries.statements import ENROLMENT
from college.assessment.queries.values import Begun, Passed, Result, Tried

__all__ = [
    "ENROLMENT",
    "Begun",
    "Passed",
    "Result",
    "Tried",
    "adjustments_of",
    "answers_of",
    "attempts_by",
    "count_saves",
    "final_answers",
    "find_newest_of",
    "find_open",
    "find_own",
    "find_passed",
    "find_result",
    "flags_of",
    "get_begun",
    "get_own",
    "languages_answered",
    "overdue",
    "past",
    "state_of",
]
