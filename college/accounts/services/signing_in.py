"""Signing in and out: who it is, the second factor, and the rows that sessions live by."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from college.accounts import queries
from college.accounts.models import Person, SignInSession
from college.accounts.rules import PersonState, Role, is_privileged, second_factor, session_limits
from college.accounts.rules import delays as limits
from college.accounts.services import delays, passwords
from college.accounts.services.people import lock_person
from college.audit import services as audit
from college.database import db, transaction
from college.errors import N_, NotFound, Refused

SECOND_STEP = timedelta(minutes=10)
"""How long after the password the code of the second factor may come."""


class WrongSignIn(Refused):
    status = 422
    words = N_("That number or e-mail address and that password do not belong together. Check both, then try again.")


class Suspended(Refused):
    status = 403
    words = N_("This account is suspended. Ask the administrator of your college.")


class WrongCode(Refused):
    status = 422
    words = N_("This code is not right, or it was used already. Wait for the next code of your app, then type it.")


class SignInLost(Refused):
    status = 409
    words = N_("The sign-in took too long, or something changed meanwhile. Start it again.")


@dataclass(frozen=True)
class Known:
    """Somebody whose password was right; `proof` goes stale as soon as the password changes."""

    id: int
    proof: str
    needs_code: bool
    has_second_factor: bool
    language: str


@dataclass(frozen=True)
class Opened:
    """A new session; the token is in the person's cookie alone."""

    token: str
    person_id: int
    own_device: bool


def check_password(name: str, password: str, *, address: str, now: datetime) -> Known:
    """Who signs in with this number or address and password.

    Raises WrongSignIn, Suspended, TooManyTries, Crowded. An unknown name costs as much as a known one.
    """
    name = queries.sign_in_name(name)
    counted = limits.sign_in_limits(name, address)
    delays.count_try(counted, now=now)
    person = queries.find_by_sign_in_name(name)
    if not passwords.is_right(person.password if person else None, password) or person is None:
        raise WrongSignIn()
    if person.state == PersonState.SUSPENDED:
        raise Suspended()
    privileged = is_privileged(_roles(person))
    known = _known(person, privileged)
    stored = person.password or ""
    renewed = None
    if passwords.is_outdated(stored, privileged=privileged):
        renewed = passwords.hashed(password, privileged=privileged)
    with transaction() as session:
        delays.forgive_try(counted, now=now)
        if renewed:
            held = update(Person).where(Person.id == known.id, Person.password == stored).values(password=renewed)
            session.execute(held.execution_options(synchronize_session=False))
    return known if renewed is None else Known(**{**known.__dict__, "proof": proof_of(renewed)})


def _known(person: Person, privileged: bool) -> Known:
    return Known(
        id=person.id,
        proof=proof_of(person.password or ""),
        needs_code=privileged or person.totp is not None,
        has_second_factor=person.totp is not None,
        language=person.language,
    )


def proof_of(stored: str) -> str:
    """Stands for one password of one person; says nothing about it."""
    return hashlib.sha256(f"sign-in {stored}".encode()).hexdigest()[:24]


def find_known(person_id: int, proof: str) -> Known | None:
    """Somebody who gave the password a moment ago, unless it has changed or the account was closed since."""
    person = queries.find_person(person_id)
    if person is None or person.state == PersonState.SUSPENDED or proof_of(person.password or "") != proof:
        return None
    return _known(person, is_privileged(_roles(person)))


def _roles(person: Person) -> frozenset[Role]:
    return frozenset(Role(name) for name in person.roles_now.split())


def check_code(person_id: int, code: str, *, now: datetime) -> None:
    """Use up a code of the second factor; raises WrongCode, TooManyTries."""
    counted = limits.second_factor_limits(person_id)
    delays.count_try(counted, now=now)
    with transaction():
        person = lock_person(person_id)
        _use_code(person, person.totp or "", code, last=person.totp_last, now=now)
        delays.forgive_try(counted, now=now)


def enrol_second_factor(person_id: int, secret: str, code: str, *, by_sign_in: bool, now: datetime) -> None:
    """Keep a new second factor, proved by one of its codes; raises WrongCode, TooManyTries, SignInLost.

    At sign-in it may only be the first: whoever has lost one asks an administrator.
    """
    counted = limits.second_factor_limits(person_id)
    delays.count_try(counted, now=now)
    with transaction():
        person = lock_person(person_id)
        if by_sign_in and person.totp is not None:
            raise SignInLost()
        _use_code(person, secret, code, last=None, now=now)
        person.totp = secret
        delays.forgive_try(counted, now=now)
        audit.record(f"person:{person.id}", "second-factor.set", f"person:{person.id}", at=now)
        db.session.flush()


def _use_code(person: Person, secret: str, code: str, *, last: int | None, now: datetime) -> None:
    code = second_factor.read_code(code)
    step = second_factor.matching_step(secret, code, last=last, now=now) if secret else None
    if step is None:
        raise WrongCode()
    person.totp_last = step
    db.session.flush()


def open_session(
    known: Known, *, own_device: bool, second_factor_given: bool, replaces: int | None, agent: str, now: datetime
) -> Opened:
    """Begin a session and end the one it replaces; raises SignInLost where rights or password changed meanwhile."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        person = lock_person(known.id)
        roles = _roles(person)
        privileged = is_privileged(roles)
        if person.state == PersonState.SUSPENDED or proof_of(person.password or "") != known.proof:
            raise SignInLost()
        if (privileged or person.totp is not None) and not second_factor_given:
            raise SignInLost()
        own_device = own_device and not privileged
        length = session_limits(roles, own_device=own_device)
        if replaces is not None:
            revoke(SignInSession.id == replaces, now=now)
        session.add(
            SignInSession(
                token_sha256=queries.token_digest(token),
                person_id=person.id,
                created_at=now,
                stepped_up_at=now,
                expires_at=now + length.absolute,
                idle_seconds=int(length.idle.total_seconds()),
                own_device=own_device,
                agent=agent[:200],
            )
        )
        session.flush()
    return Opened(token, known.id, own_device)


def revoke(*which: ColumnElement[bool], now: datetime) -> int:
    """End the open sessions that meet the conditions, inside a transaction; how many there were."""
    ended = db.session.scalars(
        update(SignInSession)
        .where(SignInSession.revoked_at.is_(None), *which)
        .values(revoked_at=now)
        .returning(SignInSession.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(ended)


def sign_out(session_id: int, *, now: datetime) -> None:
    with transaction():
        revoke(SignInSession.id == session_id, now=now)


def end_session(person_id: int, session_id: int, *, now: datetime) -> None:
    """End one of a person's own sessions, ended already or not; another's is not there at all: raises NotFound."""
    own = (SignInSession.person_id == person_id, SignInSession.id == session_id)
    with transaction() as session:
        if not revoke(*own, now=now) and session.scalars(select(SignInSession.id).where(*own)).first() is None:
            raise NotFound(f"session {session_id}")


def end_other_sessions(person_id: int, keep: int | None, *, now: datetime) -> int:
    """End a person's sessions except one, inside a transaction."""
    others = () if keep is None else (SignInSession.id != keep,)
    return revoke(SignInSession.person_id == person_id, *others, now=now)
