"""Registering: a person claims a name and an organisation, accepts the notices, and waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from college.accounts import queries
from college.accounts.models import Membership, Organisation, Person
from college.accounts.rules import PersonState, Role, is_privileged, names
from college.accounts.rules import delays as limits
from college.accounts.services import delays, passwords
from college.accounts.services.people import (
    accept_notices,
    insert_person,
    lay_notices,
    lock_notices,
    note_facts,
    open_grant,
)
from college.audit import services as audit
from college.database import db, transaction
from college.outbox import services as outbox


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a person says of themselves when registering; nothing of it is confirmed yet."""

    name_latin: str
    country: str
    organisation: str
    organisation_kind: str
    post: str
    name_native: str = ""
    email: str = ""
    rank: str = ""
    service_number: str = ""
    language: str = "en"
    zone: str = "UTC"


@dataclass(frozen=True)
class Registered:
    id: int
    number: str


def count_registration(address: str, *, now: datetime) -> None:
    """Raises TooManyTries when one network registers too many people."""
    delays.count_try(limits.registration_limits(address), now=now)


def register(claim: Claim, password: str, *, demo: bool = False, now: datetime) -> Registered:
    """Add a person who waits for approval; raises Crowded.

    An address that belongs to somebody else is left out, and its owner gets a letter: the one who registers sees
    the same as always, and learns nothing about who is known here.
    """
    stored = passwords.hashed(password, privileged=False)
    with transaction():
        lay_notices(now=now)
        notices = lock_notices()
        person = _insert(claim, PersonState.REGISTERED, password=stored, demo=demo, now=now)
        accept_notices(person, notices, now=now)
        _join(person, claim, approved_by=None, now=now)
        _record(person, claim, "person.registered", versions=[f"{row.kind} {row.version}" for row in notices], now=now)
        _write(person, claim, now=now)
        return Registered(person.id, person.number)


def add(
    claim: Claim,
    password: str,
    *,
    roles: tuple[Role, ...],
    totp: str | None = None,
    demo: bool = False,
    by: int | None = None,
    now: datetime,
) -> Registered:
    """Add an approved person at once: the first administrator, and the people of a demonstration.

    They have not accepted the notices. Where nobody stands behind it (`by`), the organisation stays unconfirmed:
    nobody confirms himself. `totp` is the secret of the second factor, where one was handed over.
    """
    stored = passwords.hashed(password, privileged=is_privileged(frozenset(roles)))
    with transaction():
        lay_notices(now=now)
        lock_notices()
        person = _insert(claim, PersonState.APPROVED, password=stored, demo=demo, now=now)
        person.totp = totp
        _join(person, claim, approved_by=by, now=now)
        _record(person, claim, "person.added", by=by, now=now)
        for role in roles:
            open_grant(person, role, by=by, now=now)
            _tell_grant(person, role, by, now)
        return Registered(person.id, person.number)


def _tell_grant(person: Person, role: Role, by: int | None, now: datetime) -> None:
    who = "system" if by is None else f"person:{by}"
    audit.record(who, "role.granted", f"person:{person.id}", at=now, role=role.value, scope="none")


def _insert(claim: Claim, state: PersonState, *, password: str, demo: bool, now: datetime) -> Person:
    return insert_person(
        names.email(claim.email) or None,
        name_latin=names.tidy(claim.name_latin),
        name_native=names.tidy(claim.name_native) or None,
        country=claim.country,
        rank=names.tidy(claim.rank) or None,
        service_number=names.tidy(claim.service_number) or None,
        state=state.value,
        state_at=now,
        language=claim.language,
        zone=claim.zone,
        password=password,
        registered_at=now,
        demo=demo,
    )


def _join(person: Person, claim: Claim, *, approved_by: int | None, now: datetime) -> None:
    """Make the person a member of the organisation that was named; none named, none joined."""
    if not claim.organisation:
        return
    db.session.add(
        Membership(
            person_id=person.id,
            organisation_id=find_or_add_organisation(claim.organisation, claim.country, claim.organisation_kind),
            post=names.tidy(claim.post),
            from_at=now,
            approved_by_id=approved_by,
            confirmed_at=None if approved_by is None else now,
        )
    )
    db.session.flush()


def find_or_add_organisation(name: str, country: str, kind: str) -> int:
    """The organisation of that name, country and type, however its capitals and spaces were typed."""
    name = names.tidy(name)
    known = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.country == country, Organisation.kind == kind, Organisation.closed_at.is_(None))
        .order_by(Organisation.id)
    )
    for organisation_id, known_name in known:
        if known_name.casefold() == name.casefold():
            return int(organisation_id)
    organisation = Organisation(name=name, country=country, kind=kind)
    db.session.add(organisation)
    db.session.flush()
    return organisation.id


def _record(
    person: Person,
    claim: Claim,
    action: str,
    *,
    versions: list[str] | None = None,
    by: int | None = None,
    now: datetime,
) -> None:
    subject = f"person:{person.id}"
    facts = note_facts(person, name=person.name_latin, native_name=person.name_native, email=person.email_now, now=now)
    if action == "person.registered":
        audit.record(subject, action, subject, at=now, number=person.number, notices=versions or [], **facts)
    else:
        audit.record("system" if by is None else f"person:{by}", action, subject, at=now, number=person.number, **facts)


def _write(person: Person, claim: Claim, *, now: datetime) -> None:
    """Tell the address what happened: its new owner the number, another's owner that somebody used it."""
    address = names.email(claim.email)
    if not address:
        return
    if person.email_now is not None:
        outbox.post(
            "registered",
            key=f"registered:{person.id}",
            to=address,
            language=person.language,
            values={"name": person.name_latin, "number": person.number},
            person_id=person.id,
            now=now,
        )
        return
    owner = queries.find_by_address(address)
    if owner is not None:
        outbox.post(
            "address-known",
            key=f"address-known:{person.id}",
            to=address,
            language=owner.language,
            values={"name": owner.name_latin, "number": owner.number, "new_number": person.number},
            person_id=owner.id,
            now=now,
        )
