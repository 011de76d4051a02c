"""Who may use a view: declared on each, checked before each request."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from flask import Flask, Response, current_app, g, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from werkzeug.exceptions import Forbidden

from college import clock
from college.accounts import queries, rules
from college.accounts.queries import SignedIn
from college.accounts.rules import PersonState, Role
from college.errors import N_, Refused
from college.web.doors import Door, View, anyone, declare, door_of
from college.web.errors import wants_json

__all__ = ["SignInNeeded", "anyone", "me", "only", "prepare", "recoverable", "signed_in", "signed_in_lately"]

SEEN_STEP_MINUTES = 5
"""How stale the time of the last activity in the cookie may get before it is written again."""


class SignInNeeded(Exception):
    """A form arrived after its sign-in had ended; what was typed must survive."""


def recoverable(view: View) -> View:
    """What is posted here outlives its sign-in: it is kept beside the sign-in form and shown again to be confirmed.

    For answers and drafts; never for passwords, grants, or anything that somebody else could profit from.
    """
    view.__dict__["recoverable"] = True
    return view


def signed_in(view: View) -> View:
    """Open to everybody who has signed in, approved or not."""
    return declare(view, Door())


def signed_in_lately(view: View) -> View:
    """Open to everybody who has signed in; long sessions on one's own device sign in again first."""
    return declare(view, Door(fresh=True))


def only(*roles: Role, fresh: bool = False) -> Callable[[View], View]:
    """Open to those who hold one of the roles; `fresh` asks long sessions to sign in again."""
    return lambda view: declare(view, Door(roles=frozenset(roles), fresh=fresh))


def me() -> SignedIn:
    """The signed-in person; only behind a door that asks for one."""
    person: SignedIn = current_user._get_current_object()
    return person


READER_MARK = "Reader-Mark"
"""The header that tells a browser's worker whose answer this is, so that what it keeps for one is shown to no other."""


@lru_cache(maxsize=4096)
def _mark(secret: str, person_id: int) -> str:
    return hmac.new(secret.encode(), f"reader:{person_id}".encode(), hashlib.sha256).hexdigest()[:24]


def mark_of(person_id: int) -> str:
    """Always the same for one person, and of no meaning to anybody else."""
    return _mark(str(current_app.secret_key), person_id)


class SignIns(LoginManager):
    """Flask-Login without its own cookie and its look at the browser: the row of the session alone decides."""

    def _load_user(self) -> None:
        token = session.get("_user_id")
        self._update_request_context_with_user(None if token is None else load(token))

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def prepare(app: Flask) -> None:
    SignIns(app)
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    app.before_request(check_door)
    app.register_error_handler(SignInFirst, lambda _error: _ask_to_sign_in())
    app.after_request(keep_seen_where_known)


class SignInFirst(Exception):
    """A stranger asked for what only members may see; the answer is the sign-in page, and then the way back."""


class NotApprovedYet(Refused):
    status = 403
    words = N_("This opens when an administrator has approved your registration. You will be told.")


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


def keep_seen_where_known(response: Response) -> Response:
    """Reading an open page is activity too, where the page has looked at who reads it."""
    person = g.get("_login_user")
    if person is not None and person.is_authenticated and "_user_id" in session:
        keep_seen(clock.now())
        response.headers.add(READER_MARK, mark_of(person.id))
    return response


def must_sign_in_again(person: SignedIn, now: datetime) -> bool:
    """Whether a long session on one's own device is too old for what matters."""
    return person.own_device and not rules.is_fresh(person.stepped_up_at or person.signed_in_at, now)


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
    person = me()
    if door.roles and person.roles.isdisjoint(door.roles):
        if person.state == PersonState.REGISTERED and Role.LEARNER in door.roles:
            raise NotApprovedYet
        raise Forbidden
    if door.fresh and must_sign_in_again(person, clock.now()):
        return _ask_to_sign_in()
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    if wants_json():
        return jsonify({"error": "signed-out"}), 401
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    if getattr(current_app.view_functions[request.endpoint or ""], "recoverable", False):
        raise SignInNeeded
    return redirect(url_for("accounts.sign_in"), 303)
