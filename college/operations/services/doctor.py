"""Examining an installation: what is wrong with it, and how to mend it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from college.accounts import queries as accounts
from college.audit import queries as audit
from college.catalogue import queries as catalogue
from college.certification import paper
from college.database import READING, db
from college.errors import N_, Words
from college.operations.rules import Finding, Weight
from config import Config

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs"})
SCRIPTS = {"Latin": "Żółć Đặng", "Arabic": "محمد", "Chinese": "王小明"}
MOST_CLOCK_SKEW_SECONDS = 5


def examine(config: Config, *, head: str | None, now: datetime) -> list[Finding]:
    """Look at the settings, the database, the ledger, the fonts, the clock and the files."""
    findings = [*_settings(config), *_files(config), *_fonts(config)]
    try:
        findings += [*_database(config, head, now), *_people(config), *_search(), *_ledger()]
    except DBAPIError as error:
        findings.append(_fault(N_("The database does not answer: %(said)s"), said=str(error.orig)))
    return findings


def _fine(text: str, **values: str | int) -> Finding:
    return Finding(Weight.FINE, Words(text, values=values))


def _note(text: str, **values: str | int) -> Finding:
    return Finding(Weight.NOTE, Words(text, values=values))


def _fault(text: str, **values: str | int) -> Finding:
    return Finding(Weight.FAULT, Words(text, values=values))


def _settings(config: Config) -> list[Finding]:
    found = [_fault(N_("Certificates cannot be issued: %(why)s"), why=why) for why in config.faults_of_issuing()]
    if config.demo:
        found.append(_note(N_("This is a demonstration: every certificate says so. Set DEMO=0 for a real college.")))
    if not config.secure and not config.demo:
        found.append(
            _note(N_("People reach the college over plain HTTP (%(url)s). Serve HTTPS."), url=config.public_url)
        )
    return found or [_fine(N_("The settings are complete."))]


def _files(config: Config) -> list[Finding]:
    found = []
    url = make_url(config.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        kind = file_system_of(Path(url.database).absolute())
        if kind in NETWORK_FILE_SYSTEMS:
            found.append(
                _fault(
                    N_("The SQLite database lies on a network file system (%(kind)s), where it can be damaged."
                       " Move it to a local disk, or use PostgreSQL."),
                    kind=kind,
                )
            )  # fmt: skip
    private = [config.instance / "secret_key", config.instance / "demo.json"]
    if url.get_backend_name() == "sqlite" and url.database:
        private.append(Path(url.database))
    for path in private:
        if path.exists() and path.stat().st_mode & 0o077:
            found.append(
                _fault(N_("Others on this machine can read %(path)s. Run: chmod 600 %(path)s"), path=str(path))
            )
    return found or [_fine(N_("The files are where they should be, and private."))]


def file_system_of(path: Path) -> str | None:
    """The type of the file system that holds `path`, where the system tells."""
    try:
        mounts = Path("/proc/mounts").read_text().splitlines()
    except OSError:
        return None
    best, kind = "", None
    for line in mounts:
        _device, point, found, *_rest = line.split()
        inside = point == "/" or str(path).startswith(point.rstrip("/") + os.sep)
        if inside and len(point) > len(best):
            best, kind = point, found
    return kind


def _fonts(config: Config) -> list[Finding]:
    fonts = paper.find_fonts(config.font_path or None)
    without = [script for script, sample in SCRIPTS.items() if paper.missing_characters(sample, fonts)]
    if without:
        return [
            _fault(
                N_("No font for names in: %(scripts)s. Certificates with such names are refused. Set FONT_PATH."),
                scripts=", ".join(without),
            )
        ]
    return [_fine(N_("Certificates can print Latin, Arabic and Chinese names."))]


def _database(config: Config, head: str | None, now: datetime) -> list[Finding]:
    found = []
    at = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if at != head:
        found.append(
            _fault(
                N_("The database is at migration %(at)s, the program needs %(head)s. Run: flask db upgrade"),
                at=str(at),
                head=str(head),
            )
        )
    if make_url(config.database_url).get_backend_name() == "postgresql":
        theirs = db.session.execute(text("SELECT now()")).scalar_one()
        skew = abs(int((theirs.astimezone(UTC) - now).total_seconds()))
        if skew > MOST_CLOCK_SKEW_SECONDS:
            found.append(
                _fault(N_("The clocks of this machine and of the database differ by %(skew)d seconds."), skew=skew)
            )
    return found or [_fine(N_("The database answers and is up to date."))]


def _people(config: Config) -> list[Finding]:
    if accounts.demo_people_exist() and not config.demo:
        return [
            _fault(N_("There are demo people in a college that is no demonstration. Start from an empty database."))
        ]
    return []


def _search() -> list[Finding]:
    if not inspect(db.engines[READING]).has_table("search_passage"):
        return []  # the finding about the migration says it all
    missing = [published.slug for published in catalogue.courses_not_found()]
    if missing:
        return [
            _fault(N_("The search does not find: %(courses)s. Run: flask search rebuild"), courses=", ".join(missing))
        ]
    return [_fine(N_("The search finds every course."))]


def _ledger() -> list[Finding]:
    fault = audit.find_fault()
    if fault is not None:
        return [_fault(N_("The ledger is not whole: it fails at entry %(position)d."), position=fault)]
    return [_fine(N_("The ledger is whole."))]
