"""The token in every form that proves where it comes from: signed once for a session, good as long as it lasts."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from flask import Flask, current_app, session
from flask_wtf.csrf import generate_csrf


def prepare(app: Flask) -> None:
    """After CSRFProtect, which signs one anew for each page."""
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})


def token() -> str:
    return token_and_mark()[0]


def token_and_mark() -> tuple[str, str]:
    """The mark tells one session's token from another's, and stays as long as the session does."""
    secret = session.get("csrf_token")
    if secret is None:
        generate_csrf()
        secret = session["csrf_token"]
    return _signed(str(current_app.secret_key), secret)


@lru_cache(maxsize=10_000)
def _signed(key: str, secret: str) -> tuple[str, str]:
    return str(generate_csrf()), hashlib.sha256(secret.encode()).hexdigest()[:8]
