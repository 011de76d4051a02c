"""The doctor names what is wrong, says how to mend it, and tells scripts by its exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from college.database import db
from college.operations.rules import Weight
from college.operations.services import doctor
from tests.accounts.people import change
from tests.conftest import Store, make_config
from tests.factories import make_person, publish_sample
from tests.world import opened


def examine(store: Store, instance: Path, **changed: Any) -> Result:
    if store.url.startswith("sqlite"):
        Path(make_url(store.url).database or "").chmod(0o600)  # as the college makes it; copies are made by the tests
    values = {"public_url": "https://college.test.example", **changed}
    with opened(make_config(values.pop("url", store.url), instance, **values)) as app:
        return app.test_cli_runner().invoke(args=["doctor"])


def faults(result: Result) -> list[str]:
    return [line.partition(" ")[2].strip() for line in result.output.splitlines() if line.startswith(Weight.FAULT)]


def write(statement: str) -> None:
    """As an operator would, past every check of the college."""
    with db.engines[None].begin() as connection:
        connection.execute(text(statement))


def test_a_sound_college_has_no_fault(store: Store, app: Flask, tmp_path: Path) -> None:
    publish_sample()
    result = examine(store, tmp_path)
    assert faults(result) == [] and result.exit_code == 0
    for words in ("The settings are complete.", "up to date", "The ledger is whole.", "Latin, Arabic and Chinese"):
        assert words in result.output


def test_a_database_of_another_migration_is_found(store: Store, app: Flask, tmp_path: Path) -> None:
    write("UPDATE alembic_version SET version_num = '0001'")
    result = examine(store, tmp_path)
    [fault] = faults(result)
    assert fault.startswith("The database is at migration 0001") and "flask db upgrade" in fault
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"issuer_name": ""}, "ISSUER_NAME"),
        ({"issuer_contact": ""}, "ISSUER_CONTACT"),
        ({"verify_url": "http://127.0.0.1:8000"}, "VERIFY_URL"),
    ],
)
def test_what_keeps_certificates_from_being_issued_is_found(
    changed: dict[str, str], named: str, sqlite_store: Store, tmp_path: Path
) -> None:
    sqlite_store.lay()
    result = examine(sqlite_store, tmp_path, **changed)
    [fault] = faults(result)
    assert fault.startswith("Certificates cannot be issued") and named in fault
    assert result.exit_code == 1


def test_demo_people_in_a_real_college_are_found(store: Store, app: Flask, tmp_path: Path) -> None:
    change(make_person(), demo=True)
    result = examine(store, tmp_path)
    [fault] = faults(result)
    assert "demo people in a college that is no demonstration" in fault
    assert result.exit_code == 1
    allowed = examine(store, tmp_path, demo=True)
    assert faults(allowed) == [] and allowed.exit_code == 0
    assert "This is a demonstration" in allowed.output


@pytest.mark.parametrize("name", ["secret_key", "demo.json"])
def test_a_secret_that_others_can_read_is_found(name: str, sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / name).write_text("secret")
    (tmp_path / name).chmod(0o640)
    sqlite_store.lay()
    [fault] = faults(examine(sqlite_store, tmp_path))
    assert f"chmod 600 {tmp_path / name}" in fault
    (tmp_path / name).chmod(0o600)
    assert faults(examine(sqlite_store, tmp_path)) == []


def test_a_database_that_others_can_read_is_found(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.lay()
    copy = tmp_path / "college.db"
    copy.write_bytes(Path(make_url(sqlite_store.url).database or "").read_bytes())
    copy.chmod(0o644)
    [fault] = faults(examine(sqlite_store, tmp_path, url=f"sqlite:///{copy}"))
    assert f"chmod 600 {copy}" in fault


def test_a_forged_ledger_is_found_at_its_entry(store: Store, app: Flask, tmp_path: Path) -> None:
    publish_sample()
    publish_sample(title="Another title")
    if store.url.startswith("postgresql"):
        write("ALTER TABLE ledger DISABLE TRIGGER USER")
    else:
        with db.engines[None].begin() as connection:
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'"
            for name in connection.execute(text(names)).scalars().all():
                connection.execute(text(f'DROP TRIGGER "{name}"'))
    write("UPDATE ledger SET entry = replace(entry, 'wording', 'material') WHERE position = 2")
    result = examine(store, tmp_path)
    assert faults(result) == ["The ledger is not whole: it fails at entry 2."]
    assert result.exit_code == 1


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://nobody@127.0.0.1:1/none"])
def test_a_database_that_does_not_answer_is_said_and_is_no_crash(url: str, sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.lay()
    result = examine(sqlite_store, tmp_path, url=url)
    [fault] = faults(result)
    assert fault.startswith("The database does not answer")
    assert result.exit_code == 1


def test_plain_http_is_noted_and_is_no_fault(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.lay()
    result = examine(sqlite_store, tmp_path, public_url="http://localhost")
    assert result.exit_code == 0
    assert any(line.startswith(Weight.NOTE) and "plain HTTP" in line for line in result.output.splitlines())


def test_the_file_system_of_a_folder_is_known(tmp_path: Path) -> None:
    assert doctor.file_system_of(Path("/proc/self")) == "proc"
    assert doctor.file_system_of(tmp_path) not in {None, "proc"}
