"""Learners' exams as the office sees them: found by number, attempts and adjustments, and adjusting one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts import queries as accounts
from college.accounts.access import me, only
from college.accounts.models import Person
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import rules as assessment_rules
from college.assessment.queries import Made, Tried
from college.assessment.rules import Allowance, Hindrance
from college.courseware.outline import Course, Quiz
from college.database import transaction
from college.errors import N_, NotFound, Words
from college.learning import queries, rules
from college.learning.forms import AdjustForm, LearnerSearch
from college.learning.queries import Enrolled
from college.learning.services import adjusting as services
from college.learning.services.adjusting import AdjustedMeanwhile, Change
from college.learning.views.area import blueprint
from college.web import locale

MOST_FOUND = 25
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Sat:
    """A learner's exam in one course: what was tried, what is left, and what was adjusted."""

    enrolment_id: int
    course: Course
    quiz: Quiz
    tried: list[Tried]
    allowed: Allowance
    made: list[Made]
    next_begins: Words

    @property
    def newest(self) -> int | None:
        """The id of the newest adjustment."""
        return self.made[0].id if self.made else None


@blueprint.get("/learners/")
@only(Role.REGISTRAR, Role.ADMINISTRATOR, fresh=True)
def learners() -> str:
    form = LearnerSearch(request.args)
    words = " ".join((form.q.data or "").split())[:LONGEST_SEARCH]
    found = queries.learners_by(words, most=MOST_FOUND + 1) if words else []
    return render_template(
        "learning/learners.html",
        form=form,
        words=words,
        found=found[:MOST_FOUND],
        more=len(found) > MOST_FOUND,
        most=MOST_FOUND,
    )


@blueprint.get("/learners/<id:person_id>/exams")
@only(Role.REGISTRAR, Role.ADMINISTRATOR, fresh=True)
def adjustments(person_id: int) -> str:
    person = accounts.get_person(person_id)
    now = clock.now()
    return render_template(
        "learning/adjustments.html",
        person=person,
        own=person.id == me().id,
        sat=[
            _sat(enrolled, enrolled.published.course.exam, person, now)
            for enrolled in queries.enrolments_of(person_id)
            if enrolled.published.course.exam is not None
        ],
        now=now,
    )


@blueprint.route("/learners/<id:person_id>/exams/<course>", methods=["GET", "POST"])
@only(Role.REGISTRAR, Role.ADMINISTRATOR, fresh=True)
def adjust(person_id: int, course: str) -> ResponseReturnValue:
    person = accounts.get_person(person_id)
    enrolled = queries.get_enrolled(person_id, course)
    quiz = enrolled.published.course.exam
    if quiz is None:
        raise NotFound(f"exam of {course}")
    now = clock.now()
    sat = _sat(enrolled, quiz, person, now)
    form = AdjustForm(quiz, seen=sat.newest, today=now.astimezone(locale.zone_info(locale.zone())).date())
    if not form.validate_on_submit():
        page = render_template(
            "learning/adjust.html", person=person, own=person.id == me().id, sat=sat, form=form, now=now
        )
        return page, 422 if form.errors else 200
    change = Change(form.kind.data, form.units, form.reason.data or "", _end_of(form.last_day))
    try:
        with transaction():
            services.adjust_exam(sat.enrolment_id, quiz.id, change, seen=form.seen_id, by=me(), now=clock.now())
    except AdjustedMeanwhile as refused:
        flash(locale.say(refused.said), "problem")
    else:
        flash(_("The exam is adjusted."), "done")
    return redirect(url_for("learning.adjustments", person_id=person_id), 303)


def _end_of(day: date | None) -> datetime | None:
    """The last moment of the day where the reader is."""
    if day is None:
        return None
    return datetime.combine(day, time.max, tzinfo=locale.zone_info(locale.zone())).astimezone(UTC)


def _sat(enrolled: Enrolled, quiz: Quiz, person: Person, now: datetime) -> Sat:
    course, course_id = enrolled.published.course, enrolled.published.course_id
    tried = attempts.attempts_by([person.id], course_id, quiz.id)
    adjusted = attempts.adjustments_of([person.id], course_id, quiz.id)
    allowed = assessment_rules.allowance(quiz, attempts.past(tried), assessment_rules.Adjustments.valid(adjusted, now))
    done_all = rules.progress(course, enrolled.read, exam_passed=False).has_done_all
    return Sat(
        enrolment_id=enrolled.enrolment_id,
        course=course,
        quiz=quiz,
        tried=tried,
        allowed=allowed,
        made=attempts.adjustments_made(enrolled.enrolment_id, quiz.id),
        next_begins=_next_begins(quiz, allowed, tried, done_all=done_all, now=now),
    )


def _next_begins(quiz: Quiz, allowed: Allowance, tried: list[Tried], *, done_all: bool, now: datetime) -> Words:
    """When the next attempt may begin."""
    if any(one.state == "open" for one in tried):
        return Words(N_("when the open attempt is submitted"))
    hindrance = assessment_rules.may_begin(quiz, allowed, now)
    if hindrance is Hindrance.ALREADY_PASSED:
        return Words(N_("never: the exam is passed"))
    if hindrance is Hindrance.NO_ATTEMPTS_LEFT:
        return Words(N_("when it is unlocked"))
    if quiz.opens_after == "modules" and not done_all:
        return Words(N_("when every module is complete"))
    if hindrance is Hindrance.TOO_SOON and allowed.opens_at is not None:
        return Words(N_("on %(opens_at)s"), values={"opens_at": allowed.opens_at})
    return Words(N_("at once"))
