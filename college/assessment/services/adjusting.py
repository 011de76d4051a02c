"""Adjusting the exam for one person: extra time, extra attempts, an unlocked exam; always with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.assessment.models import Adjustment
from college.assessment.queries import ENROLMENT
from college.audit import services as audit
from college.database import db
from college.errors import N_, NotFound, Refused

MOST_TIME = 5000  # five times the limit, in thousandths
MOST_ATTEMPTS = 20
LONGEST_REASON = 2000


class NotYours(Refused):
    status = 403
    words = N_("Only a registrar or an administrator adjusts an exam.")


class NotForOneself(Refused):
    status = 403
    words = N_("Nobody adjusts an exam for himself. Ask a colleague to do it.")


class ReasonMissing(Refused):
    status = 422
    words = N_("Say why the exam is adjusted; the reason is kept with it.")


class AmountOutOfRange(Refused):
    status = 422
    words = N_("This amount is not possible. Give 1 to 20 attempts, or time of 1 to 5 times the limit.")


def adjust(
    enrolment_id: int,
    *,
    exam_id: str | None,
    kind: str,
    amount: int,
    reason: str,
    by: SignedIn,
    until_at: datetime | None = None,
    now: datetime,
) -> int:
    """Adjust one exam, or all of the course, for one learner; the id. The caller holds the enrolment.

    `amount` is a factor in thousandths for `time_factor`, a number of attempts for `extra_attempt` and `unlock`.
    """
    _check_right(by, enrolment_id)
    if not reason.strip():
        raise ReasonMissing
    if not _is_possible(kind, amount):
        raise AmountOutOfRange
    row = Adjustment(
        enrolment_id=enrolment_id,
        exam_id=exam_id,
        kind=kind,
        amount=amount,
        reason=reason.strip()[:LONGEST_REASON],
        by_id=by.id,
        from_at=now,
        until_at=until_at,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        by.actor,
        "exam.adjusted",
        f"enrolment:{enrolment_id}",
        at=now,
        adjustment=row.id,
        exam=exam_id,
        kind=kind,
        amount=amount,
        until=until_at,
        # The reason may tell of a disability: the ledger only proves what it was.
        reason=audit.commitment(f"enrolment:{enrolment_id}", f"adjustment:{row.id}", row.reason),
    )
    return row.id


def _check_right(by: SignedIn, enrolment_id: int) -> None:
    if not by.has(Role.REGISTRAR, Role.ADMINISTRATOR):
        raise NotYours
    learner = db.session.execute(select(ENROLMENT.c.person_id).where(ENROLMENT.c.id == enrolment_id)).scalar()
    if learner is None:
        raise NotFound(f"enrolment {enrolment_id}")
    if learner == by.id:
        raise NotForOneself


def _is_possible(kind: str, amount: int) -> bool:
    if kind == "time_factor":
        return 1000 <= amount <= MOST_TIME
    return kind in {"extra_attempt", "unlock"} and 1 <= amount <= MOST_ATTEMPTS
