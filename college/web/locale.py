"""The reader's language and time zone, and how values are worded in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal
from babel.units import format_unit
from flask import Flask, current_app, g, request, session, url_for
from flask_babel import Babel, force_locale, get_domain, gettext
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from college.courseware.texts import customs_of, day_in_words, direction_of
from college.errors import N_, Words

LANGUAGES = ("en", "ar", "fr", "es", "pt", "zh")
"""The languages of the interface, in the order in which the switch offers them."""

_WHOLE = re.compile(r"(%\(\w+\))d")


@dataclass(frozen=True)
class Preference:
    """What a signed-in person has chosen; `app` says where to find it."""

    language: str | None = None
    zone: str = "UTC"


def prepare(app: Flask, preference: Callable[[], Preference]) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.extensions["preference"] = preference
    Babel(app, locale_selector=language, timezone_selector=zone)
    app.jinja_env.globals.update(
        language_name=language_name, direction=direction_of, here=here, languages=LANGUAGES, say=say
    )
    app.jinja_env.filters.update(
        language_name=language_name, when=when, day=day, number=number, percent=percent, duration=duration, say=say,
        weight=weight,
    )  # fmt: skip
    app.jinja_env.globals.update(
        weight=weight, when=when, day=day, number=number, percent=percent, duration=duration, time_of_day=time_of_day,
        sentences=sentences,
    )  # fmt: skip
    app.jinja_env.install_gettext_callables(_text, _texts, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = _template_text
    app.before_request(keep_the_choice)


def _translations() -> Any:
    """The catalogue of the language spoken now, looked up once: a page asks for dozens of words.

    A letter shown on a page speaks its receiver's language, so that one answer may need two.
    """
    spoken = language()
    if "translations" not in g or g.translations[0] != spoken:
        g.translations = spoken, get_domain().get_translations()
    return g.translations[1]


def _text(words: str) -> str:
    return _translated(language(), words)


@lru_cache(maxsize=8192)
def _translated(spoken: str, words: str) -> str:
    """The words in the language spoken now; those of the interface are few, and each page says dozens of them."""
    return str(_translations().ugettext(words))


@pass_eval_context
def _template_text(context: EvalContext, words: str, /, **values: Any) -> str:
    """What `_` stands for in templates, in one step where Jinja takes three."""
    text = _text(words)
    if context.autoescape:
        text = Markup(text)  # noqa: S704  (the words of the interface, with marks of their own)
    return text % values if values or "%" in text else text


def _texts(one: str, many: str, n: int) -> str:
    return str(_translations().ungettext(one, many, n))


def keep_the_choice() -> None:
    """`?lang=` on any page is also the lasting choice of this browser."""
    asked = _asked()
    if asked is not None and session.get("lang") != asked:
        session["lang"] = asked


def _asked() -> str | None:
    """The language that the address asks for, where it is one of the college's."""
    asked = request.args.get("lang") if request.query_string else None
    return asked if asked in LANGUAGES else None


def language() -> str:
    """The language of this answer: asked for, chosen before, the person's own, the browser's, English."""
    chosen: str | None = g.get("language")
    if chosen is None:
        chosen = g.language = _choose()
    return chosen


def _choose() -> str:
    asked = _asked()
    if asked is not None:
        return asked
    kept = session.get("lang")
    if kept in LANGUAGES:
        return str(kept)
    own = current_app.extensions["preference"]().language
    if own in LANGUAGES:
        return str(own)
    return request.accept_languages.best_match(LANGUAGES) or "en"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """What is worded inside speaks this language, whatever the answer around it speaks."""
    here = g.get("language")
    g.language = language
    try:
        with force_locale(language.replace("-", "_")):
            yield
    finally:
        g.language = here
        if here is None:
            g.pop("language")


def zone() -> str:
    name: str = current_app.extensions["preference"]().zone
    return name


@lru_cache(maxsize=700)
def zone_info(name: str) -> ZoneInfo:
    """The zone of that name, or UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@lru_cache(maxsize=64)
def language_name(code: str) -> str:
    """A language's name in itself."""
    name = Locale.parse(code, sep="-").get_display_name()
    return name[:1].upper() + name[1:] if name else code


