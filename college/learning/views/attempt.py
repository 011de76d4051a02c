"""An attempt under way: its questions, the navigator, the last check, and its submission."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import only, recoverable
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import services as assessment
from college.assessment.queries import Begun
from college.assessment.rules import Given, Kept, Standing
from college.courseware import questions
from college.database import transaction
from college.errors import N_, NotFound, Words
from college.learning import queries
from college.learning.services import exam as services
from college.learning.views import mine, outcome, sent, sheet
from college.learning.views.area import blueprint
from college.web import locale
from college.web.doors import reads_json

LACKS = N_("Question %(n)d is saved, but not complete. %(why)s")


@blueprint.get("/attempts/<id:attempt_id>")
@only(Role.LEARNER, fresh=True)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """Where the attempt stands: its next open question, or its result."""
    found = mine.get_attempt(attempt_id)
    standing = found.standing(clock.now())
    if standing is Standing.TIME_IS_UP:
        return mine.time_is_up(found)
    if standing is not Standing.OPEN:
        return outcome.page(found)
    answers = attempts.final_answers(found.id)
    if found.quiz.navigation == "forward-only":
        n = max((found.positions[one] for one in answers), default=1)
    else:
        unanswered = (n for one, n in found.positions.items() if not mine.is_answered(answers.get(one)))
        n = next(unanswered, 1)
    return redirect(url_for("learning.question", attempt_id=attempt_id, n=n, **mine.page_size_kept()))


@blueprint.route("/attempts/<id:attempt_id>/<int:n>", methods=["GET", "POST"])
@only(Role.LEARNER, fresh=True)
@recoverable
def question(attempt_id: int, n: int) -> ResponseReturnValue:
    """One question, or as many on a page as the learner likes; sent, its answers are saved."""
    found = mine.get_attempt(attempt_id)
    numbers = sheet.page_of(found, n, sheet.page_size(found, request.args.get("per")))
    if request.method == "POST":
        return _save_page(found, n, numbers)
    moved_on = mine.moved_on(found) if found.is_exam or found.standing(clock.now()) is Standing.OPEN else None
    if moved_on is not None:
        return moved_on
    answers = attempts.final_answers(found.id)
    if found.is_exam and found.quiz.navigation == "forward-only":
        reached = max((found.positions[one] for one in answers), default=1)
        if n != reached:
            return redirect(url_for("learning.question", attempt_id=attempt_id, n=reached))
    return _question_page(found, n, numbers, answers, {})


def _question_page(found: Begun, n: int, numbers: range, answers: dict[str, Kept], wrong: sent.Wrong) -> str:
    language = sheet.language_of(found, locale.language())
    flags = attempts.flags_of(found.id) if found.is_exam else frozenset()
    pages: frozenset[str] | None = None
    shown = []
    for number in numbers:
        question_id = found.drawn[number - 1][0]
        answer = answers.get(question_id)
        one = sheet.asked(found, number, language, answer, flagged=question_id in flags)
        if number in wrong:
            one.text, one.error = wrong[number]
        elif _is_told(found, one) and answer is not None:
            pages = queries.pages_left(found) if pages is None else pages
            one.feedback = sheet.told(found, one, answer, pages=pages)
        shown.append(one)
    now = clock.now()
    per = request.args.get("per", "")
    return render_template(
        "learning/question.html",
        attempt=found,
        course=found.course,
        quiz=found.quiz,
        n=n,
        numbers=numbers,
        count=len(found.drawn),
        shown=shown,
        language=language,
        tab=secrets.token_urlsafe(16),
        saved_at=max((one.saved_at for one in shown if one.saved_at), default=None),
        answered=sum(mine.is_answered(answer) for answer in answers.values()),
        forward=found.quiz.navigation == "forward-only",
        is_open=found.state == "open",
        left=None if found.deadline_at is None else found.deadline_at - now,
        now=now,
        per=per if per in sheet.PAGE_SIZES else None,
        size=len(numbers) if len(numbers) < len(found.drawn) else 0,
    )


def _is_told(found: Begun, one: sheet.Asked) -> bool:
    """Whether practice says what is right: once the answer is whole, or can no longer be made so."""
    return not found.is_exam and one.answered and (one.lacks is None or found.state != "open")


def _save_page(found: Begun, n: int, numbers: range) -> ResponseReturnValue:
    if mine.settle_overdue(found):
        return redirect(url_for("learning.attempt", attempt_id=found.id), 303)
    now = clock.now()
    language = sent.language_of(found)
    given, wrong = sent.by_form(found, numbers)
    with transaction():
        services.save_answer(found, given, language=language, grace=mine.grace(), now=now)
        flag = request.form.get("flag") or request.form.get("unflag")
        if flag is not None:
            services.flag_question(found, _question_id(found, flag), up="flag" in request.form)
        forward = found.quiz.navigation == "forward-only" and found.is_exam and not wrong
        if forward and request.form.get("go") == "next":
            services.go_past(found, n, language=language, grace=mine.grace(), now=now)
    if wrong:
        answers = attempts.final_answers(found.id)
        return _question_page(found, n, numbers, answers, wrong), 422
    if found.is_exam and request.form.get("go") in ("next", "previous"):
        _tell_what_lacks(found, given)
    return redirect(_next_address(found, n, numbers), 303)


def _tell_what_lacks(found: Begun, given: Sequence[Given]) -> None:
    """On the page that follows; the last check and the question's own page say it again."""
    for one in given:
        n = found.positions[one.question_id]
        fault = questions.fault_of(found.questions[n - 1], one.value)
        if fault is not None:
            flash(locale.say(Words(LACKS, values={"n": n, "why": fault.said})), "problem")


