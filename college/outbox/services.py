"""Posting letters: a row in the transaction of what it tells, delivered later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from college.database import db, insert
from college.outbox.models import Letter


def post(
    kind: str,
    *,
    key: str,
    to: str,
    language: str,
    values: dict[str, Any],
    person_id: int | None = None,
    now: datetime,
) -> None:
    """Put a letter into the outbox; a second one with the same key changes nothing."""
    db.session.execute(
        insert(Letter)
        .values(
            kind=kind,
            key=key,
            to=to,
            language=language,
            values=values,
            person_id=person_id,
            not_before=now,
            state="waiting",
            tries=0,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )
