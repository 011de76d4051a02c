"""What learners are asked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from college.learning.services.progress import LONGEST_REPORT


class ProblemForm(FlaskForm):
    words = TextAreaField(
        _l("What is wrong with this page?"),
        validators=[
            InputRequired(_l("Say what is wrong.")),
            Length(max=LONGEST_REPORT, message=_l("Keep it below %(max)d characters.")),
        ],
    )
