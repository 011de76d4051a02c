"""Questions of an attempt as a page shows them, and answers as a page sends them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from college.assessment.queries import Begun
from college.assessment.rules import Kept
from college.catalogue import queries as catalogue
from college.courseware import questions
from college.errors import NotFound, Words
from college.learning.views import placing
from college.learning.views.placing import PLACED, Offer, Row, Told

FEW = 10
"""Below this many questions an exam stands on one page, and its steps fold."""
PAGE_SIZES = {"1": 1, "10": 10, "all": 0}
LONGEST_TAB = 32


@dataclass(frozen=True)
class Option:
    """A choice as shown: its number in this attempt, never its id, which may say something about it."""

    number: int
    id: str
    words: str
    ticked: bool


@dataclass(frozen=True)
class Feedback:
    """What practice tells at once about an answer."""

    is_right: bool
    earned: int
    possible: int
    right: frozenset[str]
    said: Mapping[str, str]
    explanation: str | None
    accepted: tuple[str, ...]
    pages: tuple[str, ...]
    rows: tuple[Told, ...] = ()


@dataclass
class Asked:
    """One question on a page, with the answer that is saved for it."""

    n: int
    id: str
    kind: str
    ask: str
    stem: str | None
    hint: str | None
    language: str
    options: list[Option] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    text: str = ""
    was: int = 0
    saved_at: datetime | None = None
    answered: bool = False
    flagged: bool = False
    error: Words | None = None
    lacks: Words | None = None  # what keeps a saved answer from being whole
    feedback: Feedback | None = None


def language_of(attempt: Begun, wanted: str) -> str:
    """The language in which the attempt is shown to somebody who reads the college in `wanted`."""
    # Practice is shown in every language there is; an exam only where each question was reviewed in it.
    offered = _offered(attempt.digest, attempt.exam_id) if attempt.is_exam else attempt.course.languages
    return wanted if wanted in offered else attempt.course.language


@lru_cache(maxsize=256)
def _offered(digest: str, exam_id: str) -> tuple[str, ...]:
    course = catalogue.course_value(digest)
    return course.languages_of(course.quizzes_by_id[exam_id])


def page_size(attempt: Begun, wanted: str | None) -> int:
    """Questions on a page; 0 means all of them. The learner's wish counts before the author's."""
    if attempt.quiz.navigation == "forward-only":
        return 1
    if wanted in PAGE_SIZES:
        return PAGE_SIZES[wanted]
    if attempt.is_exam and len(attempt.drawn) < FEW:
        return 0
    return attempt.quiz.questions_per_page


def page_of(attempt: Begun, n: int, size: int) -> range:
    """The numbers of the questions that stand on the same page as question `n`."""
    count = len(attempt.drawn)
    if not 1 <= n <= count:
        raise NotFound(f"question {n}")
    if size == 0:
        return range(1, count + 1)
    first = (n - 1) // size * size + 1
    return range(first, min(first + size, count + 1))


@lru_cache(maxsize=2048)
def _read(body: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(body)
    return value


def _part(attempt: Begun, kind: str, question_id: str, language: str) -> tuple[dict[str, Any], str]:
    for one in dict.fromkeys((language, attempt.course.language)):
        body = catalogue.part(attempt.digest, kind, question_id, one)
        if body is not None:
            return _read(body), one
    raise NotFound(f"{kind} {question_id}")


def asked(attempt: Begun, n: int, language: str, answer: Kept | None, *, flagged: bool = False) -> Asked:
    """Question `n` in that language, or in the course's own where it is not translated; nothing of what is right."""
    question_id, order = attempt.drawn[n - 1]
    part, shown_in = _part(attempt, "question", question_id, language)
    question = attempt.questions[n - 1]
    given = answer.given if answer else {}
    lacks = questions.fault_of(question, given)
    one = Asked(
        n=n,
        id=question_id,
        kind=question.kind.value,
        ask=part["ask"],
        stem=part["stem"],
        hint=part["hint"],
        language=shown_in,
        text=given.get("text", ""),
        was=answer.id if answer else 0,
        saved_at=answer.saved_at if answer else None,
        answered=questions.is_answered(given),
        flagged=flagged,
        lacks=lacks.said if lacks else None,
    )
    if question.kind in PLACED:
        one.rows = placing.rows(question, order, part, given)
        one.offers = placing.offers(question, order, part)
        one.columns = tuple(part.get("columns", ()))
    else:
        ticked = given.get("choices", [])
        one.options = [Option(i, each, part["choices"][each], each in ticked) for i, each in enumerate(order, start=1)]
    return one


def told(attempt: Begun, one: Asked, answer: Kept, *, pages: AbstractSet[str] = frozenset()) -> Feedback:
    """What practice says about an answer once it is given; never asked for in an exam.

    `pages` are those that the learner can be led to.
    """
    if attempt.is_exam:
        raise NotFound("feedback of an exam")
    question = attempt.questions[one.n - 1]
    part, _ = _part(attempt, "feedback", one.id, one.language)
    rows: list[Told] = []
    if question.kind in PLACED:
        words, _ = _part(attempt, "question", one.id, one.language)
        rows = placing.told(question, attempt.drawn[one.n - 1][1], words, part["choices"], answer.given)
    points = questions.grade(question, answer.given)
    right = frozenset(choice.id for choice in question.choices if choice.right)
    shown = right | {option.id for option in one.options if option.ticked}
    return Feedback(
        is_right=points.earned == points.possible,
        earned=points.earned,
        possible=points.possible,
        right=right,
        said={choice: words for choice, words in part["choices"].items() if choice in shown},
        explanation=part["explanation"],
        accepted=() if right else tuple(part["right"]),
        pages=tuple(page for page in question.pages if page in pages),
        rows=tuple(rows),
    )
