"""`flask courses …`: what operators and authors do with course folders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from college import clock
from college.catalogue import paper, queries, services
from college.courseware import reader
from college.courseware.currency import NotATranslation, mark_current
from college.courseware.ids import write_ids
from college.courseware.markup import Renderer
from college.courseware.measures import FEWEST, Measures, measure
from college.courseware.mistakes import Level, Mistake, as_github, as_json, as_text
from college.courseware.scenario import CaseMeasures, Labels, chart
from college.courseware.schema import schemas
from college.courseware.starter import starter
from college.database import transaction
from college.web.locale import LANGUAGES, speaking
from config import ROOT

COURSES = ROOT / "courses"

group = AppGroup("courses", help="Check, publish and export courses.")

_STYLES = {"text": as_text, "github": as_github, "json": as_json}
_folder = click.Path(exists=True, file_okay=False, path_type=Path)


def _shown(folder: Path) -> Path:
    """As somebody who stands here would name the folder; that is also what GitHub wants."""
    here = Path.cwd()
    return folder.resolve().relative_to(here) if folder.resolve().is_relative_to(here) else folder


def folders_in(path: Path) -> list[Path]:
    """The folder itself where it is a course, else the courses in it."""
    if (path / "course.yaml").exists():
        return [path]
    return sorted(found.parent for found in path.glob("*/course.yaml")) or [path]


@group.command()
@click.argument("paths", nargs=-1, type=_folder)
@click.option("--format", "style", type=click.Choice(list(_STYLES)), default="text")
@click.option("--links", is_flag=True, help="List the links that lead out of the college too.")
def check(paths: Sequence[Path], style: str, links: bool) -> None:
    """Say every mistake in course folders; ends with 1 where one is an error."""
    folders = [folder for path in paths or [COURSES] for folder in folders_in(path)]
    found = [mistake for folder in folders for mistake in _mistakes_of(folder, links=links)]
    click.echo(_STYLES[style](found), nl=False)
    serious = sum(mistake.level is Level.ERROR for mistake in found)
    if style == "text":
        click.echo(f"{len(folders)} checked: {serious} errors, {len(found) - serious} warnings")
    if serious:
        raise SystemExit(1)


def _mistakes_of(folder: Path, *, links: bool) -> list[Mistake]:
    """Those of a course, at their places as somebody who stands here would name them."""
    found = reader.read(folder, verbose=links).mistakes
    return [replace(mistake, path=f"{_shown(folder)}/{mistake.path}") for mistake in found]


@group.command(name="measure")
@click.argument("paths", nargs=-1, type=_folder)
def print_measures(paths: Sequence[Path]) -> None:
    """Print a reader's test in figures; ends with 1 where an editor would not let one pass."""
    faults = 0
    for folder in [folder for path in paths or [COURSES] for folder in folders_in(path)]:
        course = reader.read(folder).course
        if course is None:
            raise click.ClickException(f"{_shown(folder)} has errors; see flask courses check")
        found = measure(course)
        faults += found.faults
        click.echo(f"{_shown(folder)}\n" + "\n".join(f"  {line}" for line in _figures(found)))
    if faults:
        raise SystemExit(1)


def _figures(found: Measures) -> Iterator[str]:
    yield f"exam questions an outcome, {FEWEST} at least: " + ", ".join(f"{one} {count}" for one, count in found.tested)
    silent = f": {', '.join(found.silent)}" if found.silent else ""
    yield f"wrong choices: {found.wrong_choices}; questions where one has no feedback: {len(found.silent)}{silent}"
    yield (
        f"of {found.single} questions with one right choice, picking the longest answers {float(found.by_longest):.1%} "
        f"and a blind guess {float(found.by_chance):.1%}"
    )
    for module, text in found.readings:
        yield f"{module}: {text.words} words, {text.words_a_sentence} a sentence, LIX {text.lix}"
    yield f"passages with a figure and no source: {len(found.unsourced)}"
    for place, passage in found.unsourced:
        yield f"  {place}: {passage}"
    for case in found.cases:
        yield from _case_figures(case)


def _case_figures(case: CaseMeasures) -> Iterator[str]:
    yield f"case {case.case}: {case.scenes} scenes; good ends: {case.good_ends}, bad ends: {case.bad_ends}"
    found: dict[str, list[str]] = {}
    for guess in case.guesses:
        found.setdefault(guess.rule, []).append(f"{guess.language} {float(guess.found):.1%}".strip())
    shares = "; ".join(f"the {rule} in {', '.join(each)}" for rule, each in found.items())
    yield f"  of {case.weighed} best choices a blind guess finds {float(case.by_chance):.1%}, always picking {shares}"
    passing = ", ".join(f"the {guess.rule} {guess.language}".strip() for guess in case.passing)
    yield f"  a good end is reached by always picking: {passing or 'none of these'}"
    silent = f": {', '.join(case.silent)}" if case.silent else ""
    yield f"  choices without a consequence that teaches: {len(case.silent)}{silent}"
    scored = ", ".join(f"{each.outcome} {each.on_best} of {each.possible}" for each in case.scored)
    yield f"  scored for outcomes on the best way: {scored or 'none'}"


