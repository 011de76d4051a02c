"""A course: its outline, what is still missing, the exam's rules."""

from __future__ import annotations

import json

from flask import Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import anyone, me, only
from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.assessment import queries as assessment
from college.catalogue import queries as catalogue
from college.catalogue import rules as catalogue_rules
from college.certification import queries as certification
from college.courseware.scenario import Case
from college.database import transaction
from college.learning import queries, rules
from college.learning.services import progress as services
from college.learning.views import reading, taken
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.get("/courses/<course>/")
@anyone
def course(course: str) -> Response:
    person = reading.reader()
    place = queries.get_place(course, person)
    value, language = place.published.course, locale.language()
    passed = (
        assessment.find_passed(place.enrolment_id, value.exam.id)
        if place.enrolment_id is not None and value.exam is not None
        else None
    )
    # Looked up by the person, not by the exam: an attempt runs on where its edition is no longer the current one.
    begun = assessment.open_exams(person.id) if person is not None and place.enrolment_id and passed is None else []
    state = rules.progress(value, place.read, exam_passed=passed is not None)
    shown = catalogue.shown(place.published, language)
    told = "_flashes" in session  # what is told once must not be told again
    page = render_template(
        "learning/course.html",
        course=value,
        place=place,
        state=state,
        counted={one.module_id: one for one in state.modules},
        missing=list(
            rules.missing(value, state, name_confirmed=bool(person and person.name_confirmed_at), language=language)
        ),
        weights=_weights(place.published.digest, value.language, language),
        say_in=lambda text: value.say(text, language),
        for_whom=catalogue_rules.for_whom(value),
        level=catalogue_rules.LEVELS[value.level],
        first=value.modules[0],
        goes_on=_place_address(value.id, place),
        may_learn=reading.may_learn(person),
        is_open=reading.is_open(place, value.modules[0]),
        **_certificates(place, person, state),
        under_way=[one for one in begun if one.enrolment_id == place.enrolment_id],
        now=clock.now(),
        exam_languages=value.languages_of(value.exam) if value.exam else (),
        shown=shown,
        taking=taken.taking(place, shown, language) if reading.may_keep(place, person) else None,
    )
    response = make_response(page)
    if not told:
        # May lie on its reader's device, and is asked for each time.
        response.headers["Cache-Control"] = "private, no-cache"
    return reading.told_edition(place, response)


def _certificates(place: queries.Place, person: SignedIn | None, state: rules.Progress) -> dict[str, object]:
    """What the enrolment has led to; a withdrawn one only where nothing is missing and nothing is held."""
    if person is None or place.enrolment_id is None:
        return {}
    held = certification.certificates_for(place.enrolment_id)
    tells = state.is_complete and not held
    withdrawn = certification.withdrawn_of(person.id).get(place.enrolment_id) if tells else None
    return {"certificates": held, "withdrawn": withdrawn}


def _weights(digest: str, source: str, language: str) -> dict[str, dict[str, int]]:
    """How heavy each module is, by its id; an edition published by an earlier version does not say it."""
    found = (catalogue.part(digest, "outline", "weights", one) for one in (language, source))
    body = next((one for one in found if one is not None), "{}")
    weights: dict[str, dict[str, int]] = json.loads(body)
    return weights


@blueprint.post("/courses/<course>/enrol")
@only(Role.LEARNER)
def enrol(course: str) -> ResponseReturnValue:
    """Start a course; its first page follows, or the case that stands before it."""
    person = me()
    place = queries.get_place(course, person)
    value = place.published.course
    first, step = value.modules[0], next(iter(value.steps))
    reading.require_taking(place)
    with transaction():
        services.enrol(person.id, place.published.course_id, now=clock.now())
    if isinstance(step, Case):
        return redirect(url_for("learning.case", course=course, case=step.id), 303)
    return redirect(url_for("learning.page", course=course, module=first.id, page=first.pages[0].id), 303)


@blueprint.get("/courses/<course>/problems")
@only(Role.INSTRUCTOR, Role.REVIEWER, Role.ADMINISTRATOR)
def problems(course: str) -> str:
    """What readers say is wrong with a course, beside the files it concerns."""
    place = queries.get_place(course, me())
    reports = queries.reports_of(place.published.course_id)
    return render_template("learning/problems.html", course=place.published.course, reports=reports)


def _place_address(slug: str, place: queries.Place) -> str | None:
    """Where this learner goes on reading; None where the place is no longer in the course."""
    address = place.place
    if address is None or address not in rules.pages_of(place.published.course):
        return None
    module_id, page_id = address.split("/", maxsplit=1)
    return url_for("learning.page", course=slug, module=module_id, page=page_id)
