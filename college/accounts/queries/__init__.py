"""Looking up people, their organisations and their sign-ins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from college.accounts.models import Membership, OneTimeToken, Organisation, Person, SignInSession
from college.accounts.rules import Role, names, numbers
from college.database import Prepared, db
from college.errors import NotFound


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request, read anew each time: rights are never remembered."""

    id: int
    number: str
    name: str
    state: str
    roles: frozenset[Role]
    language: str
    zone: str
    token_sha256: str
    session_id: int
    signed_in_at: datetime
    expires_at: datetime
    idle_seconds: int
    own_device: bool
    stepped_up_at: datetime | None
    name_confirmed_at: datetime | None
    name_native: str | None = None
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def actor(self) -> str:
        """How the ledger names this person."""
        return f"person:{self.id}"

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def token_digest(token: str) -> str:
    """What is stored of a token: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


_BY_TOKEN = Prepared(
    select(
        Person.id,
        Person.number,
        Person.name_latin,
        Person.name_native,
        Person.state,
        Person.roles_now,
        Person.language,
        Person.zone,
        Person.name_confirmed_at,
        Person.totp.is_not(None).label("has_second_factor"),
        SignInSession.id.label("session_id"),
        SignInSession.created_at,
        SignInSession.expires_at,
        SignInSession.idle_seconds,
        SignInSession.own_device,
        SignInSession.stepped_up_at,
    ).where(
        SignInSession.token_sha256 == bindparam("digest"),
        SignInSession.revoked_at.is_(None),
        Person.id == SignInSession.person_id,
        Person.erased_at.is_(None),
        Person.state != "suspended",
    )
)


def find_signed_in(token: str, *, now: datetime) -> SignedIn | None:
    """Whom a token stands for, unless the sign-in has ended."""
    digest = token_digest(token)
    row = _BY_TOKEN.first(digest=digest)  # prepared: this runs on every request
    if row is None or row.expires_at <= now:
        return None
    return _signed_in(row, digest)


def _signed_in(row: Any, digest: str) -> SignedIn:
    return SignedIn(
        id=row.id,
        number=row.number,
        name=row.name_latin,
        state=row.state,
        roles=_usable_roles(row.roles_now, row.has_second_factor),
        language=row.language,
        zone=row.zone,
        token_sha256=digest,
        session_id=row.session_id,
        signed_in_at=row.created_at,
        expires_at=row.expires_at,
        idle_seconds=row.idle_seconds,
        own_device=row.own_device,
        stepped_up_at=row.stepped_up_at,
        name_confirmed_at=row.name_confirmed_at,
        name_native=row.name_native,
    )


@lru_cache(maxsize=256)
def _usable_roles(names: str, has_second_factor: bool) -> frozenset[Role]:
    """The roles of these names; without a second factor nobody has more than a learner's."""
    roles = frozenset(Role(name) for name in names.split())
    return roles if has_second_factor else roles & {Role.LEARNER}


def usable_roles(person_id: int) -> frozenset[Role]:
    """The roles that this person could use when signed in."""
    query = select(Person.roles_now, Person.totp.is_not(None).label("has_second_factor")).where(Person.id == person_id)
    row = db.session.execute(query).one_or_none()
    return _usable_roles(row.roles_now, row.has_second_factor) if row is not None else frozenset()


def sign_in_name(typed: str) -> str:
    """A number or an e-mail address as it is kept, however it was typed."""
    return names.email(typed) if "@" in typed else numbers.read_number(typed)


def find_by_sign_in_name(name: str) -> Person | None:
    """Who signs in under this name. An address is nobody's name before approval: it has not been proved to be theirs,
    and a stranger must not learn from it whose address is known here.
    """
    query = select(Person).where(Person.erased_at.is_(None))
    if "@" in name:
        query = query.where(func.lower(Person.email_now) == name, Person.state.in_(("approved", "suspended")))
    else:
        query = query.where(Person.number == name)
    return db.session.scalars(query).first()


def find_person(person_id: int) -> Person | None:
    return db.session.scalars(select(Person).where(Person.id == person_id, Person.erased_at.is_(None))).first()


def get_person(person_id: int) -> Person:
    """Raises NotFound."""
    person = find_person(person_id)
    if person is None:
        raise NotFound
    return person


def find_by_address(email: str) -> Person | None:
    """Whose address this is now, approved or not."""
    query = select(Person).where(func.lower(Person.email_now) == email, Person.erased_at.is_(None))
    return db.session.scalars(query).first()


def find_by_one_time_token(token: str, purpose: str, *, now: datetime) -> Person | None:
    """Whom an unused code was made for."""
    query = (
        select(Person)
        .join(OneTimeToken, OneTimeToken.person_id == Person.id)
        .where(
            OneTimeToken.token_sha256 == token_digest(token),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
            Person.erased_at.is_(None),
        )
    )
    return db.session.scalars(query).first()


def demo_people_exist() -> bool:
    """Whether a demonstration has left its people here; a real college does not start beside them."""
    return db.session.scalars(select(Person.id).where(Person.demo.is_(True)).limit(1)).first() is not None


def find_holder(token: str) -> int | None:
    """Whose token this is or was, even where the sign-in has ended since."""
    query = select(SignInSession.person_id).where(SignInSession.token_sha256 == token_digest(token))
    return db.session.scalars(query).first()


def organisation_kinds(person_id: int) -> frozenset[str]:
    """The types of the organisations where this person now serves, as approved."""
    query = (
        select(Organisation.kind)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.person_id == person_id,
            Membership.until_at.is_(None),
            Membership.approved_by_id.is_not(None),
        )
    )
    return frozenset(db.session.scalars(query))
