"""What was typed outlives its sign-in, for the one who typed it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask import Flask

from college import clock
from tests.accounts.people import PASSWORD, enter, make_known, number_of
from tests.browser_like import Client


def held_in(page: str) -> str:
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found, "the page keeps what was typed"
    return found[1]


def posts_late(app: Flask, client: Client, person: int) -> tuple[int, str]:
    """The person sends an answer two hours after signing in."""
    start = datetime.now(UTC)
    with clock.at(start - timedelta(hours=2)):
        enter(client, person)
        client.get("/account")
    answer = client.post("/attempts/1/1", {"given": ["a", "b"], "tab": "t1"})
    return answer.status_code, answer.get_data(as_text=True)


def test_an_answer_is_kept_beside_the_sign_in_and_shown_again(app: Flask, client: Client) -> None:
    person = make_known()
    status, page = posts_late(app, client, person)
    assert status == 401
    sent = {"identifier": number_of(person), "password": PASSWORD, "held": held_in(page)}
    answer = client.post("/sign-in", sent)
    again = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'action="/attempts/1/1"' in again
    assert re.findall(r'name="given" value="(\w)"', again) == ["a", "b"]
    assert client.post("/attempts/1/1", {"given": "a"}).status_code != 401


def test_somebody_else_does_not_get_it(app: Flask, client: Client) -> None:
    status, page = posts_late(app, client, make_known())
    assert status == 401
    other = make_known()
    answer = client.post("/sign-in", {"identifier": number_of(other), "password": PASSWORD, "held": held_in(page)})
    assert answer.status_code == 303
    assert "was dropped" in client.follow(answer).get_data(as_text=True)


def test_a_broken_seal_holds_nothing(app: Flask, client: Client) -> None:
    person = make_known()
    client.get("/sign-in")
    sent = {"identifier": number_of(person), "password": PASSWORD, "held": "eyJwYXRoIjoiLyJ9.x"}
    assert client.post("/sign-in", sent).status_code == 303


def test_what_is_not_recoverable_is_never_kept(app: Flask, client: Client) -> None:
    person = make_known()
    with clock.at(datetime.now(UTC) - timedelta(hours=2)):
        enter(client, person)
        client.get("/account")
    answer = client.post("/account/password", {"present": PASSWORD, "password": "nine lanterns beneath cold"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_script_is_told_that_the_sign_in_has_ended(app: Flask, client: Client) -> None:
    person = make_known()
    with clock.at(datetime.now(UTC) - timedelta(hours=2)):
        enter(client, person)
        client.get("/account")
    answer = client.post("/attempts/1/answers", json={"given": ["a"]})
    assert answer.status_code == 401
    assert answer.mimetype == "application/json"
