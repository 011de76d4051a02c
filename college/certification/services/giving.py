"""Awards by hand: a registrar says that something was earned, and why."""

from __future__ import annotations

from datetime import datetime

from college.catalogue import queries as catalogue
from college.certification import queries, rules
from college.certification.rules import Kind
from college.certification.services.awards import award
from college.certification.services.issuing import find_issued, lock_holder
from college.errors import N_, Refused


class NotEnrolled(Refused):
    words = N_("This person has not started this course. A certificate is given for a course that was taken.")


class NoPassedExam(Refused):
    words = N_(
        "This person has no passed exam in this course, and a certificate of achievement states its result. "
        "Give a certificate of participation instead."
    )


class IssuedBefore(Refused):
    words = N_("There is a certificate for this already: %(code)s. Open it to replace or withdraw it.")


def give(person_id: int, *, course: str, kind: Kind, reason: str, by_id: int, now: datetime) -> int:
    """Award what the rules alone would not have; the award's id. Achievement still needs a passed exam."""
    lock_holder(person_id)
    rules.may_issue_by_hand(reason=reason, actor_id=by_id, holder_id=person_id).enforce()
    published = catalogue.find_course(course)
    enrolment_id = None if published is None else queries.find_enrolment(person_id, published.course_id)
    if published is None or enrolment_id is None:
        raise NotEnrolled
    attempt_id, grade_id, edition_id = None, None, published.edition_id
    if kind is Kind.ACHIEVEMENT:
        passed = queries.find_passed_attempt(enrolment_id)
        if passed is None:
            raise NoPassedExam
        attempt_id, grade_id, edition_id = passed
    award_id = award(
        enrolment_id,
        edition_id=edition_id,
        attempt_id=attempt_id,
        grade_id=grade_id,
        kind=kind.value,
        earned_at=now,
        by_id=by_id,
        reason=reason.strip(),
    )
    if code := find_issued(award_id):
        raise IssuedBefore(code=code)
    return award_id
