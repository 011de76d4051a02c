"""The whole story over HTTP, on both databases: registered, approved, taught, examined, certified, verified."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask

from tests import factories
from tests.browser.key import questions
from tests.browser_like import Client
from tests.conftest import Store
from tests.journeys import story
from tests.journeys.story import COURSE, NAME, NATIVE, Reader


def test_from_registration_to_a_verified_certificate(store: Store, app: Flask) -> None:
    factories.publish_sample(wait="none", question_count=10)
    learner, administrator, stranger = (Reader(Client(store.app)) for _ in range(3))
    number = story.register(learner)
    story.sign_in(learner, number)
    assert "Your registration waits for approval" in learner.go("/").text
    story.approve(administrator, number)
    story.read(learner)
    assert "Pass the exam." in learner.go(COURSE + "/").text
    first = story.begin(learner)
    story.answer_all(learner, questions(), rightly=False)
    story.submit(learner)
    assert learner.heading == "You have not passed"
    second = story.begin(learner)
    assert second != first
    story.answer_all(learner, questions(), rightly=True)
    story.submit(learner)
    assert learner.heading == "You have passed"
    code, address = story.get_certificate(learner)
    paper = learner.client.get(f"/certificates/{code}.pdf").data
    assert paper.startswith(b"%PDF")
    assert learner.client.get(f"/certificates/{code}.pdf").data == paper
    learner.press("Sign out")
    assert learner.go("/certificates/").heading == "Sign in"
    verify(stranger, code, address)


def verify(stranger: Reader, code: str, address: str) -> None:
    today = datetime.now(UTC)
    told = stranger.go("/verify/").press("Verify", code=code, day=today.day, month=today.month, year=today.year).text
    parts = urlsplit(address)
    scanned = stranger.go(f"{parts.path}?{parts.query}").text
    for words in (code, NAME, NATIVE, "Illicit goods in brief", "Current"):
        assert words in told
        assert words in scanned
    assert NAME not in stranger.go(parts.path).text
