"""Who may be whom: roles, states of a person, versions of the notices, and how long a sign-in lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    REVIEWER = "reviewer"
    TRANSLATOR = "translator"
    MARKER = "marker"
    COORDINATOR = "coordinator"
    INVIGILATOR = "invigilator"
    REGISTRAR = "registrar"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class PersonState(StrEnum):
    REGISTERED = "registered"  # waits for approval
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class ScopeKind(StrEnum):
    NONE = "none"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    COURSE = "course"


NOTICES = {"privacy": "2026-11-25", "rules": "2026-11-23"}
"""The versions of the notices whose words the templates hold; a change of words is a new version."""


def is_privileged(roles: frozenset[Role]) -> bool:
    """Everyone above learner: a second factor is mandatory, and sessions are shorter."""
    return bool(roles - {Role.LEARNER})


@dataclass(frozen=True)
class SessionLimits:
    idle: timedelta
    absolute: timedelta


def session_limits(roles: frozenset[Role], *, own_device: bool) -> SessionLimits:
    """How long a sign-in lasts; on one's own device a learner may go on reading for 30 days."""
    if is_privileged(roles):
        return SessionLimits(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
    if own_device:
        return SessionLimits(idle=timedelta(days=30), absolute=timedelta(days=30))
    return SessionLimits(idle=timedelta(minutes=60), absolute=timedelta(hours=24))


FRESH = timedelta(hours=1)
"""Exam, certificate and profile want a sign-in no older than this on a reading session."""


def is_fresh(signed_in_at: datetime, now: datetime) -> bool:
    return now - signed_in_at <= FRESH


def is_local_path(address: str) -> bool:
    """Whether an address leads to a page of this college, and nowhere else however a browser reads it."""
    if not address.startswith("/") or address.startswith("//"):
        return False
    return "\\" not in address and all(character.isprintable() and character != " " for character in address)
