"""Sitting exams and practice quizzes: beginning, saving, submitting and settling, each under the enrolment's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from college.accounts.queries import SignedIn
from college.assessment import queries as attempts
from college.assessment import services as assessment
from college.assessment.queries import Begun, Result
from college.assessment.rules import Asks, Given
from college.assessment.services import Saved
from college.catalogue.queries import Published
from college.courseware import questions
from college.courseware.outline import Quiz
from college.database import db
from college.errors import NotFound
from college.learning import queries, rules
from college.learning.models import Enrolment
from college.learning.services import progress

_HOLD = select(Enrolment.id).where(Enrolment.id == bindparam("enrolment_id")).with_for_update()


@dataclass(frozen=True)
class Wish:
    """What a learner says on the start page of an exam."""

    language: str
    rules_accepted: bool
    name_confirmed: bool


def hold(enrolment_id: int) -> None:
    """Lock the enrolment until the transaction ends; one prepared statement, since every saved answer waits for it."""
    if db.session.connection().execute(_HOLD, {"enrolment_id": enrolment_id}).first() is None:
        raise NotFound(f"enrolment {enrolment_id}")


def begin_exam(
    person_id: int, edition: Published, quiz: Quiz, wish: Wish, *, by: SignedIn | None = None, now: datetime
) -> int:
    """Begin the exam, or go on with the attempt that is open; the id of the attempt. `by` is for the ledger."""
    enrolment_id = progress.enrol(person_id, edition.course_id, now=now)
    hold(enrolment_id)
    asks = Asks(
        language=wish.language,
        offered=edition.course.languages_of(quiz),
        modules_complete=_has_done_all(enrolment_id, edition),
        name_confirmed=wish.name_confirmed,
        rules_accepted=wish.rules_accepted,
    )
    return assessment.begin(enrolment_id, edition, quiz, asks, person_ids=[person_id], by=by, now=now)


def begin_practice(person_id: int, edition: Published, quiz: Quiz, *, language: str, now: datetime) -> int:
    """Begin a practice quiz, or go on with it; the id of the attempt."""
    enrolment_id = progress.enrol(person_id, edition.course_id, now=now)
    hold(enrolment_id)
    return assessment.begin_practice(enrolment_id, edition, quiz, language=language, now=now)


def _has_done_all(enrolment_id: int, edition: Published) -> bool:
    done = queries.done_by(enrolment_id)
    return rules.progress(edition.course, done, exam_passed=False).has_done_all


def save_answer(
    attempt: Begun, sent: Sequence[Given], *, language: str, grace: timedelta, now: datetime
) -> list[Saved]:
    """Keep what was given for one question or for several."""
    hold(attempt.enrolment_id)
    return assessment.save(attempt, sent, language=language, grace=grace, now=now)


def go_past(attempt: Begun, position: int, *, language: str, grace: timedelta, now: datetime) -> None:
    """In an exam that only goes forward: leave this question for good and open the next one."""
    following = attempt.questions[position : position + 1]
    sent = [Given(one.id, questions.parse_given(one, []), f"forward.{position + 1}", 1) for one in following]
    save_answer(attempt, sent, language=language, grace=grace, now=now)


def flag_question(attempt: Begun, question_id: str, *, up: bool) -> None:
    """Mark a question to be looked at again, or take the mark away."""
    hold(attempt.enrolment_id)
    if up:
        assessment.flag(attempt, question_id)
    else:
        assessment.unflag(attempt, question_id)


def submit_exam(attempt: Begun, *, believed: str | None, by: SignedIn | None = None, now: datetime) -> Result:
    """Submit, grade, and bring about what follows from the grade; practice is graded and nothing follows."""
    hold(attempt.enrolment_id)
    result = assessment.submit(attempt, believed=believed, by=by, now=now)
    if attempt.is_exam:
        progress.advance(attempt.enrolment_id, now=now)
    return result


def settle(attempt_id: int, *, grace: timedelta, now: datetime) -> Result:
    """Submit for a learner whose time is up; raises TimeNotUp."""
    attempt = attempts.get_begun(attempt_id)
    hold(attempt.enrolment_id)
    result = assessment.expire(attempt, grace=grace, now=now)
    progress.advance(attempt.enrolment_id, now=now)
    return result
