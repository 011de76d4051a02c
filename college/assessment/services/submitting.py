"""Submitting an attempt, by its learner or by the clock: it is graded once, and the ledger says on what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

import rfc8785
from sqlalchemy import bindparam, insert, update

from college.accounts.queries import SignedIn
from college.assessment import queries, rules
from college.assessment.models import Attempt, Grade
from college.assessment.queries import Begun, Result
from college.assessment.rules import Kept
from college.assessment.services.answering import AlreadySubmitted
from college.assessment.services.signing import sign_in_of
from college.audit import services as audit
from college.courseware import questions
from college.database import db, fixed
from college.errors import N_, Refused

_CLOSE = (
    update(Attempt)
    .where(Attempt.id == bindparam("attempt"), Attempt.state == fixed("open"))
    .values(state="graded", submitted_at=bindparam("ended_at"))
    .returning(Attempt.id)
)
_GRADE = insert(Grade).returning(Grade.id)


class AnswersChanged(Refused):
    words = N_("Your answers have changed since this page was loaded. Check them once more, then submit.")


class TimeNotUp(Refused):
    words = N_("The time of this attempt is not up yet. Go on, or submit it.")


def submit(attempt: Begun, *, believed: str | None = None, by: SignedIn | None = None, now: datetime) -> Result:
    """Submit and grade; an attempt already submitted gives the grade it has. The caller holds the enrolment.

    `believed` is the fingerprint of the answers that the learner saw; raises AnswersChanged where it is another.
    """
    late = rules.is_late(attempt.deadline_at, now)
    return _finish(
        attempt,
        believed=None if late else believed,
        actor=f"person:{attempt.person_id}",
        ended_at=attempt.deadline_at if late and attempt.deadline_at else now,
        by=by,
        now=now,
    )


def expire(attempt: Begun, *, grace: timedelta, now: datetime) -> Result:
    """Submit what is saved because the time is up; raises TimeNotUp. The caller holds the enrolment."""
    closes_at = rules.closes_at(attempt.deadline_at, grace)
    if attempt.deadline_at is None or closes_at is None or now <= closes_at:
        raise TimeNotUp
    return _finish(attempt, believed=None, actor="system", ended_at=attempt.deadline_at, now=now)


def _finish(
    attempt: Begun, *, believed: str | None, actor: str, ended_at: datetime, by: SignedIn | None = None, now: datetime
) -> Result:
    answers = queries.final_answers(attempt.id)
    if queries.state_of(attempt.id) != "open":
        return _known(attempt)
    if believed is not None and believed != rules.fingerprint(answers):
        raise AnswersChanged
    closing = {"attempt": attempt.id, "ended_at": ended_at}
    if db.session.connection().execute(_CLOSE, closing).scalar_one_or_none() is None:
        return _known(attempt)
    if attempt.is_exam:
        audit.record(
            actor,
            "attempt.submitted",
            f"attempt:{attempt.id}",
            at=now,
            ended_at=ended_at,
            answered=sum(questions.is_answered(row.given) for row in answers.values()),
            answers=digest_of(answers),
            **sign_in_of(by),
        )
    return _grade(attempt, answers, now)


def _known(attempt: Begun) -> Result:
    found = queries.find_result(attempt.id)
    if found is None:
        raise AlreadySubmitted  # it waits for a person, or is void
    return found


def _grade(attempt: Begun, answers: Mapping[str, Kept], now: datetime) -> Result:
    graded = rules.grade(
        attempt.questions,
        {question_id: row.given for question_id, row in answers.items()},
        attempt.settings["pass_mark"],
    )
    key = rules.key_of(attempt.questions)
    values = {
        "attempt_id": attempt.id,
        "number": 1,
        "grader": rules.GRADER,
        "edition_id": attempt.edition_id,
        "key_digest": key,
        "earned": graded.earned,
        "possible": graded.possible,
        "passed": graded.passed,
        "per_question": graded.per_question,
        "why": "first",
        "at": now,
    }
    made = db.session.connection().execute(_GRADE, values).scalar_one()
    if attempt.is_exam:
        audit.record(
            "system",
            "attempt.graded",
            f"attempt:{attempt.id}",
            at=now,
            grade=1,
            grader=rules.GRADER,
            edition=attempt.digest,
            key=key,
            earned=graded.earned,
            possible=graded.possible,
            passed=graded.passed,
        )
    return Result(made, 1, rules.GRADER, graded.earned, graded.possible, graded.passed, graded.per_question, now)


def digest_of(answers: Mapping[str, Kept]) -> str:
    """What the ledger says of the final answers: SHA-256 over their canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps({name: row.given for name, row in answers.items()})).hexdigest()
