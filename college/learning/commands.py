"""`flask exams …`: submitting what learners have left open when their time was up."""

from __future__ import annotations

import sys
from datetime import timedelta

import click
from flask import current_app
from flask.cli import AppGroup

from college import clock
from college.assessment import queries as attempts
from college.certification import services as certification
from college.certification.services import Issuer
from college.database import transaction
from college.errors import Refused
from college.learning.services import exam
from config import Config

MOST = 1000
"""Attempts in one run; the next run takes the rest."""

group = AppGroup("exams", help="Submit exams whose time is up.")


@group.command("settle")
def settle() -> None:
    """Submit every open attempt whose time is up, with the answers saved in it, and issue what was earned."""
    config: Config = current_app.extensions["college"]
    grace = timedelta(seconds=config.save_grace_seconds)
    settled, failed, people = 0, 0, set()
    for attempt_id, _ in attempts.overdue(clock.now() - grace, most=MOST):
        try:
            people.add(_settle(attempt_id, grace))
            settled += 1
        except Refused:
            continue  # it was submitted meanwhile
        except Exception:
            # One attempt that cannot be graded must not keep everybody else's open.
            current_app.logger.exception("attempt %d could not be settled", attempt_id)
            failed += 1
    issuer = Issuer.of(config)
    issued = sum(
        len(certification.issue_due(person_id, issuer=issuer, now=clock.now()).codes) for person_id in sorted(people)
    )
    click.echo(f"{settled} settled, {issued} issued" + (f", {failed} failed: see the log" if failed else ""))
    if failed:
        sys.exit(1)


def _settle(attempt_id: int, grace: timedelta) -> int:
    """Settle one attempt in a transaction of its own; the id of its learner."""
    with transaction():
        exam.settle(attempt_id, grace=grace, now=clock.now())
    return attempts.get_begun(attempt_id).person_id
