"""Looking up people, their organisations and their sign-ins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from college.accounts.models import Membership, Organisation, Person, SignInSession
from college.accounts.rules import Role
from college.database import READING, db


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


_BY_TOKEN = select(
    Person.id,
    Person.number,
    Person.name_latin,
    Person.state,
    Person.roles_now,
    Person.language,
    Person.zone,
    Person.name_confirmed_at,
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


def find_signed_in(token: str, *, now: datetime) -> SignedIn | None:
    """Whom a token stands for, unless the sign-in has ended."""
    digest = token_digest(token)
    # A prepared statement on the reading engine: this runs on every request.
    with db.engines[READING].connect() as connection:
        row = connection.execute(_BY_TOKEN, {"digest": digest}).first()
    if row is None or row.expires_at <= now:
        return None
    return _signed_in(row, digest)


def _signed_in(row: Any, digest: str) -> SignedIn:
    return SignedIn(
        id=row.id,
        number=row.number,
        name=row.name_latin,
        state=row.state,
        roles=frozenset(Role(name) for name in row.roles_now.split()),
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
    )


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
