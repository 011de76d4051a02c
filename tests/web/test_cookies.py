"""The signed cookie is read once: whatever is remembered of it, nobody gets more than his own cookie says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask, flash, session
from werkzeug.test import EnvironBuilder

from college.web import cookies


@pytest.fixture
def app() -> Iterator[Flask]:
    """An application with the college's cookie, and nothing else of the college."""
    app = Flask(__name__)
    app.secret_key = "a secret key of the tests"
    cookies.prepare(app)
    yield app


def sent(app: Flask, **kept: object) -> str:
    """What a browser would send back to a session with these values."""
    interface = app.session_interface
    assert isinstance(interface, cookies.Cookies)
    return str(interface.get_signing_serializer(app).dumps(kept))


def opened(app: Flask, cookie: str) -> dict[str, object]:
    with app.request_context(EnvironBuilder(headers={"Cookie": f"session={cookie}"}).get_environ()):
        return dict(session)


def test_what_one_request_changes_is_not_in_the_cookie_of_the_next(app: Flask) -> None:
    cookie = sent(app, csrf_token="a", _flashes=[["done", "Saved."]], pending={"n": 1})
    with app.request_context(EnvironBuilder(headers={"Cookie": f"session={cookie}"}).get_environ()):
        session["csrf_token"] = "b"
        session["pending"]["n"] = 2
        flash("Another word.")
    assert opened(app, cookie) == {"csrf_token": "a", "_flashes": [["done", "Saved."]], "pending": {"n": 1}}


def test_a_cookie_that_is_changed_in_one_place_holds_nothing(app: Flask) -> None:
    cookie = sent(app, _user_id="amina")
    assert opened(app, cookie) == {"_user_id": "amina"}
    for place in (0, cookie.index(".") + 1, len(cookie) - 2):
        other = "A" if cookie[place] != "A" else "B"
        assert opened(app, cookie[:place] + other + cookie[place + 1 :]) == {}, place


def test_two_cookies_do_not_stand_for_each_other(app: Flask) -> None:
    one, other = sent(app, _user_id="amina"), sent(app, _user_id="farid")
    for _ in range(2):
        assert opened(app, one) == {"_user_id": "amina"}
        assert opened(app, other) == {"_user_id": "farid"}


def test_a_cookie_ends_with_its_time_though_it_was_read_before(app: Flask) -> None:
    cookie = sent(app, _user_id="amina")
    assert opened(app, cookie) == {"_user_id": "amina"}
    app.permanent_session_lifetime = timedelta(seconds=-1)
    assert opened(app, cookie) == {}
