"""Getting back in, and proving an address: one-time codes, of which only the digest is kept."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from college.accounts import queries
from college.accounts.models import OneTimeToken, Person, SignInSession
from college.accounts.rules import PersonState, codes, names
from college.accounts.rules import delays as limits
from college.accounts.services import delays, passwords
from college.accounts.services.people import actor, lock_person, note_facts, refuse_own_case, spend_tokens
from college.accounts.services.profile import keep_password
from college.accounts.services.signing_in import revoke
from college.audit import services as audit
from college.database import db, transaction
from college.errors import N_, Refused
from college.outbox import services as outbox

ON_PAPER = timedelta(days=7)
BY_MAIL = timedelta(hours=1)


class CodeSpent(Refused):
    status = 410
    words = N_("This code or link is not valid, or not any more. Ask for a new one.")


@dataclass(frozen=True)
class Made:
    """A one-time code; this is the only moment at which it can be read."""

    code: str
    expires_at: datetime


def ask_reset(name: str, *, address: str, now: datetime) -> None:
    """Post a letter to whoever this number or address belongs to; the one who asks sees no difference.

    Raises TooManyTries.
    """
    name = queries.sign_in_name(name)
    delays.count_try(limits.reset_limits(name, address), now=now)
    person = queries.find_by_sign_in_name(name)
    if person is None or person.email_now is None or person.state == PersonState.SUSPENDED:
        return
    _post(person, "reset", person.email_now, now=now)


def make_reset(person_id: int, *, by: int, lasts: timedelta = ON_PAPER, now: datetime) -> Made:
    """Make a one-time code with which a person sets a new password; older ones end. Raises NotFound, OwnCase."""
    refuse_own_case(person_id, by)
    code = codes.new_code()
    with transaction():
        lock_person(person_id)
        spend_tokens(person_id, "reset", now=now)
        _keep(person_id, codes.read_code(code), "reset", now + lasts)
        audit.record(
            actor(by), "reset-code.made", f"person:{person_id}", at=now, hours=int(lasts.total_seconds() // 3600)
        )
    return Made(code, now + lasts)


def find_reset(code: str, *, now: datetime) -> Person | None:
    """Whom a code would let back in."""
    return queries.find_by_one_time_token(codes.read_code(code), "reset", now=now)


def reset_password(code: str, new: str, *, now: datetime) -> None:
    """Use up a code to set a new password; ends every session. Raises CodeSpent, Crowded."""
    person = find_reset(code, now=now)
    if person is None:
        raise CodeSpent()
    person_id = person.id
    stored = passwords.hashed(new, privileged=bool(set(person.roles_now.split()) - {"learner"}))
    with transaction():
        person = lock_person(person_id)
        _use(person_id, codes.read_code(code), "reset", now=now)
        keep_password(person, stored, by=f"person:{person_id}", keep_session=None, now=now)


def take_second_factor(person_id: int, *, by: int, now: datetime) -> None:
    """Take off a lost second factor; the next sign-in sets up a new one. Raises NotFound, OwnCase."""
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        person.totp, person.totp_last = None, None
        db.session.flush()
        revoke(SignInSession.person_id == person_id, now=now)
        audit.record(actor(by), "second-factor.taken", f"person:{person_id}", at=now)


def end_sessions(person_id: int, *, by: int, now: datetime) -> int:
    """Sign a person out everywhere; how many sessions ended. Raises NotFound."""
    with transaction():
        lock_person(person_id)
        ended = revoke(SignInSession.person_id == person_id, now=now)
        audit.record(actor(by), "sessions.ended", f"person:{person_id}", at=now, sessions=ended)
    return ended


def ask_email(person_id: int, email: str, *, now: datetime) -> None:
    """Post a letter with a link to a new address; the address changes when the link is opened.

    Where the address belongs to somebody else, they are told instead. Raises NotFound, TooManyTries.
    """
    email = names.email(email)
    delays.count_try(limits.reset_limits(f"email:{person_id}", ""), now=now)
    person = queries.get_person(person_id)
    owner = queries.find_by_address(email)
    if owner is None:
        _post(person, "email", email, now=now)
    elif owner.id != person_id:
        _post(owner, "address-asked", email, now=now)


def make_email_link(person_id: int, email: str, *, now: datetime) -> Made:
    """Make the code that proves an address; the address is in the code, and the digest binds both. Raises NotFound."""
    token = secrets.token_urlsafe(24) + "." + base64.urlsafe_b64encode(names.email(email).encode()).decode()
    with transaction():
        lock_person(person_id)
        spend_tokens(person_id, "activate", now=now)
        _keep(person_id, token, "activate", now + BY_MAIL)
    return Made(token, now + BY_MAIL)


def email_in(token: str) -> str:
    """The address that a code is about; raises CodeSpent."""
    try:
        return base64.urlsafe_b64decode(token.partition(".")[2].encode()).decode()
    except (ValueError, binascii.Error) as error:
        raise CodeSpent() from error


def change_email(person_id: int, token: str, *, now: datetime) -> None:
    """Make the proved address the person's own; raises NotFound, CodeSpent."""
    email = email_in(token)
    with transaction() as session:
        person = lock_person(person_id)
        _use(person_id, token, "activate", now=now)
        try:
            person.email_now = email
            session.flush()
        except IntegrityError as error:  # two may prove one address at the same moment; the index lets one have it
            raise CodeSpent() from error
        facts = note_facts(person, email=email, now=now)
        audit.record(f"person:{person_id}", "email.changed", f"person:{person_id}", at=now, **facts)


def _post(person: Person, kind: str, to: str, *, now: datetime) -> None:
    with transaction():
        outbox.post(
            kind,
            key=f"{kind}:{person.id}:{int(now.timestamp()) // 60}",
            to=to,
            language=person.language,
            values={"name": person.name_latin, "number": person.number},
            person_id=person.id,
            now=now,
        )


def _keep(person_id: int, token: str, purpose: str, expires_at: datetime) -> None:
    digest = queries.token_digest(token)
    db.session.add(OneTimeToken(token_sha256=digest, person_id=person_id, purpose=purpose, expires_at=expires_at))
    db.session.flush()


def _use(person_id: int, token: str, purpose: str, *, now: datetime) -> None:
    used = db.session.execute(
        update(OneTimeToken)
        .where(
            OneTimeToken.token_sha256 == queries.token_digest(token),
            OneTimeToken.person_id == person_id,
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeToken.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if used is None:
        raise CodeSpent()
