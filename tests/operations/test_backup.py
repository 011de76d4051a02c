"""Backup and restore: whole under load, private, and nothing is overwritten or half restored."""

from __future__ import annotations

import io
import json
import secrets
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from college.accounts import services as accounts
from college.accounts.rules import Role
from college.audit import queries as audit
from college.audit.models import Ledger
from college.database import db
from college.operations.services import backup
from college.operations.services.backup import AlreadyThere, NotABackup, NothingToBackUp, OtherDatabase
from tests.conftest import MUST, Store, make_config, postgres_url
from tests.factories import make_person, publish_sample
from tests.world import kept, opened

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOOLS = ("pg_dump", "pg_restore", "psql")
WITHOUT = [tool for tool in TOOLS if shutil.which(tool) is None]


@dataclass
class Place:
    """A database and an instance folder; `app` is a college there."""

    url: str
    instance: Path

    @contextmanager
    def college(self) -> Iterator[Flask]:
        with opened(make_config(self.url, self.instance)) as app:
            yield app

    @property
    def is_empty(self) -> bool:
        """Whether nothing was laid here, neither a database nor a key."""
        if self.instance.exists() and any(self.instance.iterdir()):
            return False
        url = make_url(self.url)
        if url.get_backend_name() == "sqlite":
            return not list(Path(url.database or "").parent.glob("new.db*"))
        with psycopg.connect(postgres_url(url.database)) as connection:
            found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return found == (0,)


@pytest.fixture
def old(store: Store, tmp_path: Path) -> Place:
    """A college with a course, people and keys."""
    if store.url.startswith("postgresql") and WITHOUT and not MUST:
        pytest.skip(f"not installed here: {', '.join(WITHOUT)}")
    place = Place(store.url, tmp_path / "old")
    (place.instance / "keys").mkdir(parents=True)
    (place.instance / "secret_key").write_text("a secret key of the tests, long enough for them")
    (place.instance / "secret_key").chmod(0o600)
    (place.instance / "keys" / "2026-1.key").write_bytes(secrets.token_bytes(32))
    (place.instance / "keys" / "2026-1.key").chmod(0o400)
    with place.college():
        publish_sample(now=NOW)
        make_person(name="Amina Okafor", native="أمينة", email="amina@test.example", now=NOW)
    return place


@pytest.fixture
def new(store: Store, tmp_path: Path) -> Iterator[Place]:
    """An empty place for a college on the same kind of database."""
    if store.url.startswith("sqlite"):
        yield Place(f"sqlite:///{tmp_path / 'there' / 'new.db'}", tmp_path / "new")
        return
    name = f"college_test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_url(), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield Place(make_url(store.url).set(database=name).render_as_string(hide_password=False), tmp_path / "new")
    with psycopg.connect(postgres_url(), autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def back_up(place: Place, target: Path) -> backup.Backup:
    return backup.back_up(place.url, place.instance, target, head="0006", now=NOW)


def command(place: Place, name: str, archive: Path) -> Result:
    with place.college() as app:
        return app.test_cli_runner().invoke(args=[name, str(archive)])


def dump(place: Place) -> dict[str, list[str]]:
    with place.college():
        return kept()


def test_what_is_restored_is_what_was_there_keys_included(old: Place, new: Place, tmp_path: Path) -> None:
    archive = back_up(old, tmp_path / "college.tar.gz").path
    manifest = backup.restore(archive, new.url, new.instance)
    there, here = dump(new), dump(old)
    assert there == here and there["edition_part"] and there["media_blob"] and there["person"]
    assert manifest["made_at"] == NOW.isoformat()
    for key in ("secret_key", "keys/2026-1.key"):
        assert (new.instance / key).read_bytes() == (old.instance / key).read_bytes()
        assert (new.instance / key).stat().st_mode & 0o077 == 0, "a key is for its owner alone"


def test_an_archive_is_for_its_owner_alone(old: Place, tmp_path: Path) -> None:
    made = back_up(old, tmp_path / "college.tar.gz")
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.size == made.path.stat().st_size > 1000
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"college.tar.gz"}, "and nothing beside it"


def test_a_college_backed_up_while_people_write_comes_back_whole(old: Place, new: Place, tmp_path: Path) -> None:
    with old.college():
        person, by = make_person(now=NOW), make_person(roles=(Role.ADMINISTRATOR,), now=NOW)
    busy, done = threading.Event(), threading.Event()
    told = 0

    def write() -> None:
        nonlocal told
        with old.college():
            while not done.is_set():
                accounts.end_sessions(person, by=by, now=NOW)
                told += 1
                if told >= 20:
                    busy.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert busy.wait(60)
        archive, at_the_start = back_up(old, tmp_path / "college.tar.gz").path, 20
        at_the_end = told
    finally:
        done.set()
        writer.join()
    backup.restore(archive, new.url, new.instance)
    with new.college():
        assert audit.find_fault() is None
        entries = db.session.scalar(select(func.count()).where(Ledger.action == "sessions.ended")) or 0
    assert at_the_start <= entries <= at_the_end + 1
    assert at_the_end > at_the_start, "there were writes while the backup was made"
    there, here = dump(new), dump(old)
    for name in ("person", "edition", "edition_part", "course", "media_blob", "membership"):
        assert there[name] == here[name]
    assert set(there["ledger"]) <= set(here["ledger"])


def test_the_commands_do_it_too_and_look_at_the_ledger(old: Place, new: Place, tmp_path: Path) -> None:
    target = tmp_path / "college.tar.gz"
    made = command(old, "backup", target)
    assert made.exit_code == 0 and str(target) in made.output and "sha256" in made.output
    restored = command(new, "restore", target)
    assert restored.exit_code == 0, restored.output
    assert "the ledger is whole" in restored.output
    again = command(new, "restore", target)
    assert again.exit_code == 1 and "There is a college at" in again.output


