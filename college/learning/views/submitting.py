"""The end of an attempt: the navigator, the last check, one confirmation."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment import services as assessment
from college.assessment.queries import Begun
from college.assessment.rules import Standing
from college.database import transaction
from college.learning.services import exam as services
from college.learning.views import mine, reading, sheet
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.get("/attempts/<id:attempt_id>/questions")
@only(Role.LEARNER, fresh=True)
def questions(attempt_id: int) -> ResponseReturnValue:
    """All questions in words: which are answered, which are marked to be looked at again."""
    return _overview(attempt_id, "learning/questions.html")


@blueprint.get("/attempts/<id:attempt_id>/check")
@only(Role.LEARNER, fresh=True)
def check_answers(attempt_id: int) -> ResponseReturnValue:
    """Check your answers: what is unanswered stands first."""
    return _overview(attempt_id, "learning/check_answers.html")


def _overview(attempt_id: int, template: str) -> ResponseReturnValue:
    found = mine.get_attempt(attempt_id)
    moved_on = mine.moved_on(found)
    if moved_on is not None:
        return moved_on
    return render_template(template, **_overview_values(found))


def _overview_values(found: Begun) -> dict[str, Any]:
    answers = attempts.final_answers(found.id)
    flags = attempts.flags_of(found.id)
    language = sheet.language_of(found, locale.language())
    every = [
        sheet.asked(found, n, language, answers.get(question_id), flagged=question_id in flags)
        for question_id, n in found.positions.items()
    ]
    now = clock.now()
    return {
        "attempt": found,
        "course": found.course,
        "quiz": found.quiz,
        "every": every,
        "unanswered": [one for one in every if not one.answered],
        "incomplete": [one for one in every if one.lacks],
        "flagged": [one for one in every if one.flagged],
        "believed": rules.fingerprint(answers),
        "few": len(every) < sheet.FEW,
        "forward": found.quiz.navigation == "forward-only",
        "left": None if found.deadline_at is None else found.deadline_at - now,
        "now": now,
        "per": mine.page_size_kept().get("per"),
    }


@blueprint.route("/attempts/<id:attempt_id>/submit", methods=["GET", "POST"])
@only(Role.LEARNER, fresh=True)
def submit(attempt_id: int) -> ResponseReturnValue:
    """One confirmation, then the attempt is submitted and graded."""
    found = mine.get_attempt(attempt_id)
    if request.method == "GET":
        return _overview(attempt_id, "learning/submit.html")
    if not mine.settle_overdue(found):
        try:
            with transaction():
                services.submit_exam(found, believed=request.form.get("believed"), by=me(), now=clock.now())
        except assessment.AnswersChanged as changed:
            flash(locale.say(changed.said), "problem")
            return redirect(url_for("learning.check_answers", attempt_id=attempt_id, **mine.page_size_kept()), 303)
    if found.is_exam:
        reading.issue_due(me().id)
    return redirect(url_for("learning.attempt", attempt_id=attempt_id), 303)


@blueprint.post("/attempts/<id:attempt_id>/finish")
@only(Role.LEARNER, fresh=True)
def finish(attempt_id: int) -> ResponseReturnValue:
    """The time is up: what is saved is submitted; before that moment nothing is."""
    found = mine.get_attempt(attempt_id)
    if found.standing(clock.now()) is Standing.TIME_IS_UP:
        with transaction():
            services.submit_exam(found, believed=None, by=me(), now=clock.now())
        reading.issue_due(me().id)
    return redirect(url_for("learning.attempt", attempt_id=attempt_id), 303)
