"""What strangers are asked to verify a certificate, and registrars to change one."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from college.certification import rules
from college.certification.rules import Kind, Shown
from college.courseware.texts import months_in_words, order_of_a_day
from college.web import locale

LONGEST_NAME = 200
LONGEST_REASON = 2000
LONGEST_TYPED = 200

KINDS = {
    Kind.PARTICIPATION: _l("Certificate of participation"),
    Kind.ACHIEVEMENT: _l("Certificate of achievement (the exam must be passed)"),
}
STATES = {
    Shown.CURRENT: _l("Current"),
    Shown.EXPIRED: _l("Expired"),
    Shown.REPLACED: _l("Replaced"),
    Shown.WITHDRAWN: _l("Withdrawn"),
    Shown.SEALED: _l("Sealed"),
}


def _too_long(most: int) -> Length:
    return Length(max=most, message=_l("Keep it below %(max)d characters."))


def _number(typed: str | None) -> int | None:
    """Whole numbers in the digits of any script."""
    text = (typed or "").strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


class VerifyForm(FlaskForm):
    """The code and the day of issue, as both are printed."""

    code = StringField(_l("Certificate code"), validators=[InputRequired(_l("Type the code of the certificate."))])
    day = StringField(_l("Day"), validators=[InputRequired(_l("Type the day of issue."))])
    month = SelectField(_l("Month"), validators=[InputRequired(_l("Choose the month of issue."))])
    year = StringField(_l("Year"), validators=[InputRequired(_l("Type the year of issue."))])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        names = months_in_words(locale.language())
        self.month.choices = [("", ""), *((str(n), name) for n, name in enumerate(names, start=1))]

    def validate_code(self, field: StringField) -> None:
        typed = field.data or ""
        if rules.is_miscopied(typed):
            raise ValidationError(
                _l("A letter or digit of this code is wrong. Look again at each and compare it with the certificate.")
            )
        if rules.read_code(typed) is None:
            raise ValidationError(
                _l("This is not a whole code. It has 17 letters and digits; compare each with the certificate.")
            )

    def validate_year(self, _field: StringField) -> None:
        if self.month.data and self.issued_on is None:
            raise ValidationError(_l("There is no such day. Copy the day of issue from the certificate."))

    @property
    def parts_of_the_day(self) -> list[Field]:
        """Day, month and year in the order in which they are printed in the reader's language."""
        return [self[part] for part in order_of_a_day(locale.language())]

    @property
    def issued_on(self) -> date | None:
        try:
            return date(_number(self.year.data) or 0, _number(self.month.data) or 0, _number(self.day.data) or 0)
        except ValueError:
            return None


class ReasonForm(FlaskForm):
    reason = TextAreaField(
        _l("Reason"),
        description=_l("It is recorded for the office and never published."),
        validators=[DataRequired(_l("Write in a sentence why this is done.")), _too_long(LONGEST_REASON)],
    )


def _printable(_form: FlaskForm, field: StringField) -> None:
    if field.data and not rules.clean(field.data):
        raise ValidationError(_l("Type a name that can be printed."))


class ReplaceForm(ReasonForm):
    name_latin = StringField(
        _l("Name in Latin letters"),
        validators=[DataRequired(_l("Type the name to be printed.")), _too_long(LONGEST_NAME), _printable],
    )
    name_native = StringField(
        _l("Name in the person's own script"), validators=[Optional(), _too_long(LONGEST_NAME), _printable]
    )


class GiveForm(ReasonForm):
    number = StringField(
        _l("Learner number"), validators=[DataRequired(_l("Type the learner number.")), _too_long(LONGEST_TYPED)]
    )
    course = SelectField(_l("Course"), validators=[InputRequired(_l("Choose the course."))])
    kind = RadioField(_l("What is given"))

    def __init__(self, courses: list[tuple[str, str]]) -> None:
        super().__init__()
        self.course.choices = [("", ""), *courses]
        self.kind.choices = [(kind.value, words) for kind, words in KINDS.items()]


class DeskFilter(Form):
    """Travels in the address, so that a list can be kept or sent on."""

    q = StringField(_l("Code, learner number or name"))
    state = SelectField(_l("State"), default="")
    course = SelectField(_l("Course"), default="")

    def __init__(self, given: Any, courses: list[tuple[str, str]]) -> None:
        super().__init__(given)
        anything = ("", _l("All"))
        self.state.choices = [anything, *((state.value, words) for state, words in STATES.items())]
        self.course.choices = [anything, *courses]
