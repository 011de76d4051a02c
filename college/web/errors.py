"""Turns what went wrong into a page that says what happened and what to do next."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from college.errors import NotFound, Refused
from college.web.locale import say

log = logging.getLogger(__name__)

WORDED = frozenset({400, 403, 404, 405, 413, 429, 503})
"""Statuses with a page of their own; every other client error gets the page of 400."""

RETRY_SECONDS = 2


def prepare(app: Flask) -> None:
    app.register_error_handler(Refused, refused)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(CSRFError, csrf)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(PoolTimeout, busy)
    app.register_error_handler(Exception, fault)


def _answer(page: str, status: int, **values: object) -> Response:
    if status >= 500 and "_login_user" not in g:
        g._login_user = AnonymousUserMixin()  # the database that would say who asks may be what is missing
    if wants_json():
        response = jsonify({"error": page, **{key: str(value) for key, value in values.items()}})
    else:
        response = make_response(render_template(f"errors/{page}.html", **values))
    response.status_code = status
    return response


def wants_json() -> bool:
    """Whether a script is asking: it gets words it can read, not a page."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def refused(error: Refused) -> Response:
    return _answer("refused", error.status, words=say(error.said))


def not_found(_error: NotFound) -> Response:
    return _answer("404", 404)


def csrf(_error: CSRFError) -> Response:
    # What was typed comes back as hidden fields, to be looked at and sent again on purpose.
    return _answer("csrf", 400, again=request.full_path.rstrip("?"))


def http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or 300 <= code < 400:
        return make_response(error.get_response())
    if code >= 500 and code != 503:
        return fault(error)
    response = _answer(str(code if code in WORDED else 400), code)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


BUSY_STATES = frozenset({"40001", "40P01", "53300", "55P03", "57014", "57P01", "57P03"})
"""PostgreSQL's codes for: it may go better in a moment."""


def is_busy(error: OperationalError) -> bool:
    """Whether the database had no room, or was away for a moment; a full disk or a missing table is a fault."""
    state = getattr(error.orig, "sqlstate", None)
    said = str(error.orig)
    away = error.connection_invalidated or "connection failed" in said or "connection is bad" in said
    return state in BUSY_STATES or away or "is locked" in said or "is busy" in said


def busy(error: OperationalError | PoolTimeout) -> Response:
    """The database had no room in time: the request may be sent again, and nothing of it was kept."""
    if isinstance(error, OperationalError) and not is_busy(error):
        return fault(error)
    log.warning("busy: %s", error)
    response = _answer("503", 503, retry_after=RETRY_SECONDS, again=request.full_path.rstrip("?"))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def fault(error: Exception) -> Response:
    """A mistake of ours: logged under a reference that the person can quote."""
    reference = secrets.token_hex(4)
    log.error("fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return _answer("500", 500, reference=reference)
