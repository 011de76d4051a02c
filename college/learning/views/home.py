"""The front page: for strangers what the college is, for learners where to go on."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import anyone
from college.assessment import queries as assessment
from college.catalogue import queries as catalogue
from college.certification import queries as certification
from college.certification.rules import State, language_of_name
from college.learning import queries, rules
from college.learning.views import reading
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.get("/")
@anyone
def home() -> ResponseReturnValue:
    person, language = reading.reader(), locale.language()
    if person is None:
        offers = catalogue.offers()
        key = ("home", tuple(offer.published.digest for offer in offers), language, request.query_string)
        return reading.answer(
            key, lambda: render_template("learning/home.html", person=None, offers=offers, language=language)
        )
    enrolled = queries.enrolments_of(person.id)
    states = [
        (one, rules.progress(one.published.course, one.read, exam_passed=one.completed_at is not None))
        for one in enrolled
    ]
    # One statement more, and only for who has an exam before him; it may have been begun before all was read.
    may_sit = any(one.completed_at is None and one.published.course.exam is not None for one in enrolled)
    under_way = {one.enrolment_id: one for one in assessment.open_exams(person.id)} if may_sit else {}
    going = [_Going(one, state, under_way.get(one.enrolment_id)) for one, state in states if one.completed_at is None]
    certificates = certification.certificates_of(person.id)
    any_withdrawn = any(one.state is State.WITHDRAWN for one in certificates)
    return render_template(
        "learning/home.html",
        person=person,
        name=_name_in(language, person.name, person.name_native),
        # What a clock may run for stands first.
        going=sorted(going, key=lambda one: one.under_way is None),
        now=clock.now(),
        done=[one for one in enrolled if one.completed_at is not None],
        certificates=certificates,
        withdrawn=certification.withdrawn_of(person.id) if any_withdrawn else {},
        language=language,
    )


def _name_in(language: str, latin: str, native: str | None) -> str:
    """The name in the script of that language where it is known, else in Latin letters."""
    return native if native and language_of_name(native, reads=language) == language else latin


class _Going:
    """A course under way, with the place to continue at and what is left of its module."""

    def __init__(self, enrolled: queries.Enrolled, state: rules.Progress, under_way: assessment.Begun | None) -> None:
        self.course = enrolled.published.course
        self.state = state
        self.under_way = under_way  # its exam, where an attempt at it is open
        address = enrolled.place if enrolled.place in rules.pages_of(self.course) else None
        address = address or rules.pages_of(self.course)[0]
        self.case = next((case for case in self.course.cases_owed if case.id not in state.cases_finished), None)
        self.module_id, self.page_id = address.split("/", maxsplit=1)
        self.module = self.course.modules_by_id[self.module_id]
        self.number = self.course.modules.index(self.module) + 1
        counted = state.modules[self.number - 1]
        # Nominal minutes, shared evenly over the pages: nobody's reading is timed.
        self.minutes_left = -(-self.module.minutes * (counted.pages - counted.read) // counted.pages)
