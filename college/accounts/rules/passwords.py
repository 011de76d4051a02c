"""Which passwords are too easy to guess: long is good, guessable is not, and nothing else is asked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SHORTEST = 15
LONGEST = 200

LEFT_OVER = 6
"""So many characters must remain when everything guessable has been taken out."""

LONGEST_REPEATED = 9

COMMON = (
    "password", "passphrase", "passwort", "motdepasse", "contrasena", "senha", "welcome", "letmein", "iloveyou",
    "administrator", "admin", "college", "academy", "learner", "instructor", "investigator", "police", "customs",
    "officer", "sunshine", "princess", "football", "baseball", "liverpool", "superman", "batman", "starwars", "dragon",
    "monkey", "shadow", "master", "qwerty", "qwertz", "azerty", "secret", "changeme", "default", "trustno", "whatever",
    "correcthorsebatterystaple", "tobeornottobe", "theforceiswithyou", "allyourbasearebelongtous", "abcdefgh",
    "thequickbrownfoxjumpsoverthelazydog", "loremipsumdolorsitamet", "pleaseletmein", "mypassword", "thisismypassword",
)  # fmt: skip

RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
SHORTEST_RUN = 4

MOST_READ = 1024
"""Characters of a password that are looked at, before they are composed."""


def normal(password: str) -> str:
    """The same characters however a keyboard composed them (NIST SP 800-63B: normalise before hashing).

    Cut first, well beyond what is ever accepted: normalising takes the square of the length, and anybody may send it.
    """
    return unicodedata.normalize("NFKC", password[:MOST_READ])


def is_long_enough(password: str) -> bool:
    return len(normal(password)) >= SHORTEST


def is_guessable(password: str, about: Iterable[str] = ()) -> bool:
    """Whether little remains beside common words, runs of keys, repetition, and what is known about the person."""
    plain = "".join(filter(str.isalnum, normal(password).casefold()))
    if not plain:
        return len(set(password)) < LEFT_OVER
    if _repeats(plain):
        return True
    known = {part for text in about for part in _parts(text)}
    for word in sorted({*COMMON, *known}, key=len, reverse=True):
        plain = plain.replace(word, "")
    plain = _without_runs(plain)
    return len(plain) < LEFT_OVER or len(set(plain)) < LEFT_OVER - 2 or _repeats(plain)


def _parts(text: str) -> Iterable[str]:
    words = "".join(character if character.isalnum() else " " for character in text.casefold()).split()
    return (word for word in (*words, "".join(words)) if len(word) >= SHORTEST_RUN)


def _repeats(text: str) -> bool:
    """Whether the text is one short piece, again and again."""
    return any(
        (text[:size] * (len(text) // size + 1))[: len(text)] == text
        for size in range(1, min(LONGEST_REPEATED, len(text) // 2) + 1)
    )


def _without_runs(text: str) -> str:
    kept, at = [], 0
    while at < len(text):
        size = max((_run_length(text[at:], run) for run in RUNS), default=0)
        if size >= SHORTEST_RUN:
            at += size
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _run_length(text: str, run: str) -> int:
    """How many characters of the text go along the run, from wherever the text steps onto it."""
    start = run.find(text[0])
    size = 0
    while start >= 0 and size < len(text) and start + size < len(run) and text[size] == run[start + size]:
        size += 1
    return size