@group.command()
@click.argument("paths", nargs=-1, type=_folder)
@click.option("--change", type=click.Choice(get_args(services.Change)), default="wording")
def publish(paths: Sequence[Path], change: services.Change) -> None:
    """Publish course folders; a course with an error is refused whole."""
    refused = False
    with Renderer() as renderer:
        for folder in [folder for path in paths or [COURSES] for folder in folders_in(path)]:
            prepared = services.prepare(folder, renderer)
            for mistake in prepared.mistakes:
                if mistake.level is Level.ERROR:
                    click.echo(f"{_shown(folder)}/{mistake}", err=True)
            if prepared.refused:
                refused = True
                click.echo(f"{_shown(folder)}: refused {prepared.problem}".rstrip(), err=True)
            else:
                click.echo(_publish(prepared, change))
    if refused:
        raise SystemExit(1)


def _publish(prepared: services.Prepared, change: services.Change) -> str:
    if prepared.edition is None:
        current = prepared.current
        return f"{current.slug}: edition {current.number} is current already" if current else ""
    with transaction():
        published = services.publish(prepared.edition, by_id=None, change=change, now=clock.now())
        return f"{prepared.edition.course.id}: edition {published.number} published"


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
    _write(folder, files)
    click.echo(f"{slug}: edition {published.number}, {len(files)} files in {folder}")


@group.command()
@click.argument("slug", metavar="COURSE")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(LANGUAGES), help="As far as the course has it; its own by default.")
def pack(slug: str, folder: Path, language: str | None) -> None:
    """Write a published course as an archive that can be read with no line."""
    published = queries.find_course(slug)
    if published is None:
        raise click.ClickException(f"There is no such course: {slug}")
    own = published.course.language if published.course.language in LANGUAGES else LANGUAGES[0]
    made = paper.pack(published, published.course.modules, language or own)
    _write(folder, {made.name: made.content})
    click.echo(f"{slug}: edition {published.number}, {len(made.content)} bytes in {folder / made.name}")


@group.command()
@click.argument("course_id")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="A new course", help="How learners will see it named.")
def new(course_id: str, folder: Path, title: str) -> None:
    """Write a small course to start from; the checker passes it."""
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty")
    files = starter(course_id, title)
    _write(folder, {path: text.encode() for path, text in files.items()})
    click.echo(f"{len(files)} files in {folder}; next: flask courses check {folder}")


@group.command()
@click.argument("paths", nargs=-1, type=_folder)
def ids(paths: Sequence[Path]) -> None:
    """Write the ids that authors have left out into their files."""
    for folder in [folder for path in paths or [COURSES] for folder in folders_in(path)]:
        for told in write_ids(folder):
            click.echo(f"{_shown(folder)}/{told}")


@group.command()
@click.argument("translations", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def current(translations: Sequence[Path]) -> None:
    """Say of translated files that they hold for their source as it stands: flask courses current FILE..."""
    for file in translations:
        folder = _course_of(file)
        try:
            changed = mark_current(folder, file.resolve().relative_to(folder).as_posix())
        except NotATranslation:
            raise click.ClickException(f"{file} is not a translation of a file beside it") from None
        except UnicodeDecodeError:
            raise click.ClickException(f"{file} is not text in UTF-8") from None
        click.echo(f"{file}: {'current' if changed else 'was current'}")


def _course_of(file: Path) -> Path:
    for folder in file.resolve().parents:
        if (folder / "course.yaml").exists():
            return folder
    raise click.ClickException(f"{file} is in no course: no folder above it has a course.yaml")


@group.command(name="map")
@click.argument("path", type=_folder)
@click.argument("case_id", metavar="CASE")
@click.option("--language", help="Another language of the course than its own.")
def draw_map(path: Path, case_id: str, language: str | None) -> None:
    """Draw the scenes of a case and what leads where, as SVG: flask courses map FOLDER CASE > map.svg"""
    reading = reader.read(path)
    if reading.course is None:
        for mistake in reading.mistakes:
            if mistake.level is Level.ERROR:
                click.echo(f"{_shown(path)}/{mistake}", err=True)
        raise SystemExit(1)
    course = reading.course
    case = course.cases_by_id.get(case_id)
    if case is None:
        known = ", ".join(course.cases_by_id) or "none"
        raise click.ClickException(f"There is no case {case_id} in {_shown(path)}; there are: {known}")
    spoken = language or course.language
    titles = {scene.id: course.say(scene.title, spoken).words for scene in case.scenes}
    with speaking(spoken if spoken in LANGUAGES else LANGUAGES[0]):
        labels = Labels(_("Start"), _("Good end"), _("Bad end"), _("Never reached"))
    click.echo(chart(case, titles, course.say(case.title, spoken).words, language=spoken, labels=labels), nl=False)


@group.command(name="schemas")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def write_schemas(folder: Path) -> None:
    """Write the JSON Schemas of course.yaml, quizzes and front matter, for completion in editors."""
    named = {f"{name}.schema.json": json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    _write(folder, {name: text.encode() for name, text in named.items()})
    click.echo(f"{len(named)} schemas in {folder}")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
