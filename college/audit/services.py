"""Writing the ledger: stories record, and the transaction closes the ledger as its last act."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from college.audit import rules
from college.audit.models import Ledger, LedgerHead, LedgerSalt
from college.database import db


def record(actor: str, action: str, subject: str, *, at: datetime, **facts: Any) -> None:
    """Note an entry for the ledger; it is written when the present transaction ends, or not at all."""
    session = db.session()
    if not session.info.get("writes"):
        raise RuntimeError("an entry of the ledger belongs into the transaction of what it tells")
    session.info.setdefault("ledger", []).append((at, rules.Entry(actor, action, subject, facts)))


def commitment(subject: str, field: str, value: str) -> str:
    """A stand-in for a personal value: it proves the value while its key is kept, and nothing once that is erased."""
    session = db.session()
    salt = session.get(LedgerSalt, (subject, field))
    if salt is None:
        salt = LedgerSalt(subject=subject, field=field, key=secrets.token_bytes(32))
        session.add(salt)
        session.flush()
    return rules.commitment(salt.key, value)


def close_ledger(session: Session) -> None:
    """Write the noted entries: the head is locked last, so that stories wait for each other only for a moment."""
    noted: list[tuple[datetime, rules.Entry]] = session.info.pop("ledger", [])
    if not noted:
        return
    session.flush()
    size, chain = session.execute(
        update(LedgerHead)
        .where(LedgerHead.id == 1)
        .values(size=LedgerHead.size + len(noted))
        .returning(LedgerHead.size, LedgerHead.chain)
        .execution_options(synchronize_session=False)
    ).one()
    rows = []
    for position, (at, entry) in enumerate(noted, start=size - len(noted) + 1):
        text = rules.canonical(entry, at)
        leaf = rules.leaf(text)
        chain = rules.chained(chain, leaf)
        rows.append(
            {
                "position": position,
                "at": at,
                "actor": entry.actor,
                "action": entry.action,
                "subject": entry.subject,
                "entry": text,
                "leaf": leaf,
                "chain": chain,
            }
        )
    session.execute(insert(Ledger), rows)
    session.execute(
        update(LedgerHead).where(LedgerHead.id == 1).values(chain=chain).execution_options(synchronize_session=False)
    )