def _question_id(found: Begun, n: str) -> str:
    number = sent.number(n)
    if not 1 <= number <= len(found.drawn):
        raise NotFound(f"question {n}")
    question_id: str = found.drawn[number - 1][0]
    return question_id


def _next_address(found: Begun, n: int, numbers: range) -> str:
    keep = mine.page_size_kept()
    go = request.form.get("go", "")
    if "flag" in request.form or "unflag" in request.form:
        number = sent.number(request.form.get("flag") or request.form.get("unflag"))
        anchor = f"q-{number}" if len(numbers) > 1 else None
        return url_for("learning.question", attempt_id=found.id, n=n, _anchor=anchor, **keep)
    if not found.is_exam and go != "on":
        # Practice: the same page again, now with what there is to say.
        return url_for("learning.question", attempt_id=found.id, n=n, **keep)
    if go == "previous" and numbers[0] > 1:
        return url_for("learning.question", attempt_id=found.id, n=numbers[0] - 1, **keep)
    if go == "questions":
        return url_for("learning.questions", attempt_id=found.id, **keep)
    if go == "check" or numbers[-1] == len(found.drawn):
        return url_for("learning.check_answers", attempt_id=found.id, **keep)
    return url_for("learning.question", attempt_id=found.id, n=numbers[-1] + 1, **keep)


@blueprint.post("/attempts/<id:attempt_id>/answers")
@only(Role.LEARNER)
@recoverable
@reads_json
def answers(attempt_id: int) -> ResponseReturnValue:
    """Save one answer as it is given; asked by a script, answered with what to say to the learner."""
    found = mine.get_attempt(attempt_id)
    if mine.settle_overdue(found):
        raise assessment.TimeIsUp
    given, fault = sent.by_script(found)
    with transaction():
        (saved,) = services.save_answer(
            found, [given], language=sent.language_of(found), grace=mine.grace(), now=clock.now()
        )
    words = locale.say(Words(outcome.SAVED, values={"at": locale.time_of_day(saved.at)}))
    if fault is not None:
        words = f"{words} {locale.say(fault.said)}"
    return {"saved": True, "at": saved.at.isoformat(), "said": words, "id": saved.id}
