"""What an answer earns, and how an answer may be wrong before it is graded."""

from dataclasses import dataclass

from college.courseware.outline import Question
from college.errors import N_, NN_, Refused


@dataclass(frozen=True, slots=True)
class Points:
    """Thousandths of a point."""

    earned: int
    possible: int


def all_or_nothing(question: Question, right: bool) -> Points:
    return Points(question.points * 1000 if right else 0, question.points * 1000)


def share_of_places(question: Question, right: int, places: int) -> Points:
    """As much of the points as there are right places among all, rounded down."""
    possible = question.points * 1000
    return Points(possible * right // places if places else 0, possible)


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


class TwoInOnePlace(BadAnswer):
    words = N_("Several items stand at place %(place)d. Give each its own place.")


class NoPlaceYet(BadAnswer):
    words, plural = NN_("%(count)d item has no place yet.", "%(count)d items have no place yet.")


class SamePartnerTwice(BadAnswer):
    words = N_("The same answer is chosen more than once. Each belongs in one place only.")


class NoPartnerYet(BadAnswer):
    words, plural = NN_("%(count)d row has no answer yet.", "%(count)d rows have no answer yet.")
