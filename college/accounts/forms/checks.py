"""Checks and choices that several forms share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, SelectField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from college.accounts.rules import names, passwords, places
from college.web.locale import LANGUAGES, language, language_name

Check = Callable[[Form, Field], None]


def tidy(value: str | None) -> str | None:
    return names.tidy(value) if isinstance(value, str) else value


def printable(_form: Form, field: Field) -> None:
    if not names.is_printable(field.data or ""):
        raise ValidationError(_("There is a character here that cannot be printed. Type it once more by hand."))


def latin(_form: Form, field: Field) -> None:
    if not names.is_latin(field.data or ""):
        raise ValidationError(
            _("Write this name in Latin letters, as in a passport; the line below takes any other script.")
        )


def email_address(_form: Form, field: Field) -> None:
    if not names.is_email(names.email(field.data or "")):
        raise ValidationError(_("This is not an e-mail address. One looks like name@example.org."))


def required_text(words: Any, longest: int) -> list[Any]:
    return [InputRequired(words), Length(max=longest, message=too_long(longest)), printable]


def optional_text(longest: int) -> list[Any]:
    return [Optional(), Length(max=longest, message=too_long(longest)), printable]


def too_long(longest: int) -> Any:
    return _l("This is too long: at most %(longest)d characters.", longest=longest)


def hard_to_guess(*about: str) -> Check:
    """A check of new passwords; `about` names the fields whose words do not count."""

    def check(form: Form, field: Field) -> None:
        password = field.data or ""
        if len(password) > passwords.LONGEST:
            raise ValidationError(_("This is too long: at most %(longest)d characters.", longest=passwords.LONGEST))
        if not passwords.is_long_enough(password):
            raise ValidationError(_("The password needs %(shortest)d characters or more.", shortest=passwords.SHORTEST))
        known = [str(form[name].data or "") for name in about if name in form]
        if passwords.is_guessable(password, [*known, *getattr(form, "about", ())]):
            raise ValidationError(
                _("This password is easy to guess. Take four or more words that nobody would put together.")
            )

    return check


class CountryField(SelectField):
    """Countries and territories in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["choices"] = lambda: [("", _("Choose a country or territory")), *places.countries(language())]
        super().__init__(*args, **kwargs)


class ZoneField(SelectField):
    """Time zones by name; empty where the country decides."""

    def __init__(self, *args: Any, empty: Any = None, **kwargs: Any) -> None:
        zones = [(name, name.replace("_", " ")) for name in sorted(places.ZONES)]
        kwargs["choices"] = lambda: [*([("", empty)] if empty else []), *zones]
        super().__init__(*args, **kwargs)


class LanguageField(SelectField):
    """The languages of the interface, each in its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["choices"] = lambda: [(code, language_name(code)) for code in LANGUAGES]
        super().__init__(*args, **kwargs)
