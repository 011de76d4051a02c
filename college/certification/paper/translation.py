"""The words of a certificate in its own language, whoever issues it."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

from college.certification.paper.wording import Translate

SOURCE = "en"
_FOLDER = Path(__file__).parents[2] / "translations"


def speaks(language: str) -> bool:
    """Whether certificates can be worded in this language here."""
    return language == SOURCE or gettext.find("messages", str(_FOLDER), [_name(language)]) is not None


@lru_cache(maxsize=16)
def translate_into(language: str) -> Translate:
    """How certificates in this language are worded; its own words, not those of whoever reads or issues."""
    return gettext.translation("messages", str(_FOLDER), [_name(language)], fallback=True).gettext


def _name(language: str) -> str:
    return language.replace("-", "_")
