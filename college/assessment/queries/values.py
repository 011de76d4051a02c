"""Attempts and what they came to, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from college.assessment.rules import Adjusted, Standing, state_at
from college.catalogue import queries as catalogue
from college.courseware.outline import Course, Question, Quiz
from college.courseware.scenario import Case


@dataclass(frozen=True)
class Begun:
    """An attempt with the edition that it is sat on; everything about it is decided on that edition."""

    id: int
    enrolment_id: int
    person_id: int
    course_id: int
    slug: str
    edition_id: int
    edition_number: int
    digest: str
    exam_id: str
    kind: str
    number: int
    language: str
    drawn: list[Any]
    rules_accepted: dict[str, Any]
    rules_at: datetime | None
    settings: dict[str, Any]
    supervision: str
    began_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    state: str

    @cached_property
    def course(self) -> Course:
        return catalogue.course_value(self.digest)

    @cached_property
    def quiz(self) -> Quiz:
        return self.course.quizzes_by_id[self.exam_id]

    @cached_property
    def case(self) -> Case:
        """What is played, where the attempt is one at a case."""
        return next(case for case in self.course.cases if case.address == self.exam_id)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What was drawn, in the order shown."""
        return tuple(self.course.questions_by_id[question_id] for question_id, _ in self.drawn)

    @cached_property
    def positions(self) -> dict[str, int]:
        """The number of each question, from 1."""
        return {question_id: n for n, (question_id, _) in enumerate(self.drawn, start=1)}

    @property
    def is_exam(self) -> bool:
        return self.kind == "exam"

    @property
    def is_case(self) -> bool:
        return self.kind == "case"

    def standing(self, now: datetime) -> Standing:
        return state_at(self.state, self.deadline_at, now)


@dataclass(frozen=True)
class Result:
    """The grade that counts."""

    id: int
    number: int
    grader: str
    earned: int
    possible: int
    passed: bool
    per_question: dict[str, list[int]]
    at: datetime


@dataclass(frozen=True)
class Passed:
    """The attempt that an award may rest on."""

    edition_id: int
    attempt_id: int
    grade_id: int


@dataclass(frozen=True)
class Made:
    """An adjustment as the office sees it, with its reason and who made it."""

    id: int
    kind: str
    amount: int
    reason: str
    from_at: datetime
    until_at: datetime | None
    by_name: str
    by_number: str

    def is_valid(self, now: datetime) -> bool:
        return Adjusted(self.kind, self.amount, self.from_at, self.until_at).is_valid(now)


@dataclass(frozen=True)
class Tried:
    """One attempt as a list of attempts shows it; the points are None while it is not graded."""

    id: int
    number: int
    state: str
    began_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    earned: int | None
    possible: int | None
    passed: bool | None
