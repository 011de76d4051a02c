"""Each look-up runs one prepared statement; those of every page about an attempt go straight to the driver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Executable

from college.assessment.queries import statements
from college.assessment.queries.values import Begun, Made, Passed, Result, Tried
from college.assessment.rules import DECIDED, Adjusted, Kept, Past
from college.courseware import scenario
from college.courseware.scenario import Walk
from college.database import db
from college.errors import NotFound


def _rows(query: Executable, **values: object) -> Sequence[Any]:
    # The session's connection: inside a transaction it sees what the story has done, outside it cannot write.
    return db.session.connection().execute(query, values).all()


def find_own(attempt_id: int, person_ids: Sequence[int]) -> Begun | None:
    """An attempt of this person; another's does not exist."""
    found = statements.BY_ID.first(attempt_id=attempt_id)
    return Begun(**found._asdict()) if found is not None and found.person_id in person_ids else None


def get_own(attempt_id: int, person_ids: Sequence[int]) -> Begun:
    """As `find_own`; raises NotFound."""
    found = find_own(attempt_id, person_ids)
    if found is None:
        raise NotFound(f"attempt {attempt_id}")
    return found


def get_begun(attempt_id: int) -> Begun:
    """Any attempt, whoever asks; raises NotFound."""
    found = statements.BY_ID.first(attempt_id=attempt_id)
    if found is None:
        raise NotFound(f"attempt {attempt_id}")
    return Begun(**found._asdict())


def find_open(person_ids: Sequence[int], course_id: int, exam_id: str) -> Begun | None:
    """The attempt that is not yet submitted, be its time up or not."""
    rows = _rows(statements.OPEN, person_ids=list(person_ids), course_id=course_id, exam_id=exam_id)
    return Begun(**rows[0]._mapping) if rows else None


def open_exams(person_id: int) -> list[Begun]:
    """Every exam that this person has begun and not submitted, be its time up or not; practice is not among them."""
    return [Begun(**row._asdict()) for row in statements.OPEN_EXAMS.rows(person_id=person_id)]


def find_latest(enrolment_id: int, exam_id: str) -> Begun | None:
    """The newest attempt of this enrolment, open or not."""
    rows = _rows(statements.LATEST, enrolment_id=enrolment_id, exam_id=exam_id)
    return Begun(**rows[0]._mapping) if rows else None


def find_numbered(enrolment_id: int, exam_id: str, number: int) -> Begun | None:
    rows = _rows(statements.NUMBERED, enrolment_id=enrolment_id, exam_id=exam_id, number=number)
    return Begun(**rows[0]._mapping) if rows else None


def walk_of(attempt: Begun) -> Walk:
    """The way that the attempt has taken through its case so far."""
    rows = _rows(statements.DECISIONS, attempt_id=attempt.id, tab=DECIDED)
    return scenario.walk(attempt.case, [row.given["choice"] for row in rows])


def state_of(attempt_id: int) -> str:
    return str(_rows(statements.STATE, attempt_id=attempt_id)[0].state)


def answers_of(attempt_id: int, question_ids: Sequence[str] | None = None) -> list[Kept]:
    """Every save of the attempt, or those of some questions."""
    if question_ids is None:
        rows = _rows(statements.ANSWERS, attempt_id=attempt_id)
    else:
        rows = _rows(statements.ANSWERS_TO, attempt_id=attempt_id, question_ids=list(question_ids))
    return [Kept(*row) for row in rows]


def final_answers(attempt_id: int) -> dict[str, Kept]:
    """The answer that counts, by question: as `rules.final` says, found by the database among all that were saved."""
    return {row.question_id: Kept(*row) for row in statements.FINAL.rows(attempt_id=attempt_id)}


def find_newest_of(attempt_id: int, tab: str) -> Kept | None:
    """The save with the highest number that came from one tab."""
    rows = _rows(statements.NEWEST_OF_TAB, attempt_id=attempt_id, tab=tab)
    return Kept(*rows[0]) if rows else None


def languages_answered(attempt_id: int) -> list[str]:
    return sorted(row.language for row in _rows(statements.LANGUAGES, attempt_id=attempt_id))


def count_saves(attempt_id: int) -> tuple[int, int]:
    """How many saves there are, and how many of them came after the deadline."""
    saved, late = _rows(statements.COUNTED, attempt_id=attempt_id)[0]
    return saved, late


def flags_of(attempt_id: int) -> frozenset[str]:
    return frozenset(row.question_id for row in statements.FLAGS.rows(attempt_id=attempt_id))


def find_result(attempt_id: int) -> Result | None:
    found = statements.RESULT.first(attempt_id=attempt_id)
    return Result(**found._asdict()) if found is not None else None


def attempts_by(person_ids: Sequence[int], course_id: int, exam_id: str) -> list[Tried]:
    """All attempts of a learner at one exam or quiz, over every edition, oldest first."""
    return [
        Tried(*row)
        for row in _rows(statements.TRIED, person_ids=list(person_ids), course_id=course_id, exam_id=exam_id)
    ]


def latest_attempts(person_id: int, course_id: int, exam_id: str, *, most: int, skipped: int = 0) -> list[Tried]:
    """As `attempts_by`, newest first, and no more than `most` of them."""
    asked = {"person_id": person_id, "course_id": course_id, "exam_id": exam_id}
    return [Tried(*row) for row in statements.TRIED_LATELY.rows(**asked, most=most, skipped=skipped)]


def past(tried: Sequence[Tried]) -> list[Past]:
    """Attempts as the rules count them; one whose time is up ended at its deadline, settled or not."""
    return [
        Past(one.began_at, one.submitted_at or one.deadline_at, bool(one.passed), void=one.state == "void")
        for one in tried
    ]


def find_passed(enrolment_id: int, exam_id: str) -> Passed | None:
    """The newest attempt that was passed, by the grade that counts."""
    rows = _rows(statements.PASSED, enrolment_id=enrolment_id, exam_id=exam_id)
    return Passed(*rows[0]) if rows else None


def adjustments_of(person_ids: Sequence[int], course_id: int, exam_id: str) -> list[Adjusted]:
    return [
        Adjusted(*row)
        for row in _rows(statements.ADJUSTMENTS, person_ids=list(person_ids), course_id=course_id, exam_id=exam_id)
    ]


def adjustments_made(enrolment_id: int, exam_id: str) -> list[Made]:
    """Every adjustment of the exam for this learner, the newest first, those that have ended among them."""
    return [Made(*row) for row in _rows(statements.MADE, enrolment_id=enrolment_id, exam_id=exam_id)]


def overdue(before: datetime, *, most: int = 100) -> list[tuple[int, int]]:
    """Ids of open attempts, and of their enrolments, whose deadline was before that moment."""
    return [(row.id, row.enrolment_id) for row in _rows(statements.OVERDUE, before=before, most=most)]
