"""Registration, and the notices that it rests on."""

from __future__ import annotations

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from college import clock
from college.accounts import services
from college.accounts.access import anyone
from college.accounts.forms.registration import Registration
from college.accounts.rules import NOTICES, places
from college.accounts.views.area import blueprint
from college.errors import Refused
from college.web.locale import language, say

REGISTERED = "registered"
"""Where the cookie keeps the number that the next page shows."""


@blueprint.route("/register", methods=["GET", "POST"])
@anyone
def register() -> ResponseReturnValue:
    form = Registration()
    if request.method == "GET":
        form.language.data = language()
    if not form.validate_on_submit():
        return _form(form, 422 if form.errors else 200)
    now = clock.now()
    try:
        services.count_registration(request.remote_addr or "", now=now)
        made = services.register(_claim(form), form.password.data or "", now=now)
    except Refused as refused:
        form.form_errors.append(say(refused.said))
        return _form(form, refused.status)
    session[REGISTERED] = made.number
    return redirect(url_for("accounts.registered"), 303)


def _form(form: Registration, status: int) -> ResponseReturnValue:
    form.password.data = None
    g.page_status = status
    return render_template("accounts/register.html", form=form), status


def _claim(form: Registration) -> services.Claim:
    country = str(form.country.data)
    return services.Claim(
        name_latin=form.name_latin.data or "",
        name_native=form.name_native.data or "",
        email=form.email.data or "",
        country=country,
        organisation=form.organisation.data or "",
        organisation_kind=str(form.organisation_kind.data),
        post=form.post.data or "",
        rank=form.rank.data or "",
        service_number=form.service_number.data or "",
        language=str(form.language.data),
        zone=form.zone.data or places.zone_of(country),
    )


@blueprint.get("/registered")
@anyone
def registered() -> ResponseReturnValue:
    """The number, and who must act next; in this browser only, until somebody signs in."""
    number = session.get(REGISTERED)
    if not number:
        return redirect(url_for("accounts.register"), 303)
    return render_template("accounts/registered.html", learner_number=number)


@blueprint.get("/notices/<kind>")
@anyone
def notice(kind: str) -> str:
    if kind not in NOTICES:
        raise NotFound
    return render_template("accounts/notice.html", kind=kind, version=NOTICES[kind])
