"""What learners are asked, and what the office is asked about their exams."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from college.assessment.services.adjusting import LONGEST_REASON, MOST_ATTEMPTS, MOST_TIME
from college.courseware.outline import Quiz
from college.learning.services.progress import LONGEST_REPORT

PLAIN_TIME = 1000
MOST_MORE_TIME = (MOST_TIME - PLAIN_TIME) // 10
"""In percent of the limit, added to it."""
LONGEST_AHEAD = timedelta(days=3653)


class ProblemForm(FlaskForm):
    words = TextAreaField(
        _l("What is wrong with this page?"),
        validators=[
            InputRequired(_l("Say what is wrong.")),
            Length(max=LONGEST_REPORT, message=_l("Keep it below %(max)d characters.")),
        ],
    )


class LearnerSearch(Form):
    """Travels in the address."""

    q = StringField(_l("Learner number or name"), render_kw={"type": "search"})


class AdjustForm(FlaskForm):
    """An adjustment of one exam; only what can change something in it is offered."""

    kind = RadioField(_l("What is adjusted"), validators=[InputRequired(_l("Choose what is adjusted."))])
    amount = StringField(_l("How much"), render_kw={"inputmode": "numeric", "autocomplete": "off", "size": "6"})
    until = StringField(_l("Last day on which it applies"), validators=[Optional()], render_kw={"type": "date"})
    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Say why the exam is adjusted; the reason is kept with it.")),
            Length(max=LONGEST_REASON, message=_l("Keep it below %(max)d characters.")),
        ],
        render_kw={"rows": "3"},
    )
    seen = HiddenField()

    def __init__(self, quiz: Quiz, *, seen: int | None, today: date) -> None:
        super().__init__(data={"seen": "" if seen is None else str(seen)})
        self.today = today
        self.kind.choices = list(offered(quiz).items())

    @property
    def units(self) -> int:
        """The amount as adjustments have it: a factor in thousandths, or a number of attempts."""
        if self.kind.data == "unlock":
            return 1
        number = _number(self.amount.data) or 0
        return PLAIN_TIME + 10 * number if self.kind.data == "time_factor" else number

    @property
    def last_day(self) -> date | None:
        return _day(self.until.data)

    @property
    def seen_id(self) -> int | None:
        return _number(self.seen.data)

    def validate_amount(self, field: StringField) -> None:
        number = _number(field.data)
        if self.kind.data == "time_factor" and (number is None or not 1 <= number <= MOST_MORE_TIME):
            raise ValidationError(
                _(
                    "Type how many percent of the limit are added: a whole number from 1 to %(most)d.",
                    most=MOST_MORE_TIME,
                )
            )
        if self.kind.data == "extra_attempt" and (number is None or not 1 <= number <= MOST_ATTEMPTS):
            raise ValidationError(
                _("Type how many attempts are added: a whole number from 1 to %(most)d.", most=MOST_ATTEMPTS)
            )

    def validate_until(self, field: StringField) -> None:
        day = _day(field.data)
        if field.data and (day is None or not self.today <= day <= self.today + LONGEST_AHEAD):
            raise ValidationError(_("Type a day from today on, within ten years, or leave it empty."))


def offered(quiz: Quiz) -> dict[str, Any]:
    """The kinds of adjustment that change something in this exam, with their words."""
    kinds: dict[str, Any] = {}
    if quiz.time_limit is not None:
        kinds["time_factor"] = _l("More time")
    if quiz.attempts is not None:
        kinds["extra_attempt"] = _l("More attempts")
    if quiz.attempts is not None or quiz.wait:
        kinds["unlock"] = _l("Unlock: one more attempt, at once")
    return kinds


def _number(typed: str | None) -> int | None:
    """Whole numbers in the digits of any script."""
    text = (typed or "").strip()
    return int(text) if text.isdecimal() and len(text) <= 15 else None


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat((typed or "").strip())
    except ValueError:
        return None
