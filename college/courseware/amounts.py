"""Percentages, durations and ids as authors write them."""

import re
from datetime import timedelta
from functools import lru_cache
from typing import LiteralString

from babel import Locale, UnknownLocaleError
from pydantic_core import PydanticCustomError

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
LONGEST_LANGUAGE = 10  # characters of its code, which the store has room for
DIGEST = re.compile(r"sha256-[0-9a-f]{64}")
_DURATION = re.compile(r"(\d{1,4}) ?(minute|hour|day|week)s?")
_VALIDITY = re.compile(r"(\d{1,3}) ?(month|year)s?")
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}


def whole(text: str) -> int | None:
    """A number of three digits at most, as points and scores are; None where it is written otherwise."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def _wrong(code: LiteralString, value: object) -> PydanticCustomError:
    return PydanticCustomError(code, "{wrong}", {"wrong": str(value)[:60]})


def is_id(text: str) -> bool:
    return len(text) <= 64 and ID.fullmatch(text) is not None


def checked_id(value: object) -> str:
    if not isinstance(value, str) or not is_id(value):
        raise _wrong("bad-id", value)
    return value


def checked_language(value: object) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value) or not _can_be_named(value):
        raise _wrong("bad-language", value)
    return value


@lru_cache(maxsize=1000)
def _can_be_named(language: str) -> bool:
    """Whether pages can tell readers what language this is."""
    try:
        return len(language) <= LONGEST_LANGUAGE and bool(Locale.parse(language, sep="-").get_display_name())
    except (UnknownLocaleError, ValueError):
        return False


def checked_digest(value: object) -> str:
    if not isinstance(value, str) or not DIGEST.fullmatch(value):
        raise _wrong("bad-hash", value)
    return value


def percentage(value: object) -> int:
    """Whole percent, from "80%"; a mark of nothing or of more than everything is refused."""
    found = re.fullmatch(r"(\d{1,3}) ?%", value) if isinstance(value, str) else None
    if not found or not 1 <= int(found[1]) <= 100:
        raise _wrong("bad-percentage", value)
    return int(found[1])


def duration(value: object) -> timedelta | None:
    """From "60 minutes" or "24 hours"; None for "none"."""
    if value in ("none", None):
        return None
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise _wrong("bad-duration", value)
    return timedelta(minutes=int(found[1]) * _MINUTES[found[2]])


def validity(value: object) -> int | None:
    """Months, from "3 years" or "18 months"; None for "unlimited"."""
    if value == "unlimited":
        return None
    found = _VALIDITY.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[1]) == 0:
        raise _wrong("bad-validity", value)
    return int(found[1]) * (12 if found[2] == "year" else 1)
