"""The signed-in learner's own attempts, and what each request about one does first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import me
from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment.queries import Begun
from college.assessment.rules import Kept, Standing
from college.courseware import questions
from college.database import transaction
from college.errors import NotFound
from college.learning.services import exam as services
from college.learning.views import sheet


def get_attempt(attempt_id: int) -> Begun:
    """Raises NotFound for what is another's, exactly as for what never was."""
    found = attempts.get_own(attempt_id, [me().id])
    if found.is_case:
        raise NotFound(f"attempt {attempt_id} is played on pages of its own")
    return found


def grace() -> timedelta:
    """How long after the deadline answers are still taken."""
    return timedelta(seconds=current_app.extensions["college"].save_grace_seconds)


def is_overdue(attempt: Begun, now: datetime) -> bool:
    closes_at = rules.closes_at(attempt.deadline_at, grace())
    return attempt.state == "open" and closes_at is not None and now > closes_at


def settle_overdue(attempt: Begun) -> bool:
    """Submit the attempt where its time is up; every write about it does this first, and no reading does."""
    now = clock.now()
    if not is_overdue(attempt, now):
        return False
    with transaction():
        services.settle(attempt.id, grace=grace(), now=now)
    return True


def is_answered(answer: Kept | None) -> bool:
    return answer is not None and questions.is_answered(answer.given)


def page_size_kept() -> dict[str, Any]:
    """How many questions the learner wants on a page, for the addresses that he is led to."""
    per = request.form.get("show") or request.args.get("per", "")
    return {"per": per} if per in sheet.PAGE_SIZES else {}


def time_is_up(found: Begun) -> str:
    return render_template("learning/_time_up.html", attempt=found, course=found.course)


def moved_on(found: Begun) -> ResponseReturnValue | None:
    """The page to show instead, where the attempt is no longer open."""
    standing = found.standing(clock.now())
    if standing is Standing.OPEN:
        return None
    if standing is Standing.TIME_IS_UP:
        return time_is_up(found)
    return redirect(url_for("learning.attempt", attempt_id=found.id), 303)
