"""Hashing and checking passwords: outside of every transaction, and never more at once than there are cores."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from college.accounts.rules.passwords import LONGEST, MOST_READ, normal
from college.database import db
from college.errors import N_, Refused

# OWASP's smallest recommended cost for learners, who may come by the thousand; more for those with power over others.
LIGHT = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
HEAVY = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)

LONGEST_WAIT = 3.0
"""Seconds that a sign-in waits for a free core."""

_room = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) - 1))


class Crowded(Refused):
    status = 503
    words = N_("Very many people are signing in just now. Wait a moment, then send the form once more.")


@contextmanager
def _core() -> Iterator[None]:
    if db.session().info.get("writes"):
        raise RuntimeError("a password is not hashed while others wait for the transaction")
    if not _room.acquire(timeout=LONGEST_WAIT):
        raise Crowded()
    try:
        yield
    finally:
        _room.release()


def hashed(password: str, *, privileged: bool) -> str:
    """The Argon2id hash of a password; raises Crowded."""
    with _core():
        return (HEAVY if privileged else LIGHT).hash(normal(password))


def is_right(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without a hash the same work is done for nothing; raises Crowded."""
    with _core():
        try:
            LIGHT.verify(stored or _nobody(), normal(password)[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None and len(password) <= MOST_READ and len(normal(password)) <= LONGEST


@cache
def _nobody() -> str:
    """A hash that no password is known to."""
    return LIGHT.hash(os.urandom(24).hex())


def is_outdated(stored: str, *, privileged: bool) -> bool:
    """Whether a hash was made at another cost than the person's now."""
    return (HEAVY if privileged else LIGHT).check_needs_rehash(stored)
