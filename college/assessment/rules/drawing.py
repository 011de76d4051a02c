"""Drawing the questions of an attempt: the same seed draws the same, on every machine and for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import count

from college.courseware import questions as kinds
from college.courseware.outline import Course, Draw, Question, QuestionKind, Quiz

Drawn = list[list[object]]
"""[[question id, [ids in the order shown]], …], as it is stored with the attempt.

The ids are those of choices, of items to be put in order, or of what the second column of a match offers.
"""


def draw(course: Course, quiz: Quiz, seed: str) -> Drawn:
    """The questions of one attempt and the order of what they show; no question comes twice.

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
    return [[one, order_shown(course.questions_by_id[one], seed, shuffle=quiz.shuffle_choices)] for one in ids]


def _width(one: Draw) -> int:
    if one.question is not None:
        return 0
    return 1 if one.outcome is not None else 2


def order_shown(question: Question, seed: str, *, shuffle: bool) -> list[str]:
    """The ids of what the question shows, in the order of this attempt.

    Items and second columns are always shuffled, since the author's order is the answer, and never end up in it.
    """
    ids = kinds.shown_ids(question)
    if question.kind not in (QuestionKind.ORDER, QuestionKind.MATCH):
        return shuffled(ids, seed, f"choices {question.id}") if shuffle else list(ids)
    right = [*(item.id for item in question.items), *(pair.id for pair in question.pairs)]
    purposes = (f"choices {question.id}{' again' * turn}" for turn in count())
    orders = (shuffled(ids, seed, purpose) for purpose in purposes)
    return next(order for order in orders if len(right) < 2 or [one for one in order if one in right] != right)


def shuffled(ids: Iterable[str], seed: str, purpose: str) -> list[str]:
    """The ids in an order that only the seed decides: by the SHA-256 of seed, purpose and id."""
    # A generator of the standard library may change its sequence with the next Python; a hash cannot.
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}\0{purpose}\0{one}".encode()).digest())
