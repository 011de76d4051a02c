"""Signing in, in one step or two, and signing out."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from college import clock
from college.accounts import queries, rules, services
from college.accounts.access import SignInNeeded, anyone, keep_seen, must_sign_in_again
from college.accounts.forms.signing_in import Code, SignIn
from college.accounts.rules import second_factor
from college.accounts.views.area import blueprint
from college.accounts.views.held import find_held, hold_request
from college.accounts.views.pictures import drawn_code
from college.errors import Refused
from college.web.locale import say

PENDING = "second"
"""Where the cookie keeps who has given the password and not yet the code."""


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    form = SignIn()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")[:2000]
    if not form.validate_on_submit():
        return _form(form, 422 if form.errors else 200)
    now = clock.now()
    try:
        known = services.check_password(
            form.identifier.data or "", form.password.data or "", address=request.remote_addr or "", now=now
        )
    except Refused as refused:
        form.form_errors.append(say(refused.said))
        return _form(form, refused.status)
    if known.needs_code:
        _remember(known, next=form.next.data or "", own_device=form.own_device.data, now=now)
        if form.held.data:
            return _second_page(known, Code(formdata=None, held=form.held.data), 200)
        return redirect(url_for("accounts.second_step"), 303)
    return _enter(known, form.own_device.data, form.next.data or "", form.held.data or "", code_given=False)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@anyone
def second_step() -> ResponseReturnValue:
    """The second page: the code, or the first set-up of what makes the codes."""
    now = clock.now()
    pending = session.get(PENDING) or {}
    known = None
    if pending and now.timestamp() - pending["at"] < services.SECOND_STEP.total_seconds():
        known = services.find_known(pending["person"], pending["proof"])
    # The second factor may have been taken off since the password: then there is no secret to set a new one up with.
    if known is None or not (known.has_second_factor or pending["secret"]):
        if session.pop(PENDING, None):
            flash(say(services.SignInLost().said), "problem")
        return redirect(url_for("accounts.sign_in"), 303)
    form = Code()
    if not form.validate_on_submit():
        return _second_page(known, form, 422 if form.errors else 200)
    try:
        if known.has_second_factor:
            services.check_code(known.id, form.code.data or "", now=now)
        else:
            services.enrol_second_factor(known.id, pending["secret"], form.code.data or "", by_sign_in=True, now=now)
    except Refused as refused:
        form.code.errors = [*form.code.errors, say(refused.said)]
        return _second_page(known, form, refused.status)
    return _enter(known, pending["own_device"], pending["next"], form.held.data or "", code_given=True)


@blueprint.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """Ends the session where there is one, and in any case leaves nothing on a shared desktop."""
    if current_user.is_authenticated:
        services.sign_out(current_user.session_id, now=clock.now())
    session.clear()
    response = make_response(redirect(url_for("learning.home"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.app_errorhandler(SignInNeeded)
def keep_what_was_typed(_error: SignInNeeded) -> ResponseReturnValue:
    form = SignIn(formdata=None, held=hold_request())
    return _form(form, 401)


def _form(form: SignIn, status: int) -> ResponseReturnValue:
    form.password.data = None
    g.page_status = status
    known = current_user.is_authenticated
    again = known and must_sign_in_again(current_user, clock.now())
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        holds=bool(form.held.data),
        again=again,
        here_already=known and not again,
        action=url_for("accounts.sign_in"),
    )
    return page, status


def _remember(known: services.Known, *, next: str, own_device: bool, now: datetime) -> None:
    session[PENDING] = {
        "person": known.id,
        "proof": known.proof,
        "at": now.timestamp(),
        "next": next,
        "own_device": own_device,
        # Made here once, so that the page shows the same after a wrong code.
        "secret": None if known.has_second_factor else second_factor.new_secret(),
    }


def _second_page(known: services.Known, form: Code, status: int) -> ResponseReturnValue:
    g.page_status = status
    action = url_for("accounts.second_step")
    if known.has_second_factor:
        return render_template("accounts/second_step.html", form=form, action=action, first=False), status
    secret = session[PENDING]["secret"]
    person = queries.get_person(known.id)
    uri = second_factor.address(secret, account=person.number, issuer=current_app.extensions["college"].college_name)
    page = render_template(
        "accounts/second_step.html", form=form, action=action, first=True, secret=secret, uri=uri, code=drawn_code(uri)
    )
    return page, status


def _enter(
    known: services.Known, own_device: bool, next_path: str, sealed: str, *, code_given: bool
) -> ResponseReturnValue:
    """Open the session, forget everything that the cookie held before, and go where the person was going."""
    now = clock.now()
    opened = services.open_session(
        known,
        own_device=own_device,
        second_factor_given=code_given,
        replaces=current_user.session_id if current_user.is_authenticated else None,
        agent=_agent(),
        now=now,
    )
    language = session.get("lang")
    session.clear()
    g.pop("csrf_token", None)  # a new session has a new token; this one was made for the old
    if language:
        session["lang"] = language
    session["_user_id"] = opened.token
    session["_fresh"] = True
    generate_csrf()  # now, lest two pages that come next at once each make one and refuse the other's
    session.permanent = opened.own_device
    keep_seen(now)
    held = find_held(sealed)
    if held is not None and held.person_id == known.id:
        g.pop("_login_user", None)
        return render_template("accounts/_again.html", held=held)
    if sealed:
        flash(_("What was typed before the sign-in belonged to somebody else and was dropped."), "problem")
    return redirect(next_path if rules.is_local_path(next_path) else url_for("learning.home"), 303)


def _agent() -> str:
    return "".join(character for character in request.user_agent.string if character.isprintable())[:200]
