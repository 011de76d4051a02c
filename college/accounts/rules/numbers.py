"""Learner numbers: short, said easily, with a check digit that catches a slip of the pen."""

from __future__ import annotations

import re
import unicodedata

FIRST = 10_000
"""Added to the serial, so that the first numbers are as long as the later ones."""

_NUMBER = re.compile(r"L?([0-9]{5,15})")


def learner_number(serial: int) -> str:
    """The number of the person with this serial, such as L-10412-5."""
    body = str(FIRST + serial)
    return f"L-{body}-{check_digit(body)}"


def check_digit(digits: str) -> int:
    """ISO/IEC 7064 MOD 11,10: catches every wrong digit, and nearly every exchange of two."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def read_number(text: str) -> str:
    """A learner number as it is kept, however it was typed; other text comes back trimmed and in capitals."""
    plain = plain_digits(text).strip().upper()
    found = _NUMBER.fullmatch(re.sub(r"[\s\-\u2010-\u2015.]", "", plain))
    if found is None or check_digit(found[1][:-1]) != int(found[1][-1]):
        return plain
    return f"L-{found[1][:-1]}-{found[1][-1]}"


MOST_READ = 200
"""Characters that are looked at, more than any number has: composing costs the square of the length."""


def plain_digits(text: str) -> str:
    """Digits of any script as 0 to 9: keyboards differ, the number is the same."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in unicodedata.normalize("NFKC", text[:MOST_READ])
    )
