"""What administrators do to one person's account; each is a form of the person's page."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts import queries, services
from college.accounts.access import me, only
from college.accounts.forms.people import Grant, Rejection, Suspension
from college.accounts.queries.people import find_letter
from college.accounts.rules import Role
from college.accounts.views.area import blueprint
from college.accounts.views.people import person_page
from college.errors import NotFound
from college.outbox import paper


def _done(person_id: int, words: str) -> ResponseReturnValue:
    flash(words, "done")
    return redirect(url_for("accounts.person", person_id=person_id), 303)


@blueprint.post("/people/<id:person_id>/approve")
@only(Role.ADMINISTRATOR)
def approve(person_id: int) -> ResponseReturnValue:
    services.approve(person_id, by=me().id, now=clock.now())
    flash(_("%(name)s is approved.", name=queries.get_person(person_id).name_latin), "done")
    return redirect(url_for("accounts.people", state="registered"), 303)


@blueprint.post("/people/<id:person_id>/reject")
@only(Role.ADMINISTRATOR)
def reject(person_id: int) -> ResponseReturnValue:
    form = Rejection()
    if not form.validate_on_submit():
        return person_page(person_id, rejection=form, status=422)
    services.reject(person_id, form.reason.data or "", by=me().id, now=clock.now())
    return _done(person_id, _("The person is not approved, and can read the reason."))


@blueprint.post("/people/<id:person_id>/suspend")
@only(Role.ADMINISTRATOR)
def suspend(person_id: int) -> ResponseReturnValue:
    form = Suspension()
    if not form.validate_on_submit():
        return person_page(person_id, suspension=form, status=422)
    services.suspend(person_id, form.reason.data or "", by=me().id, now=clock.now())
    return _done(person_id, _("The account is suspended, and every sign-in has ended."))


@blueprint.post("/people/<id:person_id>/readmit")
@only(Role.ADMINISTRATOR)
def readmit(person_id: int) -> ResponseReturnValue:
    services.readmit(person_id, by=me().id, now=clock.now())
    return _done(person_id, _("The account is open again."))


@blueprint.post("/people/<id:person_id>/grant")
@only(Role.ADMINISTRATOR)
def grant(person_id: int) -> ResponseReturnValue:
    form = Grant()
    if not form.validate_on_submit():
        return person_page(person_id, grant=form, status=422)
    services.grant(person_id, Role(form.role.data), by=me().id, now=clock.now())
    return _done(person_id, _("The role is granted. It counts from the next sign-in."))


@blueprint.post("/people/<id:person_id>/grants/<id:grant_id>/take")
@only(Role.ADMINISTRATOR)
def take(person_id: int, grant_id: int) -> ResponseReturnValue:
    services.take(person_id, grant_id, by=me().id, now=clock.now())
    return _done(person_id, _("The role is taken away, at once."))


@blueprint.post("/people/<id:person_id>/end-sessions")
@only(Role.ADMINISTRATOR)
def end_sessions(person_id: int) -> ResponseReturnValue:
    services.end_sessions(person_id, by=me().id, now=clock.now())
    return _done(person_id, _("The person is signed out everywhere."))


@blueprint.post("/people/<id:person_id>/take-second-factor")
@only(Role.ADMINISTRATOR)
def take_second_factor(person_id: int) -> ResponseReturnValue:
    services.take_second_factor(person_id, by=me().id, now=clock.now())
    return _done(person_id, _("The second factor is taken off. The next sign-in sets up a new one."))


@blueprint.post("/people/<id:person_id>/code")
@only(Role.ADMINISTRATOR)
def one_time_code(person_id: int) -> ResponseReturnValue:
    """A slip to print and hand over; the code is shown this once."""
    made = services.make_reset(person_id, by=me().id, now=clock.now())
    return render_template(
        "accounts/one_time_code.html",
        person=queries.get_person(person_id),
        made=made,
        address=_public(url_for("accounts.new_password")),
    )


@blueprint.post("/people/<id:person_id>/letters/<id:letter_id>")
@only(Role.ADMINISTRATOR)
def letter_link(person_id: int, letter_id: int) -> ResponseReturnValue:
    """A letter with its one-time link, made now; shown this once, to be sent on by hand."""
    letter = find_letter(person_id, letter_id)
    if letter is None:
        raise NotFound
    now = clock.now()
    makers: dict[str, Callable[[], str]] = {
        "reset": lambda: url_for(
            "accounts.new_password",
            _method="GET",  # or the address of the form would be taken, because this is a POST
            code=services.make_reset(person_id, by=me().id, lasts=services.BY_MAIL, now=now).code,
        ),
        "email": lambda: url_for("accounts.proved_email", code=services.make_email_link(person_id, to, now=now).code),
    }
    # Read before the link is made: making it is a transaction, and that forgets what was read.
    to, kind, lang, values = letter.to, letter.kind, letter.language, dict(letter.values)
    worded = paper.word(kind, lang, values, link=_public(makers[kind]()))
    return render_template("accounts/letter_link.html", person_id=person_id, to=to, letter=worded, lang=lang)


def _public(path: str) -> str:
    return f"{current_app.extensions['college'].public_url}{path}"
