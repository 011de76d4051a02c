"""Playing cases: beginning and deciding, each under the enrolment's lock, and what follows from a good end."""

from __future__ import annotations

from datetime import datetime

from college.assessment import services as assessment
from college.assessment.queries import Begun
from college.assessment.services import Heard
from college.catalogue.queries import Published
from college.courseware.scenario import Case
from college.learning.services import progress
from college.learning.services.exam import hold


def begin_case(person_id: int, edition: Published, case: Case, *, number: int, language: str, now: datetime) -> Begun:
    """Begin the case for the `number`-th time, or go on with what was begun."""
    enrolment_id = progress.enrol(person_id, edition.course_id, now=now)
    hold(enrolment_id)
    return assessment.begin_case(enrolment_id, edition, case, number=number, language=language, now=now)


def decide(attempt: Begun, number: int, place: int, *, language: str, now: datetime) -> Heard:
    """Take the next decision; with the last one the case is over, and progress is brought up to date."""
    hold(attempt.enrolment_id)
    heard = assessment.decide(attempt, number, place, language=language, now=now)
    if heard is Heard.ENDED:
        progress.advance(attempt.enrolment_id, now=now)
    return heard
