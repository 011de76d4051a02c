"""The one cookie: Flask's signed session, read once instead of for each request that brings the same."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from college import clock

KEPT = 4096


class Cookies(SecureCookieSessionInterface):
    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)
        # By the whole of the cookie, its signature too: whoever sends the same bytes has signed in as the same.
        self._read = lru_cache(maxsize=KEPT)(self._read_anew)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        value = request.cookies.get(self.get_cookie_name(app))
        if not value or self._signer is None:
            return self.session_class()
        try:
            kept, signed_at = self._read(value)
        except BadSignature:
            return self.session_class()
        if clock.now() - signed_at > app.permanent_session_lifetime:
            return self.session_class()
        # What one request changes in its session is not yet in the cookie of the next.
        return self.session_class(deepcopy(kept))

    def _read_anew(self, value: str) -> tuple[dict[str, Any], datetime]:
        """What the cookie holds, and when it was signed; raises BadSignature."""
        assert self._signer is not None
        kept, signed_at = self._signer.loads(value, return_timestamp=True)
        return kept, signed_at


def prepare(app: Flask) -> None:
    """Once the secret key is in the settings."""
    app.session_interface = Cookies(app)
