"""What every story about a person stands on: its lock, its number, its roles in one column, its dated facts."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update

from college.accounts.models import Acceptance, Notice, OneTimeToken, Person, PersonFact, RoleGrant
from college.accounts.rules import NOTICES, Role, numbers
from college.audit import services as audit
from college.database import db, insert, transaction
from college.errors import N_, NotFound, Refused


class OwnCase(Refused):
    status = 403
    words = N_("Nobody decides on their own account. Ask another administrator.")


def actor(by: int | None) -> str:
    """How the ledger names who did it; without a person it was the machine's own keeper."""
    return "system" if by is None else f"person:{by}"


def lock_person(person_id: int) -> Person:
    """Lock and read a person: the first statement of every story about one; raises NotFound."""
    person = db.session.scalars(
        select(Person)
        .where(Person.id == person_id, Person.erased_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if person is None:
        raise NotFound
    return person


def refuse_own_case(person_id: int, by: int | None) -> None:
    if person_id == by:
        raise OwnCase()


def insert_person(email: str | None, **values: Any) -> Person:
    """Add a person under a new number; the address is left out where another person has it."""
    number = f"new-{secrets.token_hex(7)}"  # until the row has its serial
    statement = insert(Person).values(number=number, email_now=email, roles_now="", **values)
    person_id = db.session.execute(
        statement.on_conflict_do_nothing(
            index_elements=[func.lower(text("email_now"))], index_where=text("erased_at IS NULL")
        ).returning(Person.id)
    ).scalar_one_or_none()
    if person_id is None:
        return insert_person(None, **values)
    person = lock_person(person_id)
    person.number = numbers.learner_number(person_id)
    db.session.flush()
    return person


def note_facts(person: Person, *, now: datetime, **facts: str | None) -> dict[str, str]:
    """Date what a person is called or written to at; the commitments to it for the ledger."""
    known = {field: value for field, value in facts.items() if value}
    for field, value in known.items():
        db.session.add(PersonFact(person_id=person.id, field=field, value=value, from_at=now))
    db.session.flush()
    return {field: audit.commitment(f"person:{person.id}", field, value) for field, value in known.items()}


def keep_roles(person: Person) -> None:
    """Repeat the open grants in the one column that each request reads.

    Nothing asks yet how far a grant reaches. One that is limited, to a course or a language, must not count for
    everything, and so it does not count at all.
    """
    db.session.flush()
    open_roles = db.session.scalars(
        select(RoleGrant.role)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.until_at.is_(None),
            RoleGrant.scope_kind == "none",
            RoleGrant.scope_value == "",
            RoleGrant.language == "",
        )
        .distinct()
    )
    person.roles_now = " ".join(sorted(open_roles))
    db.session.flush()


def open_grant(
    person: Person,
    role: Role,
    *,
    by: int | None,
    scope_kind: str = "none",
    scope_value: str = "",
    language: str = "",
    now: datetime,
) -> bool:
    """Grant a role unless it is held already; whether anything changed."""
    granted = db.session.execute(
        insert(RoleGrant)
        .values(
            person_id=person.id,
            role=role.value,
            scope_kind=scope_kind,
            scope_value=scope_value,
            language=language,
            from_at=now,
            by_id=by,
        )
        .on_conflict_do_nothing(
            index_elements=["person_id", "role", "scope_kind", "scope_value", "language"],
            index_where=text("until_at IS NULL"),
        )
        .returning(RoleGrant.id)
    ).scalar_one_or_none()
    keep_roles(person)
    return granted is not None


def spend_tokens(person_id: int, purpose: str, *, now: datetime) -> None:
    """End the open one-time codes of a person, inside a transaction."""
    db.session.execute(
        update(OneTimeToken)
        .where(OneTimeToken.person_id == person_id, OneTimeToken.purpose == purpose, OneTimeToken.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def publish_notices(*, now: datetime) -> None:
    """Make the present versions of the notices known; a second call changes nothing."""
    with transaction():
        lay_notices(now=now)


def lay_notices(*, now: datetime) -> None:
    """The same inside a transaction: nobody registers without notices to accept."""
    for kind, version in NOTICES.items():
        db.session.execute(
            insert(Notice)
            .values(kind=kind, version=version, published_at=now)
            .on_conflict_do_nothing(index_elements=["kind", "version"])
        )


def lock_notices() -> list[Notice]:
    """The present notices, locked: registrations take turns, so that none makes an organisation twice."""
    present = select(Notice).order_by(Notice.id).with_for_update()
    return [notice for notice in db.session.scalars(present) if NOTICES.get(notice.kind) == notice.version]


def accept_notices(person: Person, notices: list[Notice], *, now: datetime) -> None:
    for notice in notices:
        db.session.add(Acceptance(person_id=person.id, notice_id=notice.id, at=now))
    db.session.flush()
