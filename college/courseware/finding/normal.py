"""The one way in which words are made comparable, before they reach either database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

VERSION = 2
"""Goes up with every change of what this package keeps: what was kept under an older one has to be built again."""

LONGEST_WORD = 40
HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without spaces between words: Chinese characters, and Japanese kana."""

_RUN = re.compile(f"([{HAN}]+)")
# The article, alone or after "and", "with", "for" and their like, where a word of some length is left.
_ARTICLE = re.compile("(?:[وف]?(?:ال(?!له$)|لل)(?=..)|[وف]?[بك]ال(?!له$)(?=...))")
_ELIDED = "qu"
# What Unicode does not take apart: letters with strokes, ligatures, and Arabic letters that are written either way.
_ALIKE = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "þ": "th", "æ": "ae", "œ": "oe",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ـ": "",
    **dict.fromkeys("’ʼ‘‛`′", "'"),
}  # fmt: skip


class _Letters(dict[int, str]):
    """What stands for each letter: marks vanish, digits become Western, what is neither letter nor digit a space."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if letter in _ALIKE or letter == "'":
            found = _ALIKE.get(letter, letter)
        elif kind == "Nd":
            found = str(unicodedata.decimal(letter))
        elif kind in {"Mn", "Me", "Cf"}:
            found = ""
        else:
            found = letter if kind[0] in "LN" or kind == "Mc" else " "
        self[code] = found
        return found


_letters = _Letters()


def normal(text: str) -> str:
    """The words of a text in the form in which they are compared, with single spaces between them.

    Accents and Arabic vowel signs are gone, letters are small, Arabic words stand without their article.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFC", apart.translate(_letters))
    return " ".join(_without_article(part) for word in _RUN.sub(r" \1 ", plain).split() for part in _parts(word))


def _parts(word: str) -> list[str]:
    """`l'origine` is found as `origine`: what stands before or after an apostrophe by itself is no word."""
    if "'" not in word:
        return [word]
    parts = [part for part in word.split("'") if part]
    return parts if len(parts) == 1 else [part for part in parts if len(part) > 1 and part != _ELIDED]


def _without_article(word: str) -> str:
    while found := _ARTICLE.match(word):
        word = word[found.end() :]
    return word


def keys(text: str) -> Iterator[str]:
    """What a text is kept under: its words, and of a run of Chinese each character and each pair."""
    for word in normal(text).split():
        if is_run(word):
            yield from word
            yield from pairs(word)
        else:
            yield word[:LONGEST_WORD]


def is_run(word: str) -> bool:
    """Whether a normal word is Chinese, and so may be several words."""
    return _RUN.match(word) is not None


def pairs(run: str) -> Iterator[str]:
    return (run[n : n + 2] for n in range(len(run) - 1))
