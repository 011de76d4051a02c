"""Looking up the certificates that people hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Select, exists, func, or_, outerjoin, select
from sqlalchemy.orm import aliased

from college.accounts.models import Person
from college.catalogue.models import Course, Edition
from college.certification import rules
from college.certification.models import Award, Certificate, Paper
from college.certification.rules import Facts, Kind, Shown, State
from college.courseware.texts import Said
from college.database import db
from college.errors import NotFound


@dataclass(frozen=True)
class Held:
    """A certificate as pages show it; `facts` holds the verify address with its secret and is never shown whole."""

    id: int
    code: str
    award_id: int
    person_id: int
    state: State
    state_at: datetime
    issued_at: datetime
    issued_on: date
    valid_until: date | None
    sealed_at: datetime | None
    by_id: int | None
    reason: str | None
    replaces_id: int | None
    facts_text: str

    @cached_property
    def facts(self) -> Facts:
        return rules.read_facts(self.facts_text)

    @property
    def title(self) -> Said:
        """The course's title, as printed."""
        return self.facts.course_title

    @property
    def kind(self) -> Kind:
        return self.facts.kind

    def shown(self, today: date) -> Shown:
        """The state in which a stranger sees it on that day."""
        return rules.shown_state(self.state, valid_until=self.valid_until, sealed_at=self.sealed_at, today=today)


def held_from(query: Select[Any]) -> list[Held]:
    return [held(certificate) for certificate in db.session.scalars(query)]


def held(certificate: Certificate) -> Held:
    return Held(
        id=certificate.id,
        code=certificate.code,
        award_id=certificate.award_id,
        person_id=certificate.person_id,
        state=State(certificate.state),
        state_at=certificate.state_at,
        issued_at=certificate.issued_at,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        sealed_at=certificate.sealed_at,
        by_id=certificate.by_id,
        reason=certificate.reason,
        replaces_id=certificate.replaces_id,
        facts_text=certificate.facts,
    )


def certificates_of(person_id: int) -> list[Held]:
    """Every certificate of a person in every state, the newest first."""
    return held_from(select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id.desc()))


def certificates_for(enrolment_id: int) -> list[Held]:
    """The certificates that an enrolment has led to and that are neither replaced nor withdrawn, the newest first."""
    return held_from(
        select(Certificate)
        .join(Award, Award.id == Certificate.award_id)
        .where(Award.enrolment_id == enrolment_id, Certificate.state == State.CURRENT.value)
        .order_by(Certificate.id.desc())
    )


def withdrawn_of(person_id: int) -> dict[int, Held]:
    """By enrolment, the certificate withdrawn last where nothing else has come of it, nor is about to."""
    other, issued = aliased(Award), aliased(Certificate)
    remains = (
        exists()
        .select_from(outerjoin(other, issued, issued.award_id == other.id))
        .where(other.enrolment_id == Award.enrolment_id, or_(issued.id.is_(None), issued.state == State.CURRENT.value))
    )
    rows = db.session.execute(
        select(Award.enrolment_id, Certificate)
        .join(Award, Award.id == Certificate.award_id)
        .where(Certificate.person_id == person_id, Certificate.state == State.WITHDRAWN.value, ~remains)
        .order_by(Certificate.state_at, Certificate.id)
    )
    return {row.enrolment_id: held(row.Certificate) for row in rows}


def find_certificate(code: str) -> Held | None:
    """The certificate with this code, whole as `read_code` gives it."""
    found = db.session.scalars(select(Certificate).where(Certificate.code == code)).one_or_none()
    return None if found is None else held(found)


def get_certificate(code: str) -> Held:
    """As `find_certificate`; raises NotFound."""
    found = find_certificate(code)
    if found is None:
        raise NotFound(f"certificate {code}")
    return found


def is_secret(certificate_id: int, secret: str) -> bool:
    """Whether the address held the certificate's own secret."""
    kept = db.session.scalars(select(Certificate.secret_sha256).where(Certificate.id == certificate_id)).one()
    return rules.is_secret(secret, kept)


def codes_around(certificate: Held) -> Sequence[tuple[str, str]]:
    """What it replaces and what replaces it, as ("replaces" or "replaced_by", code)."""
    query = select(Certificate.id, Certificate.code).where(
        (Certificate.replaces_id == certificate.id) | (Certificate.id == (certificate.replaces_id or 0))
    )
    rows = db.session.execute(query.order_by(Certificate.id)).all()
    return [("replaces" if row.id == certificate.replaces_id else "replaced_by", row.code) for row in rows]


def other_name(certificate: Held) -> str | None:
    """The account's name where a corrected certificate prints another: the next certificate would print this one."""
    if certificate.replaces_id is None or certificate.state is not State.CURRENT:
        return None
    query = select(Person.name_latin, Person.name_native).where(
        Person.id == certificate.person_id, Person.erased_at.is_(None)
    )
    row = db.session.execute(query).one_or_none()
    printed = (certificate.facts.name_latin, certificate.facts.name_native)
    if row is None or (rules.clean(row.name_latin), rules.clean(row.name_native or "") or None) == printed:
        return None
    return " · ".join(name for name in row if name)


def get_paper(certificate_id: int, size: str) -> Paper:
    """The PDF as it was drawn at issue; raises NotFound."""
    found = db.session.get(Paper, (certificate_id, size))
    if found is None:
        raise NotFound(f"paper {size}")
    return found


def courses_certified(person_id: int) -> frozenset[str]:
    """The ids of the courses for which this person holds a certificate of achievement that is current today."""
    query = (
        select(Course.slug)
        .join(Edition, Edition.course_id == Course.id)
        .join(Award, Award.edition_id == Edition.id)
        .join(Certificate, Certificate.award_id == Award.id)
        .where(
            Certificate.person_id == person_id,
            Certificate.state == State.CURRENT.value,
            Certificate.kind == Kind.ACHIEVEMENT.value,
            or_(Certificate.valid_until.is_(None), Certificate.valid_until >= func.current_date()),
        )
    )
    return frozenset(db.session.scalars(query))
