"""One file per kind of question: how it is written and how it is graded; here the doors to all of them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from college.courseware.outline import Question, QuestionKind, Void
from college.courseware.questions import choice, matching, ordering, typed
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
    "fault_of",
    "feedback_for",
    "from_page",
    "grade",
    "is_answered",
    "parse_given",
    "shown_ids",
]


class _Kind(Protocol):
    def grade(self, question: Question, given: object) -> Points: ...

    def parse_given(self, question: Question, raw: Sequence[str]) -> dict[str, object]: ...

    def fault(self, question: Question, given: object) -> BadAnswer | None: ...


_KINDS: Mapping[QuestionKind, _Kind] = {
    QuestionKind.ONE: choice,
    QuestionKind.MANY: choice,
    QuestionKind.TEXT: typed,
    QuestionKind.NUMBER: typed,
    QuestionKind.ORDER: ordering,
    QuestionKind.MATCH: matching,
}


def grade(question: Question, given: object) -> Points:
    """What `given` earns; None and malformed answers earn nothing, a void question gives full marks or drops out."""
    if question.void is Void.DROP:
        return Points(0, 0)
    if question.void is Void.FULL_MARKS:
        return Points(question.points * 1000, question.points * 1000)
    return _KINDS[question.kind].grade(question, given)


def shown_ids(question: Question) -> tuple[str, ...]:
    """Ids of what a page numbers: choices, items, or the second column of a match; in the author's order."""
    if question.kind is QuestionKind.MATCH:
        return matching.partner_ids(question)
    return (*(each.id for each in question.choices), *(each.id for each in question.items))


def from_page(question: Question, shown: Sequence[str], raw: Sequence[str]) -> list[str]:
    """Form values of a page that showed `shown` in that order, with ids for numbers; raises UnknownChoice."""
    given = [value for value in raw if value]
    if question.kind is QuestionKind.ORDER:
        return ordering.from_page(shown, given)
    if question.kind is QuestionKind.MATCH:
        return matching.from_page(question, shown, given)
    return choice.from_page(shown, given) if question.choices else list(raw)


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer in `raw` form values, with ids, as it is kept; raises BadAnswer, worded for the learner."""
    return _KINDS[question.kind].parse_given(question, raw)


def is_answered(given: object) -> bool:
    """Whether anything was ticked, placed, matched or typed."""
    if not isinstance(given, dict):
        return False
    return any(given.get(key) for key in ("choices", "places", "pairs")) or bool(typed.typed(given).strip())


def fault_of(question: Question, given: object) -> BadAnswer | None:
    """Why an answer that is kept is not yet whole, or cannot be read; None where nothing is given."""
    return _KINDS[question.kind].fault(question, given) if is_answered(given) else None


def feedback_for(question: Question, given: object) -> list[str]:
    """Ids of the choices whose feedback is shown, in the author's order."""
    return [each.id for each in choice.chosen(question, given) if each.feedback is not None]
