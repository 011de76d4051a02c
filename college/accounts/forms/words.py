"""How roles, states and types of organisations are called."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from college.accounts.rules import PersonState, Role
from college.courseware.outline import OrganisationKind

KINDS: dict[OrganisationKind, Any] = {
    OrganisationKind.POLICE: _l("Police"),
    OrganisationKind.CUSTOMS: _l("Customs"),
    OrganisationKind.TAX: _l("Tax authority"),
    OrganisationKind.BORDER: _l("Border or coast guard"),
    OrganisationKind.MARKET: _l("Market surveillance or health"),
    OrganisationKind.REGULATOR: _l("Other regulator"),
    OrganisationKind.PROSECUTION: _l("Prosecution"),
    OrganisationKind.JUDICIARY: _l("Judiciary"),
    OrganisationKind.INTERNATIONAL: _l("International organisation"),
    OrganisationKind.PRIVATE: _l("Private sector"),
    OrganisationKind.ACADEMIA: _l("Academia"),
}

ROLES: dict[Role, Any] = {
    Role.LEARNER: _l("Learner"),
    Role.INSTRUCTOR: _l("Instructor"),
    Role.REVIEWER: _l("Reviewer"),
    Role.TRANSLATOR: _l("Translator"),
    Role.MARKER: _l("Marker"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.INVIGILATOR: _l("Invigilator"),
    Role.REGISTRAR: _l("Registrar"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

STATES: dict[PersonState, Any] = {
    PersonState.REGISTERED: _l("Waits for approval"),
    PersonState.APPROVED: _l("Approved"),
    PersonState.REJECTED: _l("Not approved"),
    PersonState.SUSPENDED: _l("Suspended"),
}

TONES = {
    PersonState.REGISTERED: "waiting",
    PersonState.APPROVED: "done",
    PersonState.REJECTED: "problem",
    PersonState.SUSPENDED: "problem",
}
