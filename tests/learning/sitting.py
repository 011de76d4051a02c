"""Learners who sit the sample course's exam, by its pages and by its script."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from college.accounts.models import Person
from college.assessment import queries as attempts
from college.assessment.models import Attempt
from college.assessment.queries import Begun
from college.database import db, transaction
from tests.browser_like import Client
from tests.factories import make_person, publish_sample, sign_in
from tests.sample_course import COURSE

EXAM = f"/courses/{COURSE}/exam"
TAB = re.compile(r'name="tab" value="([^"]+)"')
BELIEVED = re.compile(r'name="believed" value="([^"]+)"')


def confirmed_person(app: Flask, **keywords: Any) -> int:
    """A learner whose name needs no more confirmation."""
    person_id = make_person(**keywords)
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(name_confirmed_at=Person.registered_at))
    return person_id


def right_values(attempt: Begun, n: int) -> list[str]:
    """What a form sends when question `n` is answered right."""
    question = attempt.questions[n - 1]
    order = attempt.drawn[n - 1][1]
    if question.items or question.pairs:
        return placed_values(attempt, n)
    if order:
        right = {choice.id for choice in question.choices if choice.right}
        return [str(i) for i, choice in enumerate(order, start=1) if choice in right]
    accepted = question.accepted[0]
    return [str(accepted.low) if accepted.low is not None else accepted.spellings["en"][0]]


def wrong_values(attempt: Begun, n: int) -> list[str]:
    """A wrong answer to question `n`: a wrong choice, or what nobody accepts."""
    question = attempt.questions[n - 1]
    order = attempt.drawn[n - 1][1]
    if question.items or question.pairs:
        return placed_values(attempt, n, turned=1)
    if order:
        wrong = {choice.id for choice in question.choices if not choice.right}
        return [next(str(i) for i, choice in enumerate(order, start=1) if choice in wrong)]
    return ["99999"]


def placed_values(attempt: Begun, n: int, *, turned: int = 0) -> list[str]:
    """What a form sends when every item or partner stands `turned` places off: right, or all wrong."""
    question = attempt.questions[n - 1]
    order = attempt.drawn[n - 1][1]
    ids = [one.id for one in (*question.items, *question.pairs)]
    moved = ids[turned:] + ids[:turned]
    if question.items:
        return [f"{order.index(one) + 1}-{place}" for place, one in enumerate(moved, start=1)]
    return [f"{row}-{order.index(one) + 1}" for row, one in enumerate(moved, start=1)]


@dataclass
class Sitting:
    """A signed-in learner with an attempt at the exam of the sample course."""

    client: Client
    person_id: int
    attempt_id: int = 0
    seq: int = field(default=0)

    @property
    def begun(self) -> Begun:
        db.session.remove()
        return attempts.get_begun(self.attempt_id)

    @property
    def address(self) -> str:
        return f"/attempts/{self.attempt_id}"

    def start(self, **form: str) -> TestResponse:
        """Press Start; the attempt is known afterwards where one has begun."""
        self.client.get(EXAM)
        answer = self.client.post(EXAM, {"rules": "yes", "language": "en", **form})
        if found := re.search(r"/attempts/(\d+)", answer.location or ""):
            self.attempt_id = int(found.group(1))
        return answer

    def save(
        self, n: int, given: list[str], *, tab: str = "tab-one", seq: int | None = None, **more: Any
    ) -> TestResponse:
        """Save an answer as the script does."""
        if seq is None:
            self.seq += 1
            seq = self.seq
        question = self.begun.drawn[n - 1][0]
        value = {"question": question, "tab": tab, "seq": seq, "given": given, **more}
        return self.client.post(f"{self.address}/answers", json=value)

    def answer_page(self, n: int, given: list[str], **form: Any) -> TestResponse:
        """Answer question `n` on its page, without a script."""
        page = self.client.get(f"{self.address}/{n}?per=1").get_data(as_text=True)
        was = re.search(rf'name="was-{n}" value="(\d+)"', page)
        tab = TAB.search(page)
        assert was and tab, page
        data = {f"given-{n}": given, f"was-{n}": was[1], "tab": tab[1], "seq": "0", "language": "en", "go": "next"}
        return self.client.post(f"{self.address}/{n}?per=1", {**data, **form})

    def answer_all(self, *, right: int | None = None) -> None:
        """Save an answer to each question; the first `right` of them (all by default) right."""
        begun = self.begun
        for n in range(1, len(begun.drawn) + 1):
            good = right is None or n <= right
            assert self.save(n, right_values(begun, n) if good else wrong_values(begun, n)).status_code == 200

    def submit(self) -> TestResponse:
        page = self.client.get(f"{self.address}/check").get_data(as_text=True)
        found = BELIEVED.search(page)
        if found is None:
            page = self.client.get(f"{self.address}/submit").get_data(as_text=True)
            found = BELIEVED.search(page)
        return self.client.post(f"{self.address}/submit", {"believed": found[1] if found else ""})

    def page(self, path: str = "") -> str:
        return self.client.get(self.address + path).get_data(as_text=True)


def sit(app: Flask, *, start: bool = True, name: str = "Amina Okafor", **knobs: Any) -> Sitting:
    """A learner in a college that offers the sample course with these knobs."""
    publish_sample(**knobs)
    sitting = learner(app, name=name)
    if start:
        assert sitting.start().status_code == 303
    return sitting


def learner(app: Flask, **keywords: Any) -> Sitting:
    """Another learner of the same college."""
    person_id = confirmed_person(app, **keywords)
    return Sitting(sign_in(Client(app), person_id), person_id)


def attempt_row(attempt_id: int) -> Attempt:
    db.session.remove()
    return db.session.scalars(select(Attempt).where(Attempt.id == attempt_id)).one()


def began_at(attempt_id: int) -> datetime:
    return attempt_row(attempt_id).began_at
