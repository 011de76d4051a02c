"""The lines of one answer under a question, or of one choice under a scene, and what all kinds read out of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from college.courseware.lines import Attributes, Line, braces, dedented, unquoted
from college.courseware.manuscript import WrittenItem
from college.courseware.mistakes import Mistakes

_KNOWN = ("was",)


@dataclass
class Item:
    """The line with the box, the number or the equals sign, and the indented lines under it."""

    line: Line
    rest: list[Line] = field(default_factory=list)


class Body(NamedTuple):
    words: str
    attributes: Attributes
    feedback: str | None


def read_body(item: Item, first: str, offset: int, path: str, mistakes: Mistakes) -> Body:
    """The words of `item`, whose own line says `first` from `offset` on, its braces, and the feedback under it."""
    lines = dedented(item.rest)
    feedback = [line for line in lines if line.text.startswith(">")]
    more = [line for line in lines if not line.text.startswith(">")]
    while more and more[-1].blank:
        more.pop()
    last = more[-1] if more else Line(item.line.number, first)
    words, attributes = braces(last.text, last, 0 if more else offset, path, mistakes)
    check_attributes(attributes, path, mistakes)
    text = "\n".join([first, *(line.text for line in more[:-1]), words]).strip() if more else words
    why = "\n".join(line.text.rstrip() for line in unquoted(feedback)).strip()
    return Body(text, attributes, why or None)


def check_attributes(attributes: Attributes, path: str, mistakes: Mistakes) -> None:
    for key in attributes.values.keys() - set(_KNOWN):
        mistakes.add_guess("unknown-attribute", path, attributes.at(key), key, ["#id", *_KNOWN])


def note_repeated_words(items: Iterable[WrittenItem], code: str, path: str, mistakes: Mistakes) -> None:
    """Notes under `code` each item that says what an earlier one says."""
    said: dict[str, WrittenItem] = {}
    for item in items:
        words = " ".join(item.words.split()).casefold()
        if words and words in said:
            mistakes.add(code, path, item.place, line=said[words].place.line)
        said.setdefault(words, item)


def note_repeated_ids(items: Iterable[WrittenItem], path: str, mistakes: Mistakes) -> None:
    ids: dict[str, WrittenItem] = {}
    for item in items:
        if item.id is not None and item.id in ids:
            mistakes.add("repeated-id", path, item.id_place, id=item.id, path=path, line=ids[item.id].place.line)
        if item.id is not None:
            ids.setdefault(item.id, item)


def item_end(lines: Sequence[Line], at: int) -> int:
    """Where the indented lines under the item at `at` end; blank lines between them belong to it."""
    end = at + 1
    while end < len(lines):
        step = run_end(lines, end, lambda each: each.blank)
        inside = run_end(lines, step, lambda each: each.text.startswith(("  ", "\t")) and not each.blank)
        if inside == step:
            break
        end = inside
    return end


def run_end(lines: Sequence[Line], at: int, holds: Callable[[Line], bool]) -> int:
    """The first place from `at` on whose line is not as `holds` wants it."""
    while at < len(lines) and holds(lines[at]):
        at += 1
    return at
