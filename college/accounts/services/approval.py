"""Approval and its opposite: another person confirms that somebody works where they say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from college.accounts.models import Membership, Person, SignInSession
from college.accounts.rules import PersonState, Role
from college.accounts.services.people import actor, lock_person, open_grant, refuse_own_case
from college.accounts.services.signing_in import revoke
from college.audit import services as audit
from college.database import db, transaction
from college.errors import N_, Refused
from college.outbox import services as outbox


class DecidedAlready(Refused):
    words = N_("Somebody has decided on this person already. Load the page again to see how.")


def approve(person_id: int, *, by: int, now: datetime) -> None:
    """Confirm that a waiting person works where they say, and make them a learner.

    Raises NotFound, OwnCase, DecidedAlready.
    """
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        _move(person, (PersonState.REGISTERED, PersonState.REJECTED), PersonState.APPROVED, None, now)
        organisations = db.session.scalars(
            update(Membership)
            .where(
                Membership.person_id == person_id, Membership.until_at.is_(None), Membership.approved_by_id.is_(None)
            )
            .values(approved_by_id=by, confirmed_at=now)
            .returning(Membership.organisation_id)
            .execution_options(synchronize_session=False)
        ).all()
        open_grant(person, Role.LEARNER, by=by, now=now)
        audit.record(actor(by), "person.approved", f"person:{person_id}", at=now, organisations=sorted(organisations))
        _write(person, "approved", {}, now)


def reject(person_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Refuse a waiting person, with a reason that they will read; raises NotFound, OwnCase, DecidedAlready."""
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        _move(person, (PersonState.REGISTERED,), PersonState.REJECTED, reason, now)
        audit.record(actor(by), "person.rejected", f"person:{person_id}", at=now, reason=_committed(person_id, reason))
        _write(person, "rejected", {"reason": reason}, now)


def suspend(person_id: int, reason: str, *, by: int, now: datetime) -> None:
    """Shut an account until it is opened again; ends every session; raises NotFound, OwnCase, DecidedAlready."""
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        _move(person, (PersonState.APPROVED,), PersonState.SUSPENDED, reason, now)
        revoke(SignInSession.person_id == person_id, now=now)
        audit.record(actor(by), "person.suspended", f"person:{person_id}", at=now, reason=_committed(person_id, reason))


def readmit(person_id: int, *, by: int, now: datetime) -> None:
    """Open a suspended account again; raises NotFound, OwnCase, DecidedAlready."""
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        _move(person, (PersonState.SUSPENDED,), PersonState.APPROVED, None, now)
        audit.record(actor(by), "person.readmitted", f"person:{person_id}", at=now)


def _committed(person_id: int, reason: str) -> str:
    return audit.commitment(f"person:{person_id}", "reason", reason)


def _move(person: Person, allowed: tuple[PersonState, ...], to: PersonState, reason: str | None, now: datetime) -> None:
    moved = db.session.execute(
        update(Person)
        .where(Person.id == person.id, Person.state.in_([state.value for state in allowed]))
        .values(state=to.value, state_at=now, state_reason=reason)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if moved is None:
        raise DecidedAlready()
    db.session.refresh(person)


def _write(person: Person, kind: str, values: dict[str, str], now: datetime) -> None:
    if person.email_now is None:
        return
    outbox.post(
        kind,
        key=f"{kind}:{person.id}:{int(now.timestamp())}",
        to=person.email_now,
        language=person.language,
        values={"name": person.name_latin, "number": person.number, **values},
        person_id=person.id,
        now=now,
    )
