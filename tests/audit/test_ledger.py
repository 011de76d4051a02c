"""The ledger: whole, in order, and never quietly changed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from college.audit import queries, rules, services
from college.audit.models import Ledger, LedgerSalt
from college.database import db, transaction
from tests.conftest import Store

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def record(n: int = 1) -> None:
    with transaction():
        for i in range(n):
            services.record("system", "test.done", f"thing:{i}", at=NOW, i=i)


def test_what_is_recorded_is_chained_and_whole(app: Flask) -> None:
    record(3)
    record(2)
    assert db.session.scalars(select(Ledger.position).order_by(Ledger.position)).all() == [1, 2, 3, 4, 5]
    assert queries.find_fault() is None


def test_an_entry_of_a_story_that_failed_is_not_kept(app: Flask) -> None:
    with pytest.raises(ValueError), transaction():
        services.record("system", "test.done", "thing:1", at=NOW)
        raise ValueError
    record()
    assert db.session.scalar(select(func.count()).select_from(Ledger)) == 1


def test_nothing_is_recorded_outside_of_a_transaction(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="belongs into the transaction"):
        services.record("system", "test.done", "thing:1", at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'person:1' WHERE position = 1",
        "DELETE FROM ledger WHERE position = 1",
    ],
)
def test_the_database_refuses_to_change_an_entry(app: Flask, statement: str) -> None:
    record()
    with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
        session.execute(text(statement))


def test_an_entry_cannot_be_replaced_on_sqlite(sqlite_store: Store) -> None:
    sqlite_store.lay()
    with sqlite_store.app.app_context():
        record()
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(
                text(
                    "INSERT OR REPLACE INTO ledger (position, at, actor, action, subject, entry, leaf, chain)"
                    " SELECT position, at, 'forged', action, subject, entry, leaf, chain FROM ledger"
                )
            )
        db.session.remove()


def test_the_ledger_cannot_be_truncated_on_postgresql(postgres_store: Store) -> None:
    postgres_store.lay()
    with postgres_store.app.app_context():
        record()
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text("TRUNCATE ledger"))
        db.session.remove()


def rows(n: int) -> list[rules.Row]:
    chain, made = rules.FIRST_CHAIN, []
    for i in range(1, n + 1):
        entry = rules.canonical(rules.Entry("system", "test.done", f"thing:{i}", {"i": i}), NOW)
        leaf = rules.leaf(entry)
        chain = rules.chained(chain, leaf)
        made.append(rules.Row(i, entry, leaf, chain))
    return made


def edited(given: list[rules.Row]) -> list[rules.Row]:
    entry = given[1].entry.replace("thing:2", "thing:9")
    return [given[0], rules.Row(2, entry, rules.leaf(entry), given[1].chain), *given[2:]]


@pytest.mark.parametrize(
    ("damage", "position"),
    [
        (edited, 2),
        (lambda given: [given[0], *given[2:]], 2),
        (lambda given: [given[1], given[0], *given[2:]], 1),
        (lambda given: given[:-1], 4),
        (lambda given: [*given, given[-1]], 5),
    ],
    ids=["edited", "deleted", "moved", "cut", "added"],
)
def test_verification_names_the_first_entry_that_is_wrong(damage: Any, position: int) -> None:
    whole = rows(4)
    assert rules.first_fault(whole, size=4, head=whole[-1].chain) is None
    assert rules.first_fault(damage(whole), size=4, head=whole[-1].chain) == position


def test_a_personal_value_is_committed_to_and_cannot_be_guessed_without_its_key(app: Flask) -> None:
    with transaction():
        first = services.commitment("person:1", "name", "Amina Okafor")
        again = services.commitment("person:1", "name", "Amina Okafor")
        other = services.commitment("person:2", "name", "Amina Okafor")
    assert first == again
    assert first != other
    key = db.session.get_one(LedgerSalt, ("person:1", "name")).key
    assert rules.commitment(key, "Amina Okafor") == first


def test_writers_at_the_same_time_leave_one_unbroken_chain(store: Store) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with store.app.app_context():
                for _ in range(5):
                    record(2)
                db.session.remove()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Ledger)) == 60
        assert queries.find_fault() is None
        db.session.remove()


def test_canonical_text_is_the_same_for_the_same_entry_whatever_the_order() -> None:
    one = rules.Entry("system", "a", "b", {"x": 1, "y": 2**60})
    other = rules.Entry("system", "a", "b", {"y": 2**60, "x": 1})
    assert rules.canonical(one, NOW) == rules.canonical(other, NOW)
    assert f'"y":"{2**60}"' in rules.canonical(one, NOW)
