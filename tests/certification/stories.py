"""Stories that certificates come out of: a published course, a passed exam, an award."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import select

from college.accounts.models import Person
from college.assessment.models import Attempt, Grade
from college.catalogue import services as catalogue
from college.certification import services
from college.certification.models import Certificate
from college.certification.services import Issuer
from college.courseware.edition import Edition, make_edition
from college.courseware.markup import Renderer
from college.courseware.reader import read_files
from college.database import db, transaction
from college.learning.models import Enrolment
from tests import sample_course
from tests.factories import make_person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ISSUER = Issuer(
    name="Test College, Office of the Registrar",
    contact="registrar@test.example",
    verify_base="https://verify.test.example",
    demo=False,
)


@cache
def _renderer() -> Renderer:
    return Renderer()


@cache
def _edition(**changed: Any) -> Edition:
    files = sample_course.as_bytes(sample_course.sample(**changed))
    reading = read_files(files)
    assert reading.course is not None, reading.mistakes
    media = {medium.path: files[medium.path] for medium in reading.course.media}
    return make_edition(reading.course, media, _renderer(), sources={})


def publish_sample(*, now: datetime = NOW, **changed: Any) -> tuple[int, int]:
    """Publish the sample course; the ids of the course and of its edition."""
    edition = _edition(**changed)
    with transaction():
        published = catalogue.publish(edition, by_id=None, change="wording", now=now)
        return published.course_id, published.id


def make_learner(*, confirmed: bool = True, now: datetime = NOW, **values: Any) -> int:
    """A learner whose printed name is confirmed."""
    person_id = make_person(now=now, **values)
    if confirmed:
        with transaction() as session:
            session.get_one(Person, person_id).name_confirmed_at = now
    return person_id


def enrol(person_id: int, course_id: int, *, now: datetime = NOW) -> int:
    with transaction() as session:
        enrolment = Enrolment(person_id=person_id, course_id=course_id, enrolled_at=now)
        session.add(enrolment)
        session.flush()
        return enrolment.id


def sit(
    enrolment_id: int,
    edition_id: int,
    *,
    earned: int = 9000,
    possible: int = 10000,
    passed: bool = True,
    language: str = "en",
    number: int = 1,
    now: datetime = NOW,
) -> tuple[int, int]:
    """A graded attempt at the exam; its id and its grade's."""
    with transaction() as session:
        attempt = Attempt(
            enrolment_id=enrolment_id,
            exam_id="exam",
            kind="exam",
            edition_id=edition_id,
            number=number,
            language=language,
            seed="seed",
            drawn=[],
            rules_accepted={},
            settings={"pass_mark": 80},
            began_at=now,
            submitted_at=now,
            state="graded",
        )
        session.add(attempt)
        session.flush()
        grade = Grade(
            attempt_id=attempt.id,
            number=1,
            grader="1",
            edition_id=edition_id,
            key_digest="0" * 64,
            earned=earned,
            possible=possible,
            passed=passed,
            per_question={},
            why="first",
            at=now,
        )
        session.add(grade)
        session.flush()
        return attempt.id, grade.id


def earn(person_id: int, *, language: str = "en", now: datetime = NOW, **changed: Any) -> int:
    """Pass the sample course's exam and be awarded; the id of the award."""
    course_id, edition_id = publish_sample(now=now, **changed)
    enrolment_id = enrol(person_id, course_id, now=now)
    attempt_id, grade_id = sit(enrolment_id, edition_id, language=language, now=now)
    with transaction():
        return services.award(
            enrolment_id,
            edition_id=edition_id,
            attempt_id=attempt_id,
            grade_id=grade_id,
            kind="achievement",
            earned_at=now,
        )


def hold(person_id: int, *, issuer: Issuer = ISSUER, now: datetime = NOW, **changed: Any) -> str:
    """Earn a certificate and have it issued; its code."""
    return services.issue_award(earn(person_id, now=now, **changed), by_id=None, issuer=issuer, now=now)


def secret_of(code: str) -> str:
    """The secret in the verify address, as the QR code holds it."""
    address: str = facts_of(code).verify_url
    return address.rpartition("?s=")[2]


def facts_of(code: str) -> Any:
    from college.certification import queries

    return queries.get_certificate(code).facts


def row_of(code: str) -> Certificate:
    db.session.remove()
    return db.session.scalars(select(Certificate).where(Certificate.code == code)).one()
