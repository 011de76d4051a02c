"""Practice: beginning a quiz, as often as one likes."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.courseware.outline import QuizKind
from college.database import transaction
from college.errors import NotFound
from college.learning import queries
from college.learning.services import exam as services
from college.learning.views import reading
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.route("/courses/<course>/quizzes/<quiz>", methods=["GET", "POST"])
@only(Role.LEARNER)
def quiz(course: str, quiz: str) -> ResponseReturnValue:
    person = me()
    place = queries.get_place(course, person)
    value = place.published.course
    found = value.quizzes_by_id.get(quiz)
    if found is None or found.kind is not QuizKind.PRACTICE:
        raise NotFound(f"quiz {quiz}")
    if place.closed is not None:
        raise reading.Closed(why=place.closed)
    language = locale.language()
    if request.method == "POST":
        chosen = language if language in value.languages else value.language
        with transaction():
            attempt_id = services.begin_practice(person.id, place.published, found, language=chosen, now=clock.now())
        return redirect(url_for("learning.question", attempt_id=attempt_id, n=1), 303)
    tried = attempts.attempts_by([person.id], place.published.course_id, found.id)
    return render_template(
        "learning/quiz.html",
        course=value,
        quiz=found,
        say_in=lambda text: value.say(text, language),
        count=sum(min(draw.count, len(value.pool(draw))) for draw in found.draws),
        tried=[one for one in tried if one.earned is not None],
        open_one=next((one for one in tried if one.state == "open"), None),
    )
