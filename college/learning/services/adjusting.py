"""Adjusting a learner's exam, by somebody who has seen what was adjusted before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from college.accounts.queries import SignedIn
from college.assessment import queries as attempts
from college.assessment import services as assessment
from college.errors import N_, Refused
from college.learning.services import exam


class AdjustedMeanwhile(Refused):
    words = N_("This exam has been adjusted since your page was loaded. Look at what applies now, then decide.")


@dataclass(frozen=True)
class Change:
    """What the office asks for; `amount` is in the units of `assessment.adjust`."""

    kind: str
    amount: int
    reason: str
    until_at: datetime | None = None


def adjust_exam(
    enrolment_id: int, exam_id: str, change: Change, *, seen: int | None, by: SignedIn, now: datetime
) -> int:
    """Adjust one exam for one learner; the id of the adjustment.

    `seen` is the id of the newest adjustment that was shown, None for none: a form that is sent twice adjusts once.
    Raises AdjustedMeanwhile, and what `assessment.adjust` refuses.
    """
    exam.hold(enrolment_id)
    made = attempts.adjustments_made(enrolment_id, exam_id)
    if (made[0].id if made else None) != seen:
        raise AdjustedMeanwhile
    return assessment.adjust(
        enrolment_id,
        exam_id=exam_id,
        kind=change.kind,
        amount=change.amount,
        reason=change.reason,
        until_at=change.until_at,
        by=by,
        now=now,
    )
