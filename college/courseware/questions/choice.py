"""Choice: one of several by radio buttons, or several by check boxes."""

import re
from collections.abc import Mapping, Sequence

from college.courseware.manuscript import WrittenChoice
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Choice, Question, QuestionKind
from college.courseware.questions.items import Item, note_repeated_ids, note_repeated_words, read_body
from college.courseware.questions.points import BadAnswer, OneChoiceOnly, Points, UnknownChoice, all_or_nothing

BOX = re.compile(r"^[-*+] ?\[([^\]]{0,2})\](?:[ \t]+(.*))?$")


def read(items: Sequence[Item], path: str, mistakes: Mistakes) -> list[WrittenChoice]:
    """The choices that `items` write; notes boxes that cannot be read, empty words, repetitions and ids not given."""
    choices = [_read(item, path, mistakes) for item in items]
    note_repeated_words(choices, "repeated-choice", path, mistakes)
    note_repeated_ids(choices, path, mistakes)
    return choices


def _read(item: Item, path: str, mistakes: Mistakes) -> WrittenChoice:
    found = BOX.match(item.line.text)
    box, first = (found[1], found[2] or "") if found else ("", item.line.text)
    if box not in (" ", "x", "X"):
        mistakes.add("bad-box", path, item.line.at(item.line.text.find("[") + 1))
    body = read_body(item, first, found.start(2) if found and found[2] else 0, path, mistakes)
    if not body.words:
        mistakes.add("empty-choice", path, item.line.at())
    place, id_place = item.line.at(), body.attributes.place
    return WrittenChoice(body.attributes.id, body.words, place, id_place, body.feedback, ticked=box in ("x", "X"))


def from_page(shown: Sequence[str], raw: Sequence[str]) -> list[str]:
    """Form values of a page that showed the choices in the order `shown`, with ids for their numbers there."""
    for number in raw:
        if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= len(shown)):
            raise UnknownChoice
    return [shown[int(number) - 1] for number in raw]


def fault(question: Question, given: object) -> BadAnswer | None:
    """Ticks are whole as they are."""
    return None


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer to be kept; UnknownChoice or OneChoiceOnly where a form holds what no page offered."""
    chosen = sorted({value for value in raw if value})
    if not {choice.id for choice in question.choices}.issuperset(chosen):
        raise UnknownChoice
    if question.kind is QuestionKind.ONE and len(chosen) > 1:
        raise OneChoiceOnly
    return {"choices": chosen}


def chosen(question: Question, given: object) -> tuple[Choice, ...]:
    """The choices that were ticked, in the author's order; ids that the question does not have count for nothing."""
    ids = given.get("choices") if isinstance(given, Mapping) else None
    if not isinstance(ids, list | tuple):
        return ()
    return tuple(choice for choice in question.choices if choice.id in ids)


def grade(question: Question, given: object) -> Points:
    """Exact for one choice; of check boxes right ticks minus wrong ticks over the right ones, rounded down."""
    ticked = chosen(question, given)
    right = sum(choice.right for choice in ticked)
    if question.kind is QuestionKind.ONE:
        return all_or_nothing(question, right == 1 and len(ticked) == 1)
    possible = question.points * 1000
    wanted = sum(choice.right for choice in question.choices)
    net = max(0, right - (len(ticked) - right))
    return Points(possible * net // wanted if wanted else 0, possible)
