"""What people change about themselves."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from college.accounts.forms.checks import (
    LanguageField,
    ZoneField,
    email_address,
    hard_to_guess,
    latin,
    optional_text,
    required_text,
    tidy,
    too_long,
)


def present_password() -> PasswordField:
    return PasswordField(
        _l("Your present password"),
        [InputRequired(_l("Type your present password."))],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )


def new_password() -> PasswordField:
    return PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a new password.")), hard_to_guess()],
        render_kw={"autocomplete": "new-password", "dir": "ltr"},
    )


class Names(FlaskForm):
    name_latin = StringField(
        _l("Name in Latin letters"),
        [*required_text(_l("Type your name in Latin letters."), 200), latin],
        filters=[tidy],
        render_kw={"autocomplete": "name", "lang": "und-Latn", "dir": "ltr"},
    )
    name_native = StringField(
        _l("Name in its own script"), optional_text(200), filters=[tidy], render_kw={"dir": "auto"}
    )


class Details(FlaskForm):
    rank = StringField(_l("Rank"), optional_text(100), filters=[tidy], render_kw={"dir": "auto"})
    service_number = StringField(_l("Service number"), optional_text(50), filters=[tidy], render_kw={"dir": "ltr"})
    language = LanguageField(_l("Language of letters and pages"))
    zone = ZoneField(_l("Time zone"))


class Email(FlaskForm):
    email = StringField(
        _l("New e-mail address"),
        [InputRequired(_l("Type the new address.")), Length(max=254, message=too_long(254)), email_address],
        filters=[tidy],
        render_kw={"type": "email", "autocomplete": "email", "dir": "ltr"},
    )
    password = present_password()


class Password(FlaskForm):
    present = present_password()
    password = new_password()

    about: tuple[str, ...] = ()


class ProvePassword(FlaskForm):
    password = present_password()


class AskReset(FlaskForm):
    identifier = StringField(
        _l("Learner number or e-mail address"),
        [InputRequired(_l("Type your learner number or your e-mail address.")), Length(max=254, message=too_long(254))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"},
    )


class NewPassword(FlaskForm):
    code = StringField(
        _l("One-time code"),
        [InputRequired(_l("Type the code from the paper or the letter.")), Length(max=100, message=too_long(100))],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"},
    )
    password = new_password()
