"""`flask search …`: what operators do with what the search looks through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from flask.cli import AppGroup

from college.catalogue import queries, services
from college.catalogue.queries import Published
from college.courseware import finding
from college.database import transaction

group = AppGroup("search", help="Build what the search looks through.")


@group.command()
@click.option("--missing", is_flag=True, help="Only courses that are not found yet, or by rules of an older version.")
def rebuild(missing: bool) -> None:
    """Build it anew from the current edition of each course; the college may go on running."""
    for line in build(queries.courses_not_found() if missing else queries.courses()):
        click.echo(line)


def build(courses: Iterable[Published]) -> Iterator[str]:
    """Build it for these, each course in a transaction of its own; tells of each."""
    for published in courses:
        passages = finding.passages_of(published.course, queries.rendered(published.edition_id))
        with transaction():
            kept = services.rebuild_search(published, passages)
        if kept:
            yield f"{published.slug}: {len(passages)} passages can be found"
