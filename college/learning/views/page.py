"""Reading: one page of a module, marked as read, its check questions, and problems with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from college import clock
from college.accounts.access import anyone, me, only
from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.assessment import rules as attempts
from college.catalogue import queries as catalogue
from college.courseware import questions
from college.courseware.outline import Module, Page, Question
from college.database import transaction
from college.errors import NotFound
from college.learning import queries, rules
from college.learning.forms import ProblemForm
from college.learning.queries import Place
from college.learning.services import progress as services
from college.learning.views import placing, reading
from college.learning.views.area import blueprint
from college.learning.views.placing import PLACED
from college.web import locale
from college.web.headers import vary

_HERE = re.compile(r'<div class="question-here" data-question="([^"]+)"></div>')

_POSTER = re.compile(r'(?<=<video )([^>]*?) ?poster="[^"]*"')
_NO_POSTER = re.compile(r"<video (?![^>]*poster=)")
CLEAR = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAJAQMAAAAB5D5xAAAAA1BMVEUAAACnej3aAAAAAXRSTlMAQObYZgAAAAtJ"
    "REFUeNpjYMAJAAAbAAFZmD3qAAAAAElFTkSuQmCC"
)
"""A clear picture, 16 by 9: without any, browsers lay one of their own over the words behind a player."""


@dataclass(frozen=True)
class Shown:
    """A page with its neighbours and its words, as far as they are the same for all who read it."""

    place: Place
    module: Module
    page: Page
    language: str
    pieces: tuple[str | Question, ...]

    @property
    def key(self) -> str:
        return rules.address_of(self.module, self.page.id)


@blueprint.get("/courses/<course>/<module>/")
@anyone
def module(course: str, module: str) -> ResponseReturnValue:
    """A module's address leads to its first page."""
    place = queries.get_place(course, reading.reader())
    found = reading.get_module(place, module)
    return redirect(url_for("learning.page", course=course, module=module, page=found.pages[0].id))


@blueprint.get("/courses/<course>/<module>/<page>")
@anyone
def page(course: str, module: str, page: str) -> Response:
    person = reading.reader()
    place = queries.get_place(course, person)
    found = reading.get_module(place, module)
    reading.require_reading(place, found, person)
    language = locale.language()
    # All that the page says of its reader, so that nobody is shown what was decided for another.
    key = (
        place.published.shown, module, page, language,
        place.read, place.enrolment_id is not None, reading.may_mark(place, person),
        person.roles if person else None, person.zone if person else None, request.query_string, saves_data(),
    )  # fmt: skip
    response = reading.answer(key, lambda: _rendered(_shown(place, found, page, language), person))
    vary(response, "Save-Data")
    return reading.told_edition(place, response)


def saves_data() -> bool:
    """Whether the reader's browser asks for less: the pictures before films are left out then."""
    return request.headers.get("Save-Data", "").strip().lower() == "on"


@blueprint.post("/courses/<course>/<module>/<page>")
@only(Role.LEARNER)
def mark_read(course: str, module: str, page: str) -> ResponseReturnValue:
    """Mark as read and continue; whoever has not started the course starts it here."""
    person, now = me(), clock.now()
    place = queries.get_place(course, person)
    found = reading.get_module(place, module)
    reading.require_reading(place, found, person)
    reading.require_taking(place)
    with transaction():
        enrolment_id = services.enrol(person.id, place.published.course_id, now=now)
        earned = services.mark_read(enrolment_id, module, page, edition_id=place.published.edition_id, now=now)
    if earned:
        reading.issue_due(person.id)
    return redirect(_next_address(place, found, page), 303)


@blueprint.route("/courses/<course>/<module>/<page>/check", methods=["GET", "POST"])
@anyone
def check(course: str, module: str, page: str) -> ResponseReturnValue:
    """Answer a check question in the text: feedback at once, nothing kept; coming back later shows the page."""
    if request.method == "GET":
        wanted = request.args.get("lang")
        return redirect(url_for("learning.page", course=course, module=module, page=page, lang=wanted))
    person = reading.reader()
    place = queries.get_place(course, person)
    found = reading.get_module(place, module)
    reading.require_reading(place, found, person)
    shown = _shown(place, found, page, locale.language())
    asked = {piece.id: piece for piece in shown.pieces if isinstance(piece, Question)}
    question = asked.get(request.form.get("question", ""))
    if question is None:
        raise NotFound
    raw = request.form.getlist("given")
    if question.kind in PLACED:
        raw = questions.from_page(question, _order(question), raw)
    given = questions.parse_given(question, raw)
    text = _rendered(shown, person, answered=question.id, given=given)
    return text.replace(reading.HOLE, generate_csrf())


