"""Numbers as people type them, in any script's digits, with a decimal point or comma."""

import re
import unicodedata
from decimal import Decimal

from college.courseware.questions.points import GroupedNumber, NotANumber

LONGEST = 40
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u200b"))  # invisible marks of direction come along when pasting
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "٫": "."})
_GROUPED = re.compile(r"\d[\s'’_٬]+\d")
_NUMBER = re.compile(r"([+-]?)(\d*)(?:([.,])(\d+))?")


def read_number(text: str) -> Decimal:
    """The value of `text`; GroupedNumber where it may hold a separator of thousands, NotANumber where it is none."""
    if len(text) > 4 * LONGEST:
        raise NotANumber
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).strip().translate(_SIGNS)
    plain = "".join(_digit(letter) for letter in plain)
    if len(plain) > LONGEST:
        raise NotANumber
    if _GROUPED.search(plain) or (len(re.findall(r"[.,]", plain)) > 1 and re.fullmatch(r"[+-]?\d[\d.,]*", plain)):
        raise GroupedNumber
    found = _NUMBER.fullmatch(plain)
    if not found or not (found[2] or found[4]):
        raise NotANumber
    sign, whole, separator, fraction = found[1], found[2], found[3], found[4] or ""
    # "1,234" is a thousand and more to some, a little over one to others; "0,125" can only be a fraction.
    if separator == "," and len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        raise GroupedNumber
    return Decimal(f"{sign}{whole or '0'}.{fraction or '0'}")


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
