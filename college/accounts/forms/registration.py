"""What a person says when registering."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from college.accounts.forms.checks import (
    CountryField,
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
from college.accounts.forms.words import KINDS


class Registration(FlaskForm):
    name_latin = StringField(
        _l("Name in Latin letters"),
        [*required_text(_l("Type your name in Latin letters."), 200), latin],
        filters=[tidy],
        render_kw={"autocomplete": "name", "lang": "und-Latn", "dir": "ltr"},
    )
    name_native = StringField(
        _l("Name in its own script"), optional_text(200), filters=[tidy], render_kw={"dir": "auto"}
    )
    email = StringField(
        _l("E-mail address"),
        [Optional(), Length(max=254, message=too_long(254)), email_address],
        filters=[tidy],
        render_kw={"type": "email", "autocomplete": "email", "dir": "ltr"},
    )
    country = CountryField(_l("Country or territory"), [InputRequired(_l("Choose the country where you serve."))])
    organisation = StringField(
        _l("Organisation"),
        required_text(_l("Type the name of the organisation where you serve."), 200),
        filters=[tidy],
        render_kw={"autocomplete": "organization", "dir": "auto"},
    )
    organisation_kind = SelectField(
        _l("Type of organisation"),
        [InputRequired(_l("Choose the type of your organisation."))],
        choices=lambda: [("", _l("Choose a type")), *((kind.value, words) for kind, words in KINDS.items())],
    )
    post = StringField(
        _l("Your work there"),
        required_text(_l("Say what your work there is."), 200),
        filters=[tidy],
        render_kw={"autocomplete": "organization-title", "dir": "auto"},
    )
    rank = StringField(_l("Rank"), optional_text(100), filters=[tidy], render_kw={"dir": "auto"})
    service_number = StringField(_l("Service number"), optional_text(50), filters=[tidy], render_kw={"dir": "ltr"})
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Choose a password.")), hard_to_guess("name_latin", "name_native", "email", "organisation")],
        render_kw={"autocomplete": "new-password", "dir": "ltr"},
    )
    language = LanguageField(_l("Language of letters and pages"))
    zone = ZoneField(_l("Time zone"), empty=_l("The zone of my country"))
    privacy = BooleanField(
        _l("I have read the privacy notice"), [InputRequired(_l("Please read and accept the privacy notice."))]
    )
    rules = BooleanField(
        _l("I accept the rules of use"), [InputRequired(_l("Please read and accept the rules of use."))]
    )
