"""People as their administrators see them: lists, and everything about one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from college.accounts.models import (
    Acceptance,
    Membership,
    Notice,
    Organisation,
    Person,
    PersonFact,
    RoleGrant,
    SignInSession,
)
from college.accounts.rules import names, numbers
from college.database import db
from college.outbox.models import Letter

ON_A_PAGE = 25


@dataclass(frozen=True)
class Sought:
    """What a list is narrowed to; empty means everything."""

    words: str = ""
    state: str = ""
    role: str = ""


@dataclass(frozen=True)
class Listed:
    """A person in a list, with the organisation named last."""

    person: Person
    organisation: Organisation | None
    post: str


@dataclass(frozen=True)
class Found:
    people: tuple[Listed, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ON_A_PAGE))


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Person.erased_at.is_(None)]
    if sought.state:
        conditions.append(Person.state == sought.state)
    if sought.role:
        # Between spaces, so that one role's name inside another's would not count.
        conditions.append((" " + Person.roles_now + " ").contains(f" {sought.role} ", autoescape=True))
    if words := names.tidy(sought.words):
        found = [
            column.icontains(words, autoescape=True)
            for column in (Person.name_latin, Person.name_native, Person.email_now, Person.service_number)
        ]
        conditions.append(or_(*found, Person.number.contains(numbers.read_number(words), autoescape=True)))
    return conditions


def find_people(sought: Sought, *, page: int) -> Found:
    """One page of the people sought: who waits longest first, then by name."""
    conditions = _conditions(sought)
    total = db.session.scalar(select(func.count()).select_from(Person).where(*conditions)) or 0
    order = (Person.registered_at,) if sought.state == "registered" else (func.lower(Person.name_latin),)
    people = db.session.scalars(
        select(Person).where(*conditions).order_by(*order, Person.id).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    ).all()
    served = _served_by([person.id for person in people])
    return Found(tuple(Listed(person, *served.get(person.id, (None, ""))) for person in people), total, page)


def _served_by(ids: Sequence[int]) -> dict[int, tuple[Organisation, str]]:
    rows = db.session.execute(
        select(Membership.person_id, Organisation, Membership.post)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id.in_(ids), Membership.until_at.is_(None))
        .order_by(Membership.id)
    )
    return {person_id: (organisation, post) for person_id, organisation, post in rows}


def count_waiting() -> int:
    query = select(func.count()).select_from(Person).where(Person.state == "registered", Person.erased_at.is_(None))
    return db.session.scalar(query) or 0


def memberships_of(person_id: int) -> list[tuple[Membership, Organisation]]:
    """Where a person serves and served, newest first."""
    rows = db.session.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.from_at.desc(), Membership.id.desc())
    )
    return [(membership, organisation) for membership, organisation in rows]


def grants_of(person_id: int) -> Sequence[RoleGrant]:
    """The open grants of a person."""
    return db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.until_at.is_(None))
        .order_by(RoleGrant.from_at, RoleGrant.id)
    ).all()


def facts_of(person_id: int) -> Sequence[PersonFact]:
    """What a person was called and written to, oldest first."""
    return db.session.scalars(
        select(PersonFact).where(PersonFact.person_id == person_id).order_by(PersonFact.from_at, PersonFact.id)
    ).all()


def acceptances_of(person_id: int) -> list[tuple[Notice, datetime]]:
    """Which versions of the notices a person accepted, and when."""
    rows = db.session.execute(
        select(Notice, Acceptance.at)
        .join(Acceptance, Acceptance.notice_id == Notice.id)
        .where(Acceptance.person_id == person_id)
        .order_by(Acceptance.at, Notice.kind)
    )
    return [(notice, at) for notice, at in rows]


def open_sessions(person_id: int, *, now: datetime) -> Sequence[SignInSession]:
    """The sessions that have not ended, newest first."""
    return db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.revoked_at.is_(None), SignInSession.expires_at > now)
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
    ).all()


def find_namesake_by_address(person_id: int) -> Person | None:
    """Who already had the address that this person gave when registering."""
    return db.session.scalars(
        select(Person)
        .join(Letter, Letter.person_id == Person.id)
        .where(Letter.key == f"address-known:{person_id}", Person.erased_at.is_(None))
    ).first()


def letters_with_links(person_id: int) -> Sequence[Letter]:
    """Waiting letters to a person that need a one-time link, newest first."""
    return db.session.scalars(
        select(Letter)
        .where(Letter.person_id == person_id, Letter.kind.in_(("reset", "email")), Letter.state == "waiting")
        .order_by(Letter.id.desc())
    ).all()


def find_letter(person_id: int, letter_id: int) -> Letter | None:
    return next((letter for letter in letters_with_links(person_id) if letter.id == letter_id), None)
