"""Words in several languages, and the values that hold them."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, get_month_names
from pydantic import BaseModel, ConfigDict, RootModel

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur"})

_CUSTOMS = {"en": "en-GB", "pt": "pt-PT"}
"""Where countries that share a language part: the one whose spelling is followed here."""


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML's dir wants it."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=64)
def customs_of(language: str) -> Locale:
    """How a language writes days, numbers and lengths of time."""
    return Locale.parse(_CUSTOMS.get(language, language), sep="-")


def day_in_words(day: date, language: str) -> str:
    """23 November 2026, 23 de noviembre de 2026, 2026年11月23日: as CLDR writes a long date, in digits 0 to 9."""
    return format_date(day, "long", locale=customs_of(language))


def months_in_words(language: str) -> list[str]:
    """The twelve months as they stand in a worded day: novembro, 11月."""
    customs = customs_of(language)
    # Not Babel's names that stand alone: Chinese ones, once read, are handed out in other languages too.
    names = get_month_names("wide" if "MMMM" in _long_date(customs) else "abbreviated", "format", customs)
    return [names[n] for n in range(1, 13)]


def order_of_a_day(language: str) -> tuple[str, ...]:
    """`day`, `month` and `year` in the order in which the language writes them."""
    pattern = _long_date(customs_of(language)).lower()
    return tuple(sorted(("day", "month", "year"), key=lambda part: pattern.index(part[0])))


def _long_date(customs: Locale) -> str:
    """CLDR's pattern of a long date, without the words in it."""
    return re.sub("'[^']*'", "", customs.date_formats["long"].pattern)


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Said(NamedTuple):
    """Words together with the language they turned out to be in."""

    language: str
    words: str


class Text(RootModel[dict[str, str]]):
    """The same words by language code; always holds the course's source language."""

    model_config = ConfigDict(frozen=True)

    def said(self, language: str, source: str) -> Said:
        """The words in `language`, or in the course's source language where untranslated."""
        if language in self.root:
            return Said(language, self.root[language])
        return Said(source, self.root[source])
