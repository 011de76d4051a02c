"""The one cookie: Flask's signed session, read once instead of for each request that brings the same."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

from college.web.headers import vary

KEPT = 4096


class Cookies(SecureCookieSessionInterface):
    def __init__(self, app: Flask) -> None:
        signer = super().get_signing_serializer(app)
        assert signer is not None, "the secret key comes first"
        self._signer = signer
        self._now = TimestampSigner(signer.secret_keys).get_timestamp
        # By the whole of the cookie, its signature too: whoever sends the same bytes has signed in as the same.
        self._read = lru_cache(maxsize=KEPT)(self._read_anew)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return self.session_class()
        try:
            kept, signed_at = self._read(value)
        except BadSignature:
            return self.session_class()
        if self._now() - signed_at > app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        # What one request changes in its session is not yet in the cookie of the next.
        return self.session_class(deepcopy(kept))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            vary(response, "Cookie")

    def _read_anew(self, value: str) -> tuple[dict[str, Any], float]:
        """What the cookie holds, and when it was signed; raises BadSignature."""
        kept, signed_at = self._signer.loads(value, return_timestamp=True)
        return kept, signed_at.timestamp()


def prepare(app: Flask) -> None:
    """Once the secret key is in the settings."""
    app.session_interface = Cookies(app)
