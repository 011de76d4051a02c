"""What an award stands on: gathered whole before its certificate is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Integer, Select, String, column, exists, func, select, table

from college.accounts.models import Person
from college.certification.models import Award, Certificate
from college.database import Id, Moment, db
from college.errors import NotFound

# Enrolments, attempts and grades belong to domains beside and above this one: known here by name alone, as foreign
# keys know them.
enrolment = table("enrolment", column("id", Id), column("person_id", Id), column("course_id", Id))
attempt = table(
    "attempt", column("id", Id), column("enrolment_id", Id), column("edition_id", Id), column("state", String),
    column("language", String), column("supervision", String), column("kind", String),
    column("submitted_at", Moment()),
)  # fmt: skip
grade = table(
    "grade", column("id", Id), column("attempt_id", Id), column("number", Integer), column("earned", Integer),
    column("possible", Integer), column("passed", Boolean),
)  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """An award with its person, and the attempt and grade that it rests on, if it rests on one."""

    award_id: int
    kind: str
    earned_at: datetime
    by_id: int | None
    edition_id: int
    person_id: int
    number: str
    name_latin: str
    name_native: str | None
    name_confirmed_at: datetime | None
    person_language: str
    person_demo: bool
    erased_at: datetime | None
    exam_language: str | None
    supervision: str | None
    submitted_at: datetime | None
    earned: int | None
    possible: int | None
    passed: bool | None


_HIGHEST = (
    select(func.max(grade.c.number)).where(grade.c.attempt_id == Award.attempt_id).correlate(Award).scalar_subquery()
)
_GROUND = (
    select(
        Award.id.label("award_id"),
        Award.kind,
        Award.earned_at,
        Award.by_id,
        Award.edition_id,
        Person.id.label("person_id"),
        Person.number,
        Person.name_latin,
        Person.name_native,
        Person.name_confirmed_at,
        Person.language.label("person_language"),
        Person.demo.label("person_demo"),
        Person.erased_at,
        attempt.c.language.label("exam_language"),
        attempt.c.supervision,
        attempt.c.submitted_at,
        grade.c.earned,
        grade.c.possible,
        grade.c.passed,
    )
    .join(enrolment, enrolment.c.id == Award.enrolment_id)
    .join(Person, Person.id == enrolment.c.person_id)
    .outerjoin(attempt, attempt.c.id == Award.attempt_id)
    .outerjoin(grade, (grade.c.attempt_id == Award.attempt_id) & (grade.c.number == _HIGHEST))
)


def get_ground(award_id: int) -> Ground:
    """What the award stands on; raises NotFound."""
    row = db.session.execute(_GROUND.where(Award.id == award_id)).first()
    if row is None:
        raise NotFound(f"award {award_id}")
    return Ground(**row._mapping)


def _waiting() -> Select[int]:
    # A withdrawn certificate stays withdrawn: its award waits for nothing.
    return select(Award.id).where(~exists().where(Certificate.award_id == Award.id)).order_by(Award.id)


def awards_waiting_of(person_id: int) -> Sequence[int]:
    """The ids of a person's awards that no certificate has ever been issued for."""
    query = _waiting().join(enrolment, enrolment.c.id == Award.enrolment_id)
    return db.session.scalars(query.where(enrolment.c.person_id == person_id)).all()


def awards_waiting(*, limit: int) -> Sequence[Ground]:
    """The oldest awards without a certificate."""
    rows = db.session.execute(_GROUND.where(Award.id.in_(_waiting().limit(limit))).order_by(Award.id))
    return [Ground(**row._mapping) for row in rows]


def people_waiting() -> Sequence[int]:
    """The ids of everybody who has an award without a certificate."""
    query = select(enrolment.c.person_id).join(Award, Award.enrolment_id == enrolment.c.id)
    return db.session.scalars(query.where(Award.id.in_(_waiting())).distinct()).all()


def find_passed_attempt(enrolment_id: int) -> tuple[int, int, int] | None:
    """Of the newest attempt whose counting grade is a pass: its id, its grade's and its edition's."""
    newest = select(func.max(grade.c.number)).where(grade.c.attempt_id == attempt.c.id)
    row = db.session.execute(
        select(attempt.c.id, grade.c.id.label("grade_id"), attempt.c.edition_id, grade.c.passed)
        .join(grade, grade.c.attempt_id == attempt.c.id)
        .where(
            attempt.c.enrolment_id == enrolment_id,
            attempt.c.kind == "exam",
            attempt.c.state == "graded",
            grade.c.number == newest.correlate(attempt).scalar_subquery(),
            grade.c.passed.is_(True),
        )
        .order_by(attempt.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.id, row.grade_id, row.edition_id)


def find_enrolment(person_id: int, course_id: int) -> int | None:
    query = select(enrolment.c.id).where(enrolment.c.person_id == person_id, enrolment.c.course_id == course_id)
    found: int | None = db.session.scalars(query).one_or_none()
    return found
