"""Addresses are built once, and still those of the place and of the values that are asked for."""

from __future__ import annotations

from flask import Flask, url_for
from werkzeug.test import EnvironBuilder


def built(app: Flask, endpoint: str, root: str = "", **values: object) -> str:
    environ = EnvironBuilder().get_environ() | {"SCRIPT_NAME": root}
    with app.request_context(environ):
        return url_for(endpoint, **values)  # type: ignore[arg-type]


def test_an_address_follows_the_root_that_the_college_stands_at(app: Flask) -> None:
    for _ in range(2):
        assert built(app, "catalogue.courses") == "/courses/"
        assert built(app, "catalogue.courses", "/college") == "/college/courses/"


def test_an_address_follows_its_values(app: Flask) -> None:
    for _ in range(2):
        assert built(app, "learning.attempt", attempt_id=1) == "/attempts/1"
        assert built(app, "learning.attempt", attempt_id=2) == "/attempts/2"
        assert built(app, "learning.question", attempt_id=2, n=1, per="all") == "/attempts/2/1?per=all"
        assert built(app, "learning.question", attempt_id=2, n=1, per=None) == "/attempts/2/1"
        assert built(app, "catalogue.search", q=["a", "b"]) == "/search?q=a&q=b"
        assert built(app, "catalogue.glossary", course="c", _anchor="t") == "/courses/c/glossary#t"
        assert built(app, "learning.home", _external=True) == "http://localhost/"
