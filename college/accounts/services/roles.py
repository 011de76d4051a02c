"""Granting and taking roles: dated, recorded, never one's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from college.accounts.models import RoleGrant, SignInSession
from college.accounts.rules import PersonState, Role, ScopeKind, is_privileged
from college.accounts.services.people import actor, keep_roles, lock_person, open_grant, refuse_own_case
from college.accounts.services.signing_in import revoke
from college.audit import services as audit
from college.database import db, transaction
from college.errors import N_, Refused


class NotApproved(Refused):
    words = N_("Only an approved person can hold a role. Approve the person first.")


class HeldAlready(Refused):
    words = N_("The person holds this role already.")


class NotHeld(Refused):
    words = N_("The person does not hold this role any more. Load the page again.")


def grant(
    person_id: int,
    role: Role,
    *,
    by: int | None,
    scope_kind: ScopeKind = ScopeKind.NONE,
    scope_value: str = "",
    language: str = "",
    now: datetime,
) -> None:
    """Give a role from now on; raises NotFound, OwnCase, NotApproved, HeldAlready.

    Whoever rises above learner signs in anew: with a second factor, and for a shorter time. Raises ValueError for a
    limited grant: the table has columns for it, but nothing asks for the limit yet, and the role would look narrower
    than it is.
    """
    if scope_kind is not ScopeKind.NONE or scope_value or language:
        raise ValueError("a role cannot be limited to a part of the college yet")
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        if person.state != PersonState.APPROVED:
            raise NotApproved()
        granted = open_grant(
            person, role, by=by, scope_kind=scope_kind.value, scope_value=scope_value, language=language, now=now
        )
        if not granted:
            raise HeldAlready()
        if is_privileged(frozenset({role})):
            revoke(SignInSession.person_id == person_id, now=now)
        scope = f"{scope_kind.value}:{scope_value}" if scope_value else scope_kind.value
        subject = f"person:{person_id}"
        audit.record(actor(by), "role.granted", subject, at=now, role=role.value, scope=scope, language=language)


def take(person_id: int, grant_id: int, *, by: int | None, now: datetime) -> None:
    """End a grant; it counts from the next request on; raises NotFound, OwnCase, NotHeld."""
    refuse_own_case(person_id, by)
    with transaction():
        person = lock_person(person_id)
        role = db.session.execute(
            update(RoleGrant)
            .where(RoleGrant.id == grant_id, RoleGrant.person_id == person_id, RoleGrant.until_at.is_(None))
            .values(until_at=now)
            .returning(RoleGrant.role)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if role is None:
            raise NotHeld()
        keep_roles(person)
        audit.record(actor(by), "role.taken", f"person:{person_id}", at=now, role=role)
