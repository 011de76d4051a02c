"""Playing a case: the briefing, one scene after another, and the end with the way taken beside the best way."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts.access import me, only, recoverable
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment.queries import Begun
from college.assessment.services import THOUSANDTHS, Heard
from college.courseware import scenario
from college.courseware.outline import Course
from college.courseware.scenario import Case, Share
from college.database import transaction
from college.errors import NotFound
from college.learning import queries, rules
from college.learning.queries import Place
from college.learning.services import case as services
from college.learning.views import reading, telling
from college.learning.views.area import blueprint
from college.learning.views.sent import number as number_in
from college.web import locale


@blueprint.route("/courses/<course>/cases/<case>", methods=["GET", "POST"])
@only(Role.LEARNER)
def case(course: str, case: str) -> ResponseReturnValue:
    """What the case is about; sent, it begins, or goes on where it was."""
    place = _get_place(course)
    latest, offered = _latest(place, case), place.published.course.cases_by_id.get(case)
    if latest is None and offered is None:
        raise NotFound(f"case {case}")
    if request.method == "POST" and offered is not None:
        return _begin(place, offered)
    if latest is not None and (latest.state == "open" or offered is None):
        told = telling.Telling.of(latest, latest.case, locale.language())
    else:
        told = telling.Telling.of(place.published, place.published.course.cases_by_id[case], locale.language())
    return _start_page(place, told, latest)


@blueprint.route("/courses/<course>/cases/<case>/play", methods=["GET", "POST"])
@only(Role.LEARNER)
@recoverable
def scene(course: str, case: str) -> ResponseReturnValue:
    """The scene that the learner stands in; sent, his decision is taken and the next one follows."""
    place = _get_place(course)
    latest = _latest(place, case)
    if latest is None:
        if case not in place.published.course.cases_by_id:
            raise NotFound(f"case {case}")
        return redirect(url_for("learning.case", course=course, case=case), 303)
    if request.method == "POST":
        return _decide(latest)
    if latest.state != "open":
        return redirect(_end_address(latest), 303)
    return _scene_page(latest)


@blueprint.get("/courses/<course>/cases/<case>/<int:n>")
@only(Role.LEARNER)
def case_end(course: str, case: str, n: int) -> ResponseReturnValue:
    """How the n-th attempt ended: what it scored, and its way beside the best way."""
    place = _get_place(course)
    found = _latest(place, case)
    if found is not None and found.number != n:
        # Numbers beyond what any column holds are nobody's.
        found = attempts.find_numbered(found.enrolment_id, found.exam_id, n) if n < found.number else None
    if found is None:
        raise NotFound(f"attempt {n} of case {case}")
    if found.state == "open":
        return redirect(url_for("learning.scene", course=course, case=case), 303)
    return _end_page(place, found)


def _get_place(course: str) -> Place:
    place = queries.get_place(course, me())
    reading.require_taking(place)
    return place


def _latest(place: Place, case_id: str) -> Begun | None:
    """The newest attempt, which knows its own edition; a later one changes nothing in it."""
    if place.enrolment_id is None:
        return None
    return attempts.find_latest(place.enrolment_id, scenario.address_of(case_id))


def _begin(place: Place, offered: Case) -> ResponseReturnValue:
    with transaction():
        begun = services.begin_case(
            me().id,
            place.published,
            offered,
            number=number_in(request.form.get("number")),
            language=locale.language(),
            now=clock.now(),
        )
    return redirect(url_for("learning.scene", course=begun.slug, case=begun.case.id), 303)


def _decide(attempt: Begun) -> ResponseReturnValue:
    back = url_for("learning.scene", course=attempt.slug, case=attempt.case.id)
    if number_in(request.form.get("attempt")) != attempt.number:
        return _late(back)
    if not request.form.get("choice") and attempt.state == "open":
        return _scene_page(attempt, nothing_chosen=True), 422
    with transaction():
        heard = services.decide(
            attempt,
            number_in(request.form.get("number")),
            number_in(request.form.get("choice")),
            language=locale.language(),
            now=clock.now(),
        )
    if heard is Heard.LATE:
        return _late(back)
    if heard is not Heard.ENDED:
        return redirect(back, 303)
    reading.issue_due(me().id)
    return redirect(_end_address(attempt), 303)


def _late(back: str) -> ResponseReturnValue:
    flash(_("The case has gone on since that page was loaded. Nothing is lost: this is where it stands."), "problem")
    return redirect(back, 303)


def _end_address(attempt: Begun) -> str:
    return url_for("learning.case_end", course=attempt.slug, case=attempt.case.id, n=attempt.number)


def _start_page(place: Place, told: telling.Telling, latest: Begun | None) -> str:
    case = told.case
    open_one = latest if latest is not None and latest.state == "open" else None
    tried = attempts.attempts_by([me().id], place.published.course_id, case.address) if latest else []
    return render_template(
        "learning/case.html",
        course=place.published.course,
        case=case,
        told=told,
        is_offered=case.id in place.published.course.cases_by_id,
        open_one=open_one,
        walk=attempts.walk_of(open_one) if open_one else None,
        number=latest.number + 1 if latest else 1,
        tried=[one for one in tried if one.state != "open"],
    )


def _scene_page(attempt: Begun, *, nothing_chosen: bool = False) -> str:
    walk = attempts.walk_of(attempt)
    return render_template(
        "learning/scene.html",
        attempt=attempt,
        course=attempt.course,
        case=attempt.case,
        walk=walk,
        told=telling.Telling.of(attempt, attempt.case, locale.language()),
        nothing_chosen=nothing_chosen,
    )


def _end_page(place: Place, attempt: Begun) -> str:
    walk = attempts.walk_of(attempt)
    current = place.published.course
    latest = _latest(place, attempt.case.id) or attempt
    result = attempts.find_result(attempt.id)
    scored = {} if result is None else result.per_question
    return render_template(
        "learning/case_end.html",
        attempt=attempt,
        course=current,
        case=attempt.case,
        walk=walk,
        told=telling.Telling.of(attempt, attempt.case, locale.language()),
        share=None if result is None else _share(result.earned, result.possible),
        outcomes=[(each, _share(*scored[each.id])) for each in attempt.course.outcomes if each.id in scored],
        rows=telling.rows(walk),
        is_offered=attempt.case.id in current.cases_by_id,
        open_one=latest if latest.state == "open" else None,
        number=latest.number + 1,
        following=_following(current, attempt.case),
    )


def _share(earned: int, possible: int) -> Share:
    """Scores are whole numbers; grades keep them in thousandths."""
    return Share(earned // THOUSANDTHS, possible // THOUSANDTHS)


def _following(course: Course, case: Case) -> str | None:
    """Where the course goes on after a case of its outline."""
    here = course.cases_by_id.get(case.id)
    if here is None or not here.is_owed:
        return None
    step = rules.step_after(course, here)
    if isinstance(step, Case):
        return url_for("learning.case", course=course.id, case=step.id)
    if step is not None:
        return url_for("learning.page", course=course.id, module=step.id, page=step.pages[0].id)
    return url_for("learning.exam", course=course.id) if course.exam else None
