"""One file per kind of question: how it is written and how it is graded; here the doors to all of them."""

from collections.abc import Sequence

from college.courseware.outline import Question, QuestionKind, Void
from college.courseware.questions import choice, typed
from college.courseware.questions.points import (
    AnswerTooLong,
    BadAnswer,
    GroupedNumber,
    NotANumber,
    OneChoiceOnly,
    Points,
    UnknownChoice,
)

__all__ = [
    "AnswerTooLong",
    "BadAnswer",
    "GroupedNumber",
    "NotANumber",
    "OneChoiceOnly",
    "Points",
    "UnknownChoice",
    "feedback_for",
    "grade",
    "is_answered",
    "parse_given",
]

_BOXES = (QuestionKind.ONE, QuestionKind.MANY)


def grade(question: Question, given: object) -> Points:
    """What `given` earns; None and malformed answers earn nothing, a void question gives full marks or drops out."""
    if question.void is Void.DROP:
        return Points(0, 0)
    if question.void is Void.FULL_MARKS:
        return Points(question.points * 1000, question.points * 1000)
    return choice.grade(question, given) if question.kind in _BOXES else typed.grade(question, given)


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer in `raw` form values as it is kept; raises BadAnswer, worded for the learner."""
    return choice.parse_given(question, raw) if question.kind in _BOXES else typed.parse_given(question, raw)


def is_answered(given: object) -> bool:
    """Whether anything was ticked or typed."""
    if not isinstance(given, dict):
        return False
    return bool(given.get("choices")) or bool(typed.typed(given).strip())


def feedback_for(question: Question, given: object) -> list[str]:
    """Ids of the choices whose feedback is shown, in the author's order."""
    return [each.id for each in choice.chosen(question, given) if each.feedback is not None]
