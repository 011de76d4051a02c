"""One's own account: what is kept, and how to change it."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, flash, g, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from college import clock
from college.accounts import queries, services
from college.accounts.access import me, signed_in, signed_in_lately
from college.accounts.forms.account import Details, Email, Names, Password, ProvePassword
from college.accounts.forms.signing_in import Code
from college.accounts.forms.words import KINDS, STATES, TONES
from college.accounts.queries import people
from college.accounts.rules import NOTICES, PersonState, places, second_factor
from college.accounts.rules.browsers import browser_name
from college.accounts.views.area import blueprint
from college.accounts.views.pictures import drawn_code
from college.courseware.outline import OrganisationKind
from college.errors import Refused
from college.web.locale import language, language_name, say

ENROLLING = "enrolling"
"""Where the cookie keeps the key of a second factor until its first code has proved it."""


@blueprint.get("/account")
@signed_in_lately
def account() -> str:
    now = clock.now()
    person = queries.get_person(me().id)
    state = PersonState(person.state)
    return render_template(
        "accounts/account.html",
        person=person,
        # Before approval the address is not shown: whether it was free would tell a stranger who is known here.
        email=person.email_now if state == PersonState.APPROVED else None,
        state=state,
        state_words=STATES[state],
        tone=TONES[state],
        country=places.country(person.country, language()),
        own_language=language_name(person.language),
        memberships=[
            (membership, organisation, KINDS[OrganisationKind(organisation.kind)])
            for membership, organisation in people.memberships_of(person.id)
        ],
        acceptances=people.acceptances_of(person.id),
        present=NOTICES,
        sessions=people.open_sessions(person.id, now=now),
        own_session=me().session_id,
        browser_name=browser_name,
    )


@blueprint.post("/account/sessions/<id:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    services.end_session(me().id, session_id, now=clock.now())
    flash(_("That sign-in has ended."), "done")
    return redirect(url_for("accounts.account"), 303)


def _change(form: FlaskForm, template: str, done: str, story: Callable[[], None]) -> ResponseReturnValue:
    """Show a form, or carry out what it asks for and go back to the account."""
    status = 200
    if form.validate_on_submit():
        try:
            story()
        except Refused as refused:
            form.form_errors.append(say(refused.said))
            status = refused.status
        else:
            flash(done, "done")
            return redirect(url_for("accounts.account"), 303)
    elif form.errors:
        status = 422
    g.page_status = status
    return render_template(template, form=form), status


@blueprint.route("/account/names", methods=["GET", "POST"])
@signed_in_lately
def own_names() -> ResponseReturnValue:
    form = Names(obj=queries.get_person(me().id))
    return _change(
        form,
        "accounts/own_names.html",
        _("The name is corrected. Certificates that you hold keep the name that they were issued with."),
        lambda: services.change_names(
            me().id, form.name_latin.data or "", form.name_native.data or "", now=clock.now()
        ),
    )


@blueprint.route("/account/details", methods=["GET", "POST"])
@signed_in_lately
def own_details() -> ResponseReturnValue:
    form = Details(obj=queries.get_person(me().id))

    def keep() -> None:
        services.change_details(
            me().id,
            rank=form.rank.data or "",
            service_number=form.service_number.data or "",
            language=str(form.language.data),
            zone=str(form.zone.data),
            now=clock.now(),
        )
        session["lang"] = str(form.language.data)

    return _change(form, "accounts/own_details.html", _("Your details are kept."), keep)


@blueprint.route("/account/email", methods=["GET", "POST"])
@signed_in_lately
def own_email() -> ResponseReturnValue:
    form = Email()
    if me().state != PersonState.APPROVED:
        return redirect(url_for("accounts.account"), 303)

    def ask() -> None:
        services.check_own_password(me().id, form.password.data or "", now=clock.now())
        services.ask_email(me().id, form.email.data or "", now=clock.now())

    done = _(
        "A letter to that address is made, and the college sends it on. "
        "Open the link in it, signed in, and the address is yours."
    )
    return _change(form, "accounts/own_email.html", done, ask)


@blueprint.route("/account/email/<code>", methods=["GET", "POST"])
@signed_in_lately
def proved_email(code: str) -> ResponseReturnValue:
    """Opened from the letter: the address becomes the account's when the button is pressed."""
    form = FlaskForm()
    email = services.email_in(code)
    if form.validate_on_submit():
        services.change_email(me().id, code, now=clock.now())
        flash(_("Your e-mail address is changed."), "done")
        return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/proved_email.html", form=form, email=email)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in_lately
def own_password() -> ResponseReturnValue:
    form = Password()
    form.about = (me().name, me().number)
    return _change(
        form,
        "accounts/own_password.html",
        _("The password is changed, and every other sign-in has ended."),
        lambda: services.change_password(
            me().id,
            form.present.data or "",
            form.password.data or "",
            session_id=me().session_id,
            now=clock.now(),
        ),
    )


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@signed_in_lately
def own_second_factor() -> ResponseReturnValue:
    """The first step: only who knows the password may change what makes the codes."""
    form = ProvePassword()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            services.check_own_password(me().id, form.password.data or "", now=clock.now())
        except Refused as refused:
            form.form_errors.append(say(refused.said))
            status = refused.status
        else:
            session[ENROLLING] = {"secret": second_factor.new_secret(), "at": clock.now().timestamp()}
            return redirect(url_for("accounts.new_second_factor"), 303)
    g.page_status = status
    return render_template("accounts/own_second_factor.html", form=form), status


@blueprint.route("/account/second-factor/new", methods=["GET", "POST"])
@signed_in_lately
def new_second_factor() -> ResponseReturnValue:
    now = clock.now()
    enrolling = session.get(ENROLLING) or {}
    if not enrolling or now.timestamp() - enrolling["at"] > services.SECOND_STEP.total_seconds():
        return redirect(url_for("accounts.own_second_factor"), 303)
    form = Code()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            services.enrol_second_factor(me().id, enrolling["secret"], form.code.data or "", by_sign_in=False, now=now)
        except Refused as refused:
            form.code.errors = [*form.code.errors, say(refused.said)]
            status = refused.status
        else:
            session.pop(ENROLLING, None)
            flash(_("The second factor is set. Sign-ins ask for its codes from now on."), "done")
            return redirect(url_for("accounts.account"), 303)
    uri = second_factor.address(
        enrolling["secret"], account=me().number, issuer=current_app.extensions["college"].college_name
    )
    g.page_status = status
    page = render_template(
        "accounts/new_second_factor.html", form=form, secret=enrolling["secret"], uri=uri, code=drawn_code(uri)
    )
    return page, status
