"""The only reader of the system clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _held.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`, for telling a story that takes days."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)
