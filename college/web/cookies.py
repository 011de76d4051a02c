"""The one cookie: Flask's signed session, with its signer made once instead of for each request."""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer


def prepare(app: Flask) -> None:
    """Once the secret key is in the settings."""
    app.session_interface = Cookies(app)
