"""The registrar withdraws, replaces and seals; each asks once more and wants a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from college import clock
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.certification import queries, services
from college.certification.forms import ReasonForm, ReplaceForm
from college.certification.queries import Held
from college.certification.rules import NotCurrent, NotForYourself, State, may_seal
from college.certification.views.area import blueprint, issuer, whole_code
from college.database import transaction


@blueprint.route("/registrar/certificates/<code>/withdraw", methods=["GET", "POST"])
@only(Role.REGISTRAR, fresh=True)
def registrar_withdraw(code: str) -> ResponseReturnValue:
    held, form = _changeable(code), ReasonForm()
    if form.validate_on_submit():
        with transaction():
            services.withdraw(held.code, reason=form.reason.data or "", by_id=me().id, now=clock.now())
        flash(_("The certificate is withdrawn."), "done")
        return _back(held.code)
    page = render_template("certification/registrar_withdraw.html", held=held, facts=held.facts, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/registrar/certificates/<code>/replace", methods=["GET", "POST"])
@only(Role.REGISTRAR, fresh=True)
def registrar_replace(code: str) -> ResponseReturnValue:
    held = _changeable(code)
    form = ReplaceForm(name_latin=held.facts.name_latin, name_native=held.facts.name_native)
    if form.validate_on_submit():
        new = services.replace(
            held.code,
            name_latin=form.name_latin.data or "",
            name_native=form.name_native.data or None,
            reason=form.reason.data or "",
            by_id=me().id,
            issuer=issuer(),
            now=clock.now(),
        )
        flash(_("The corrected certificate is issued, and the earlier one is replaced."), "done")
        return _back(new)
    page = render_template("certification/registrar_replace.html", held=held, facts=held.facts, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/registrar/certificates/<code>/seal", methods=["GET", "POST"])
@only(Role.REGISTRAR, fresh=True)
def registrar_seal(code: str) -> ResponseReturnValue:
    held, form = queries.get_certificate(whole_code(code)), FlaskForm()
    if form.validate_on_submit():
        with transaction():
            services.seal(held.code, by_id=me().id, as_registrar=True, now=clock.now())
        flash(_("The certificate is sealed."), "done")
        return _back(held.code)
    may_seal(held.sealed_at).enforce()
    return render_template("certification/registrar_seal.html", held=held, facts=held.facts, form=form)


def _changeable(code: str) -> Held:
    """The certificate, as long as this registrar may still change it."""
    held = queries.get_certificate(whole_code(code))
    if held.person_id == me().id:
        raise NotForYourself
    if held.state is not State.CURRENT:
        raise NotCurrent
    return held


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("certification.registrar_certificate", code=code), 303)
