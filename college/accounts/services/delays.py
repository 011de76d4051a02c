"""Counting tries: in the database, because several processes serve the same college."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from college.accounts.models import Counter
from college.accounts.rules.delays import Limit
from college.database import db, insert, transaction
from college.errors import N_, Refused

KEPT = timedelta(days=1)


class TooManyTries(Refused):
    status = 429
    words = N_("There were too many tries in a short time. Wait %(wait)s, then try again.")


def count_try(limits: Iterable[Limit], *, now: datetime) -> None:
    """Count one try before it is made, so that many at once cannot pass; raises TooManyTries."""
    limits = tuple(limits)
    longest = timedelta(0)
    with transaction():
        for limit in sorted(limits, key=lambda each: each.key):  # one order, so that two tries cannot lock each other
            statement = insert(Counter).values(key=limit.key, window_at=limit.window_at(now), n=1)
            n = db.session.execute(
                statement.on_conflict_do_update(
                    index_elements=["key", "window_at"], set_={"n": Counter.n + 1}
                ).returning(Counter.n)
            ).scalar_one()
            if n > limit.most:
                longest = max(longest, limit.wait(now))
        if n == 1:
            db.session.execute(delete(Counter).where(Counter.window_at < now - KEPT))
    if longest:
        raise TooManyTries(wait=longest)


def forgive_try(limits: Iterable[Limit], *, now: datetime) -> None:
    """Take back a try that was right; inside the transaction of what it led to."""
    for limit in sorted(limits, key=lambda each: each.key):
        db.session.execute(
            update(Counter)
            .where(Counter.key == limit.key, Counter.window_at == limit.window_at(now), Counter.n > 0)
            .values(n=Counter.n - 1)
            .execution_options(synchronize_session=False)
        )
