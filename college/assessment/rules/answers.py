"""Which saves are kept, and which answer of a question counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from college.courseware import questions

DECIDED = "case"
"""Stands in a case for the tab: its decisions are one row after another, whichever page they come from."""


@dataclass(frozen=True)
class Given:
    """What a page sends for one question; `was` is the id of the answer it showed when it was loaded (0: none).

    `was` is None where the answer was surely just given. `given_at` says when, for an answer that had to wait.
    """

    question_id: str
    value: dict[str, Any]
    tab: str
    seq: int
    was: int | None = None
    given_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """A save as it is stored."""

    id: int
    question_id: str
    tab: str
    seq: int
    given: dict[str, Any]
    counts: bool
    saved_at: datetime


@dataclass(frozen=True)
class Save:
    """What to do with a `Given`: `known` is a row that already holds it, otherwise a row is to be written."""

    given: Given
    seq: int
    counts: bool
    known: Kept | None = None


def saves(sent: Sequence[Given], kept: Sequence[Kept]) -> list[Save]:
    """What is to be written of `sent`; answers that a page merely repeats as it found them are left out."""
    decided = (_decide(one, [row for row in kept if row.question_id == one.question_id]) for one in sent)
    return [save for save in decided if save is not None]


def _decide(given: Given, rows: Sequence[Kept]) -> Save | None:
    own = [row for row in rows if row.tab == given.tab]
    same = next((row for row in own if row.seq == given.seq), None)
    if same is not None and same.given == given.value:
        return Save(given, same.seq, same.counts, same)
    if not own and given.was is not None and _is_as_found(given, rows):
        # Another tab may have changed it since: a page that only repeats what it found takes nothing back.
        return None
    newest = max((row.seq for row in own), default=0)
    if same is not None:
        # The same page sent again with another answer, as after the browser's back button: it is a new answer.
        return Save(given, newest + 1, counts=True)
    last = max((row.saved_at for row in rows), default=None)
    overtaken = given.given_at is not None and last is not None and given.given_at < last
    return Save(given, given.seq, counts=given.seq > newest and not overtaken)


def _is_as_found(given: Given, rows: Sequence[Kept]) -> bool:
    for row in rows:
        if row.id == given.was:
            return row.given == given.value
    return not questions.is_answered(given.value)


def final(kept: Iterable[Kept]) -> dict[str, Kept]:
    """The answer that counts, by question: the newest of those that may."""
    found: dict[str, Kept] = {}
    for row in sorted(kept, key=lambda row: row.id):
        if row.counts:
            found[row.question_id] = row
    return found


def fingerprint(answers: Mapping[str, Kept]) -> str:
    """A short name of these very answers, so that a page can say which ones it believes to be saved."""
    text = " ".join(str(one) for one in sorted(row.id for row in answers.values() if questions.is_answered(row.given)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
