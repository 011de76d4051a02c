"""Ids that authors have not written: made from the words beside them and put at the end of the line."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from college.courseware import files, lines
from college.courseware.mistakes import Mistakes
from college.courseware.questions import choice, lists, matching, ordering
from college.courseware.reader import cases as decisions

_HEADING = re.compile(r"^##[ \t]+(.*?)[ \t]*$")
_BRACES = re.compile(r"\{([^{}]*)\}[ \t]*$")
_ID = re.compile(r"#([^\s\"={}]+)")
_MARK = re.compile(r"^(?:[-*+] ?\[[^\]]{0,2}\]|\d{1,9}[.)])[ \t]*")
_FOLDERS = ("modules", "questions", "cases")
_LONGEST = 40


def write_ids(folder: Path) -> list[str]:
    """Writes missing ids into the author's files and leaves all else as it is; tells each as path:line: id.

    A translation takes the ids of its source, place by place, where both have as many places for them."""
    found = files.load(folder, Mistakes())
    told: list[str] = []
    originals: dict[str, _File] = {}
    for path in sorted(found, key=lambda each: (files.name(each).language is not None, each)):
        name = files.name(path)
        text = files.text(path, found[path], Mistakes())
        if text is None or not path.endswith(".md") or not (name.folder in _FOLDERS or name.source == "glossary.md"):
            continue
        file = _File(path, found[path].decode("utf-8"))
        if name.language is None:
            originals[path] = file
            file.invent()
        elif name.source in originals:
            file.copy(originals[name.source])
        if file.written:
            (folder / path).write_bytes(file.joined.encode("utf-8"))
            told += file.written
    return told


@dataclass
class _Spot:
    """What ought to carry an id: part of a line; `depth` is 0 for headings, 1 for what stands under a question."""

    row: int
    depth: int
    words: str
    id: str | None
    start: int = 0
    end: int | None = None  # of the part of the line; None: its end


@dataclass
class _File:
    path: str
    text: str
    written: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = self.text.split("\n")
        self.spots = list(self._spots())

    @property
    def joined(self) -> str:
        return "\n".join(self.rows)

    def _spots(self) -> Iterator[_Spot]:
        plain = self.text.removeprefix("\ufeff").replace("\r\n", "\n")
        holds = _WAYS.get(self.path.partition("/")[0], _nothing)
        content = lines.document(self.path, plain, Mistakes()).content
        starts = [at for at, line in enumerate(content) if not line.code and _HEADING.match(line.text)]
        for start, end in pairwise([*starts, len(content)]):
            heading = _HEADING.match(content[start].text)
            yield _spot(content[start].number, 0, heading[1] if heading else "")
            yield from holds(content[start + 1 : end])

    def invent(self) -> None:
        """Gives every spot without an id a new one: headings within the file, the rest within its question."""
        pages = {spot.id for spot in self.spots if spot.depth == 0}
        choices: dict[int, set[str | None]] = {}
        question = -1
        for spot in self.spots:
            question = spot.row if spot.depth == 0 else question
            choices.setdefault(question, set()).add(spot.id if spot.depth else None)
        for spot in self.spots:
            question = spot.row if spot.depth == 0 else question
            if spot.id is None:
                taken = choices[question] if spot.depth else pages
                self._put(spot, _invented(spot.words, f"{self.path}:{question}:{spot.words}", taken))
                taken.add(spot.id)

    def copy(self, source: "_File") -> None:
        if [spot.depth for spot in self.spots] != [spot.depth for spot in source.spots]:
            return
        for spot, original in zip(self.spots, source.spots, strict=True):
            if spot.id is None and original.id is not None:
                self._put(spot, original.id)

    def _put(self, spot: _Spot, name: str) -> None:
        row = self.rows[spot.row]
        end = "\r" if row.endswith("\r") else ""
        text = row.rstrip()
        before, text, after = text[: spot.start], text[spot.start : spot.end], text[spot.end :] if spot.end else ""
        if braces := _BRACES.search(text):
            text = f"{text[: braces.start()]}{{#{name} {braces[1].strip()}}}"
        else:
            text = f"{text} {{#{name}}}"
        self.rows[spot.row] = before + text + after + end
        spot.id = name
        self.written.append(f"{self.path}:{spot.row + 1}: {{#{name}}}")


def _under(content: Sequence[lines.Line]) -> Iterator[_Spot]:
    """What carries an id under one question: its choices, its items in order, or the rows of its table."""
    answers = lists.answers_at(content)
    if answers < len(content) and matching.starts_at(content, answers):
        for line in content[answers + 2 : matching.end_of(content, answers)]:
            start, end = matching.span_of_id(line)
            yield _spot(line.number, 1, line.text[start:end], start, end)
        return
    for at, line in enumerate(content):
        if not line.code and (choice.BOX.match(line.text) or (at >= answers and ordering.is_item(line))):
            last = lists.words_end(content, at)
            words = last.text if last is not line else _MARK.sub("", line.text)
            yield _spot(last.number, 1, words)


def _choices(content: Sequence[lines.Line]) -> Iterator[_Spot]:
    """What carries an id under one scene: its choices, whose ids stand behind their links."""
    for line in content:
        if not line.code and (link := decisions.ITEM.match(line.text)):
            after = line.text[link.end() :].partition(")")[2]
            yield _spot(line.number, 1, f"{link['words']} {after.strip()}")


def _nothing(_content: Sequence[lines.Line]) -> Iterator[_Spot]:
    yield from ()


_WAYS = {"questions": _under, "cases": _choices}
"""By folder, what under a heading carries an id."""


def _spot(number: int, depth: int, words: str, start: int = 0, end: int | None = None) -> _Spot:
    braces = _BRACES.search(words)
    named = _ID.search(braces[1]) if braces else None
    plain = words[: braces.start()] if braces else words
    return _Spot(number - 1, depth, plain, named[1] if named else None, start, end)


def _invented(words: str, seed: str, taken: set[str | None]) -> str:
    """A slug of `words` with a suffix, so that a later heading of the same words gets another id."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST].strip("-") or "id"
    number = 0
    while True:
        suffix = hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()[:4]
        if f"{slug}-{suffix}" not in taken:
            return f"{slug}-{suffix}"
        number += 1
