"""Verification by anybody: the address in the QR code suffices, the typed code needs the day of issue."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts.access import anyone
from college.accounts.services import delays
from college.certification import paper, queries, rules
from college.certification.forms import VerifyForm
from college.certification.queries import Held
from college.certification.rules import Shown
from college.certification.views.area import blueprint, today
from college.database import transaction


@blueprint.route("/verify/", methods=["GET", "POST"])
@anyone
def verify() -> ResponseReturnValue:
    form = VerifyForm()
    if not form.is_submitted():
        return render_template("certification/verify.html", form=form)
    found = _find(form) if form.validate() else None
    if found is not None:
        return _verified(found)
    if not form.errors:
        # The same words for a code that never was and for a wrong day: neither tells of the other.
        form.form_errors.append(
            _("There is no certificate with this code and day of issue. Compare both, then try again.")
        )
    return render_template("certification/verify.html", form=form), 422


@blueprint.get("/verify/<code>")
@anyone
def verified(code: str) -> ResponseReturnValue:
    """The page behind the QR code; without its secret, the form."""
    whole = rules.read_code(code)
    found = None if whole is None else queries.find_certificate(whole)
    if whole is None or found is None:
        return render_template("certification/_unknown.html"), 404
    if code != whole:
        return redirect(url_for("certification.verified", code=whole, s=request.args.get("s")), 303)
    secret = request.args.get("s")
    if secret is not None and queries.is_secret(found.id, secret):
        return _verified(found)
    return render_template("certification/verify.html", form=VerifyForm(code=whole), from_paper=True)


def _find(form: VerifyForm) -> Held | None:
    """The certificate whose code and day of issue were typed; tries at one code are counted."""
    found = queries.find_certificate(rules.read_code(form.code.data or "") or "")
    if found is None:
        return None
    now = clock.now()
    limits = rules.verify_limits(found.code, request.remote_addr or "")
    delays.count_try(limits, now=now)
    if found.issued_on != form.issued_on:
        return None
    with transaction():
        delays.forgive_try(limits, now=now)
    return found


def _verified(found: Held) -> str:
    shown = found.shown(today())
    if shown is Shown.SEALED:
        return render_template("certification/verified.html", sealed=True)
    said = paper.wording(found.facts, paper.translate_into(found.facts.language))
    return render_template(
        "certification/verified.html", held=found, facts=found.facts, said=said, shown=shown.value, at=clock.now()
    )
