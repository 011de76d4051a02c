"""A learner who sits the exam in a browser, and what the store then holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from college.accounts.models import Person
from college.assessment import queries, rules
from college.assessment.models import Attempt
from college.database import db, transaction
from college.learning.models import Enrolment
from tests.accounts.people import make_known
from tests.browser.visiting import Visitor
from tests.serving import Served

LONG = "long-course"
"""The sample course with an exam that asks every question of the bank."""
PLACED = "placed-course"
"""The sample course with an exam of an order and of pairs."""


def make_learner(college: Served, **values: Any) -> int:
    """A learner whose password is known and whose printed name is confirmed."""
    with college.app.app_context():
        person_id = make_known(**values)
        with transaction() as session:
            session.get_one(Person, person_id).name_confirmed_at = datetime.now(UTC)
        return person_id


def begin(visitor: Visitor, course: str = LONG) -> int:
    """Start the exam of a course; the id of the attempt."""
    page = visitor.go(f"/courses/{course}/exam")
    page.get_by_label("I have read what is allowed", exact=False).check()
    visitor.press("Start the exam")
    page.wait_for_url("**/attempts/**")
    return int(visitor.path().split("/")[2])


def question(page: Page, question_id: str) -> Locator:
    return page.locator(f"fieldset[data-question={question_id}]")


def kept(college: Served, attempt_id: int) -> dict[str, dict[str, Any]]:
    """The answers that count now, by question."""
    with college.app.app_context():
        answers = rules.final(queries.answers_of(attempt_id))
        db.session.remove()
        return {one: answer.given for one, answer in answers.items()}


def chosen(college: Served, attempt_id: int, question_id: str) -> list[str]:
    given = kept(college, attempt_id).get(question_id, {})
    found: list[str] = given.get("choices", [])
    return found


def attempts_of(college: Served, person_id: int) -> list[int]:
    with college.app.app_context():
        rows = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        found = list(db.session.scalars(rows.where(Enrolment.person_id == person_id)))
        db.session.remove()
        return found
