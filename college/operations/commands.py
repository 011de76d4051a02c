"""`flask demo`, `flask backup`, `flask restore`, `flask doctor`."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from college import clock
from college.audit import queries as audit
from college.catalogue import queries as catalogue
from college.catalogue.commands import search
from college.database import db
from college.errors import Refused
from college.operations import rules
from college.operations.services import backup as backups
from college.operations.services import demo as demonstration
from college.operations.services import doctor as examination
from college.operations.services import guard
from college.web.locale import say
from config import Config


def register(app: Flask) -> None:
    """The commands of operations stand by themselves, without a group."""
    for command in (demo, backup, restore, doctor):
        app.cli.add_command(command)


def _config() -> Config:
    config: Config = current_app.extensions["college"]
    return config


def _refuse(error: Refused) -> None:
    with current_app.test_request_context():
        click.echo(say(error.said), err=True)
    sys.exit(1)


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print the demo people as JSON, secrets and all.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Set up a demonstration where there is none, and print how to sign in."""
    config = _config()
    fault = guard.fault_of_demonstrating(config)
    if fault is not None:
        click.echo(fault, err=True)
        sys.exit(1)
    db.session.remove()
    _migrate_quietly()
    try:
        _build_search()
        people = demonstration.set_up(config, courses=Path("courses"), now=clock.now(), tell=_tell)
    except Refused as error:
        _refuse(error)
        return
    if as_json:
        click.echo(json.dumps({"url": config.public_url, "people": [vars(person) for person in people]}, indent=2))
        return
    click.echo(demonstration.told(people, config.public_url))


def _tell(words: str) -> None:
    click.echo(words, err=True)


def _migrate_quietly() -> None:
    logging.getLogger("alembic").setLevel(logging.ERROR)
    upgrade()


def _build_search() -> None:
    """A store from before the search, or from an older version of it, has nothing to be found yet."""
    for line in search.build(catalogue.courses_not_found()):
        _tell(line)


@click.command("backup")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), required=False)
@with_appcontext
def backup(target: Path | None) -> None:
    """Write the whole college, database and keys, into one file; the college may go on running."""
    config, now = _config(), clock.now()
    target = (target or config.instance / f"college-{now:%Y-%m-%d-%H%M%S}.tar.gz").absolute()
    try:
        made = backups.back_up(
            config.database_url,
            config.instance,
            target,
            head=current_app.extensions["migration_head"](),
            now=now,
        )
    except Refused as error:
        _refuse(error)
        return
    click.echo(f"{made.path}  {made.size} bytes  sha256 {made.sha256}")


@click.command("restore")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(archive: Path) -> None:
    """Lay a backup into an empty place and check that it came back whole."""
    config = _config()
    try:
        manifest = backups.restore(archive, config.database_url, config.instance)
    except Refused as error:
        _refuse(error)
        return
    db.session.remove()
    _migrate_quietly()
    _build_search()
    fault = audit.find_fault()
    if fault is not None:
        click.echo(f"Restored, but the ledger is not whole: it fails at entry {fault}.", err=True)
        sys.exit(1)
    click.echo(f"Restored the backup of {manifest['made_at']}; the ledger is whole.")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say what is wrong with this installation, and how to mend it."""
    findings = examination.examine(_config(), head=current_app.extensions["migration_head"](), now=clock.now())
    with current_app.test_request_context():
        for finding in findings:
            click.echo(f"{finding.weight:6}{say(finding.words)}")
    if rules.has_faults(findings):
        sys.exit(1)
