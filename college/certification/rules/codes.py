"""The code of a certificate: how it is made, and how it is read however it was typed."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford, Base 32: without I, L, O and U, which people misread."""

CODE_BYTES = 10
_CODE_LENGTH = CODE_BYTES * 8 // 5 + 1
_MISREAD = str.maketrans("OIL", "011")
_TYPED_LIMIT = 100


def _syndrome(code: str) -> int:
    """The code as a polynomial over GF(32), modulo x^5 + x^2 + 1, taken at a primitive element; 0 when it is whole.

    Finds every single wrong character and every two exchanged ones, for up to 31 characters. Crockford's own check
    (modulo 37) needs signs such as * and $, which do not belong in addresses.
    """
    total = 0
    for character in code:
        total <<= 1
        total = (total ^ 0b100101 if total & 0b100000 else total) ^ ALPHABET.index(character)
    return total


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def new_code(random: bytes) -> str:
    """A certificate's code from 80 random bits: Crockford base 32 in groups of four, and a check character."""
    if len(random) != CODE_BYTES:
        raise ValueError(f"a code is made of {CODE_BYTES} random bytes")
    number = int.from_bytes(random)
    data = "".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5))
    return _grouped(data + ALPHABET[_syndrome(data + "0")])


def read_code(typed: str) -> str | None:
    """The code that was meant, or None: any case, spaces, dashes, O for 0, I and L for 1, digits of any script."""
    code = _signs(typed)
    if len(code) != _CODE_LENGTH or not set(code) <= set(ALPHABET) or _syndrome(code):
        return None
    return _grouped(code)


def is_miscopied(typed: str) -> bool:
    """Whether as many signs were typed as a code has, though they make none: at least one of them is wrong."""
    signs = _signs(typed)
    return len(signs) == _CODE_LENGTH and signs.isalnum() and read_code(typed) is None


def _signs(typed: str) -> str:
    """What was typed without what parts it, each sign in its one form; nothing where far too much was typed."""
    if len(typed) > _TYPED_LIMIT:
        return ""
    letters = unicodedata.normalize("NFKC", typed).upper()
    kept = (c for c in letters if c != "_" and unicodedata.category(c) not in {"Pd", "Zs", "Cf", "Cc"})
    return "".join(str(unicodedata.decimal(c, c)) for c in kept).translate(_MISREAD)
