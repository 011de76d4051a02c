"""Whether another attempt may begin: attempts used, waiting time, adjustments, and what must be said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from college.courseware.outline import Quiz

PLAIN_TIME = 1000
"""The time factor of a learner without an adjustment, in thousandths."""


@dataclass(frozen=True)
class Past:
    """An earlier attempt at the same exam, of whichever edition."""

    began_at: datetime
    ended_at: datetime | None  # None while it is open
    passed: bool
    void: bool = False


@dataclass(frozen=True)
class Adjusted:
    """One adjustment: `amount` is a factor in thousandths for time, otherwise a number of attempts."""

    kind: str  # time_factor | extra_attempt | unlock
    amount: int
    from_at: datetime
    until_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        return self.from_at <= now and (self.until_at is None or now < self.until_at)


@dataclass(frozen=True)
class Adjustments:
    """What the adjustments that are valid at one moment come to."""

    time_factor: int = PLAIN_TIME
    more_attempts: int = 0
    unlocked_at: datetime | None = None  # from then on, the next attempt need not wait

    @classmethod
    def valid(cls, adjusted: Sequence[Adjusted], now: datetime) -> Adjustments:
        valid = [one for one in adjusted if one.is_valid(now)]
        unlocks = [one for one in valid if one.kind == "unlock"]
        return cls(
            time_factor=max((one.amount for one in valid if one.kind == "time_factor"), default=PLAIN_TIME),
            more_attempts=sum(one.amount for one in valid if one.kind in {"extra_attempt", "unlock"}),
            unlocked_at=max((one.from_at for one in unlocks), default=None),
        )


@dataclass(frozen=True)
class Allowance:
    """How many attempts a learner has, and from when the next may begin; `limit` None means as many as wanted."""

    used: int
    limit: int | None
    opens_at: datetime | None
    passed: bool
    time_factor: int

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.used)


def allowance(quiz: Quiz, past: Sequence[Past], adjustments: Adjustments) -> Allowance:
    """Counted over all attempts given; void ones are as if they had never been."""
    counted = [one for one in past if not one.void]
    ended = [one.ended_at for one in counted if one.ended_at is not None]
    opens_at = max(ended) + quiz.wait if ended and quiz.wait > timedelta(0) else None
    last_began = max((one.began_at for one in counted), default=None)
    unlocked = adjustments.unlocked_at
    if unlocked is not None and (last_began is None or last_began < unlocked):
        opens_at = None
    return Allowance(
        used=len(counted),
        limit=None if quiz.attempts is None else quiz.attempts + adjustments.more_attempts,
        opens_at=opens_at,
        passed=any(one.passed for one in counted),
        time_factor=adjustments.time_factor,
    )


class Hindrance(Enum):
    """Why an attempt may not begin."""

    ALREADY_PASSED = auto()
    NOT_OPEN_YET = auto()
    NO_ATTEMPTS_LEFT = auto()
    TOO_SOON = auto()
    LANGUAGE_NOT_OFFERED = auto()
    NAME_NOT_CONFIRMED = auto()
    RULES_NOT_ACCEPTED = auto()


@dataclass(frozen=True)
class Asks:
    """What a learner brings when he asks to begin."""

    language: str
    offered: tuple[str, ...]
    modules_complete: bool
    name_confirmed: bool
    rules_accepted: bool


def may_begin(quiz: Quiz, allowed: Allowance, now: datetime, asks: Asks | None = None) -> Hindrance | None:
    """The first thing that stands in the way, or None; without `asks` only what the learner cannot mend by asking."""
    if allowed.passed:
        return Hindrance.ALREADY_PASSED
    if allowed.left == 0:
        return Hindrance.NO_ATTEMPTS_LEFT
    if allowed.opens_at is not None and now < allowed.opens_at:
        return Hindrance.TOO_SOON
    if asks is None:
        return None
    hindrances = (
        (quiz.opens_after == "modules" and not asks.modules_complete, Hindrance.NOT_OPEN_YET),
        (asks.language not in asks.offered, Hindrance.LANGUAGE_NOT_OFFERED),
        (not asks.name_confirmed, Hindrance.NAME_NOT_CONFIRMED),
        (not asks.rules_accepted, Hindrance.RULES_NOT_ACCEPTED),
    )
    return next((hindrance for stands, hindrance in hindrances if stands), None)
