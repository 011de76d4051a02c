"""Who may use a view: declared on each, checked before each request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden

from college import clock
from college.accounts import queries, rules
from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.web.doors import Door, View, anyone, declare, door_of

__all__ = ["anyone", "me", "only", "prepare", "signed_in"]

SEEN_STEP_MINUTES = 5
"""How stale the time of the last activity in the cookie may get before it is written again."""


def signed_in(view: View) -> View:
    """Open to everybody who has signed in, approved or not."""
    return declare(view, Door())


def only(*roles: Role, fresh: bool = False) -> Callable[[View], View]:
    """Open to those who hold one of the roles; `fresh` asks long sessions to sign in again."""
    return lambda view: declare(view, Door(roles=frozenset(roles), fresh=fresh))


def me() -> SignedIn:
    """The signed-in person; only behind a door that asks for one."""
    person: SignedIn = current_user._get_current_object()
    return person


def prepare(app: Flask) -> None:
    manager = LoginManager(app)
    manager.user_loader(load)
    # The session row decides how long a sign-in lives; Flask-Login only loads the person behind it.
    app.config["SESSION_PROTECTION"] = None
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.before_request(check_door)


def load(token: str) -> SignedIn | None:
    """The person behind the token in the cookie, unless the sign-in has been idle for too long."""
    now = clock.now()
    person = queries.find_signed_in(token, now=now)
    if person is None or _idle_seconds(now) > person.idle_seconds:
        return None
    return person


def _idle_seconds(now: datetime) -> float:
    seen = session.get("seen")
    return now.timestamp() - seen * 60 if isinstance(seen, int) else float("inf")


def keep_seen(now: datetime) -> None:
    """Note the last activity in the signed cookie: a GET writes nothing into the database."""
    minute = int(now.timestamp() // 60)
    seen = session.get("seen")
    if not isinstance(seen, int) or minute - seen >= SEEN_STEP_MINUTES:
        session["seen"] = minute


def check_door() -> ResponseReturnValue | None:
    """Let the request through, or answer it here."""
    if request.endpoint is None:
        return None  # no such address: the error page comes by itself
    door = door_of(current_app.view_functions[request.endpoint])
    if door is None:
        raise RuntimeError(f"{request.endpoint} does not declare who may use it")
    if door.anyone:
        return None
    if not me().is_authenticated:
        return _ask_to_sign_in()
    now = clock.now()
    keep_seen(now)
    person = me()
    if door.roles and person.roles.isdisjoint(door.roles):
        raise Forbidden
    if door.fresh and not rules.is_fresh(person.stepped_up_at or person.signed_in_at, now):
        return _ask_to_sign_in()
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    where = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=where), 303)
