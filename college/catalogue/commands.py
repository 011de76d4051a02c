"""`flask courses …`: what operators and authors do with course folders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click
from flask.cli import AppGroup

from college import clock
from college.catalogue import queries, services
from college.courseware import reader
from college.courseware.edition import canonical_text, digest_of, make_edition
from college.courseware.files import load
from college.courseware.markup import Renderer, RenderingFailed
from college.courseware.mistakes import Level, Mistake, Mistakes
from college.courseware.outline import Course
from college.database import transaction

COURSES = Path("courses")

group = AppGroup("courses", help="Check, publish and export courses.")

_folder = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Outcome:
    """What became of one folder; `course` is None where it was refused."""

    folder: Path
    course: Course | None
    mistakes: tuple[Mistake, ...] = ()
    problem: str = ""
    number: int = 0
    new: bool = False

    def __str__(self) -> str:
        if self.course is None:
            return f"{self.folder}: refused{': ' + self.problem if self.problem else ''}"
        return f"{self.course.id}: edition {self.number} {'published' if self.new else 'is current already'}"


def publish_folder(
    folder: Path,
    renderer: Renderer,
    *,
    change: services.Change = "wording",
    by_id: int | None = None,
    reviewed_by_id: int | None = None,
) -> Outcome:
    """Read, render and publish a folder; what is current already is neither rendered nor published again."""
    mistakes = Mistakes()
    files = load(folder, mistakes)
    reading = reader.read_files(files)
    found = (*mistakes.sorted(), *reading.mistakes)
    if reading.course is None or mistakes.serious:
        return Outcome(folder, None, found)
    current = queries.find_course(reading.course.id)
    if current is not None and current.digest == digest_of(canonical_text(reading.course)):
        return Outcome(folder, reading.course, found, number=current.number)
    media = {medium.path for medium in reading.course.media}
    sources = {path: content for path, content in files.items() if path not in media}
    try:
        edition = make_edition(reading.course, files, renderer, sources=sources)
    except RenderingFailed as failure:
        return Outcome(folder, None, found, problem=str(failure))
    with transaction():
        number = services.publish(
            edition, by_id=by_id, change=change, reviewed_by_id=reviewed_by_id, now=clock.now()
        ).number
    return Outcome(folder, reading.course, found, number=number, new=True)


def folders_in(path: Path) -> list[Path]:
    """The folder itself where it is a course, else the courses in it."""
    if (path / "course.yaml").exists():
        return [path]
    return sorted(found.parent for found in path.glob("*/course.yaml")) or [path]


@group.command()
@click.argument("paths", nargs=-1, type=_folder)
@click.option("--format", "style", type=click.Choice(["text", "github", "json"]), default="text")
@click.option("--links", is_flag=True, help="List the links that lead out of the college too.")
def check(paths: Sequence[Path], style: str, links: bool) -> None:
    """Say every mistake in course folders; ends with 1 where one is an error."""
    folders = [folder for path in paths or [COURSES] for folder in folders_in(path)]
    found = [(folder, mistake) for folder in folders for mistake in reader.read(folder, verbose=links).mistakes]
    if style == "json":
        click.echo(json.dumps([_row(folder, mistake) for folder, mistake in found], ensure_ascii=False, indent=2))
    else:
        for folder, mistake in found:
            click.echo(_github(folder, mistake) if style == "github" else f"{folder}/{mistake}")
    serious = sum(mistake.level is Level.ERROR for _, mistake in found)
    if style == "text":
        click.echo(f"{len(folders)} checked: {serious} errors, {len(found) - serious} warnings")
    if serious:
        raise SystemExit(1)


def _row(folder: Path, mistake: Mistake) -> dict[str, str | int]:
    return {
        "path": f"{folder}/{mistake.path}",
        "line": mistake.line,
        "column": mistake.column,
        "level": mistake.level.value,
        "code": mistake.code,
        "message": mistake.said,
    }


def _github(folder: Path, mistake: Mistake) -> str:
    """A line that GitHub Actions shows beside the source (workflow commands)."""
    words = mistake.said.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    place = f"file={folder}/{mistake.path},line={mistake.line},col={mistake.column},title={mistake.code}"
    return f"::{mistake.level.value} {place}::{words}"


@group.command()
@click.argument("paths", nargs=-1, type=_folder)
@click.option("--change", type=click.Choice(get_args(services.Change)), default="wording")
def publish(paths: Sequence[Path], change: services.Change) -> None:
    """Publish course folders; a course with an error is refused whole."""
    refused = False
    with Renderer() as renderer:
        for folder in [folder for path in paths or [COURSES] for folder in folders_in(path)]:
            outcome = publish_folder(folder, renderer, change=change)
            for mistake in outcome.mistakes:
                if mistake.level is Level.ERROR:
                    click.echo(f"{folder}/{mistake}", err=True)
            click.echo(str(outcome), err=outcome.course is None)
            refused = refused or outcome.course is None
    if refused:
        raise SystemExit(1)


@group.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--edition", "number", type=int, help="Another edition than the current one.")
def export(slug: str, folder: Path, number: int | None) -> None:
    """Write a published course as the very files that it was published from."""
    published = queries.find_course(slug) if number is None else queries.find_numbered(slug, number)
    if published is None:
        raise click.ClickException(f"There is no such course or edition: {slug}")
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty")
    files = {path: text.encode() for path, text in queries.sources(published.edition_id).items()}
    for medium in published.course.media:
        blob = queries.media(medium.sha256)
        if blob is not None:
            files[medium.path] = blob.bytes
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    click.echo(f"{slug}: edition {published.number}, {len(files)} files in {folder}")
