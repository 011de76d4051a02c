"""Publishing: an edition enters the catalogue whole, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from college.audit import services as audit
from college.catalogue import models, queries
from college.catalogue.services.search import keep_passages
from college.courseware import reader
from college.courseware.edition import Edition, canonical_text, digest_of, make_edition
from college.courseware.files import load
from college.courseware.markup import Renderer, RenderingFailed
from college.courseware.mistakes import Mistake, Mistakes
from college.database import Model, db
from college.errors import N_, Refused

Change = Literal["wording", "material", "recertify"]


class ReviewedByAuthor(Refused):
    words = N_("Whoever publishes an edition cannot also be its reviewer. Ask another person to review it.")


class OwnedBySite(Refused):
    words = N_("“%(course)s” is edited in the college, not in a folder. Export it first if you want to go on in files.")


@dataclass(frozen=True)
class Prepared:
    """A folder read and rendered; `edition` is None where it was refused, or where `current` says the same already."""

    folder: Path
    mistakes: tuple[Mistake, ...]
    problem: str = ""
    edition: Edition | None = None
    current: queries.Published | None = None

    @property
    def refused(self) -> bool:
        return self.edition is None and self.current is None


def prepare(folder: Path, renderer: Renderer) -> Prepared:
    """All of publishing that takes time, done before the transaction; writes nothing."""
    noted = Mistakes()
    files = load(folder, noted)
    reading = reader.read_files(files)
    mistakes = (*noted.sorted(), *reading.mistakes)
    course = reading.course
    if course is None or noted.serious:
        return Prepared(folder, mistakes)
    current = queries.find_course(course.id)
    if current is not None and current.digest == digest_of(canonical_text(course)):
        return Prepared(folder, mistakes, current=current)
    media = {medium.path for medium in course.media}
    sources = {path: content for path, content in files.items() if path not in media}
    try:
        return Prepared(folder, mistakes, edition=make_edition(course, files, renderer, sources=sources))
    except RenderingFailed as failure:
        return Prepared(folder, mistakes, problem=str(failure))


def lock_course(course_id: int) -> models.Course:
    """The course, held until the transaction ends."""
    return db.session.scalars(select(models.Course).where(models.Course.id == course_id).with_for_update()).one()


def publish(
    edition: Edition, *, by_id: int | None, change: Change, reviewed_by_id: int | None = None, now: datetime
) -> models.Edition:
    """Make the edition the current one of its course; one that was published before is only made current again."""
    if by_id is not None and by_id == reviewed_by_id:
        raise ReviewedByAuthor
    course = _locked(edition.course.id)
    if course.owner != "folder":
        raise OwnedBySite(course=course.slug)
    known = db.session.scalars(select(models.Edition).where(models.Edition.digest == edition.digest)).one_or_none()
    if known is not None and course.current_edition_id == known.id:
        return known
    published = known or _add(edition, course, by_id=by_id, change=change, reviewed_by_id=reviewed_by_id, now=now)
    db.session.execute(
        update(models.Course)
        .where(models.Course.id == course.id)
        .values(current_edition_id=published.id, visibility=edition.course.visibility.value)
        .execution_options(synchronize_session=False)
    )
    keep_passages(course.id, published.id, edition.passages)
    db.session.refresh(course)
    audit.record(
        "system" if by_id is None else f"person:{by_id}",
        "edition.published" if known is None else "edition.restored",
        f"edition:{edition.digest}",
        at=now,
        course=course.slug,
        number=published.number,
        change=published.change,
        reviewed_by=None if reviewed_by_id is None else f"person:{reviewed_by_id}",
    )
    return published


def _locked(slug: str) -> models.Course:
    """The course of that name, made where there was none, and held: two who publish at once come one by one."""
    _insert_missing(models.Course, [{"slug": slug, "owner": "folder", "visibility": "listed"}])
    return db.session.scalars(select(models.Course).where(models.Course.slug == slug).with_for_update()).one()


def _add(
    edition: Edition,
    course: models.Course,
    *,
    by_id: int | None,
    change: Change,
    reviewed_by_id: int | None,
    now: datetime,
) -> models.Edition:
    newest = db.session.scalar(select(func.max(models.Edition.number)).where(models.Edition.course_id == course.id))
    published = models.Edition(
        digest=edition.digest,
        course_id=course.id,
        number=(newest or 0) + 1,
        change=change,
        published_at=now,
        by_id=by_id,
        reviewed_by_id=reviewed_by_id,
        canonical=edition.canonical,
    )
    db.session.add(published)
    db.session.flush()
    parts = [
        {"edition_id": published.id, "kind": part.kind, "key": part.key, "language": part.language, "body": part.body}
        for part in edition.parts
    ]
    if parts:
        db.session.execute(insert(models.EditionPart), parts)
    _insert_missing(
        models.MediaBlob, [{"sha256": blob.sha256, "type": blob.type, "bytes": blob.bytes} for blob in edition.blobs]
    )
    return published


def _insert_missing(table: type[Model], rows: list[dict[str, Any]]) -> None:
    """Insert what is not there yet; what is there stays as it is."""
    if rows:
        on_sqlite = db.session.connection().dialect.name == "sqlite"
        statement = (sqlite if on_sqlite else postgresql).insert(table).on_conflict_do_nothing()
        db.session.execute(statement, rows)
