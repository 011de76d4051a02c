"""Forms of signing in: number or address and password, and the code of the second factor."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length


class SignIn(FlaskForm):
    identifier = StringField(
        _l("Learner number or e-mail address"),
        [InputRequired(_l("Type your learner number or your e-mail address.")), Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Type your password."))],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    own_device = BooleanField(_l("This is my own device: let me go on reading here for 30 days"))
    next = HiddenField()
    held = HiddenField()


class Code(FlaskForm):
    code = StringField(
        _l("Code of six digits"),
        [InputRequired(_l("Type the six digits that your app shows now.")), Length(max=20)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": "8"},
    )
    held = HiddenField()
