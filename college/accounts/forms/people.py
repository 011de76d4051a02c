"""What administrators decide about people."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from college.accounts.forms.checks import too_long
from college.accounts.forms.words import ROLES, STATES


def reason_checks(words: Any) -> list[Any]:
    return [InputRequired(words), Length(max=1000, message=too_long(1000))]


class Search(Form):
    q = StringField(_l("Name, number or address"), render_kw={"type": "search"})
    state = SelectField(
        _l("State"),
        choices=lambda: [("", _l("All")), *((state.value, words) for state, words in STATES.items())],
        validate_choice=False,
    )
    role = SelectField(
        _l("Role"),
        choices=lambda: [("", _l("All")), *((role.value, words) for role, words in ROLES.items())],
        validate_choice=False,
    )


class Rejection(FlaskForm):
    reason = TextAreaField(_l("Reason"), reason_checks(_l("Say why; the person reads it.")), render_kw={"rows": "3"})


class Suspension(FlaskForm):
    reason = TextAreaField(_l("Reason"), reason_checks(_l("Say why the account is shut.")), render_kw={"rows": "3"})


class Grant(FlaskForm):
    role = SelectField(
        _l("Role to grant"),
        [InputRequired(_l("Choose a role."))],
        choices=lambda: [("", _l("Choose a role")), *((role.value, words) for role, words in ROLES.items())],
    )
