"""The lines of a Markdown file: front matter, fences, sections and footnotes; Markdown itself is not rendered here."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from college.courseware import located
from college.courseware.located import Located
from college.courseware.mistakes import Mistakes, Place
from college.courseware.spans import without_spans

_FENCE = re.compile(r"^[\s>]*(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r"^(#{1,6})(?:[ \t]+(\S.*))?$")
_NEARLY = re.compile(r"^(?: {1,3}#{1,6}(?:[ \t]|$)|#{1,6}[^#\s])")
_MARKUP = re.compile(r"`|\*\*|__|\]\(|<https?:")
_UNDERLINE = re.compile(r"^(=+|-{2,})\s*$")
_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>[^\s"={}]+)|(?P<key>[A-Za-z_-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"{}]+)))(?=\s|$)'
)
_NOTE = re.compile(r"^\[\^([^\[\]\s]+)\]:[ \t]*(.*)$")
_NOTE_USED = re.compile(r"\[\^([^\[\]\s]+)\](?!:)")


class Line(NamedTuple):
    number: int  # counted from one
    text: str
    code: bool = False  # inside fenced code, its marks included

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def at(self, column: int = 1) -> Place:
        return Place(self.number, column)


class Attributes(NamedTuple):
    """What braces at the end of a line say: {#id key=value}."""

    id: str | None
    values: dict[str, tuple[str, Place]]
    place: Place  # of the id, else of the braces, else of the line

    def get(self, key: str) -> str | None:
        found = self.values.get(key)
        return found[0] if found else None

    def at(self, key: str) -> Place:
        return self.values[key][1] if key in self.values else self.place


@dataclass(frozen=True)
class Section:
    """A heading of the second level and the lines under it."""

    words: str
    attributes: Attributes
    place: Place
    lines: list[Line]

    @property
    def id(self) -> str | None:
        return self.attributes.id


@dataclass
class Document:
    """A Markdown file: its front matter, its lines after it, and the footnotes taken out of them."""

    path: str
    text: str
    front: Located | None
    lines: list[Line]
    notes: dict[str, list[Line]] = field(default_factory=dict)

    @cached_property
    def body(self) -> str:
        """The text after the front matter."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def masked(self) -> str:
        """The body with code blanked out, as long as the original, so that offsets stay true."""
        shown = "\n".join(" " * len(line.text) if line.code else line.text for line in self.lines)
        return without_spans(shown)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line.text) + 1)
        return starts

    def place(self, offset: int) -> Place:
        """Where `offset` of the masked body stands in the file."""
        row = bisect_right(self._starts, offset) - 1
        return Place(self.lines[row].number, offset - self._starts[row] + 1)

    @cached_property
    def content(self) -> list[Line]:
        """The lines without footnotes."""
        noted = {line.number for lines in self.notes.values() for line in lines}
        return [line for line in self.lines if line.number not in noted]


def bare(text: str) -> tuple[str, str | None]:
    """`text` without braces at its end, and what stands in these."""
    plain = text.rstrip()
    start = plain.rfind("{")
    if start < 0 or not plain.endswith("}") or "}" in plain[start:-1]:
        return plain.strip(), None
    return plain[:start].strip(), plain[start + 1 : -1]


def document(path: str, text: str, mistakes: Mistakes) -> Document:
    """Splits a file into its parts; notes what is wrong with the frame of them."""
    rows = text.split("\n")
    front, first = _front(path, rows, mistakes)
    lines = list(_fenced(path, rows, first, mistakes))
    _headings(path, lines, mistakes)
    found = Document(path, text, front, lines)
    _notes(found, mistakes)
    return found


def _front(path: str, rows: Sequence[str], mistakes: Mistakes) -> tuple[Located | None, int]:
    if rows[0].rstrip() != "---":
        return None, 0
    for number, row in enumerate(rows[1:], start=1):
        if row.rstrip() in ("---", "..."):
            text = "\n".join(rows[1:number])
            empty = not text.strip()
            return (None if empty else located.read(path, text, mistakes, first_line=2)), number + 1
    mistakes.add("front-matter", path)
    return None, len(rows)


def _fenced(path: str, rows: Sequence[str], first: int, mistakes: Mistakes) -> list[Line]:
    lines = []
    fence: str | None = None
    opened = Place(1)
    for number, row in enumerate(rows[first:], start=first + 1):
        mark = _FENCE.match(row)
        if fence is None and mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence, opened = mark[1], Place(number, mark.start(1) + 1)
            lines.append(Line(number, row, True))
        elif fence is not None:
            lines.append(Line(number, row, True))
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = None
        else:
            lines.append(Line(number, row))
    if fence is not None:
        mistakes.add("fence-open", path, opened)
    return lines


def _headings(path: str, lines: Sequence[Line], mistakes: Mistakes) -> None:
    level, before = 1, None
    for line in lines:
        if line.code:
            before = None
            continue
        if heading := _HEADING.match(line.text.rstrip()):
            depth = len(heading[1])
            if depth == 1:
                mistakes.add("heading-one", path, line.at())
            elif depth > level + 1:
                mistakes.add("heading-skipped", path, line.at(), wanted="#" * (level + 1))
            if not bare(heading[2] or "")[0]:
                mistakes.add("empty-heading", path, line.at())
            elif depth == 2 and _MARKUP.search(heading[2]):
                mistakes.add("heading-markup", path, line.at(4))
            level, before = max(depth, 1), None
        elif _NEARLY.match(line.text):
            mistakes.add("heading-form", path, line.at())
            before = None
        elif before and _UNDERLINE.match(line.text):
            mistakes.add("heading-underlined", path, before.at())
            before = None
        else:
            plain = not line.blank and not line.text.startswith((">", "|", "-", "*", "+", " ", "\t"))
            before = line if plain else None


def _notes(found: Document, mistakes: Mistakes) -> None:
    """Takes footnotes out; a note goes on over indented lines and over blank ones between them."""
    label: str | None = None
    blanks: list[Line] = []
    for line in found.lines:
        start = None if line.code else _NOTE.match(line.text)
        if start:
            label, blanks = start[1], []
            if label in found.notes:
                mistakes.add("footnote-twice", found.path, line.at(), label=label)
            found.notes.setdefault(label, []).append(line)
        elif label and line.blank:
            blanks.append(line)
        elif label and line.text.startswith(("  ", "\t")):
            found.notes[label] += [*blanks, line]
            blanks = []
        else:
            label = None


def check_notes(found: Document, others: Sequence[str], mistakes: Mistakes) -> None:
    """Notes footnotes that are used but nowhere explained, in this file or among `others`, and the reverse."""
    used = set()
    for match in _NOTE_USED.finditer(found.masked):
        used.add(match[1])
        if match[1] not in found.notes and match[1] not in others:
            mistakes.add("footnote-missing", found.path, found.place(match.start()), label=match[1])
    for label in found.notes.keys() - used:
        mistakes.add("footnote-unused", found.path, found.notes[label][0].at(), label=label)


def refers_to_note(text: str | None) -> bool:
    """Whether a footnote is referred to, outside of code."""
    return text is not None and _NOTE_USED.search(without_spans(text)) is not None


def sections(found: Document, mistakes: Mistakes) -> tuple[list[Line], list[Section]]:
    """What stands before the first heading of the second level, and each such heading with its lines."""
    before: list[Line] = []
    result: list[Section] = []
    for line in found.content:
        heading = None if line.code else _HEADING.match(line.text.rstrip())
        if heading and len(heading[1]) == 2:
            words, attributes = braces(heading[2] or "", line, heading.start(2), found.path, mistakes)
            result.append(Section(words, attributes, line.at(), []))
        else:
            (result[-1].lines if result else before).append(line)
    return before, result


def braces(text: str, line: Line, offset: int, path: str, mistakes: Mistakes) -> tuple[str, Attributes]:
    """`text` without the braces at its end, and what they say; `offset` is where it starts in its line."""
    plain, inside = bare(text)
    if inside is None:
        return plain, Attributes(None, {}, line.at())
    start = offset + text.rindex("{") + 1
    found: dict[str, tuple[str, Place]] = {}
    at = 0
    while at < len(inside.rstrip()):
        match = _ATTRIBUTE.match(inside, at)
        if not match:
            mistakes.add("bad-attributes", path, found.get("#", ("", line.at(start)))[1])
            break
        key = match["key"] or "#"
        value = next(match[part] for part in ("id", "quoted", "bare") if match[part] is not None)
        place = line.at(start + (match.start("id") if key == "#" else match.start("key") + 1))
        if key in found:
            mistakes.add("repeated-key", path, place, key=key)
        found[key] = (value, place)
        at = match.end()
    name, place = found.pop("#", (None, line.at(start)))
    return plain, Attributes(name, found, place)


def leaf(lines: Sequence[Line], notes: dict[str, list[Line]]) -> str:
    """The Markdown of `lines`, followed by the footnotes that it refers to."""
    text = "\n".join(line.text.rstrip() for line in lines).strip("\n")
    labels = dict.fromkeys(_NOTE_USED.findall(text)) if "[^" in text else {}
    parts = ["\n".join(line.text.rstrip() for line in notes[label]) for label in labels if label in notes]
    return "\n\n".join([text, "\n".join(parts)]) if parts else text


def dedented(lines: Sequence[Line]) -> list[Line]:
    """The same lines without the indentation that they share."""
    margins = [len(line.text) - len(line.text.lstrip()) for line in lines if not line.blank]
    margin = min(margins, default=0)
    return [line._replace(text=line.text[margin:]) for line in lines]


def unquoted(lines: Sequence[Line]) -> list[Line]:
    """The same lines without the sign of a quotation."""
    return [line._replace(text=re.sub(r"^[ \t]*>[ \t]?", "", line.text)) for line in lines]