@blueprint.route("/courses/<course>/<module>/<page>/problem", methods=["GET", "POST"])
@only(*Role)
def problem(course: str, module: str, page: str) -> ResponseReturnValue:
    """Report a problem with this page; it lands beside the page's source."""
    person = me()
    place = queries.get_place(course, person)
    found = reading.get_module(place, module)
    reading.require_reading(place, found, person)
    _get_page(found, page)
    back = url_for("learning.page", course=course, module=module, page=page)
    form = ProblemForm()
    if form.validate_on_submit():
        with transaction():
            services.report_problem(
                place.published,
                page_id=f"{module}/{page}",
                path=found.path,
                language=locale.language(),
                words=form.words.data or "",
                person_id=person.id,
                now=clock.now(),
            )
        flash(_("Thank you. Your report is with the people who look after this page."), "done")
        return redirect(back, 303)
    status = 422 if form.is_submitted() else 200
    return render_template("learning/problem.html", form=form, back=back, module=found), status


def _get_page(module: Module, page_id: str) -> Page:
    for page in module.pages:
        if page.id == page_id:
            return page
    raise NotFound


def _next_address(place: Place, module: Module, page_id: str) -> str:
    course = place.published.course
    if rules.is_last_page(module, page_id) and module.quiz is not None:
        return url_for("learning.quiz", course=course.id, quiz=module.quiz)
    if rules.is_last_page(module, page_id) and (case := rules.case_after(course, module)) is not None:
        return url_for("learning.case", course=course.id, case=case.id)
    on = rules.turn(course, module, page_id).on
    if on is None:
        return url_for("learning.course", course=course.id)
    return url_for("learning.page", course=course.id, module=on[0].id, page=on[1].id)


def _shown(place: Place, module: Module, page_id: str, language: str) -> Shown:
    page = _get_page(module, page_id)
    published, course = place.published, place.published.course
    key = rules.address_of(module, page_id)
    body = catalogue.part(published.digest, "page", key, language)
    if body is None:
        language = course.language
        body = catalogue.part(published.digest, "page", key, language) or ""
    if saves_data():
        body = _POSTER.sub(r"\1", body)
    body = _NO_POSTER.sub(f'<video poster="{CLEAR}" ', body)
    split = _HERE.split(body)
    pieces = tuple(course.questions_by_id[piece] if n % 2 else piece for n, piece in enumerate(split))
    return Shown(place, module, page, language, pieces)


def _rendered(shown: Shown, person: SignedIn | None, *, answered: str | None = None, given: object = None) -> str:
    course = shown.place.published.course
    language = locale.language()
    translation = next((one for one in course.translations if one.language == shown.language), None)
    return render_template(
        "learning/page.html",
        shown=shown,
        course=course,
        module=shown.module,
        say_in=lambda text: course.say(text, language),
        state=rules.progress(course, shown.place.read, exam_passed=False),
        turn=rules.turn(course, shown.module, shown.page.id),
        weight_of_pictures=catalogue.shown(shown.place.published, language).weight(shown.module.id),
        position=shown.module.pages.index(shown.page) + 1,
        translation=translation,
        may_mark=reading.may_mark(shown.place, person),
        is_read=shown.key in shown.place.read,
        part=lambda question: _question(shown, question, given if question.id == answered else None),
        feedback=_feedback(shown, answered, given),
        answered=answered,
        given=given,
        csrf_token=lambda: reading.HOLE,
    )


def _question(shown: Shown, question: Question, given: object) -> dict[str, object]:
    """What is asked, in the page's language or else in the course's."""
    published = shown.place.published
    for language in (shown.language, published.course.language):
        body = catalogue.part(published.digest, "question", question.id, language)
        if body is not None:
            return {**json.loads(body), "language": language, **_placed(question, json.loads(body), given)}
    raise NotFound


def _placed(question: Question, part: dict[str, Any], given: object) -> dict[str, object]:
    if question.kind not in PLACED:
        return {}
    order = _order(question)
    found = {"rows": placing.rows(question, order, part, given), "offers": placing.offers(question, order, part)}
    return {**found, "columns": tuple(part.get("columns", ()))}


def _order(question: Question) -> list[str]:
    """The same for every reader, since the page is: no attempt is kept that could remember another."""
    return attempts.order_shown(question, question.id, shuffle=True)


def _feedback(shown: Shown, question_id: str | None, given: object) -> dict[str, object] | None:
    if question_id is None:
        return None
    published = shown.place.published
    question = published.course.questions_by_id[question_id]
    fault = questions.fault_of(question, given)
    if fault is not None or not questions.is_answered(given):
        return {"is_answered": False, "fault": fault.said if fault else None}
    points, placed = questions.grade(question, given), question.kind in PLACED
    for language in (shown.language, published.course.language):
        body = catalogue.part(published.digest, "feedback", question_id, language)
        if body is not None:
            told = json.loads(body)
            chosen = questions.feedback_for(question, given)
            return {
                "is_answered": True,
                "is_right": points.earned == points.possible,
                "marks": placing.marks(question, _order(question), told["choices"], given) if placed else {},
                "said": [told["choices"][choice] for choice in chosen if choice in told["choices"]],
                "explanation": told["explanation"],
            }
    raise NotFound
