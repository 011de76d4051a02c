"""The edge: what no part of the college should ever have to read is refused here, alike on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest, Forbidden, UnsupportedMediaType
from werkzeug.routing import BaseConverter, ValidationError

LARGEST_ID = 2**53
MOST_FIELDS = 1000
LARGEST_BODY = 2 * 1024 * 1024
DEEPEST_JSON = 20

# NUL is refused by PostgreSQL and kept by SQLite; lone surrogates fit into neither.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


class IdConverter(BaseConverter):
    """A row's id in an address: a positive whole number that both databases can hold."""

    regex = r"[1-9][0-9]{0,15}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValidationError
        return number


def prepare(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.url_map.converters["id"] = IdConverter
    app.before_request(refuse)


def refuse() -> None:
    """Let nothing past that no part of the college should read."""
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        refuse_the_foreign()
        refuse_what_no_form_sends()
    refuse_the_unreadable()


def refuse_the_foreign() -> None:
    """Answer 403 to a form that another site has sent: not even what it holds may come back into a page of ours."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise Forbidden
    origin = request.headers.get("Origin")
    own = {request.host, urlsplit(current_app.extensions["college"].public_url).netloc}
    if origin is not None and _host_of(origin) not in own:
        raise Forbidden


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # "http://[": no browser's own words
        return None


def refuse_what_no_form_sends() -> None:
    """Answer 400 to files, which nobody is asked for, and 415 to JSON where no script of ours sends any.

    A form would take either for the text that it expects.
    """
    if request.method not in {"POST", "PUT", "PATCH"}:
        return
    if request.files:
        raise BadRequest
    view = current_app.view_functions.get(request.endpoint or "")
    if request.is_json and view is not None and not getattr(view, "reads_json", False):
        raise UnsupportedMediaType


def refuse_the_unreadable() -> None:
    """Answer 400 to text that one of the databases could not keep."""
    if _UNREADABLE.search(request.path) or (request.query_string and any(map(_is_unreadable, _pairs(request.args)))):
        raise BadRequest
    if request.method in {"POST", "PUT", "PATCH"}:
        if request.is_json:
            if not _is_readable_json(_json(), DEEPEST_JSON):
                raise BadRequest
        elif any(map(_is_unreadable, _pairs(request.form))):
            raise BadRequest


def _json() -> Any:
    try:
        return request.get_json()
    except RecursionError as error:
        raise BadRequest from error


def _pairs(values: Any) -> Iterator[str]:
    for key, value in values.items(multi=True):
        yield key
        yield value


def _is_unreadable(text: str) -> bool:
    return _UNREADABLE.search(text) is not None


def _is_readable_json(value: Any, depth: int) -> bool:
    if depth == 0:
        return False
    if isinstance(value, str):
        return not _is_unreadable(value)
    if isinstance(value, dict):
        return all(not _is_unreadable(key) and _is_readable_json(item, depth - 1) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_readable_json(item, depth - 1) for item in value)
    return not (isinstance(value, int) and abs(value) > LARGEST_ID)
