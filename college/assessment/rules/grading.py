"""What an attempt earns: grade = f(edition, answers, grader), in thousandths of a point and whole numbers only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import rfc8785

from college.courseware import questions as kinds
from college.courseware.outline import Question

GRADER = "2"
"""The version of everything that decides about points; a test fails when that changes and this does not."""


@dataclass(frozen=True)
class Graded:
    """Thousandths of a point; `per_question` is {question id: [earned, possible]}."""

    earned: int
    possible: int
    passed: bool
    per_question: dict[str, list[int]]


@dataclass(frozen=True)
class Share:
    """What was earned of one outcome, in thousandths of a point."""

    earned: int
    possible: int


def grade(questions: Iterable[Question], answers: Mapping[str, object], pass_mark: int) -> Graded:
    """Grade what was drawn; a question without an answer earns nothing. `pass_mark` is in percent."""
    per_question: dict[str, list[int]] = {}
    for question in questions:
        points = kinds.grade(question, answers.get(question.id))
        per_question[question.id] = [points.earned, points.possible]
    earned = sum(each[0] for each in per_question.values())
    possible = sum(each[1] for each in per_question.values())
    return Graded(earned, possible, is_pass(earned, possible, pass_mark), per_question)


def is_pass(earned: int, possible: int, pass_mark: int) -> bool:
    """Whole numbers only: 79.9 % is not a pass when the mark is 80, and nothing to earn is no pass."""
    return possible > 0 and earned * 100 >= pass_mark * possible


def tenths_of_percent(earned: int, possible: int) -> int:
    """The share as it is shown, rounded down: 79.96 % must not read as 80."""
    return earned * 1000 // possible if possible else 0


def by_outcome(questions: Iterable[Question], per_question: Mapping[str, Sequence[int]]) -> dict[str, Share]:
    """The sums of each outcome that the questions name, in the order in which they come."""
    found: dict[str, Share] = {}
    for question in questions:
        if question.outcome is None or question.id not in per_question:
            continue
        earned, possible = per_question[question.id]
        before = found.get(question.outcome, Share(0, 0))
        found[question.outcome] = Share(before.earned + earned, before.possible + possible)
    return found


def pages_again(questions: Iterable[Question], per_question: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """The pages ("module/page") that belong to questions not fully earned, each once."""
    missed = (
        question
        for question in questions
        if question.id in per_question and per_question[question.id][0] < per_question[question.id][1]
    )
    return tuple(dict.fromkeys(page for question in missed for page in question.pages))


def key_of(questions: Iterable[Question]) -> str:
    """The digest of all that counted as right in these questions: SHA-256 over their canonical JSON (RFC 8785)."""
    key = [
        {
            "id": question.id,
            "kind": question.kind.value,
            "points": question.points,
            "void": question.void.value if question.void else None,
            "right": [choice.id for choice in question.choices if choice.right],
            "accepted": [accepted.model_dump(mode="json") for accepted in question.accepted],
            **_places(question),
        }
        for question in questions
    ]
    return hashlib.sha256(rfc8785.dumps(key)).hexdigest()


def _places(question: Question) -> dict[str, list[str]]:
    # Only where there are any: the keys of all other questions keep the digests that grades were given under.
    placed = {"items": [item.id for item in question.items], "pairs": [pair.id for pair in question.pairs]}
    return {name: ids for name, ids in placed.items() if ids}
