"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from college.database import db
from college.outbox.models import Letter

STATES = ("waiting", "taken", "sent", "dead")
ON_A_PAGE = 20


def letters(*, state: str, page: int) -> Sequence[Letter]:
    """One page of the letters in a state, or of all; newest first."""
    query = select(Letter).order_by(Letter.id.desc()).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    return db.session.scalars(query.where(Letter.state == state) if state else query).all()


def count_letters() -> dict[str, int]:
    """How many letters there are in each state."""
    rows = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in STATES}