def here(**changed: str) -> str:
    """The address of this page with other values in its query."""
    if request.endpoint is None:
        return "/?" + "&".join(f"{key}={value}" for key, value in changed.items())
    if request.method != "GET" and "GET" not in (request.url_rule.methods or () if request.url_rule else ()):
        return url_for("learning.home", **dict[str, Any](changed))
    # Not through url_for: names such as `_scheme` or `endpoint` in a query would be taken for its own arguments.
    query = {name: values for name, values in request.args.lists() if name not in changed}
    return f"{url_for(request.endpoint, **(request.view_args or {}))}?{urlencode({**query, **changed}, doseq=True)}"


def when(moment: datetime) -> str:
    """Day and time in the reader's zone, which is named."""
    return _in_zone(moment, _day_and_time(_locale()))


@lru_cache(maxsize=16)
def _day_and_time(locale: Locale) -> str:
    """A long date and the time of day, put together as CLDR does it in this language."""
    together = str(locale.datetime_formats["long"])
    return together.replace("{1}", locale.date_formats["long"].pattern).replace("{0}", "HH:mm")


def time_of_day(moment: datetime) -> str:
    """The time alone, for what has just happened; its zone is named too."""
    return _in_zone(moment, "HH:mm")


def _in_zone(moment: datetime, form: str) -> str:
    return _moment(moment, form, zone(), language())


@lru_cache(maxsize=4096)
def _moment(moment: datetime, form: str, zone: str, _spoken: str) -> str:
    local = moment.astimezone(zone_info(zone))
    offset = local.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    name = f"UTC{'-' if minutes < 0 else '+'}{hours}" if minutes else "UTC"
    name += f":{rest:02d}" if rest else ""
    return f"{format_datetime(local, form, locale=_locale())} \u2066{name}\u2069"


def day(moment: datetime | date) -> str:
    """A day with its month in words."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(zone_info(zone())).date()
    return day_in_words(moment, language())


def number(value: Any) -> str:
    return _number(value, language())


@lru_cache(maxsize=4096, typed=True)
def _number(value: Any, _spoken: str) -> str:
    return format_decimal(value, locale=_locale())


def percent(value: Any) -> str:
    """A share in hundredths of a whole, as people read it: 80 %."""
    return _text(N_("%(share)s%%")) % {"share": number(value)}


def weight(size: int) -> str:
    """So many bytes, as those read it who pay for the line; never less than there is."""
    if size < 1_000_000:
        return str(format_unit(-(-size // 1000), "digital-kilobyte", length="short", locale=_locale()))
    return str(format_unit(-(-size // 100_000) / 10, "digital-megabyte", length="short", locale=_locale()))


def duration(value: timedelta) -> str:
    return format_timedelta(value, threshold=1.5, locale=_locale())


def sentences(*said: str) -> str:
    """Whole sentences, those that are there, one after another; Chinese leaves no space between them."""
    between = Markup("") if language() == "zh" else Markup(" ")
    return between.join(one for one in said if one)


def _locale() -> Locale:
    # Babel writes Western digits unless asked otherwise: what is read out in court, every officer can read.
    return customs_of(language())


def say(words: Words | str) -> str:
    """A message of the rules in the reader's language, its values formatted for him."""
    if isinstance(words, str):
        return str(gettext(words)) if words else ""
    translations = _translations()
    if words.plural is not None and words.count is not None:
        text = translations.ungettext(words.text, words.plural, words.count)
    else:
        text = translations.ugettext(words.text)
    values = {name: _shown(value) for name, value in words.values.items()}
    # Numbers arrive written as their reader writes them, so that %(n)d takes text as well.
    return _WHOLE.sub(r"\1s", text) % values if values else str(text)


def _shown(value: Any) -> Any:
    if isinstance(value, Words):
        return say(value)
    if isinstance(value, datetime):
        return when(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value)
    # A title in another script must not pull the marks around it to its side.
    return isolated(value) if isinstance(value, str) and direction_of(language()) == "rtl" else value


def isolated(text: str) -> str:
    """The text with marks that keep its direction to itself (Unicode: FSI … PDI)."""
    return f"\u2068{text}\u2069"
