"""Fifty at once: exactly the allowed number of attempts and grades comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from college.accounts import access
from college.assessment.models import Answer, Attempt, Grade
from college.audit.models import Ledger
from college.certification.models import Award, Certificate
from college.database import db
from college.learning.models import Enrolment, PageRead
from tests.browser_like import Client
from tests.factories import edition_of, publish, publish_sample, sign_in
from tests.learning.playing import CASE, PLAY, player
from tests.learning.sitting import BELIEVED, EXAM, confirmed_person, learner, right_values
from tests.sample_course import COURSE, sample

MANY = 50
PAGES = ("telling/start", "telling/signs", "proving/start", "proving/records")
READ_ALL = ("requires: {exam.yaml: pass, modules: all}", "requires: {modules: all}")

pytestmark = pytest.mark.slow


def at_once(acts: list[Callable[[], int]]) -> Counter[int]:
    """Let all begin at the same moment; how often each status was answered."""
    barrier = Barrier(len(acts))

    def act(one: Callable[[], int]) -> int:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(act, acts))


def clients_of(app: Flask, person_id: int) -> list[Client]:
    """The same learner in many browsers, each with a page before him."""
    clients = [sign_in(Client(app), person_id) for _ in range(MANY)]
    for client in clients:
        client.get(EXAM)
    return clients


def count(model: type) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def ledger(action: str) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).where(Ledger.action == action)) or 0


def test_fifty_starts_make_one_attempt_and_fifty_submits_one_grade(app: Flask) -> None:
    publish_sample()
    person_id = confirmed_person(app)
    clients = clients_of(app, person_id)
    form = {"rules": "yes", "language": "en"}
    started = at_once([lambda one=one: one.post(EXAM, form).status_code for one in clients])  # type: ignore[misc]
    assert started == {303: MANY}
    assert (count(Enrolment), count(Attempt), ledger("attempt.begun")) == (1, 1, 1)
    sitting = learner(app)
    sitting.client, sitting.person_id = clients[0], person_id
    sitting.start()
    sitting.answer_all()
    seen = BELIEVED.search(sitting.page("/submit"))
    assert seen
    address = f"{sitting.address}/submit"
    believed = {"believed": seen[1]}
    submitted = at_once([lambda one=one: one.post(address, believed).status_code for one in clients])  # type: ignore[misc]
    assert submitted == {303: MANY}
    assert (count(Grade), ledger("attempt.submitted"), ledger("attempt.graded")) == (1, 1, 1)


def test_fifty_saves_of_one_answer_are_one_row_and_fifty_answers_are_fifty(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    sitting.start()
    begun = sitting.begun
    clients = clients_of(app, sitting.person_id)
    value = {"question": begun.drawn[0][0], "tab": "same", "seq": 1, "given": right_values(begun, 1)}
    address = f"{sitting.address}/answers"
    same = at_once([lambda one=one: one.post(address, json=value).status_code for one in clients])  # type: ignore[misc]
    assert same == {200: MANY}
    assert count(Answer) == 1
    each = at_once(
        [
            lambda one=one, tab=f"tab-{n}": one.post(address, json={**value, "tab": tab}).status_code  # type: ignore[misc]
            for n, one in enumerate(clients)
        ]
    )
    assert each == {200: MANY}
    assert count(Answer) == MANY + 1


def test_saves_and_a_submit_at_once_grade_what_was_acknowledged_before(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    sitting.start()
    begun = sitting.begun
    sitting.answer_all()
    clients = clients_of(app, sitting.person_id)
    value = {"question": begun.drawn[0][0], "seq": 1, "given": right_values(begun, 1)}
    address = sitting.address
    acts: list[Callable[[], int]] = [
        lambda one=one, tab=f"tab-{n}": one.post(f"{address}/answers", json={**value, "tab": tab}).status_code  # type: ignore[misc]
        for n, one in enumerate(clients[1:])
    ]
    acts.append(lambda: clients[0].post(f"{address}/submit").status_code)
    answers = at_once(acts)
    assert set(answers) <= {200, 303, 409}
    assert count(Grade) == 1
    assert count(Answer) == len(begun.drawn) + answers[200], "what was refused is not kept, what was acknowledged is"


def test_fifty_enrolments_are_one(app: Flask) -> None:
    publish_sample()
    person_id = confirmed_person(app)
    clients = clients_of(app, person_id)
    address = f"/courses/{COURSE}/quizzes/telling-quiz"
    begun = at_once([lambda one=one: one.post(address).status_code for one in clients])  # type: ignore[misc]
    assert begun == {303: MANY}
    assert (count(Enrolment), count(Attempt)) == (1, 1)


def test_fifty_beginnings_of_a_case_are_one_and_fifty_decisions_too(app: Flask) -> None:
    publish_sample()
    person_id = confirmed_person(app)
    clients = clients_of(app, person_id)
    begun = at_once([lambda one=one: one.post(CASE, {"number": "1"}).status_code for one in clients])  # type: ignore[misc]
    assert begun == {303: MANY}
    assert (count(Enrolment), count(Attempt)) == (1, 1)
    # Half of them decide otherwise than the other half: whoever comes first has decided.
    acts: list[Callable[[], int]] = [
        lambda one=one, n=n: one.post(PLAY, {"attempt": "1", "number": "1", "choice": str(2 + n % 2)}).status_code  # type: ignore[misc]
        for n, one in enumerate(clients)
    ]
    assert at_once(acts) == {303: MANY}
    assert count(Answer) == 1


def test_fifty_last_decisions_end_a_case_once(app: Flask) -> None:
    publish_sample(case_owed=True)
    one = player(app)
    one.begin()
    one.choose(2)
    clients = clients_of(app, one.person_id)
    form = {"attempt": "1", "number": "2", "choice": "1"}
    assert at_once([lambda one=one: one.post(PLAY, form).status_code for one in clients]) == {303: MANY}  # type: ignore[misc]
    assert (count(Answer), count(Grade)) == (2, 1)


def test_fifty_devices_that_send_the_same_marks_note_each_page_once(app: Flask) -> None:
    publish_sample()
    person_id = confirmed_person(app)
    clients = clients_of(app, person_id)
    marks = {"reader": access.mark_of(person_id), "pages": list(PAGES[:2])}
    address = f"/courses/{COURSE}/read"
    assert at_once([lambda one=one: one.post(address, json=marks).status_code for one in clients]) == {200: MANY}  # type: ignore[misc]
    assert (count(Enrolment), count(PageRead), ledger("enrolment.made")) == (1, 2, 1)


@pytest.mark.parametrize("way", ["by forms", "by a device"])
def test_pages_marked_at_once_bring_the_certificate_that_they_earn(app: Flask, way: str) -> None:
    """Each of the requests has seen the other pages unread."""
    files = sample(with_case=False)
    files["course.yaml"] = str(files["course.yaml"]).replace(*READ_ALL)
    publish(edition_of(files))
    course = f"/courses/{COURSE}"
    for turn in range(1, 4):
        person_id = confirmed_person(app)
        clients = [sign_in(Client(app), person_id) for _ in PAGES]
        for client in clients:
            client.get(f"{course}/telling/start")
        sent = [{"json": {"reader": access.mark_of(person_id), "pages": [page]}} for page in PAGES]
        posts: list[tuple[str, dict[str, Any]]] = [(f"{course}/{page}", {}) for page in PAGES]
        if way == "by a device":
            posts = [(f"{course}/read", one) for one in sent]
        acts: list[Callable[[], int]] = [
            lambda one=one, to=to, sent=sent: one.post(to, **sent).status_code  # type: ignore[misc]
            for one, (to, sent) in zip(clients, posts, strict=True)
        ]
        assert sum(at_once(acts).values()) == len(PAGES)
        assert (count(PageRead), count(Award), count(Certificate)) == (turn * len(PAGES), turn, turn)
