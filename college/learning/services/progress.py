"""Enrolling, reading, and what follows: the single place where completion is decided."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, update

from college.assessment import queries as assessment
from college.audit import services as audit
from college.catalogue import queries as catalogue
from college.certification import services as certification
from college.database import Prepared, db, insert
from college.errors import N_, NotFound, Refused
from college.learning import queries, rules
from college.learning.models import Enrolment, ModuleProgress, PageRead, Report

LONGEST_REPORT = 4000


_ENROLMENT = Prepared(
    select(Enrolment.id).where(
        Enrolment.person_id == bindparam("person_id"), Enrolment.course_id == bindparam("course_id")
    )
)


class NotEnrolled(Refused):
    words = N_("You have not started this course yet. Open the course and choose “Start this course”.")


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """The enrolment, held until the transaction ends: the first statement of every learner's story."""
    query = select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def enrol(person_id: int, course_id: int, *, now: datetime) -> int:
    """The person's enrolment in the course, made where there was none; its id."""
    found = _ENROLMENT.first(person_id=person_id, course_id=course_id)
    if found is not None:
        return int(found.id)
    made = db.session.execute(
        insert(Enrolment)
        .values(person_id=person_id, course_id=course_id, enrolled_at=now, version=0)
        .on_conflict_do_nothing(index_elements=["person_id", "course_id"])
        .returning(Enrolment.id)
    ).scalar_one_or_none()
    if made is None:  # another request has just made it
        return int(_ENROLMENT.rows(person_id=person_id, course_id=course_id)[0].id)
    audit.record(f"person:{person_id}", "enrolment.made", f"enrolment:{made}", at=now, course=course_id)
    return int(made)


def mark_read(enrolment_id: int, module_id: str, page_id: str, *, edition_id: int, now: datetime) -> bool:
    """Note that a page was read, where the learner now is, and what follows from it; whether there is an award now."""
    enrolment = lock_enrolment(enrolment_id)
    course = catalogue.get_edition(edition_id).seen_by(queries.reader_by(enrolment.person_id)).course
    module = course.modules_by_id.get(module_id)
    if module is None or page_id not in {page.id for page in module.pages}:
        raise NotFound
    address = rules.address_of(module, page_id)
    db.session.execute(
        insert(PageRead)
        .values(enrolment_id=enrolment_id, page_id=address, edition_id=edition_id, at=now)
        .on_conflict_do_nothing(index_elements=["enrolment_id", "page_id"])
    )
    on = rules.turn(course, module, page_id).on
    enrolment.place = rules.address_of(on[0], on[1].id) if on else address
    enrolment.place_at = now
    db.session.flush()
    return advance(enrolment_id, now=now)


def advance(enrolment_id: int, *, now: datetime) -> bool:
    """Bring progress up to date, and award what has been earned; run as often as you like. Whether there is an award.

    The caller holds the enrolment. An exam is judged on the edition of its attempt, reading on the current one, and
    modules that do not exist for the learner are owed by nobody.
    """
    enrolment = db.session.get_one(Enrolment, enrolment_id)
    read = queries.done_by(enrolment_id)
    current = catalogue.get_current(enrolment.course_id).seen_by(queries.reader_by(enrolment.person_id))
    _keep_module_progress(enrolment_id, current, read, now)
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id)
        .values(version=Enrolment.version + 1)
        .execution_options(synchronize_session=False)
    )
    earned = _earned(enrolment_id, current, read)
    if earned is None:
        return False
    certification.award(
        enrolment_id,
        edition_id=earned.edition_id,
        attempt_id=earned.attempt_id,
        grade_id=earned.grade_id,
        kind=earned.kind,
        earned_at=now,
    )
    db.session.execute(
        update(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.completed_at.is_(None))
        .values(completed_at=now, completed_edition_id=earned.edition_id)
        .execution_options(synchronize_session=False)
    )
    return True


def _earned(enrolment_id: int, current: catalogue.Published, read: frozenset[str]) -> rules.Earned | None:
    course = current.course
    if not (course.certificate.exam and course.exam is not None):
        done = rules.progress(course, read, exam_passed=False).is_complete
        return rules.Earned(current.edition_id, None, None, "participation") if done else None
    passed = assessment.find_passed(enrolment_id, course.exam.id)
    if passed is None:
        return None
    attempted = catalogue.get_edition(passed.edition_id).course
    if not rules.owes_nothing(attempted, course, read):
        return None
    return rules.Earned(passed.edition_id, passed.attempt_id, passed.grade_id, "achievement")


def _keep_module_progress(enrolment_id: int, current: catalogue.Published, read: frozenset[str], now: datetime) -> None:
    kept = {
        row.module_id: row
        for row in db.session.scalars(select(ModuleProgress).where(ModuleProgress.enrolment_id == enrolment_id))
    }
    for counted in rules.progress(current.course, read, exam_passed=False).modules:
        row = kept.get(counted.module_id)
        if counted.read == 0 or (row is not None and row.state == "complete"):
            continue  # what is complete stays so, whatever a later edition adds
        if row is None:
            row = ModuleProgress(enrolment_id=enrolment_id, module_id=counted.module_id)
            db.session.add(row)
        row.edition_id = current.edition_id
        row.pages_read, row.pages = counted.read, counted.pages
        row.state = "complete" if counted.is_complete else "started"
        row.completed_at = now if counted.is_complete else None
    db.session.flush()


def report_problem(
    published: catalogue.Published, *, page_id: str, path: str, language: str, words: str, person_id: int, now: datetime
) -> None:
    """Keep what a reader says is wrong with a page, beside the file it comes from."""
    db.session.add(
        Report(
            course_id=published.course_id,
            edition_id=published.edition_id,
            page_id=page_id,
            path=path,
            language=language,
            words=words[:LONGEST_REPORT],
            person_id=person_id,
            at=now,
            state="open",
        )
    )
    db.session.flush()
