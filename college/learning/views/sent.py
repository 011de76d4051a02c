"""Answers as forms and scripts send them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import BadRequest

from college.assessment import services as assessment
from college.assessment.queries import Begun
from college.assessment.rules import Given
from college.courseware import questions
from college.courseware.outline import Question, QuestionKind
from college.courseware.questions import BadAnswer
from college.errors import Words
from college.learning.views import sheet
from college.web import locale

LONGEST_TAB = 32

Wrong = dict[int, tuple[str, Words]]
"""By question number, what was typed and why it cannot be taken."""


def language_of(found: Begun) -> str:
    """The language that the page was in when the answer was given."""
    return sheet.language_of(found, request.form.get("language") or request.args.get("in") or locale.language())


def by_form(found: Begun, numbers: range) -> tuple[list[Given], Wrong]:
    """What the form holds for the questions of the page, and what of it cannot be read."""
    tab = request.form.get("tab", "")
    if not 1 <= len(tab) <= LONGEST_TAB:
        tab = secrets.token_urlsafe(16)  # a form sent back after signing in again, or without its hidden fields
    seq = max(1, number(request.form.get("seq")))
    sent: list[Given] = []
    wrong: Wrong = {}
    for n in numbers:
        if f"was-{n}" not in request.form:
            continue
        raw = request.form.getlist(f"given-{n}")
        try:
            value, fault = read_given(found, n, raw)
        except BadAnswer as error:
            wrong[n] = (raw[0] if raw else "", error.said)
            continue
        # An answer that lacks something counts for what it says, and its page tells what is missing.
        if fault is not None and found.questions[n - 1].kind is QuestionKind.NUMBER:
            wrong[n] = (raw[0], fault.said)
        sent.append(given(found, n, value, tab=tab, seq=seq, was=number(request.form.get(f"was-{n}"))))
    return sent, wrong


def number(text: str | None) -> int:
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Sent(BaseModel):
    """What a script sends for one question; `given_at` comes with an answer that had to wait in the browser."""

    model_config = ConfigDict(strict=True)

    question: str
    tab: str = Field(min_length=1, max_length=LONGEST_TAB)
    seq: int = Field(ge=1, le=10**9)
    given: list[str] = Field(max_length=100)
    given_at: str | None = Field(None, max_length=40)


def by_script(found: Begun) -> tuple[Given, BadAnswer | None]:
    """The answer in a script's request; raises BadRequest, NoSuchQuestion or BadAnswer."""
    try:
        one = Sent.model_validate(request.get_json(silent=True))
    except ValidationError as error:
        raise BadRequest from error
    n = found.positions.get(one.question)
    if n is None:
        raise assessment.NoSuchQuestion
    value, fault = read_given(found, n, one.given)
    return given(found, n, value, tab=one.tab, seq=one.seq, given_at=moment(one.given_at)), fault


def read_given(attempt: Begun, n: int, raw: Sequence[str]) -> tuple[dict[str, Any], BadAnswer | None]:
    """The answer in a form's values, and what is wrong with it: what cannot be read, or is not whole, is kept as given.

    Raises BadAnswer where nothing can be kept: what was not offered, or text that is too long.
    """
    question = attempt.questions[n - 1]
    values = questions.from_page(question, attempt.drawn[n - 1][1], raw)
    try:
        value = questions.parse_given(question, values)
    except BadAnswer as error:
        if _is_kept_as_typed(question, values, error):
            return {"text": values[0].strip()}, error
        raise
    return value, questions.fault_of(question, value)


def _is_kept_as_typed(question: Question, values: Sequence[str], error: BadAnswer) -> bool:
    unread = isinstance(error, questions.NotANumber | questions.GroupedNumber)
    return question.kind is QuestionKind.NUMBER and unread and len(values) == 1


def given(
    attempt: Begun,
    n: int,
    value: dict[str, Any],
    *,
    tab: str,
    seq: int,
    was: int | None = None,
    given_at: datetime | None = None,
) -> Given:
    """An answer as it is to be saved; within a tab each question counts for itself."""
    return Given(attempt.drawn[n - 1][0], value, f"{tab}.{n}", seq, was, given_at)


def moment(text: str | None) -> datetime | None:
    """A time that a script names; what is no time, or has no zone, says nothing."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
