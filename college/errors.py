"""What the rules do not allow, worded for the person who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Union

Value = Union[str, int, date, datetime, timedelta, "Words"]


def N_(text: str) -> str:  # noqa: N802  (the name that gettext's extraction looks for)
    """Mark `text` for translation; it is translated where it is shown."""
    return text


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802  (the name that gettext's extraction looks for)
    """Mark a message and its plural as one entry: other languages have more forms than two."""
    return one, many


@dataclass(frozen=True)
class Words:
    """A message and its typed values; `web` translates and formats it for its reader."""

    text: str
    plural: str | None = None
    count: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


class Refused(Exception):
    """The rules do not allow this; subclasses say what happened and what to do next."""

    status = 409
    words: str = N_("This is not possible just now.")
    plural: str | None = None

    def __init__(self, *, count: int | None = None, **values: Value) -> None:
        shown = dict(values) if count is None else {"count": count, **values}
        self.said = Words(self.words, self.plural, count, shown)
        super().__init__(self.words)


class NotFound(Exception):
    """There is no such thing, or not for the person who asks."""