def test_a_restored_ledger_that_was_forged_is_told(sqlite_store: Store, tmp_path: Path) -> None:
    import sqlite3

    sqlite_store.lay()
    old = Place(sqlite_store.url, tmp_path / "old")
    with old.college():
        publish_sample(now=NOW)
    with sqlite3.connect(make_url(old.url).database or "") as raw:
        raw.execute("DROP TRIGGER " + raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger' AND sql LIKE '%UPDATE%'"
        ).fetchone()[0])  # fmt: skip
        raw.execute("UPDATE ledger SET entry = replace(entry, 'wording', 'material')")
    raw.close()
    back_up(old, tmp_path / "college.tar.gz")
    new = Place(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "new")
    restored = command(new, "restore", tmp_path / "college.tar.gz")
    assert restored.exit_code == 1 and "the ledger is not whole: it fails at entry 1" in restored.output


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToBackUp):
        back_up(Place(f"sqlite:///{tmp_path / 'none.db'}", tmp_path), tmp_path / "college.tar.gz")
    assert list(tmp_path.iterdir()) == []


# What is refused changes nothing


def cut_short(archive: bytes) -> bytes:
    return archive[: len(archive) // 2]


def with_a_flipped_bit(at: float) -> Callable[[bytes], bytes]:
    def damage(archive: bytes) -> bytes:
        place = int(len(archive) * at)
        return archive[:place] + bytes([archive[place] ^ 0x10]) + archive[place + 1 :]

    return damage


def repacked(change: Callable[[dict[str, bytes]], None]) -> Callable[[bytes], bytes]:
    """The archive made again with other content, as somebody would who wants to slip something in."""

    def damage(archive: bytes) -> bytes:
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            files = {one.name: packed.extractfile(one).read() for one in packed if one.isfile()}  # type: ignore[union-attr]
        change(files)
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as packed:
            for name, content in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                packed.addfile(info, io.BytesIO(content))
        return out.getvalue()

    return damage


def another_key(files: dict[str, bytes]) -> None:
    files["keys/2026-1.key"] = b"x" * 32


def one_file_more(files: dict[str, bytes]) -> None:
    files["keys/evil.key"] = b"x" * 32


def no_database(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    for name in [name for name in files if name.startswith("database")]:
        del files[name], manifest["files"][name]
    files["manifest.json"] = json.dumps(manifest).encode()


def manifest_of(text: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({"manifest.json": text.encode()})


def without_manifest(files: dict[str, bytes]) -> None:
    del files["manifest.json"]


def a_path_outside(files: dict[str, bytes]) -> None:
    files["../outside"] = b"x"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": cut_short,
    "empty": lambda _archive: b"",
    "no archive": lambda _archive: b"PK\x03\x04 something else",
    **{f"a bit flipped at {at}": with_a_flipped_bit(at) for at in (0.0, 0.001, 0.1, 0.5, 0.9)},
    "another key": repacked(another_key),
    "a file more": repacked(one_file_more),
    "no database": repacked(no_database),
    "no manifest": repacked(without_manifest),
    "a manifest that is a list": repacked(manifest_of("[]")),
    "a manifest of another format": repacked(manifest_of('{"format": 2, "files": {}}')),
    "a manifest without files": repacked(manifest_of('{"format": 1}')),
    "a manifest that names folders": repacked(manifest_of('{"format": 1, "files": {"keys": "0"}}')),
    "a path outside": repacked(a_path_outside),
}


def test_a_damaged_archive_is_refused_and_nothing_is_laid(old: Place, new: Place, tmp_path: Path) -> None:
    whole = back_up(old, tmp_path / "college.tar.gz").path.read_bytes()
    for name, damage in DAMAGES.items():
        damaged = tmp_path / "damaged.tar.gz"
        damaged.write_bytes(damage(whole))
        with pytest.raises(NotABackup):
            backup.restore(damaged, new.url, new.instance)
            raise AssertionError(f"restored: {name}")
        assert new.is_empty, name
    assert not (tmp_path / "outside").exists() and not (tmp_path.parent / "outside").exists()
    again = repacked(lambda _files: None)(whole)
    damaged.write_bytes(again)
    backup.restore(damaged, new.url, new.instance)
    assert not new.is_empty, "packed again without a change it is taken"


def test_a_college_is_never_restored_over_another(old: Place, new: Place, tmp_path: Path) -> None:
    archive = back_up(old, tmp_path / "college.tar.gz").path
    before = dump(old)
    with pytest.raises(AlreadyThere):
        backup.restore(archive, old.url, tmp_path / "elsewhere")
    assert dump(old) == before and not (tmp_path / "elsewhere").exists()


def test_a_key_that_a_new_program_has_made_is_set_aside(old: Place, new: Place, tmp_path: Path) -> None:
    archive = back_up(old, tmp_path / "college.tar.gz").path
    new.instance.mkdir()
    (new.instance / "secret_key").write_text("made when the program started, before anybody came")
    backup.restore(archive, new.url, new.instance)
    assert (new.instance / "secret_key").read_text() == (old.instance / "secret_key").read_text()
    assert (new.instance / "secret_key.before-restore").read_text().startswith("made when")
    assert dump(new) == dump(old)


def test_a_backup_stays_with_its_kind_of_database(old: Place, tmp_path: Path) -> None:
    archive = back_up(old, tmp_path / "college.tar.gz").path
    is_sqlite = old.url.startswith("sqlite")
    other = "postgresql://nobody@127.0.0.1:1/none" if is_sqlite else f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(OtherDatabase):
        backup.restore(archive, other, tmp_path / "elsewhere")
    assert not (tmp_path / "none.db").exists() and not (tmp_path / "elsewhere").exists()
