"""Looking up where learners are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, true

from college.accounts import queries as accounts
from college.accounts.models import Membership, Organisation, Person
from college.accounts.queries import SignedIn
from college.accounts.rules import numbers
from college.assessment.models import Attempt, Grade
from college.assessment.queries import Begun
from college.catalogue import models as catalogue_models
from college.catalogue import queries as catalogue
from college.catalogue import rules as catalogue_rules
from college.certification import queries as certification
from college.database import Prepared, db, fixed
from college.errors import NotFound, Words
from college.learning import rules
from college.learning.models import Enrolment, PageRead, Report


@dataclass(frozen=True)
class Place:
    """A course as one reader stands in it: its current edition, and what he has done of it.

    `read` holds the addresses of pages read and of cases brought to a good end.
    """

    published: catalogue.Published
    reader: catalogue_rules.Reader
    closed: Words | None
    enrolment_id: int | None
    version: int
    read: frozenset[str]
    place: str | None
    completed_at: datetime | None


_COURSE = catalogue_models.Course
_EDITION = catalogue_models.Edition

# Scalar subqueries keep it one statement: this runs on every page that a learner reads.
_READ = (
    select(func.aggregate_strings(PageRead.page_id, " "))
    .where(PageRead.enrolment_id == Enrolment.id)
    .correlate(Enrolment)
    .scalar_subquery()
)
_FINISHED = (
    select(func.aggregate_strings(Attempt.exam_id, " "))
    .join(Grade, Grade.attempt_id == Attempt.id)
    .where(
        Attempt.enrolment_id == Enrolment.id,
        Attempt.kind == fixed("case"),
        Attempt.state == fixed("graded"),
        Grade.passed.is_(True),
    )
    .correlate(Enrolment)
    .scalar_subquery()
)
_KINDS = (
    select(func.aggregate_strings(Organisation.kind, " "))
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(
        Membership.person_id == bindparam("person_id"),
        Membership.until_at.is_(None),
        Membership.approved_by_id.is_not(None),
    )
    .scalar_subquery()
)
_PLACE = Prepared(
    select(
        _COURSE.id.label("course_id"),
        _COURSE.slug,
        _EDITION.id.label("edition_id"),
        _EDITION.number,
        _EDITION.digest,
        _EDITION.change,
        _EDITION.published_at,
        Enrolment.id.label("enrolment_id"),
        Enrolment.version,
        Enrolment.place,
        Enrolment.completed_at,
        _READ.label("read"),
        _FINISHED.label("finished"),
        _KINDS.label("kinds"),
    )
    .join(_EDITION, _EDITION.id == _COURSE.current_edition_id)
    .outerjoin(
        Enrolment, (Enrolment.course_id == _COURSE.id) & (Enrolment.person_id == bindparam("person_id")) & true()
    )
    .where(_COURSE.slug == bindparam("slug"))
)


def _done(read: str | None, finished: str | None) -> frozenset[str]:
    return frozenset(f"{read or ''} {finished or ''}".split())


def done_by(enrolment_id: int) -> frozenset[str]:
    """The addresses of all pages read and of all cases brought to a good end."""
    row = db.session.execute(
        select(_READ.label("read"), _FINISHED.label("finished"))
        .select_from(Enrolment)
        .where(Enrolment.id == enrolment_id)
    ).one()
    return _done(row.read, row.finished)


def reader_of(person: SignedIn | None, *, kinds: frozenset[str]) -> catalogue_rules.Reader:
    """How the catalogue sees this person; certificates are looked up only where a course asks for them."""
    if person is None:
        return catalogue_rules.STRANGER
    return catalogue_rules.Reader(signed_in=True, roles=person.roles, organisation_kinds=kinds)


def reader_by(person_id: int) -> catalogue_rules.Reader:
    """How the catalogue sees somebody who may not be the one asking, certificates apart."""
    kinds = accounts.organisation_kinds(person_id)
    return catalogue_rules.Reader(signed_in=True, roles=accounts.usable_roles(person_id), organisation_kinds=kinds)


def get_place(slug: str, person: SignedIn | None) -> Place:
    """Where this reader stands in the course, in one statement; raises NotFound as for a course that never was."""
    row = _PLACE.first(slug=slug, person_id=person.id if person else 0)
    if row is None:
        raise NotFound(f"course {slug}")
    published = catalogue.Published(
        row.course_id, row.slug, row.edition_id, row.number, row.digest, row.change, row.published_at
    )
    course = published.course
    reader = reader_of(person, kinds=frozenset((row.kinds or "").split()))
    if not catalogue_rules.may_see(course, reader):
        raise NotFound(f"course {slug}")
    published = published.seen_by(reader)
    held: frozenset[str] = frozenset()
    titles: dict[str, str] = {}
    if course.requires:
        held = certification.courses_certified(person.id) if person else frozenset()
        titles = catalogue_rules.titles_for(reader, (one.course for one in catalogue.courses()))
    return Place(
        published=published,
        reader=reader,
        closed=catalogue_rules.why_closed(course, reader.organisation_kinds, held, titles=titles),
        enrolment_id=row.enrolment_id,
        version=row.version or 0,
        read=_done(row.read, row.finished),
        place=row.place,
        completed_at=row.completed_at,
    )


@dataclass(frozen=True)
class Enrolled:
    """A course that a person takes."""

    enrolment_id: int
    published: catalogue.Published
    read: frozenset[str]
    place: str | None
    place_at: datetime | None
    completed_at: datetime | None


def enrolments_of(person_id: int) -> list[Enrolled]:
    """The courses of a learner as they exist for him, the one that was read last first."""
    reader = reader_by(person_id)
    rows = db.session.execute(
        select(Enrolment, _READ.label("read"), _FINISHED.label("finished"))
        .where(Enrolment.person_id == person_id)
        .order_by(func.coalesce(Enrolment.place_at, Enrolment.enrolled_at).desc())
    ).all()
    return [
        Enrolled(
            enrolment.id,
            catalogue.get_current(enrolment.course_id).seen_by(reader),
            _done(read, finished),
            enrolment.place,
            enrolment.place_at,
            enrolment.completed_at,
        )
        for enrolment, read, finished in rows
    ]


def get_enrolled(person_id: int, slug: str) -> Enrolled:
    """The course of that name as this person takes it; raises NotFound where he does not."""
    found = next((one for one in enrolments_of(person_id) if one.published.slug == slug), None)
    if found is None:
        raise NotFound(f"enrolment of person {person_id} in {slug}")
    return found


def pages_left(attempt: Begun) -> frozenset[str]:
    """The addresses of those pages of the attempt's edition that exist for its learner now."""
    reader = reader_by(attempt.person_id)
    hidden = catalogue.get_current(attempt.course_id).seen_by(reader).hides
    return frozenset(rules.pages_of(catalogue.get_edition(attempt.edition_id).seen_by(reader, besides=hidden).course))


def learners_by(words: str, *, most: int) -> Sequence[Person]:
    """People who have started a course, by their number or a part of their name, in the order of names."""
    number = numbers.read_number(words)
    named = or_(
        Person.name_latin.icontains(words, autoescape=True),
        Person.name_native.icontains(words, autoescape=True),
        Person.number.contains(number, autoescape=True),
    )
    return db.session.scalars(
        select(Person)
        .where(
            Person.erased_at.is_(None),
            Person.id.in_(select(Enrolment.person_id)),
            # Who is sealed stands in no list: the whole number must be known.
            or_(Person.number == number, Person.sealed_at.is_(None) & named),
        )
        .order_by(func.lower(Person.name_latin), Person.id)
        .limit(most)
    ).all()


def reports_of(course_id: int) -> Sequence[Report]:
    """What readers say is wrong with a course, newest first."""
    return db.session.scalars(select(Report).where(Report.course_id == course_id).order_by(Report.id.desc())).all()
