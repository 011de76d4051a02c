"""The ledger: append-only rows, each chained to the one before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Model


class Ledger(Model):
    """`entry` is canonical JSON; actor and subject are plain ids in text, so that nothing is ever re-pointed."""

    __tablename__ = "ledger"

    position: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    entry: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class LedgerHead(Model):
    """The one row whose lock puts the commits in order."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="only"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(Id)
    chain: Mapped[str] = mapped_column(String(64))


class LedgerCheckpoint(Model):
    """A signed statement of the tree's root at a size."""

    __tablename__ = "ledger_checkpoint"

    size: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    root: Mapped[str] = mapped_column(String(64))
    frontier: Mapped[str] = mapped_column(Text)
    signed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class LedgerSalt(Model):
    """The key of a personal value's commitment; deleting it makes the commitment mean nothing."""

    __tablename__ = "ledger_salt"

    subject: Mapped[str] = mapped_column(String(120), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
