"""What the registrar's desk lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from college.accounts.models import Person, PersonFact
from college.catalogue.models import Course, Edition
from college.certification import rules
from college.certification.models import Award, Certificate
from college.certification.queries.held import Held, held
from college.certification.rules import Shown, State
from college.database import db

PER_PAGE = 25


@dataclass(frozen=True)
class Listed:
    """One page of what was searched for."""

    rows: tuple[Held, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def search(*, words: str, state: str, course: str, page: int, today: date) -> Listed:
    """Certificates by code, learner number or name, the newest first.

    A sealed certificate is left out of lists: only its whole code, or asking for sealed ones, shows it.
    """
    code = rules.read_code(words)
    conditions = [
        _in_state(state, today, code is not None),
        Course.slug == course if course else true(),
        Certificate.code == code if code is not None else _about(words.strip()),
    ]
    query = (
        select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .join(Award, Award.id == Certificate.award_id)
        .join(Edition, Edition.id == Award.edition_id)
        .join(Course, Course.id == Edition.course_id)
        .where(*conditions)
    )
    total = db.session.scalar(query.with_only_columns(func.count())) or 0
    shown = query.order_by(Certificate.id.desc()).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return Listed(tuple(held(row) for row in db.session.scalars(shown)), total, page)


def _in_state(state: str, today: date, asked_by_code: bool) -> ColumnElement[bool]:
    open_to_all = Certificate.sealed_at.is_(None)
    ended = and_(Certificate.valid_until.is_not(None), Certificate.valid_until < today)
    current = and_(open_to_all, Certificate.state == State.CURRENT.value)
    if state == Shown.SEALED:
        return Certificate.sealed_at.is_not(None)
    if state == Shown.CURRENT:
        return and_(current, or_(Certificate.valid_until.is_(None), Certificate.valid_until >= today))
    if state == Shown.EXPIRED:
        return and_(current, ended)
    if state in {Shown.REPLACED, Shown.WITHDRAWN}:
        return and_(open_to_all, Certificate.state == state)
    return true() if asked_by_code else open_to_all


def _about(words: str) -> ColumnElement[bool]:
    if not words:
        return true()
    earlier = select(PersonFact.person_id).where(
        PersonFact.field.in_(("name", "native_name")), _holds(PersonFact.value, words)
    )
    return or_(
        func.lower(Person.number) == words.lower(),
        _holds(Person.name_latin, words),
        _holds(Person.name_native, words),
        Person.id.in_(earlier),
    )


def _holds(column: ColumnElement[str] | object, words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)


def find_person_numbered(number: str) -> int | None:
    """The id behind a learner number, however its letters are written."""
    query = select(Person.id).where(func.lower(Person.number) == number.strip().lower(), Person.erased_at.is_(None))
    return db.session.scalars(query).one_or_none()


def numbers_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Learner numbers by id."""
    rows = db.session.execute(select(Person.id, Person.number).where(Person.id.in_(set(person_ids))))
    return {row.id: row.number for row in rows}
