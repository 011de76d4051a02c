"""Keeping answers as they are given: each is a row of its own, and nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy import insert as plain_insert

from college.assessment import queries, rules
from college.assessment.models import Answer, Flag
from college.assessment.queries import Begun
from college.assessment.rules import Given, Kept, Save
from college.courseware import questions
from college.courseware.outline import Navigation
from college.database import db, insert
from college.errors import N_, Refused


class AlreadySubmitted(Refused):
    words = N_("This attempt has been submitted. Its answers can no longer be changed.")


class TimeIsUp(Refused):
    status = 410
    words = N_("The time is up. What was saved before counts; this answer came too late.")


class NoSuchQuestion(Refused):
    status = 400
    words = N_("This question does not belong to your attempt. Load the page again.")


class QuestionPassed(Refused):
    words = N_("You have gone past this question, and this exam only goes forward.")


class AlreadyAnswered(Refused):
    words = N_("You have answered this question and seen what is right. Start the quiz again to try once more.")


@dataclass(frozen=True)
class Saved:
    """What is now in the store for one question."""

    id: int
    question_id: str
    at: datetime
    counts: bool


_WRITE = plain_insert(Answer).returning(Answer.id)


def save(attempt: Begun, sent: Sequence[Given], *, language: str, grace: timedelta, now: datetime) -> list[Saved]:
    """Keep what was sent; sent again it is known and kept once. The caller holds the enrolment.

    Raises AlreadySubmitted, TimeIsUp (after deadline and grace), NoSuchQuestion, QuestionPassed, AlreadyAnswered.
    """
    if any(given.question_id not in attempt.positions for given in sent):
        raise NoSuchQuestion
    if queries.state_of(attempt.id) != "open":
        raise AlreadySubmitted
    closes_at = rules.closes_at(attempt.deadline_at, grace)
    if closes_at is not None and now > closes_at:
        raise TimeIsUp
    forward = attempt.quiz.navigation is Navigation.FORWARD_ONLY
    kept = _kept(attempt, sent, forward=forward)
    decided = rules.saves(sent, kept)
    _check_order(attempt, decided, kept if forward else ())
    if not attempt.is_exam:
        _check_practice(attempt, decided, kept)
    late = rules.is_late(attempt.deadline_at, now)
    return [(one.known and _known(one.known)) or _write(attempt, one, language, now, late=late) for one in decided]


def _kept(attempt: Begun, sent: Sequence[Given], *, forward: bool) -> list[Kept]:
    """The saves that decide about what was sent: mostly the last one of the same tab is enough."""
    if forward:
        return queries.answers_of(attempt.id)
    if len(sent) == 1 and attempt.is_exam and not sent[0].was and sent[0].given_at is None:
        newest = queries.find_newest_of(attempt.id, sent[0].tab)
        if newest is None or newest.seq < sent[0].seq:
            return [] if newest is None else [newest]
    return queries.answers_of(attempt.id, [given.question_id for given in sent])


def _known(kept: Kept) -> Saved:
    return Saved(kept.id, kept.question_id, kept.saved_at, kept.counts)


def _write(attempt: Begun, save: Save, language: str, now: datetime, *, late: bool) -> Saved:
    values = {
        "attempt_id": attempt.id,
        "question_id": save.given.question_id,
        "tab": save.given.tab,
        "seq": save.seq,
        "given": save.given.value,
        "counts": save.counts,
        "late": late,
        "language": language,
        "saved_at": now,
    }
    made = db.session.connection().execute(_WRITE, values).scalar_one()
    return Saved(made, save.given.question_id, now, save.counts)


def _check_order(attempt: Begun, decided: Sequence[Save], kept: Sequence[Kept]) -> None:
    reached = max((attempt.positions[row.question_id] for row in kept), default=0)
    for save in decided:
        if save.known is None and attempt.positions[save.given.question_id] < reached:
            raise QuestionPassed


def _check_practice(attempt: Begun, decided: Sequence[Save], kept: Sequence[Kept]) -> None:
    # Feedback follows each whole answer of a practice quiz at once, so the first of these is the one that counts.
    told = {row.question_id for row in kept if row.counts and _is_whole(attempt, row)}
    for save in decided:
        if save.known is None and save.given.question_id in told:
            raise AlreadyAnswered


def _is_whole(attempt: Begun, row: Kept) -> bool:
    question = attempt.questions[attempt.positions[row.question_id] - 1]
    return questions.is_answered(row.given) and questions.fault_of(question, row.given) is None


def flag(attempt: Begun, question_id: str) -> None:
    """Remember to look at the question again; once is enough."""
    _require_open(attempt, question_id)
    db.session.execute(
        insert(Flag)
        .values(attempt_id=attempt.id, question_id=question_id)
        .on_conflict_do_nothing(index_elements=["attempt_id", "question_id"])
    )


def unflag(attempt: Begun, question_id: str) -> None:
    _require_open(attempt, question_id)
    db.session.execute(delete(Flag).where(Flag.attempt_id == attempt.id, Flag.question_id == question_id))


def _require_open(attempt: Begun, question_id: str) -> None:
    if question_id not in attempt.positions:
        raise NoSuchQuestion
    if queries.state_of(attempt.id) != "open":
        raise AlreadySubmitted
