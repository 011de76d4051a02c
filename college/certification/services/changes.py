"""What may happen to a certificate after it was issued: withdrawn, replaced, sealed; each recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from college.accounts.models import Person
from college.audit import services as audit
from college.certification import queries, rules
from college.certification.models import Certificate
from college.certification.rules import AlreadySealed, NotCurrent, State
from college.certification.services import issuing
from college.certification.services.drafts import Issuer, corrected
from college.database import db, transaction
from college.errors import NotFound


def withdraw(code: str, *, reason: str, by_id: int, now: datetime) -> None:
    """Say that the certificate no longer holds; the reason is kept and never published."""
    certificate, holder = _lock(code)
    rules.may_withdraw(
        State(certificate.state), reason=reason, actor_id=by_id, holder_id=certificate.person_id
    ).enforce()
    _leave_current(certificate, State.WITHDRAWN, reason, now)
    _record(certificate, "certificate.withdrawn", by_id, now, reason=_committed(certificate, reason))
    _tell("certificate-withdrawn", certificate, holder, now)


def replace(
    code: str, *, name_latin: str, name_native: str | None, reason: str, by_id: int, issuer: Issuer, now: datetime
) -> str:
    """A new certificate with corrected names in place of this one; its code. Opens a transaction of its own."""
    old = queries.get_certificate(code)
    rules.may_replace(old.state, reason=reason, actor_id=by_id, holder_id=old.person_id).enforce()
    reads = db.session.scalars(select(Person.language).where(Person.id == old.person_id)).one()
    drawn = corrected(old, name_latin=name_latin, name_native=name_native, reads=reads, issuer=issuer, now=now)
    with transaction():
        certificate, holder = _lock(code)
        rules.may_replace(
            State(certificate.state), reason=reason, actor_id=by_id, holder_id=certificate.person_id
        ).enforce()
        # The old row first: an award has one current certificate at a time.
        _leave_current(certificate, State.REPLACED, reason, now)
        new = issuing.insert_certificate(drawn, holder, by_id=by_id, replaces=certificate, now=now)
        _record(certificate, "certificate.replaced", by_id, now, reason=_committed(certificate, reason), by=new)
        if holder.sealed_at is not None:
            # The new one was issued sealed; the old one may be older than the person's seal.
            _seal_award(certificate, by_id, now)
    return new


def seal(code: str, *, by_id: int, as_registrar: bool, now: datetime) -> None:
    """From now on strangers learn only that the issuing office answers; for the holder, or a registrar.

    The seal covers every certificate of the award, what was replaced too.
    """
    certificate, holder = _lock(code)
    if not as_registrar and certificate.person_id != by_id:
        raise NotFound(f"certificate {code}")
    rules.may_seal(certificate.sealed_at).enforce()
    if certificate.code not in _seal_award(certificate, by_id, now):
        raise AlreadySealed
    _tell("certificate-sealed", certificate, holder, now)


def _lock(code: str) -> tuple[Certificate, Person]:
    found = db.session.execute(select(Certificate.id, Certificate.person_id).where(Certificate.code == code)).first()
    if found is None:
        raise NotFound(f"certificate {code}")
    holder = issuing.lock_holder(found.person_id)
    query = select(Certificate).where(Certificate.id == found.id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one(), holder


def _seal_award(certificate: Certificate, by_id: int, now: datetime) -> frozenset[str]:
    """Seal every certificate of the same award; the codes of those that were open.

    A seal protects a person: what was replaced, or replaces, names the same one.
    """
    sealed = db.session.scalars(
        update(Certificate)
        .where(Certificate.award_id == certificate.award_id, Certificate.sealed_at.is_(None))
        .values(sealed_at=now)
        .returning(Certificate.code)
        .execution_options(synchronize_session=False)
    ).all()
    for code in sorted(sealed):
        along: dict[str, Any] = {} if code == certificate.code else {"along_with": certificate.code}
        audit.record(f"person:{by_id}", "certificate.sealed", f"certificate:{code}", at=now, **along)
    return frozenset(sealed)


def _leave_current(certificate: Certificate, state: State, reason: str, now: datetime) -> None:
    changed = db.session.execute(
        update(Certificate)
        .where(Certificate.id == certificate.id, Certificate.state == State.CURRENT.value)
        .values(state=state.value, state_at=now, reason=reason.strip())
        .returning(Certificate.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if changed is None:
        raise NotCurrent


def _committed(certificate: Certificate, reason: str) -> str:
    # A reason names people and deeds: the ledger proves its words without holding them.
    return audit.commitment(f"certificate:{certificate.code}", "reason", reason.strip())


def _record(certificate: Certificate, action: str, by_id: int, now: datetime, **facts: Any) -> None:
    audit.record(f"person:{by_id}", action, f"certificate:{certificate.code}", at=now, **facts)


def _tell(kind: str, certificate: Certificate, holder: Person, now: datetime) -> None:
    issuing.tell(kind, certificate.id, holder, facts=rules.read_facts(certificate.facts), now=now)
