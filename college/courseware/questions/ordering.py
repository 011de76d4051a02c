"""Order: items that are put in their places."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from college.courseware.lines import Line
from college.courseware.manuscript import WrittenItem
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Question
from college.courseware.questions.items import Item, note_repeated_ids, note_repeated_words, read_body
from college.courseware.questions.points import (
    BadAnswer,
    NoPlaceYet,
    Points,
    TwoInOnePlace,
    UnknownChoice,
    share_of_places,
)

ITEM = re.compile(r"^(\d{1,9})[.)][ \t]+(.*)$")
_EMPTY = re.compile(r"^\d{1,9}[.)][ \t]*$")


def is_item(line: Line) -> bool:
    return not line.code and (ITEM.match(line.text) or _EMPTY.match(line.text)) is not None


def read(items: Sequence[Item], path: str, mistakes: Mistakes) -> list[WrittenItem]:
    """The items in their right order; notes numbers that say another order, empty words, repetitions."""
    written = [_read(item, path, mistakes) for item in items]
    _check_numbers(items, path, mistakes)
    note_repeated_words(written, "repeated-item", path, mistakes)
    note_repeated_ids(written, path, mistakes)
    return written


def _read(item: Item, path: str, mistakes: Mistakes) -> WrittenItem:
    found = ITEM.match(item.line.text)
    body = read_body(item, found[2] if found else "", found.start(2) if found else 0, path, mistakes)
    if not body.words:
        mistakes.add("empty-item", path, item.line.at())
    return WrittenItem(body.attributes.id, body.words, item.line.at(), body.attributes.place, body.feedback)


def _check_numbers(items: Sequence[Item], path: str, mistakes: Mistakes) -> None:
    # Readers of Markdown count for themselves; numbers that jump are an order meant otherwise than it is written.
    numbers = [int(item.line.text.partition(".")[0].partition(")")[0]) for item in items]
    if len(set(numbers)) == 1:
        return
    for (before, number), item in zip(pairwise(numbers), items[1:], strict=True):
        if number != before + 1:
            mistakes.add("order-numbers", path, item.line.at())
            return


def from_page(shown: Sequence[str], raw: Sequence[str]) -> list[str]:
    """Form values of a page that showed the items in the order `shown`, with ids for their numbers there."""
    return [f"{shown[number - 1]}:{place}" for number, place in pairs_of_numbers(raw, len(shown), len(shown))]


def pairs_of_numbers(raw: Sequence[str], most: int, most_places: int) -> list[tuple[int, int]]:
    """Values such as 3-1, each with numbers from one up to the limits; UnknownChoice where one is otherwise."""
    found = []
    for value in raw:
        first, _, second = value.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in (first, second)):
            raise UnknownChoice
        if not (1 <= int(first) <= most and 1 <= int(second) <= most_places):
            raise UnknownChoice
        found.append((int(first), int(second)))
    return found


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer to be kept, from values such as an-id:3; UnknownChoice where a form holds what no page offered."""
    known = {item.id for item in question.items}
    places: dict[str, object] = {}
    for value in raw:
        name, _, place = value.partition(":")
        is_place = place.isascii() and place.isdigit() and len(place) < 6 and 1 <= int(place) <= len(known)
        if name not in known or name in places or not is_place:
            raise UnknownChoice
        places[name] = int(place)
    return {"places": places}


def places(question: Question, given: object) -> dict[str, int]:
    """The place given to each item, in the right order; what the question does not have counts for nothing."""
    found = given.get("places") if isinstance(given, Mapping) else None
    if not isinstance(found, Mapping):
        return {}
    possible = range(1, len(question.items) + 1)
    given_one = ((item.id, found.get(item.id)) for item in question.items)
    return {name: place for name, place in given_one if type(place) is int and place in possible}


def right_ones(question: Question, given: object) -> frozenset[str]:
    """Ids of the items that stand at their right place."""
    found = places(question, given)
    return frozenset(item.id for place, item in enumerate(question.items, start=1) if found.get(item.id) == place)


def grade(question: Question, given: object) -> Points:
    """The share of items at their right place, rounded down."""
    return share_of_places(question, len(right_ones(question, given)), len(question.items))


def fault(question: Question, given: object) -> BadAnswer | None:
    """What keeps the answer from being whole, worded for the learner."""
    found = list(places(question, given).values())
    twice = sorted({place for place in found if found.count(place) > 1})
    if twice:
        return TwoInOnePlace(place=twice[0])
    missing = len(question.items) - len(found)
    return NoPlaceYet(count=missing) if missing else None
