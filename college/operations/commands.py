"""`flask demo`, `flask backup`, `flask restore`, `flask doctor`."""

import click
from flask import Flask


def register(app: Flask) -> None:
    """The commands of operations stand by themselves, without a group."""
    for command in COMMANDS:
        app.cli.add_command(command)


COMMANDS: tuple[click.Command, ...] = ()
