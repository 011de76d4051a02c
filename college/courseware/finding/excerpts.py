"""What is shown of a text where something was found: the author's own words, with the words found in it marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from college.courseware.finding.asking import Asked
from college.courseware.finding.normal import HAN, normal

LENGTH = 240
BEFORE = 70
_EDGE = 20
"""So far from where an excerpt would be cut a space is looked for, so that no word is cut."""

# Vowel signs and invisible marks are parts of words, though Python's \w leaves them out.
_MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u200b-\u200f"
)
_WORD = re.compile(f"(?P<run>[{HAN}]+)|(?:(?![{HAN}])[^\\W_]|[{_MARKS}])+")

_normal_word = lru_cache(2**14)(normal)


class Stretch(NamedTuple):
    """A stretch of text that was found, or that stands between such."""

    words: str
    found: bool


class _Hit(NamedTuple):
    begin: int
    end: int
    key: str


def marked(text: str, asked: Asked) -> tuple[Stretch, ...]:
    """The whole text."""
    return tuple(_stretches(text, 0, len(text), _hits(text, asked)))


def excerpt(text: str, asked: Asked) -> tuple[Stretch, ...]:
    """Where the most of what was asked for stands together; the beginning where the text has none of it."""
    hits = list(_hits(text, asked))
    begin = _best(hits) if hits else 0
    begin = _whole_word(text, max(0, begin - BEFORE))
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        space = text.rfind(" ", end - _EDGE, end)
        end = space if space > begin else end
    shown = list(_stretches(text, begin, end, hits))
    before = [Stretch("… ", found=False)] if begin else []
    after = [Stretch(" …", found=False)] if end < len(text) else []
    return tuple(Stretch(one.words.replace("\n", " · "), one.found) for one in (*before, *shown, *after))


def _whole_word(text: str, begin: int) -> int:
    if begin == 0:
        return 0
    space = re.compile(r"\s").search(text, begin, begin + _EDGE)
    return space.end() if space else begin


def _best(hits: list[_Hit]) -> int:
    """Where a stretch begins that has the most different words in it; the first of several."""
    best, most, last = hits[0].begin, 0, 0
    inside: dict[str, int] = {}
    for hit in hits:
        while last < len(hits) and hits[last].end <= hit.begin + LENGTH - BEFORE:
            inside[hits[last].key] = inside.get(hits[last].key, 0) + 1
            last += 1
        if len(inside) > most:
            best, most = hit.begin, len(inside)
        if hit.key in inside:
            inside[hit.key] -= 1
            if not inside[hit.key]:
                del inside[hit.key]
    return best


def _hits(text: str, asked: Asked) -> Iterator[_Hit]:
    for word in _WORD.finditer(text):
        if word.lastgroup == "run":
            yield from _in_run(word[0], word.start(), asked)
            continue
        for plain in _normal_word(word[0]).split():
            key = asked.key_of(plain)
            if key is not None:
                yield _Hit(word.start(), word.end(), key)
                break


def _in_run(run: str, begin: int, asked: Asked) -> Iterator[_Hit]:
    """Chinese is compared character by character, so that places in the text stay what they are."""
    letters = [_normal_word(letter) for letter in run]
    for n, letter in enumerate(letters):
        for width, key in ((1, letter), (2, "".join(letters[n : n + 2]))):
            if key in asked.whole:
                yield _Hit(begin + n, begin + n + width, key)


def _stretches(text: str, begin: int, end: int, hits: Iterable[_Hit]) -> Iterator[Stretch]:
    at = begin
    inside = ((max(first, begin), min(last, end)) for first, last in _joined(hits))
    for first, last in inside:
        if first >= last:
            continue
        if at < first:
            yield Stretch(text[at:first], found=False)
        yield Stretch(text[first:last], found=True)
        at = last
    if at < end:
        yield Stretch(text[at:end], found=False)


def _joined(hits: Iterable[_Hit]) -> Iterator[tuple[int, int]]:
    """Pairs of characters overlap; what touches is one mark."""
    begin = end = -1
    for hit in hits:
        if begin < 0:
            begin, end = hit.begin, hit.end
        elif hit.begin <= end:
            end = max(end, hit.end)
        else:
            yield begin, end
            begin, end = hit.begin, hit.end
    if begin >= 0:
        yield begin, end
