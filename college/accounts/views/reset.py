"""Getting back in: asking for a letter, and using a one-time code."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts import services
from college.accounts.access import anyone
from college.accounts.forms.account import AskReset, NewPassword
from college.accounts.views.area import blueprint
from college.errors import Refused
from college.web.locale import say


@blueprint.route("/reset", methods=["GET", "POST"])
@anyone
def reset() -> ResponseReturnValue:
    """The answer is the same whether anybody goes by this name or not."""
    form = AskReset()
    if form.validate_on_submit():
        services.ask_reset(form.identifier.data or "", address=request.remote_addr or "", now=clock.now())
        return render_template("accounts/reset.html", form=form, asked=True)
    status = 422 if form.errors else 200
    g.page_status = status
    return render_template("accounts/reset.html", form=form, asked=False), status


@blueprint.route("/reset/code", methods=["GET", "POST"])
@blueprint.get("/reset/<code>")
@anyone
def new_password(code: str = "") -> ResponseReturnValue:
    """A new password for whoever holds a code; the address of a letter's link brings the code with it."""
    form = NewPassword()
    if request.method == "GET":
        form.code.data = code[:100]
    status = 200
    if form.validate_on_submit():
        try:
            services.reset_password(form.code.data or "", form.password.data or "", now=clock.now())
        except Refused as refused:
            form.code.errors = [*form.code.errors, say(refused.said)]
            status = refused.status
        else:
            session.pop("_user_id", None)
            flash(_("The new password is set, and every earlier sign-in has ended. Sign in with it."), "done")
            return redirect(url_for("accounts.sign_in"), 303)
    elif form.errors:
        status = 422
    form.password.data = None
    g.page_status = status
    return render_template("accounts/new_password.html", form=form, action=url_for("accounts.new_password")), status
