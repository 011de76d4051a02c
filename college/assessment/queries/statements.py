"""The prepared statements behind the queries."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, column, func, select, table

from college.accounts.models import Person
from college.assessment.models import Adjustment, Answer, Attempt, Flag, Grade
from college.catalogue import models as catalogue_models
from college.database import Id, Prepared, fixed

_EDITION = catalogue_models.Edition
_COURSE = catalogue_models.Course
# Enrolments belong to a domain above this one: their rows are joined by name.
ENROLMENT = table("enrolment", column("id", Id), column("person_id", Id), column("course_id", Id))

_BEGUN = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        ENROLMENT.c.person_id,
        _EDITION.course_id,
        _COURSE.slug,
        Attempt.edition_id,
        _EDITION.number.label("edition_number"),
        _EDITION.digest,
        Attempt.exam_id,
        Attempt.kind,
        Attempt.number,
        Attempt.language,
        Attempt.drawn,
        Attempt.rules_accepted,
        Attempt.rules_at,
        Attempt.settings,
        Attempt.supervision,
        Attempt.began_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Attempt.state,
    )
    .join(ENROLMENT, ENROLMENT.c.id == Attempt.enrolment_id)
    .join(_EDITION, _EDITION.id == Attempt.edition_id)
    .join(_COURSE, _COURSE.id == _EDITION.course_id)
)
BY_ID = Prepared(_BEGUN.where(Attempt.id == bindparam("attempt_id")))
LATEST = (
    _BEGUN.where(Attempt.enrolment_id == bindparam("enrolment_id"), Attempt.exam_id == bindparam("exam_id"))
    .order_by(Attempt.number.desc())
    .limit(1)
)
NUMBERED = _BEGUN.where(
    Attempt.enrolment_id == bindparam("enrolment_id"),
    Attempt.exam_id == bindparam("exam_id"),
    Attempt.number == bindparam("number"),
)
OPEN = _BEGUN.where(
    ENROLMENT.c.person_id.in_(bindparam("person_ids", expanding=True)),
    ENROLMENT.c.course_id == bindparam("course_id"),
    Attempt.exam_id == bindparam("exam_id"),
    Attempt.state == fixed("open"),
)
OPEN_EXAMS = Prepared(
    _BEGUN.where(
        ENROLMENT.c.person_id == bindparam("person_id"),
        Attempt.kind == fixed("exam"),
        Attempt.state == fixed("open"),
    ).order_by(Attempt.id)
)
STATE = select(Attempt.state).where(Attempt.id == bindparam("attempt_id"))
ANSWERS = select(
    Answer.id, Answer.question_id, Answer.tab, Answer.seq, Answer.given, Answer.counts, Answer.saved_at
).where(Answer.attempt_id == bindparam("attempt_id"))
DECISIONS = (
    select(Answer.given)
    .where(Answer.attempt_id == bindparam("attempt_id"), Answer.tab == bindparam("tab"))
    .order_by(Answer.seq)
)
NEWEST_OF_TAB = ANSWERS.where(Answer.tab == bindparam("tab")).order_by(Answer.seq.desc()).limit(1)
FINAL = Prepared(
    ANSWERS.where(
        Answer.id.in_(
            select(func.max(Answer.id))
            .where(Answer.attempt_id == bindparam("attempt_id"), Answer.counts.is_(True))
            .group_by(Answer.question_id)
        )
    )
)
ANSWERS_TO = ANSWERS.where(Answer.question_id.in_(bindparam("question_ids", expanding=True)))
LANGUAGES = select(Answer.language).where(Answer.attempt_id == bindparam("attempt_id")).distinct()
COUNTED = select(func.count(), func.count().filter(Answer.late)).where(Answer.attempt_id == bindparam("attempt_id"))
FLAGS = Prepared(select(Flag.question_id).where(Flag.attempt_id == bindparam("attempt_id")))
RESULT = Prepared(
    select(
        Grade.id,
        Grade.number,
        Grade.grader,
        Grade.earned,
        Grade.possible,
        Grade.passed,
        Grade.per_question,
        Grade.at,
    )
    .where(Grade.attempt_id == bindparam("attempt_id"))
    .order_by(Grade.number.desc())
    .limit(1)
)
_NEWEST = select(func.max(Grade.number)).where(Grade.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
_ITS_GRADE = and_(Grade.attempt_id == Attempt.id, Grade.number == _NEWEST)
_TRIED = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.state,
        Attempt.began_at,
        Attempt.deadline_at,
        Attempt.submitted_at,
        Grade.earned,
        Grade.possible,
        Grade.passed,
    )
    .join(ENROLMENT, ENROLMENT.c.id == Attempt.enrolment_id)
    .outerjoin(Grade, _ITS_GRADE)
    .where(ENROLMENT.c.course_id == bindparam("course_id"), Attempt.exam_id == bindparam("exam_id"))
)
TRIED = _TRIED.where(ENROLMENT.c.person_id.in_(bindparam("person_ids", expanding=True))).order_by(Attempt.id)
TRIED_LATELY = Prepared(
    _TRIED.where(ENROLMENT.c.person_id == bindparam("person_id"))
    .order_by(Attempt.number.desc())
    .limit(bindparam("most"))
    .offset(bindparam("skipped"))
)
PASSED = (
    select(Attempt.edition_id, Attempt.id.label("attempt_id"), Grade.id.label("grade_id"))
    .join(Grade, _ITS_GRADE)
    .where(
        Attempt.enrolment_id == bindparam("enrolment_id"),
        Attempt.exam_id == bindparam("exam_id"),
        Attempt.state == fixed("graded"),
        Grade.passed.is_(True),
    )
    .order_by(Attempt.id.desc())
    .limit(1)
)
ADJUSTMENTS = (
    select(Adjustment.kind, Adjustment.amount, Adjustment.from_at, Adjustment.until_at)
    .join(ENROLMENT, ENROLMENT.c.id == Adjustment.enrolment_id)
    .where(
        ENROLMENT.c.person_id.in_(bindparam("person_ids", expanding=True)),
        ENROLMENT.c.course_id == bindparam("course_id"),
        (Adjustment.exam_id == bindparam("exam_id")) | Adjustment.exam_id.is_(None),
    )
)
MADE = (
    select(
        Adjustment.id,
        Adjustment.kind,
        Adjustment.amount,
        Adjustment.reason,
        Adjustment.from_at,
        Adjustment.until_at,
        Person.name_latin.label("by_name"),
        Person.number.label("by_number"),
    )
    .join(Person, Person.id == Adjustment.by_id)
    .where(
        Adjustment.enrolment_id == bindparam("enrolment_id"),
        (Adjustment.exam_id == bindparam("exam_id")) | Adjustment.exam_id.is_(None),
    )
    .order_by(Adjustment.id.desc())
)
OVERDUE = (
    select(Attempt.id, Attempt.enrolment_id)
    .where(Attempt.state == fixed("open"), Attempt.deadline_at < bindparam("before"))
    .order_by(Attempt.deadline_at)
    .limit(bindparam("most"))
)
