"""What somebody is looking for, read from what he typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from college.courseware.finding.normal import LONGEST_WORD, is_run, normal, pairs

LONGEST_QUESTION = 200
SHORTEST_BEGINNING = 3
"""From so many letters on a word also finds those that begin with it: `good` finds goods, `of` no office."""

_QUOTES = re.compile('["“”„«»「」『』]')


@dataclass(frozen=True)
class Asked:
    """All of it must be there: `whole` words, words that begin like one of `beginnings`, `phrases` as they stand."""

    whole: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginnings)

    def key_of(self, word: str) -> str | None:
        """What of it this normal word answers to, if anything."""
        word = word[:LONGEST_WORD]
        if word in self.whole:
            return word
        if not word.startswith(self.beginnings):
            return None
        return next(key for key in self.beginnings if word.startswith(key))


def read_asked(typed: str) -> Asked:
    """What is between quotation marks must stand there so; a last mark without its partner counts for nothing."""
    pieces = _QUOTES.split(typed[:LONGEST_QUESTION])
    quoted = [normal(piece) for piece in pieces[1:-1:2]]
    loose = normal(" ".join([*pieces[0::2], *(pieces[-1:] if len(pieces) % 2 == 0 else [])]))
    beginnings = dict.fromkeys(word[:LONGEST_WORD] for word in loose.split() if _may_go_on(word))
    exact = [word for phrase in quoted for word in phrase.split()]
    exact += [word for word in loose.split() if not _may_go_on(word)]
    return Asked(
        whole=tuple(dict.fromkeys(key for word in exact for key in _keys(word))),
        beginnings=tuple(beginnings),
        phrases=tuple(dict.fromkeys(phrase for phrase in quoted if phrase)),
    )


def _may_go_on(word: str) -> bool:
    """A number is meant as it stands: 10 is not 100."""
    return len(word) >= SHORTEST_BEGINNING and not word.isdigit() and not is_run(word)


def _keys(word: str) -> Iterator[str]:
    """A run of Chinese is asked for by its pairs, since single characters stand everywhere."""
    if not is_run(word):
        yield word[:LONGEST_WORD]
    elif len(word) == 1:
        yield word
    else:
        yield from pairs(word)
