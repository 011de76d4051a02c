"""Codes of the second factor: RFC 6238, six digits, thirty seconds."""

from __future__ import annotations

from datetime import datetime

import pyotp

from college.accounts.rules.numbers import plain_digits

SECONDS = 30
TOLERANCE = 1
"""Steps before and after the present one that still count: clocks of phones differ."""


def new_secret() -> str:
    """160 random bits in base32."""
    return str(pyotp.random_base32())


def read_code(text: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(plain_digits(text).split()).replace("-", "")


def matching_step(secret: str, code: str, *, last: int | None, now: datetime) -> int | None:
    """The time step that a code belongs to, or None; a step at or before `last` was used already."""
    present = int(now.timestamp()) // SECONDS
    known = pyotp.TOTP(secret)
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        right = pyotp.utils.strings_equal(known.at(step * SECONDS), code)
        if right and (last is None or step > last):
            return step
    return None


def address(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth address that an authenticator app reads."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer))
