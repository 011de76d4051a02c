"""The holder's pages: one's own certificates, their papers, and the seal."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from college import clock
from college.accounts import queries as people
from college.accounts import services as accounts
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.certification import queries, services
from college.certification.queries import Held
from college.certification.rules import may_seal
from college.certification.views.area import blueprint, issuer, whole_code
from college.database import transaction
from college.errors import NotFound
from college.web.locale import say


@blueprint.get("/certificates/")
@only(fresh=True)
def certificates() -> str:
    person = me()
    waiting = queries.awards_waiting_of(person.id)
    return render_template(
        "certification/certificates.html",
        certificates=queries.certificates_of(person.id),
        waiting=len(waiting),
        person=people.get_person(person.id) if waiting else None,
    )


@blueprint.post("/certificates/issue")
@only(fresh=True)
def get_certificate() -> ResponseReturnValue:
    """Draw and issue whatever this person has earned and does not hold yet; the page asks for the name first."""
    person = me()
    if request.form.get("confirmed") and person.name_confirmed_at is None:
        named = people.get_person(person.id)
        accounts.confirm_name(person.id, named.name_latin, named.name_native or "", now=clock.now())
    due = services.issue_due(person.id, issuer=issuer(), now=clock.now())
    for words in due.waiting:
        flash(say(words), "problem")
    if len(due.codes) == 1:
        return redirect(url_for("certification.certificate", code=due.codes[0]), 303)
    return redirect(url_for("certification.certificates"), 303)


@blueprint.get("/certificates/<code>")
@only(fresh=True)
def certificate(code: str) -> str:
    held = _own(code)
    return render_template(
        "certification/certificate.html",
        held=held,
        facts=held.facts,
        around=queries.codes_around(held),
        other_name=queries.other_name(held),
    )


@blueprint.get("/certificates/<code>.pdf")
@only(fresh=True)
def pdf(code: str) -> Response:
    """The paper as it was drawn at issue, byte for byte; for its holder and for registrars."""
    held = queries.get_certificate(whole_code(code))
    if held.person_id != me().id and not me().has(Role.REGISTRAR):
        raise NotFound("certificate")
    size = request.args.get("size", "a4")
    paper = queries.get_paper(held.id, size)
    response = make_response(paper.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="certificate-{held.code}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(paper.sha256)
    response.make_conditional(request)
    return response


@blueprint.route("/certificates/<code>/seal", methods=["GET", "POST"])
@only(fresh=True)
def seal(code: str) -> ResponseReturnValue:
    held, form = _own(code), FlaskForm()
    if form.validate_on_submit():
        with transaction():
            services.seal(held.code, by_id=me().id, as_registrar=False, now=clock.now())
        flash(_("The certificate is sealed."), "done")
        return redirect(url_for("certification.certificate", code=held.code), 303)
    may_seal(held.sealed_at).enforce()
    return render_template("certification/seal.html", held=held, form=form)


def _own(code: str) -> Held:
    held = queries.get_certificate(whole_code(code))
    if held.person_id != me().id:
        raise NotFound("certificate")
    return held
