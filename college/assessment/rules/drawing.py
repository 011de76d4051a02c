"""Drawing the questions of an attempt: the same seed draws the same, on every machine and for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from college.courseware.outline import Course, Draw, Quiz

Drawn = list[list[object]]
"""[[question id, [choice ids in the order shown]], …], as it is stored with the attempt."""


def draw(course: Course, quiz: Quiz, seed: str) -> Drawn:
    """The questions of one attempt and the order of their choices; no question comes twice.

    Where draws overlap, the narrower one takes first, so that the wider one leaves it enough.
    """
    taken: dict[int, list[str]] = {}
    used: set[str] = set()
    for place, one in sorted(enumerate(quiz.draws), key=lambda pair: (_width(pair[1]), pair[0])):
        pool = [question.id for question in course.pool(one) if question.id not in used]
        chosen = set(shuffled(pool, seed, f"draw {place}")[: one.count])
        # In the author's order, for quizzes that keep it.
        taken[place] = [question_id for question_id in pool if question_id in chosen]
        used |= chosen
    ids = [question_id for place in sorted(taken) for question_id in taken[place]]
    if quiz.shuffle_questions:
        ids = shuffled(ids, seed, "questions")
    return [[question_id, _choices(course, quiz, seed, question_id)] for question_id in ids]


def _width(one: Draw) -> int:
    if one.question is not None:
        return 0
    return 1 if one.outcome is not None else 2


def _choices(course: Course, quiz: Quiz, seed: str, question_id: str) -> list[str]:
    ids = [choice.id for choice in course.questions_by_id[question_id].choices]
    return shuffled(ids, seed, f"choices {question_id}") if quiz.shuffle_choices else ids


def shuffled(ids: Iterable[str], seed: str, purpose: str) -> list[str]:
    """The ids in an order that only the seed decides: by the SHA-256 of seed, purpose and id."""
    # A generator of the standard library may change its sequence with the next Python; a hash cannot.
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}\0{purpose}\0{one}".encode()).digest())
