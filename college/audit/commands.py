"""`flask ledger …`"""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import inspect

from college.audit import queries
from college.database import READING, db

group = AppGroup("ledger", help="The append-only record of who did what, when.")


@group.command("verify")
def verify() -> None:
    """Check every row against its own text and the row before it."""
    if not inspect(db.engines[READING]).has_table("ledger"):
        raise click.ClickException("The database is empty. Run: flask db upgrade")
    fault = queries.find_fault()
    if fault is not None:
        click.echo(f"The ledger is not whole: it fails at entry {fault}.", err=True)
        sys.exit(1)
    click.echo("The ledger is whole.")
