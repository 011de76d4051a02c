"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from college.audit import rules
from college.audit.models import Ledger, LedgerHead
from college.database import db

BATCH = 500


def entries_about(subject: str) -> Sequence[Ledger]:
    """Everything recorded about a subject, oldest first."""
    return db.session.scalars(select(Ledger).where(Ledger.subject == subject).order_by(Ledger.position)).all()


def find_fault() -> int | None:
    """The position at which the ledger stops being whole, or None."""
    head = db.session.get(LedgerHead, 1)
    if head is None:
        return 0
    return rules.first_fault(_rows(), size=head.size, head=head.chain)


def _rows() -> Iterator[rules.Row]:
    columns = select(Ledger.position, Ledger.entry, Ledger.leaf, Ledger.chain)
    after = 0
    while batch := db.session.execute(
        columns.where(Ledger.position > after).order_by(Ledger.position).limit(BATCH)
    ).all():
        for row in batch:
            yield rules.Row(*row)
        after = batch[-1].position
