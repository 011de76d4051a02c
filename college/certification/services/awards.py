"""Awarding what was earned, and issuing the certificates that say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from college.audit import services as audit
from college.certification.models import Award
from college.database import db, insert


def award(
    enrolment_id: int,
    *,
    edition_id: int,
    attempt_id: int | None,
    grade_id: int | None,
    kind: str,
    earned_at: datetime,
    by_id: int | None = None,
    reason: str | None = None,
) -> int:
    """Note that something was earned, once; the id of the award. The caller holds the enrolment."""
    what = {"enrolment_id": enrolment_id, "edition_id": edition_id, "attempt_id": attempt_id, "kind": kind}
    made = db.session.execute(
        insert(Award)
        .values(**what, grade_id=grade_id, earned_at=earned_at, by_id=by_id, reason=reason)
        .on_conflict_do_nothing()
        .returning(Award.id)
    ).scalar_one_or_none()
    if made is None:
        return db.session.scalars(select(Award.id).filter_by(**what)).one()
    audit.record(
        "system" if by_id is None else f"person:{by_id}",
        "award.earned" if by_id is None else "award.given",
        f"award:{made}",
        at=earned_at,
        enrolment=enrolment_id,
        edition=edition_id,
        attempt=attempt_id,
        kind=kind,
    )
    return int(made)
