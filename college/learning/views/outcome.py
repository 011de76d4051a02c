"""What an attempt came to: the result page and the record to print."""

from __future__ import annotations

from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment.queries import Begun
from college.certification import queries as certification
from college.certification.rules import Kind
from college.courseware import questions
from college.courseware.outline import Course
from college.errors import N_, NotFound
from college.learning import queries
from college.learning.views import mine, sheet
from college.learning.views.area import blueprint
from college.web import locale

SAVED = N_("Saved %(at)s")


def page(found: Begun) -> str:
    """The result: score, outcomes and pages to read again; answers and reasons only after practice."""
    result = attempts.find_result(found.id)
    course, language = found.course, locale.language()
    quiz, now = found.quiz, clock.now()
    per_question = result.per_question if result else {}
    passed = found.is_exam and result is not None and result.passed
    held = _certificate(found) if passed else None
    return render_template(
        "learning/attempt.html",
        attempt=found,
        course=course,
        quiz=quiz,
        result=result,
        say_in=lambda text: course.say(text, language),
        share=rules.tenths_of_percent(result.earned, result.possible) / 10 if result else None,
        outcomes=_outcomes(found, per_question),
        pages=_pages(course, queries.pages_left(found).intersection(rules.pages_again(found.questions, per_question))),
        allowed=_allowed(found, now) if found.is_exam else None,
        held=held,
        withdrawn=certification.withdrawn_of(found.person_id).get(found.enrolment_id) if passed and not held else None,
        review=quiz.review,
        now=now,
        reviewed=_reviewed(found) if not found.is_exam else [],
    )


def _certificate(found: Begun) -> certification.Held | None:
    """What was issued for the course's exam; one given for taking part leaves something to be earned."""
    held = certification.certificates_for(found.enrolment_id)
    return next((one for one in held if one.kind is Kind.ACHIEVEMENT), None)


def _allowed(found: Begun, now: datetime) -> rules.Allowance:
    """What is left to try; practice has no limit."""
    tried = attempts.attempts_by([found.person_id], found.course_id, found.exam_id)
    adjusted = attempts.adjustments_of([found.person_id], found.course_id, found.exam_id)
    return rules.allowance(found.quiz, attempts.past(tried), rules.Adjustments.valid(adjusted, now))


def _outcomes(found: Begun, per_question: dict[str, list[int]]) -> list[tuple[str, float]]:
    titles = {outcome.id: outcome.title for outcome in found.course.outcomes}
    shares = rules.by_outcome(found.questions, per_question)
    return [
        (
            found.course.say(titles[one], locale.language()).words if one in titles else one,
            rules.tenths_of_percent(share.earned, share.possible) / 10,
        )
        for one, share in shares.items()
        if share.possible
    ]


def _pages(course: Course, addresses: frozenset[str]) -> list[tuple[str, str]]:
    """Titles and addresses of pages to read again, in the order of the course."""
    found = []
    for module in course.modules:
        for one in module.pages:
            if f"{module.id}/{one.id}" in addresses:
                title = course.say(one.title, locale.language()).words
                above = course.say(module.title, locale.language()).words
                name = title if title == above else f"{above} · {title}"
                found.append((name, url_for("learning.page", course=course.id, module=module.id, page=one.id)))
    return found


def _reviewed(found: Begun) -> list[sheet.Asked]:
    answers = attempts.final_answers(found.id)
    language = sheet.language_of(found, locale.language())
    every = []
    for question_id, n in found.positions.items():
        answer = answers.get(question_id)
        one = sheet.asked(found, n, language, answer)
        if answer is not None and questions.is_answered(answer.given):
            one.feedback = sheet.told(found, one, answer)
        every.append(one)
    return every


@blueprint.get("/attempts/<id:attempt_id>/record")
@only(Role.LEARNER, fresh=True)
def record(attempt_id: int) -> ResponseReturnValue:
    """The record of a submitted exam, to print: what was sat, when, under which rules, with which result."""
    found = mine.get_attempt(attempt_id)
    result = attempts.find_result(found.id)
    if not found.is_exam or found.state == "open" or result is None:
        raise NotFound(f"record of attempt {attempt_id}")
    answers = attempts.final_answers(found.id)
    saves, late = attempts.count_saves(found.id)
    course, language = found.course, locale.language()
    return render_template(
        "learning/record.html",
        attempt=found,
        course=course,
        quiz=found.quiz,
        result=result,
        person=me(),
        say_in=lambda text: course.say(text, language),
        share=rules.tenths_of_percent(result.earned, result.possible) / 10,
        answered=sum(questions.is_answered(one.given) for one in answers.values()),
        saves=saves,
        late=late,
        languages=attempts.languages_answered(found.id) or [found.language],
        now=clock.now(),
    )
