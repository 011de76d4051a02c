"""The server's clock in an attempt: until when, how late, and how an attempt stands at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    OPEN = "open"
    TIME_IS_UP = "time-is-up"  # still to be settled: what is saved counts
    SUBMITTED = "submitted"  # waits for a person to mark it
    GRADED = "graded"
    VOID = "void"


def deadline(began: datetime, limit: timedelta | None, time_factor: int = 1000) -> datetime | None:
    """When the time is up; `time_factor` is the learner's extra time in thousandths of the limit."""
    return None if limit is None else began + limit * time_factor / 1000


def state_at(state: str, deadline_at: datetime | None, now: datetime) -> Standing:
    """How an attempt stands, whether or not anybody has settled it yet."""
    if state == Standing.OPEN and deadline_at is not None and now > deadline_at:
        return Standing.TIME_IS_UP
    return Standing(state)


def is_late(deadline_at: datetime | None, now: datetime) -> bool:
    return deadline_at is not None and now > deadline_at


def closes_at(deadline_at: datetime | None, grace: timedelta) -> datetime | None:
    """Until when answers are still taken; those after the deadline are marked late."""
    return None if deadline_at is None else deadline_at + grace
