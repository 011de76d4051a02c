"""The start page of an exam: what it is, what is allowed, and the learner's word for it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts import queries as accounts
from college.accounts import services as people
from college.accounts.access import me, only
from college.accounts.models import Person
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import rules as assessment_rules
from college.assessment import services as assessment
from college.courseware.outline import Quiz
from college.database import transaction
from college.errors import NotFound, Words
from college.learning import queries, rules
from college.learning.queries import Place
from college.learning.services import exam as services
from college.learning.services.exam import Wish
from college.learning.views import mine, reading
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.route("/courses/<course>/exam", methods=["GET", "POST"])
@only(Role.LEARNER, fresh=True)
def exam(course: str) -> ResponseReturnValue:
    person = me()
    place = queries.get_place(course, person)
    quiz = place.published.course.exam
    if quiz is None:
        raise NotFound(f"exam of {course}")
    open_one = attempts.find_open([person.id], place.published.course_id, quiz.id)
    if open_one is None and place.closed is not None:
        raise reading.Closed(why=place.closed)
    if request.method == "GET":
        return _page(place, quiz, open_one)
    if open_one is not None and mine.settle_overdue(open_one):
        open_one = None
    wish = _wish()
    try:
        with transaction():
            attempt_id = services.begin_exam(person.id, place.published, quiz, wish, by=person, now=clock.now())
    except (assessment.NameNotConfirmed, assessment.RulesNotAccepted):
        return _page(place, quiz, open_one, _lacks(wish)), 422
    return redirect(url_for("learning.question", attempt_id=attempt_id, n=1), 303)


def _wish() -> Wish:
    return Wish(
        language=request.form.get("language", ""),
        rules_accepted=request.form.get("rules") == "yes",
        name_confirmed=me().name_confirmed_at is not None or _confirm_name(),
    )


def _lacks(wish: Wish) -> dict[str, Words]:
    """What is to be said at each box that is not ticked; the refusal itself names the first alone."""
    lacks = {}
    if not wish.name_confirmed:
        lacks["name"] = assessment.NameNotConfirmed().said
    if not wish.rules_accepted:
        lacks["rules"] = assessment.RulesNotAccepted().said
    return lacks


def _confirm_name() -> bool:
    """Note that the learner confirms his name; what he saw must be what the college now has."""
    person = accounts.get_person(me().id)
    seen = (request.form.get("name_latin", ""), request.form.get("name_native", ""))
    if request.form.get("name") != "yes" or seen != (person.name_latin, person.name_native or ""):
        return False
    people.confirm_name(person.id, *seen, now=clock.now())
    return True


def _unconfirmed() -> Person | None:
    """The names to be confirmed; read anew, since they may just have been."""
    person = accounts.get_person(me().id)
    return None if person.name_confirmed_at is not None else person


def _page(place: Place, quiz: Quiz, open_one: attempts.Begun | None, lacks: dict[str, Words] | None = None) -> str:
    person, now = me(), clock.now()
    published, course = place.published, place.published.course
    tried = attempts.attempts_by([person.id], published.course_id, quiz.id)
    adjusted = attempts.adjustments_of([person.id], published.course_id, quiz.id)
    valid = assessment_rules.Adjustments.valid(adjusted, now)
    allowed = assessment_rules.allowance(quiz, attempts.past(tried), valid)
    hindrance = assessment_rules.may_begin(quiz, allowed, now)
    done_all = rules.progress(course, place.read, exam_passed=False).has_done_all
    if hindrance is None and quiz.opens_after == "modules" and not done_all:
        hindrance = assessment_rules.Hindrance.NOT_OPEN_YET
    offered = course.languages_of(quiz)
    language = locale.language()
    return render_template(
        "learning/exam.html",
        course=course,
        quiz=quiz,
        say_in=lambda text: course.say(text, language),
        count=sum(min(draw.count, len(course.pool(draw))) for draw in quiz.draws),
        allowed=allowed,
        valid=valid,
        limit=assessment_rules.deadline(now, quiz.time_limit, allowed.time_factor),
        now=now,
        offered=offered,
        sat_in=language if language in offered else course.language,
        tried=tried,
        open_one=open_one,
        hindrance=assessment.refusal(hindrance, allowed).said if hindrance and open_one is None else None,
        names=_unconfirmed(),
        lacks=lacks,
    )
