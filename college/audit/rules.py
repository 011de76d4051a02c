"""How entries of the ledger are written, hashed and chained."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

FIRST_CHAIN = "0" * 64
LARGEST_SAFE_INTEGER = 2**53


@dataclass(frozen=True)
class Entry:
    """What someone may later have to prove: who did what to what."""

    actor: str
    action: str
    subject: str
    facts: dict[str, Any]


def canonical(entry: Entry, at: datetime) -> str:
    """RFC 8785 text of an entry; times are RFC 3339 in UTC, and integers above 2^53 become strings."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    value = {"at": moment, "actor": entry.actor, "action": entry.action, "subject": entry.subject}
    return rfc8785.dumps({**value, "facts": _plain(entry.facts)}).decode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_SAFE_INTEGER:
        return str(value)
    return value


def leaf(entry: str) -> str:
    """RFC 6962 leaf hash: SHA-256 over a zero byte and the canonical entry."""
    return hashlib.sha256(b"\x00" + entry.encode()).hexdigest()


def chained(previous: str, leaf_hash: str) -> str:
    """The chain value of a row: SHA-256 over the chain before it and its own leaf."""
    return hashlib.sha256(bytes.fromhex(previous) + bytes.fromhex(leaf_hash)).hexdigest()


def commitment(key: bytes, value: str) -> str:
    """HMAC-SHA-256 of a personal value under a key that erasure deletes."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Row:
    """A stored row, as far as verification reads it."""

    position: int
    entry: str
    leaf: str
    chain: str


def first_fault(rows: Iterable[Row], *, size: int, head: str) -> int | None:
    """The position at which a ledger stops being whole, or None: edited, missing, moved and cut rows all show."""
    chain, expected = FIRST_CHAIN, 1
    for row in rows:
        own = leaf(row.entry)
        chain = chained(chain, own)
        if row.position != expected or row.leaf != own or row.chain != chain:
            return expected
        expected += 1
    return None if (expected - 1 == size and chain == head) else expected
