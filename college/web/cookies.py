"""The one cookie: Flask's signed session, read once instead of for each request that brings the same."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from werkzeug.http import parse_cookie

from college.web.headers import vary

KEPT = 4096
LONGEST = 4096
"""Cookies longer than browsers keep are not worth the room."""


class Cookies(SecureCookieSessionInterface):
    def __init__(self, app: Flask) -> None:
        signer = super().get_signing_serializer(app)
        assert signer is not None, "the secret key comes first"
        self._signer = signer
        self._now = TimestampSigner(signer.secret_keys).get_timestamp
        # By all that the browser sends, signature and all: whoever sends the same bytes has signed in as the same.
        self._read = lru_cache(maxsize=KEPT)(self._read_anew)
        self._name = self.get_cookie_name(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        sent = request.environ.get("HTTP_COOKIE", "")
        read = self._read if len(sent) <= LONGEST else self._read_anew
        try:
            kept, signed_at = read(sent)
        except BadSignature:
            return self.session_class()
        if self._now() - signed_at > app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        # What one request changes in its session is not yet in the cookie of the next.
        return self.session_class(kept if all(map(_is_plain, kept.values())) else deepcopy(kept))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            vary(response, "Cookie")

    def _read_anew(self, sent: str) -> tuple[dict[str, Any], float]:
        """What the one cookie among those that were sent holds, and when it was signed; raises BadSignature."""
        kept, signed_at = self._signer.loads(parse_cookie(sent).get(self._name, ""), return_timestamp=True)
        return kept, signed_at.timestamp()


def _is_plain(value: object) -> bool:
    """Whether nobody can change the value itself, as he could a list."""
    return isinstance(value, str | int | None)


def prepare(app: Flask) -> None:
    """Once the secret key is in the settings."""
    app.session_interface = Cookies(app)
