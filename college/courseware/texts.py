"""Words in several languages, and the values that hold them."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, RootModel

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur"})


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, as HTML's dir wants it."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


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
