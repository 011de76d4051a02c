"""What a name and an e-mail address may look like."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = frozenset(" -'.’ʼ‑")
_JOINERS = frozenset("\u200c\u200d")  # Persian and Indic names are spelled with these
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")


MOST_READ = 1024
"""Characters that are looked at, more than any field takes: composing costs the square of the length."""


def tidy(text: str) -> str:
    """Composed characters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text[:MOST_READ]).split())


def is_latin(name: str) -> bool:
    """Letters of the Latin script with their marks, spaces, hyphens, apostrophes and full stops."""
    return any(character.isalpha() for character in name) and all(map(_is_latin_character, name))


def _is_latin_character(character: str) -> bool:
    if character in _BETWEEN or unicodedata.category(character) == "Mn":
        return True
    return character.isalpha() and unicodedata.name(character, "").startswith("LATIN")


def is_printable(text: str) -> bool:
    """No control characters: those that turn the direction of writing can make one name read as another."""
    return all(character in _JOINERS or character.isprintable() for character in text)


def email(text: str) -> str:
    """An address as it is kept and compared: both databases then agree on which are the same."""
    return unicodedata.normalize("NFC", text[:MOST_READ]).strip().lower()


def is_email(text: str) -> bool:
    """Whether this could be an address; only a letter that arrives proves one."""
    return len(text) <= 254 and is_printable(text) and _ADDRESS.fullmatch(text) is not None and ".." not in text
