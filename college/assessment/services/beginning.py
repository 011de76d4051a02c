"""Beginning an attempt: at most one is open, whoever asks how often."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import rfc8785
from sqlalchemy import bindparam, func, select, text

from college.accounts.queries import SignedIn
from college.assessment import queries, rules
from college.assessment.models import Attempt
from college.assessment.rules import Allowance, Asks, Hindrance
from college.assessment.services.signing import sign_in_of
from college.audit import services as audit
from college.catalogue.queries import Published
from college.courseware.outline import Quiz
from college.database import db, fixed, insert
from college.errors import N_, Refused

_LAST_NUMBER = select(func.max(Attempt.number)).where(
    Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.exam_id == bindparam("exam_id")
)


class AlreadyPassed(Refused):
    words = N_("You have passed this exam. There is nothing more to sit.")


class NoAttemptsLeft(Refused):
    words = N_("You have used %(used)d of %(limit)d attempts. Ask the college to unlock another one.")


class TooSoon(Refused):
    words = N_("Your next attempt can begin on %(opens_at)s. Use the time to read again.")


class ExamNotOpenYet(Refused):
    words = N_("This exam opens when every module and every case is complete. Do what is still missing first.")


class LanguageNotOffered(Refused):
    words = N_("This exam is not offered in that language. Choose one of the languages listed.")


class NameNotConfirmed(Refused):
    status = 422
    words = N_("Confirm the name that the certificate will print, or ask for a correction first.")


class RulesNotAccepted(Refused):
    status = 422
    words = N_("Accept the rules of the exam before you start.")


def refusal(hindrance: Hindrance, allowed: Allowance) -> Refused:
    """What a hindrance is called to the learner."""
    if hindrance is Hindrance.NO_ATTEMPTS_LEFT:
        return NoAttemptsLeft(used=allowed.used, limit=allowed.limit or 0)
    if hindrance is Hindrance.TOO_SOON and allowed.opens_at is not None:
        return TooSoon(opens_at=allowed.opens_at)
    plain: dict[Hindrance, type[Refused]] = {
        Hindrance.ALREADY_PASSED: AlreadyPassed,
        Hindrance.NOT_OPEN_YET: ExamNotOpenYet,
        Hindrance.LANGUAGE_NOT_OFFERED: LanguageNotOffered,
        Hindrance.NAME_NOT_CONFIRMED: NameNotConfirmed,
    }
    return plain.get(hindrance, RulesNotAccepted)()


def begin(
    enrolment_id: int,
    edition: Published,
    quiz: Quiz,
    asks: Asks,
    *,
    person_ids: Sequence[int],
    by: SignedIn | None = None,
    now: datetime,
) -> int:
    """Begin the exam, or go on with the attempt that is open; its id. The caller holds the enrolment.

    Raises the refusal that stands in the way, among them NoAttemptsLeft and TooSoon.
    """
    open_one = queries.find_open(person_ids, edition.course_id, quiz.id)
    if open_one is not None:
        return open_one.id
    tried = queries.attempts_by(person_ids, edition.course_id, quiz.id)
    adjusted = queries.adjustments_of(person_ids, edition.course_id, quiz.id)
    allowed = rules.allowance(quiz, queries.past(tried), rules.Adjustments.valid(adjusted, now))
    hindrance = rules.may_begin(quiz, allowed, now, asks)
    if hindrance is not None:
        raise refusal(hindrance, allowed)
    values = _values(enrolment_id, edition, quiz, language=asks.language, now=now) | {
        "deadline_at": rules.deadline(now, quiz.time_limit, allowed.time_factor),
        "rules_accepted": quiz.rules.model_dump(mode="json"),
        "rules_at": now,
        "settings": _settings(quiz, allowed.time_factor),
    }
    made = insert_attempt(values)
    if made is None:
        return open_id(enrolment_id, quiz.id)
    _record(made, values, person_id=person_ids[0], edition=edition, by=by)
    return made


def _record(
    attempt_id: int, values: dict[str, Any], *, person_id: int, edition: Published, by: SignedIn | None
) -> None:
    audit.record(
        f"person:{person_id}",
        "attempt.begun",
        f"attempt:{attempt_id}",
        at=values["began_at"],
        enrolment=values["enrolment_id"],
        exam=values["exam_id"],
        number=values["number"],
        edition=edition.digest,
        language=values["language"],
        drawn=hashlib.sha256(rfc8785.dumps(values["drawn"])).hexdigest(),
        rules=values["rules_accepted"],
        settings=values["settings"],
        deadline=values["deadline_at"],
        **sign_in_of(by),
    )


def begin_practice(enrolment_id: int, edition: Published, quiz: Quiz, *, language: str, now: datetime) -> int:
    """Begin a practice quiz, or go on with it; as often as one likes. The caller holds the enrolment."""
    made = insert_attempt(_values(enrolment_id, edition, quiz, language=language, now=now))
    return open_id(enrolment_id, quiz.id) if made is None else made


def _values(enrolment_id: int, edition: Published, quiz: Quiz, *, language: str, now: datetime) -> dict[str, Any]:
    seed = secrets.token_hex(32)
    number = db.session.connection().scalar(_LAST_NUMBER, {"enrolment_id": enrolment_id, "exam_id": quiz.id})
    return {
        "enrolment_id": enrolment_id,
        "exam_id": quiz.id,
        "kind": quiz.kind.value,
        "edition_id": edition.edition_id,
        "number": (number or 0) + 1,
        "language": language,
        "seed": seed,
        "drawn": rules.draw(edition.course, quiz, seed),
        "rules_accepted": {},
        "rules_at": None,
        "settings": _settings(quiz, 1000),
        "supervision": "online",
        "began_at": now,
        "deadline_at": None,
        "state": "open",
    }


def _settings(quiz: Quiz, time_factor: int) -> dict[str, Any]:
    """The rules of the quiz as they were when the attempt began, for those who read the record later."""
    return {
        "pass_mark": quiz.pass_mark,
        "attempts": quiz.attempts,
        "wait_seconds": int(quiz.wait.total_seconds()),
        "time_limit_seconds": None if quiz.time_limit is None else int(quiz.time_limit.total_seconds()),
        "time_factor": time_factor,
        "navigation": quiz.navigation.value,
        "review": list(quiz.review),
    }


def insert_attempt(values: dict[str, Any]) -> int | None:
    """The id of the new attempt, or None where one is open: the partial index decides, not what was read before."""
    statement = (
        insert(Attempt)
        .on_conflict_do_nothing(index_elements=["enrolment_id", "exam_id"], index_where=text("state = 'open'"))
        .returning(Attempt.id)
    )
    # Past the ORM, which would look at each value by itself.
    made: int | None = db.session.connection().execute(statement, values).scalar_one_or_none()
    return made


def open_id(enrolment_id: int, exam_id: str) -> int:
    """The attempt that another request has begun meanwhile."""
    return db.session.scalars(
        select(Attempt.id).where(
            Attempt.enrolment_id == enrolment_id, Attempt.exam_id == exam_id, Attempt.state == fixed("open")
        )
    ).one()
