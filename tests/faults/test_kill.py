"""A server killed at any moment of an exam: every answer that it acknowledged is there when it is back."""

from __future__ import annotations

import http.client
import json
import re
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment.queries import Begun
from college.database import db
from tests.browser_like import TOKEN, Client
from tests.conftest import Store
from tests.factories import publish_sample, sign_in
from tests.learning.sitting import EXAM, confirmed_person, right_values
from tests.serving import HOST, Served, served

pytestmark = pytest.mark.slow


class Browser:
    """A signed-in learner over a real line."""

    def __init__(self, college: Served, cookie: str) -> None:
        self.college = college
        self.cookie = cookie
        self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str, str]:
        """Status, place of a redirect, and body; a dead server is an OSError or an HTTPException."""
        line = http.client.HTTPConnection(HOST, self.college.port, timeout=10)
        try:
            line.request(method, path, body, {"Cookie": f"college={self.cookie}", **headers})
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        for value in answer.headers.get_all("Set-Cookie", []):
            if found := re.match(r"college=([^;]+)", value):
                self.cookie = found[1]
        if token := TOKEN.search(text):
            self.token = token[1]
        return answer.status, answer.headers.get("Location", ""), text

    def post(self, path: str, **form: str) -> tuple[int, str, str]:
        body = urlencode({"csrf_token": self.token, **form})
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def save(self, address: str, value: dict[str, Any]) -> dict[str, Any] | None:
        """What the server acknowledges, or None where it is gone."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        try:
            status, _, text = self.ask("POST", f"{address}/answers", json.dumps(value), **headers)
        except (OSError, http.client.HTTPException):
            return None
        assert status == 200, text
        saved: dict[str, Any] = json.loads(text)
        return saved


def enter(store: Store, college: Served) -> tuple[Browser, str]:
    """A learner in the middle of an exam, and the address of the attempt."""
    with store.app.app_context():
        publish_sample()
        client = sign_in(Client(store.app), confirmed_person(store.app))
        cookie = client.flask.get_cookie("college")
        db.session.remove()
    assert cookie is not None
    browser = Browser(college, cookie.value)
    browser.ask("GET", EXAM)
    status, place, text = browser.post(EXAM, rules="yes", language="en")
    assert status == 303, text
    return browser, place.rpartition("/")[0]


def begun_at(store: Store, address: str) -> Begun:
    with store.app.app_context():
        found = attempts.get_begun(int(address.rpartition("/")[2]))
        assert found.course.exam
        db.session.remove()
        return found


def kept_in(store: Store, address: str) -> dict[int, dict[str, Any]]:
    with store.app.app_context():
        rows = attempts.answers_of(int(address.rpartition("/")[2]))
        db.session.remove()
    return {row.id: row.given for row in rows}


def test_killing_the_server_between_any_two_answers_loses_none(store: Store, tmp_path: Path) -> None:
    with served(tmp_path, store.url) as college:
        browser, address = enter(store, college)
        with store.app.app_context():
            begun = begun_at(store, address)
            answers = [right_values(begun, n) for n in range(1, len(begun.drawn) + 1)]
        acknowledged = set()
        for n, given in enumerate(answers, start=1):
            saved = browser.save(address, {"question": begun.drawn[n - 1][0], "tab": "one", "seq": n, "given": given})
            assert saved is not None
            acknowledged.add(saved["id"])
            if n % 3 == 0:
                college.kill()
                assert set(kept_in(store, address)) == acknowledged
                college.start()
        browser.ask("GET", f"{address}/check")
        status, _, _ = browser.post(f"{address}/submit")
        assert status == 303
        college.kill()
        college.start()
        assert "You have passed" in browser.ask("GET", address)[2]
    with store.app.app_context():
        assert len(rules.final(attempts.answers_of(begun.id))) == len(begun.drawn)
        db.session.remove()


def test_killing_the_server_under_a_stream_of_answers_loses_none_that_it_acknowledged(
    store: Store, tmp_path: Path
) -> None:
    with served(tmp_path, store.url) as college:
        browser, address = enter(store, college)
        with store.app.app_context():
            begun = begun_at(store, address)
            given = right_values(begun, 1)
        acknowledged: dict[int, int] = {}
        enough = Event()

        def stream(first: int) -> None:
            seq = first
            while True:
                value = {"question": begun.drawn[0][0], "tab": "stream", "seq": seq, "given": given}
                saved = browser.save(address, value)
                if saved is None:
                    return
                acknowledged[seq] = saved["id"]
                if seq == first + 20:
                    enough.set()
                seq += 1

        for first in (1, 100_001):
            enough.clear()
            sender = Thread(target=stream, args=(first,))
            sender.start()
            assert enough.wait(60)
            college.kill()
            sender.join()
            college.start()
            kept = kept_in(store, address)
            assert set(acknowledged.values()) <= set(kept)
            # One more may be there: written, but killed before it could be acknowledged.
            assert len(kept) <= len(acknowledged) + 1 + (first > 1)
