"""What an answer earns, and how an answer may be wrong before it is graded."""

from dataclasses import dataclass

from college.courseware.outline import Question
from college.errors import N_, Refused


@dataclass(frozen=True, slots=True)
class Points:
    """Thousandths of a point."""

    earned: int
    possible: int


def all_or_nothing(question: Question, right: bool) -> Points:
    return Points(question.points * 1000 if right else 0, question.points * 1000)


class BadAnswer(Refused):
    """The answer cannot be taken as it is."""

    status = 422
    words = N_("This answer cannot be taken. Please answer again.")


class UnknownChoice(BadAnswer):
    status = 400
    words = N_("This choice does not belong to the question. Reload the page and choose again.")


class OneChoiceOnly(BadAnswer):
    status = 400
    words = N_("This question takes one choice. Choose one of them.")


class AnswerTooLong(BadAnswer):
    words = N_("The answer is longer than %(limit)d characters. Make it shorter.")


class NotANumber(BadAnswer):
    words = N_("This is not a number. Write digits only, with a point or a comma before decimals.")


class GroupedNumber(BadAnswer):
    words = N_("This number can be read in two ways. Write it without separators between thousands: 12500 or 12.5.")
