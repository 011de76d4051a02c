"""Migrations: numbered, one head, up and down with data, the same on both databases as the models say."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from college.database import Model, db
from config import ROOT
from tests.conftest import Store
from tests.factories import make_person

APPEND_ONLY = {
    "acceptance", "adjustment", "answer", "award", "edition", "edition_part", "grade", "ledger", "ledger_checkpoint",
    "media_blob", "paper", "person_fact",
}  # fmt: skip


def test_migrations_are_numbered_and_have_one_head() -> None:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]


def test_nothing_vanishes_by_cascade() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert "CASCADE" not in path.read_text()


def triggers(app: Flask) -> set[str]:
    if db.engines[None].dialect.name == "sqlite":
        query = "SELECT tbl_name || ':' || name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgrelid::regclass::text || ':' || tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(db.session.scalars(text(query)))


def test_every_append_only_table_is_guarded(app: Flask) -> None:
    found = triggers(app)
    names = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_truncate")}
    wanted = names[db.engines[None].dialect.name]
    expected = {f"{table}:{table}_{name}" for table in APPEND_ONLY for name in wanted}
    assert expected <= found
    assert "certificate:certificate_fixed" in found


def test_the_models_say_what_the_migrations_made(app: Flask) -> None:
    check()
    shape = inspect(db.engines[None])
    for name, table in Model.metadata.tables.items():
        indexes = {index["name"] for index in shape.get_indexes(name)}
        wanted = {str(index.name) for index in table.indexes if index.name != "uq_person_email_now"}
        assert wanted <= indexes, name
        checks = {check["name"] for check in shape.get_check_constraints(name)}
        assert {str(one.name) for one in table.constraints if str(one.name).startswith("ck_")} <= checks, name


def test_partial_indexes_are_partial_as_the_models_say(app: Flask) -> None:
    if db.engines[None].dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    made = {str(row[0]): str(row[1]) for row in db.session.execute(text(query))}
    for table in Model.metadata.tables.values():
        for index in table.indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is None:
                continue
            plain = re.sub(r"::[a-z ]+|[()\s]", "", made[str(index.name)])
            assert re.sub(r"\s", "", f"WHERE {where}") in plain, index.name


def test_a_full_database_goes_down_and_up_again(store: Store) -> None:
    with store.app.app_context():
        make_person()
        db.session.remove()
        downgrade(revision="0001")
        assert db.session.scalar(text("SELECT count(*) FROM person")) == 1
        db.session.remove()
        upgrade()
        assert db.session.scalar(text("SELECT name_latin FROM person")) == "Amina Okafor"
        db.session.remove()


@pytest.mark.parametrize("revision", ["0002", "0003", "0006", "0007"])
def test_a_migration_that_fails_half_way_leaves_nothing_behind(store: Store, revision: str) -> None:
    """The last table of the migration is there already, so it fails after it has made the others."""
    obstacle = {"0002": "outbox", "0003": "media_blob", "0006": "paper", "0007": "search_words"}[revision]
    with store.app.app_context():
        downgrade(revision=f"{int(revision) - 1:04d}")
        with db.engines[None].begin() as connection:
            connection.execute(text(f"CREATE TABLE {obstacle} (id INTEGER)"))
        before = set(inspect(db.engines[None]).get_table_names())
        with pytest.raises(DBAPIError):
            upgrade()
        assert set(inspect(db.engines[None]).get_table_names()) == before
        with db.engines[None].begin() as connection:
            connection.execute(text(f"DROP TABLE {obstacle}"))
        upgrade()
        db.session.remove()
