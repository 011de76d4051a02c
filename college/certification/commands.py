"""`flask certificates …`: issuing what is due, and which scripts can be printed."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from college import clock
from college.certification import paper, queries, services
from college.certification.services import Issuer
from config import Config

group = AppGroup("certificates", help="Issue what is due; see which scripts can be printed.")


@group.command("issue-due")
def issue_due() -> None:
    """Issue every award that has no certificate yet, and say why others wait."""
    issuer = Issuer.of(_config())
    try:
        issuer.enforce()
    except services.CannotIssue as refusal:
        raise click.ClickException(str(refusal.said.values["faults"])) from None
    issued = waiting = 0
    for person_id in queries.people_waiting():
        due = services.issue_due(person_id, issuer=issuer, now=clock.now())
        issued += len(due.codes)
        for words in due.waiting:
            waiting += 1
            click.echo(f"person {person_id} waits: {words.text % dict(words.values)}")
    click.echo(f"{issued} issued, {waiting} waiting")


@group.command("fonts")
@click.argument("text", required=False)
def fonts(text: str | None) -> None:
    """List the fonts that certificates are set in, or check that they can print TEXT."""
    found = paper.find_fonts(_config().font_path or None)
    if text is None:
        for face in found.faces:
            click.echo(f"{face.family}: {face.path or 'inside typst'}")
        return
    if missing := paper.missing_characters(text, found):
        raise click.ClickException(f"no font here can print: {missing}")
    click.echo(", ".join(found.families(text)))


def _config() -> Config:
    config: Config = current_app.extensions["college"]
    return config
