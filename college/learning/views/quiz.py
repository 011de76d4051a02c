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

AT_ONCE = 10
"""So many attempts are listed on one page."""

MOST_PAGES = 10_000


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
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= MOST_PAGES:
        raise NotFound(f"page {page} of the attempts at quiz {quiz}")
    tried = attempts.latest_attempts(
        person.id, place.published.course_id, found.id, most=AT_ONCE + 1, skipped=AT_ONCE * (page - 1)
    )
    return render_template(
        "learning/quiz.html",
        course=value,
        quiz=found,
        say_in=lambda text: value.say(text, language),
        count=sum(min(draw.count, len(value.pool(draw))) for draw in found.draws),
        tried=[one for one in tried[:AT_ONCE] if one.earned is not None],
        # A new attempt begins only when no other is open.
        is_begun=page == 1 and bool(tried) and tried[0].state == "open",
        page=page,
        has_more=len(tried) > AT_ONCE,
    )
