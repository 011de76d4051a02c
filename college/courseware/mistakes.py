"""Mistakes in a course: what is wrong, where, and what to do about it."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from college.courseware.codes import ERRORS, WARNINGS
from college.errors import Value, Words


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Line and column, both counted from one."""

    line: int
    column: int = 1


START = Place(1, 1)
MOST_GUESSES = 200


@dataclass(frozen=True, slots=True)
class Mistake:
    path: str
    line: int
    column: int
    level: Level
    code: str
    words: Words

    @property
    def said(self) -> str:
        """The words in English, for a terminal."""
        return self.words.text % self.words.values

    def __str__(self) -> str:
        return _printable(f"{self.path}:{self.line}:{self.column}: {self.level}[{self.code}] {self.said}")


@dataclass
class Mistakes:
    """Collects every mistake of one reading; nothing stops at the first."""

    found: list[Mistake] = field(default_factory=list)
    guessed: int = 0

    def add(self, name: str, path: str, place: Place = START, /, **values: Value) -> None:
        """Note the mistake called `name`; what stands after a slash in a name is a variant of its wording."""
        level, text = (Level.ERROR, ERRORS[name]) if name in ERRORS else (Level.WARNING, WARNINGS[name])
        words = Words(text, values=values)
        self.found.append(Mistake(path, place.line, place.column, level, name.partition("/")[0], words))

    def add_guess(
        self, name: str, path: str, place: Place, wrong: str, known: Iterable[str], *, alike: float = 0.6
    ) -> None:
        """Note that `wrong` is none of the `known` words; the nearest is offered when it is `alike` enough."""
        names = sorted(known)
        nearest = self._nearest(wrong, names, alike)
        if nearest:
            self.add(f"{name}/meant", path, place, wrong=wrong, meant=nearest[0])
        else:
            self.add(name, path, place, wrong=wrong, known=", ".join(names[:12]) or "-")

    def add_anchor(self, path: str, place: Place, target: str, wrong: str, known: Iterable[str]) -> None:
        """Note that the file `target` has no id `wrong`."""
        names, wrong = sorted(known), wrong[:64]
        nearest = self._nearest(wrong, names, 0.6)
        if nearest:
            self.add("missing-anchor/meant", path, place, path=target, wrong=wrong, meant=nearest[0])
        else:
            self.add("missing-anchor", path, place, path=target, wrong=wrong, known=", ".join(names[:12]) or "-")

    def _nearest(self, wrong: str, names: list[str], alike: float) -> list[str]:
        # A course with thousands of wrong names is not worth the time that suggestions take.
        self.guessed += 1
        return difflib.get_close_matches(wrong, names, n=1, cutoff=alike) if self.guessed <= MOST_GUESSES else []

    @property
    def serious(self) -> bool:
        return any(mistake.level is Level.ERROR for mistake in self.found)

    def sorted(self) -> tuple[Mistake, ...]:
        """By place; what was noted twice is told once."""
        told = {(m.path, m.line, m.column, m.code, m.said): m for m in self.found}
        return tuple(told[key] for key in sorted(told))


def as_text(mistakes: Iterable[Mistake]) -> str:
    """One mistake a line, as editors and terminals read them."""
    return "".join(f"{mistake}\n" for mistake in mistakes)


def as_github(mistakes: Iterable[Mistake]) -> str:
    """Workflow commands that put each mistake beside its line in a pull request."""
    return "".join(
        f"::{m.level} file={_property(m.path)},line={m.line},col={m.column},title={m.code}::{_message(m.said)}\n"
        for m in mistakes
    )


def as_json(mistakes: Iterable[Mistake]) -> str:
    rows = [
        {"path": m.path, "line": m.line, "column": m.column, "level": m.level.value, "code": m.code, "message": m.said}
        for m in mistakes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _printable(text: str) -> str:
    """What an author wrote may hold signs that command a terminal, or turn the line round."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _message(text: str) -> str:
    return _printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
