"""One-time codes on paper: 100 random bits that can be read out on the telephone."""

from __future__ import annotations

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: nothing that is taken for something else."""

GROUPS = 5
IN_A_GROUP = 4
_SLIPS = str.maketrans("OILU", "011V")


def new_code() -> str:
    """Five groups of four, such as 7K3Q-M2VX-…"""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(IN_A_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def read_code(text: str) -> str:
    """A code as it is compared, however it was typed; letters that look like digits count as these."""
    return re.sub(r"[^0-9A-Z]", "", text.upper().translate(_SLIPS))
