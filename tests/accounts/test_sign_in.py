"""Signing in and out, through the pages."""

from __future__ import annotations

from flask import Flask

from tests.accounts.people import enter, give_password, make_known, number_of
from tests.browser_like import Client


def test_a_learner_signs_in_by_number_and_password(app: Flask, client: Client) -> None:
    person = make_known()
    answer = give_password(client, person, next="/courses/")
    assert (answer.status_code, answer.location) == (303, "/courses/")
    assert "Amina Okafor" in client.get("/sign-in").get_data(as_text=True)


def test_signing_out_really_ends_the_session(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    with client.flask.session_transaction() as cookie:
        kept = dict(cookie)
    client.get("/sign-in")
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.flask.get_cookie("college") is None
    with client.flask.session_transaction() as cookie:
        cookie.update(kept)
    assert number_of(person) not in client.get("/sign-in").get_data(as_text=True)
