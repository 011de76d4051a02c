"""Choice: one of several by radio buttons, or several by check boxes."""

import re
from collections.abc import Mapping, Sequence

from college.courseware.lines import Line, braces, dedented, unquoted
from college.courseware.manuscript import WrittenChoice
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Choice, Question, QuestionKind
from college.courseware.questions.items import Item
from college.courseware.questions.points import OneChoiceOnly, Points, UnknownChoice, all_or_nothing

BOX = re.compile(r"^[-*+] ?\[([^\]]{0,2})\](?:[ \t]+(.*))?$")
_KNOWN = ("was",)


def read(items: Sequence[Item], path: str, mistakes: Mistakes) -> list[WrittenChoice]:
    """The choices that `items` write; notes boxes that cannot be read, empty words, repetitions and ids not given."""
    choices = [_read(item, path, mistakes) for item in items]
    said: dict[str, WrittenChoice] = {}
    ids: dict[str, WrittenChoice] = {}
    for choice in choices:
        words = " ".join(choice.words.split()).casefold()
        if words and words in said:
            mistakes.add("repeated-choice", path, choice.place, line=said[words].place.line)
        said.setdefault(words, choice)
        if choice.id is not None and choice.id in ids:
            mistakes.add("repeated-id", path, choice.id_place, id=choice.id, path=path, line=ids[choice.id].place.line)
        if choice.id is not None:
            ids.setdefault(choice.id, choice)
    return choices


def _read(item: Item, path: str, mistakes: Mistakes) -> WrittenChoice:
    found = BOX.match(item.line.text)
    box, first = (found[1], found[2] or "") if found else ("", item.line.text)
    if box not in (" ", "x", "X"):
        mistakes.add("bad-box", path, item.line.at(item.line.text.find("[") + 1))
    lines = dedented(item.rest)
    feedback = [line for line in lines if line.text.startswith(">")]
    more = [line for line in lines if not line.text.startswith(">")]
    while more and more[-1].blank:
        more.pop()
    last = more[-1] if more else Line(item.line.number, first)
    offset = (found.start(2) if found and found[2] else 0) if not more else 0
    words, attributes = braces(last.text, last, offset, path, mistakes)
    for key in attributes.values.keys() - set(_KNOWN):
        mistakes.add_guess("unknown-attribute", path, attributes.at(key), key, ["#id", *_KNOWN])
    text = "\n".join([first, *(line.text for line in more[:-1]), words]).strip() if more else words
    if not text:
        mistakes.add("empty-choice", path, item.line.at())
    why = "\n".join(line.text.rstrip() for line in unquoted(feedback)).strip()
    return WrittenChoice(attributes.id, text, box in ("x", "X"), item.line.at(), attributes.place, why or None)


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
