"""Backup and restore: one file with the database and the keys, made while the college runs, checked when it returns."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from college.errors import N_, Refused

FORMAT = 1
SQLITE, POSTGRES = "database.sqlite", "database.dump"
MANIFEST = "manifest.json"
KEYS = ("secret_key", "keys")
"""What of the instance folder belongs to a backup, besides the database; media live in the database."""


class NothingToBackUp(Refused):
    words = N_("There is no database at %(place)s yet. Run the college once, then back it up.")


class ToolMissing(Refused):
    words = N_("%(tool)s is not installed here. Install PostgreSQL's client programs, then try again.")


class ToolFailed(Refused):
    words = N_("%(tool)s failed: %(said)s")


class NotABackup(Refused):
    words = N_("%(file)s is not a backup of a college, or it is damaged: %(fault)s.")


class AlreadyThere(Refused):
    words = N_("There is a college at %(place)s already. Restore into an empty place, so that nothing is overwritten.")


class OtherDatabase(Refused):
    words = N_("This backup is of %(kind)s; set DATABASE_URL to a database of that kind.")


@dataclass(frozen=True)
class Backup:
    path: Path
    size: int  # bytes
    sha256: str


def back_up(database_url: str, instance: Path, target: Path, *, head: str | None, now: datetime) -> Backup:
    """Write everything that a college is into one archive, readable for its owner alone."""
    url = make_url(database_url)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder)
        name = SQLITE if url.get_backend_name() == "sqlite" else POSTGRES
        if name == SQLITE:
            _copy_sqlite(Path(url.database or ""), draft / name)
        else:
            _run("pg_dump", url, "--format=custom", "--no-owner", f"--file={draft / name}")
        for key in KEYS:
            _copy(instance / key, draft / key)
        files = sorted(path for path in draft.rglob("*") if path.is_file())
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "migration": head,
            "files": {path.relative_to(draft).as_posix(): _sha256(path) for path in files},
        }
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True))
        half = draft.with_suffix(".half")
        try:
            _pack(draft, half)
            half.replace(target)  # whoever finds the archive finds it whole
        finally:
            half.unlink(missing_ok=True)
    return Backup(target, target.stat().st_size, _sha256(target))


def restore(archive: Path, database_url: str, instance: Path) -> dict[str, object]:
    """Lay a backup into an empty place and return its manifest; a damaged one is refused before anything changes."""
    url = make_url(database_url)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder)
        manifest = _unpack(archive, draft)
        kind = "sqlite" if (draft / SQLITE).exists() else "postgresql"
        if url.get_backend_name() != kind:
            raise OtherDatabase(kind=kind)
        if kind == "sqlite":
            _lay_sqlite(draft / SQLITE, Path(url.database or ""))
        else:
            _lay_postgres(draft / POSTGRES, url)
        instance.mkdir(parents=True, exist_ok=True)
        for key in KEYS:
            _lay_key(draft / key, instance / key)
    return manifest


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's online backup: a consistent copy while others go on writing."""
    if not source.exists():
        raise NothingToBackUp(place=str(source))
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _lay_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        fault = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if fault != "ok":
        raise NotABackup(file=SQLITE, fault=fault)
    # A log left behind by another database would be replayed onto this one.
    for leftover in (target, *(target.with_name(f"{target.name}-{end}") for end in ("wal", "shm", "journal"))):
        if leftover.exists():
            raise AlreadyThere(place=str(leftover))
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(".half")
    shutil.copyfile(source, half)
    half.chmod(0o600)
    half.replace(target)


def _lay_postgres(source: Path, url: URL) -> None:
    tables = _run("psql", url, "-Atc", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").strip()
    if tables != "0":
        raise AlreadyThere(place=url.render_as_string())
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(source), into="--dbname")


def _run(tool: str, url: URL, *arguments: str, into: str | None = None) -> str:
    if shutil.which(tool) is None:
        raise ToolMissing(tool=tool)
    plain = url.set(drivername="postgresql", password=None)
    address = plain.render_as_string(hide_password=False)
    command = [tool, f"{into}={address}" if into else address, *arguments]
    # The password goes by the environment: command lines can be read by everybody on the machine.
    environment = {**os.environ, "PGPASSWORD": str(url.password)} if url.password else dict(os.environ)
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if done.returncode != 0:
        raise ToolFailed(tool=tool, said=done.stderr.strip())
    return done.stdout


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=shutil.copy2)
    elif source.is_file():
        shutil.copy2(source, target)


def _same(one: Path, other: Path) -> bool:
    def content(path: Path) -> Mapping[str, bytes]:
        if path.is_file():
            return {"": path.read_bytes()}
        return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}

    return content(one) == content(other)


def _lay_key(source: Path, target: Path) -> None:
    """Put a key in its place; a program that has just started there may have made one, which is set aside."""
    if not source.exists() or (target.exists() and _same(source, target)):
        return
    if target.exists():
        target.rename(target.with_name(f"{target.name}.before-restore"))
    _copy(source, target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with tarfile.open(target, "w:gz") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, arcname=path.name)


def _unpack(archive: Path, folder: Path) -> dict[str, object]:
    """Lay the archive out in an empty folder and compare every file with the manifest; raises NotABackup."""
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        manifest = json.loads((folder / MANIFEST).read_text())
        fault = _fault_of(manifest, folder)
    except (OSError, tarfile.TarError, zlib.error, EOFError, ValueError) as error:
        raise NotABackup(file=archive.name, fault=str(error)) from error
    if fault is not None:
        raise NotABackup(file=archive.name, fault=fault)
    unpacked: dict[str, object] = manifest
    return unpacked


def _fault_of(manifest: object, folder: Path) -> str | None:
    """What is not as the manifest says: a file changed, missing, or beside those that were packed."""
    if (
        not isinstance(manifest, dict)
        or manifest.get("format") != FORMAT
        or not isinstance(manifest.get("files"), dict)
    ):
        return "it is of another format"
    listed = manifest["files"]
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    del found[MANIFEST]
    if not {SQLITE, POSTGRES} & found.keys():
        return "there is no database in it"
    for name in sorted(found.keys() | listed.keys()):
        if name not in found or listed.get(name) != _sha256(found[name]):
            return f"{name} was changed"
    return None
