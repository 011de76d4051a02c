"""Questions that are answered row by row, items put in order and pairs matched, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from college.courseware.edition import plain
from college.courseware.outline import Question, QuestionKind
from college.courseware.questions import matching, ordering

PLACED = (QuestionKind.ORDER, QuestionKind.MATCH)


@dataclass(frozen=True)
class Offer:
    """What a row may be given: a place, which has no words, or a partner; numbered as this page shows it."""

    number: int
    words: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Row:
    """An item, or a row of the first column; `given` is the offer that was taken, or None."""

    number: int
    words: str
    given: Offer | None


class Mark(NamedTuple):
    is_right: bool
    said: tuple[str, ...]  # its feedback


@dataclass(frozen=True)
class Told:
    """A row after it was answered, where it belongs."""

    words: str
    is_right: bool
    said: tuple[str, ...]
    partner: str
    given: Offer | None


def offers(question: Question, order: Sequence[str], part: Mapping[str, Any]) -> list[Offer]:
    """`order` is how this page shows the ids; `part` holds the words of the question in one language."""
    if question.kind is QuestionKind.ORDER:
        return [Offer(place) for place in range(1, len(order) + 1)]
    words = part["partners"]
    return [Offer(number, words[one], plain(words[one])) for number, one in enumerate(order, start=1)]


def rows(question: Question, order: Sequence[str], part: Mapping[str, Any], given: object) -> list[Row]:
    """Items as they are shuffled; the first column as the author wrote it, since only the second is the riddle."""
    taken = _taken(question, order, part, given)
    if question.kind is QuestionKind.ORDER:
        shown, words = list(order), part["items"]
    else:
        shown, words = [pair.id for pair in question.pairs], part["rows"]
    return [Row(number, words[one], taken.get(one)) for number, one in enumerate(shown, start=1)]


def told(
    question: Question,
    order: Sequence[str],
    part: Mapping[str, Any],
    reasons: Mapping[str, str],
    given: object,
) -> list[Told]:
    """Every row where it belongs, with what was given and why; never asked for while the answer may still change."""
    taken = _taken(question, order, part, given)
    if question.kind is QuestionKind.ORDER:
        ids, words, partners = [item.id for item in question.items], part["items"], {}
    else:
        ids, words, partners = [pair.id for pair in question.pairs], part["rows"], part["partners"]
    marked = _marks(question, reasons, given)
    return [Told(words[one], *marked[one], partner=partners.get(one, ""), given=taken.get(one)) for one in ids]


def marks(question: Question, order: Sequence[str], reasons: Mapping[str, str], given: object) -> dict[int, Mark]:
    """Of each row as the page numbers it, whether it is right, and why; not where it belongs."""
    ids = order if question.kind is QuestionKind.ORDER else [pair.id for pair in question.pairs]
    marked = _marks(question, reasons, given)
    return {number: marked[one] for number, one in enumerate(ids, start=1)}


def _marks(question: Question, reasons: Mapping[str, str], given: object) -> dict[str, Mark]:
    if question.kind is QuestionKind.ORDER:
        right = ordering.right_ones(question, given)
        return {item.id: Mark(item.id in right, _said(reasons, item.id)) for item in question.items}
    right, chosen = matching.right_ones(question, given), matching.matched(question, given)
    strangers = {other.id for other in question.distractors}
    return {
        pair.id: Mark(pair.id in right, _said(reasons, pair.id, *({chosen.get(pair.id, "")} & strangers)))
        for pair in question.pairs
    }


def _taken(question: Question, order: Sequence[str], part: Mapping[str, Any], given: object) -> dict[str, Offer]:
    """What each item or row was given, by its id."""
    shown = offers(question, order, part)
    if question.kind is QuestionKind.ORDER:
        return {one: shown[place - 1] for one, place in ordering.places(question, given).items()}
    by_id = dict(zip(order, shown, strict=True))
    return {one: by_id[partner] for one, partner in matching.matched(question, given).items()}


def _said(reasons: Mapping[str, str], *ids: str) -> tuple[str, ...]:
    return tuple(reasons[one] for one in ids if one in reasons)
