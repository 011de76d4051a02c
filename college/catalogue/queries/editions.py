"""Editions and what they yield; what hangs on a digest never changes, so it is kept in memory."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Executable, Integer, LargeBinary, bindparam, func, literal_column, select

from college.catalogue import models, rules
from college.catalogue.queries.kept import Kept
from college.courseware import edition as editions
from college.courseware.edition import Blob
from college.courseware.outline import Course
from college.database import READING, db
from college.errors import NotFound

KEPT_BYTES = 64 * 2**20
KEPT_BLOB_BYTES = 256 * 2**10
_VALUE_WEIGHT = 8
"""A course as values takes about this many times the memory of its canonical text."""

_kept: Kept = Kept(KEPT_BYTES)


@dataclass(frozen=True)
class Published:
    """An edition and the course that it is of."""

    course_id: int
    slug: str
    edition_id: int
    number: int
    digest: str
    change: str
    published_at: datetime
    hides: frozenset[str] = frozenset()
    """The ids of modules that do not exist for whom this was looked up."""

    @cached_property
    def course(self) -> Course:
        return rules.without(course_value(self.digest), self.hides)

    @property
    def shown(self) -> str:
        """A name for what is shown of the edition: its digest, or another where not all of it is."""
        if not self.hides:
            return self.digest
        return sha256(" ".join([self.digest, *sorted(self.hides)]).encode()).hexdigest()

    def seen_by(self, reader: rules.Reader, *, besides: frozenset[str] = frozenset()) -> Published:
        """The edition as far as it exists for this reader: everything that is shown to him is asked of this.

        `besides` are the ids of more modules to leave out.
        """
        return replace(self, hides=rules.hidden_from(course_value(self.digest), reader) | besides)


_PUBLISHED = select(
    models.Course.id.label("course_id"),
    models.Course.slug,
    models.Edition.id.label("edition_id"),
    models.Edition.number,
    models.Edition.digest,
    models.Edition.change,
    models.Edition.published_at,
)
CURRENT = _PUBLISHED.join(models.Edition, models.Edition.id == models.Course.current_edition_id)
_BY_SLUG = CURRENT.where(models.Course.slug == bindparam("slug"))
_BY_COURSE = CURRENT.where(models.Course.id == bindparam("course_id"))
_BY_EDITION = _PUBLISHED.join(models.Edition, models.Edition.course_id == models.Course.id).where(
    models.Edition.id == bindparam("edition_id")
)
_BY_NUMBER = _PUBLISHED.join(models.Edition, models.Edition.course_id == models.Course.id).where(
    models.Course.slug == bindparam("slug"), models.Edition.number == bindparam("number")
)
_CANONICAL = select(models.Edition.canonical).where(models.Edition.digest == bindparam("digest"))
_PART = (
    select(models.EditionPart.body)
    .join(models.Edition, models.Edition.id == models.EditionPart.edition_id)
    .where(
        models.Edition.digest == bindparam("digest"),
        models.EditionPart.kind == bindparam("kind"),
        models.EditionPart.key == bindparam("key"),
        models.EditionPart.language == bindparam("language"),
    )
)
_BLOB = select(models.MediaBlob.type, models.MediaBlob.bytes).where(models.MediaBlob.sha256 == bindparam("sha256"))
_MEASURE = select(models.MediaBlob.type, func.length(models.MediaBlob.bytes).label("size")).where(
    models.MediaBlob.sha256 == bindparam("sha256")
)
_STRETCH = select(
    func.substr(models.MediaBlob.bytes, bindparam("start"), bindparam("length"), type_=LargeBinary).label("bytes")
).where(models.MediaBlob.sha256 == bindparam("sha256"))
_ROW = select(literal_column("rowid", Integer)).where(models.MediaBlob.sha256 == bindparam("sha256"))


def rows_of(query: Executable, **values: object) -> list[Any]:
    """What a prepared statement finds on the reading engine."""
    with db.engines[READING].connect() as connection:
        return list(connection.execute(query, values))


def find_course(slug: str) -> Published | None:
    """The current edition of a course, whoever asks; `get_course_for` asks who."""
    rows = rows_of(_BY_SLUG, slug=slug)
    return Published(**rows[0]._mapping) if rows else None


def find_edition(edition_id: int) -> Published | None:
    """Any edition, current or not: an attempt is decided on its own."""
    rows = rows_of(_BY_EDITION, edition_id=edition_id)
    return Published(**rows[0]._mapping) if rows else None


def get_current(course_id: int) -> Published:
    """The current edition of a course by its row's id; raises NotFound."""
    rows = rows_of(_BY_COURSE, course_id=course_id)
    if not rows:
        raise NotFound(f"course {course_id}")
    return Published(**rows[0]._mapping)


def find_numbered(slug: str, number: int) -> Published | None:
    rows = rows_of(_BY_NUMBER, slug=slug, number=number)
    return Published(**rows[0]._mapping) if rows else None


def get_edition(edition_id: int) -> Published:
    """As `find_edition`; raises NotFound."""
    published = find_edition(edition_id)
    if published is None:
        raise NotFound(f"edition {edition_id}")
    return published


def course_value(digest: str) -> Course:
    """What the edition with this digest says; raises NotFound."""
    kept = _kept.find(("course", digest))
    if isinstance(kept, Course):
        return kept
    rows = rows_of(_CANONICAL, digest=digest)
    if not rows:
        raise NotFound(f"edition {digest}")
    canonical: str = rows[0].canonical
    course = editions.course_of(canonical)
    _kept.keep(("course", digest), course, _VALUE_WEIGHT * len(canonical))
    return course


def part(digest: str, kind: str, key: str, language: str) -> str | None:
    """One thing that publishing rendered, or None where the edition has none in that language."""
    name = ("part", digest, kind, key, language)
    kept = _kept.find(name)
    if isinstance(kept, str):
        return kept
    rows = rows_of(_PART, digest=digest, kind=kind, key=key, language=language)
    if not rows:
        return None
    body: str = rows[0].body
    _kept.keep(name, body, 4 * len(body))
    return body


def sources(edition_id: int) -> dict[str, str]:
    """The files that an edition was written in, by path."""
    parts = models.EditionPart
    query = select(parts.key, parts.body).where(parts.edition_id == edition_id, parts.kind == "source")
    return {row.key: row.body for row in rows_of(query)}


def media(sha256: str) -> Blob | None:
    """The bytes of a picture or film."""
    kept = _kept.find(("blob", sha256))
    if isinstance(kept, Blob):
        return kept
    rows = rows_of(_BLOB, sha256=sha256)
    if not rows:
        return None
    blob = Blob(sha256, rows[0].type, bytes(rows[0].bytes))
    if len(blob.bytes) <= KEPT_BLOB_BYTES:
        _kept.keep(("blob", sha256), blob, len(blob.bytes))
    return blob


@dataclass(frozen=True)
class Measure:
    """A file without its bytes."""

    type: str
    size: int


def find_measure(sha256: str) -> Measure | None:
    kept = _kept.find(("measure", sha256))
    if isinstance(kept, Measure):
        return kept
    rows = rows_of(_MEASURE, sha256=sha256)
    if not rows:
        return None
    found = Measure(rows[0].type, rows[0].size)
    _kept.keep(("measure", sha256), found, len(sha256))
    return found


def stretch(sha256: str, start: int, length: int) -> bytes:
    """A part of a file, so that a film of which a minute is seen is not read whole."""
    with db.engines[READING].connect() as connection:
        if connection.dialect.name == "sqlite":
            return _stretch_of_sqlite(connection, sha256, start, length)
        rows = connection.execute(_STRETCH, {"sha256": sha256, "start": start + 1, "length": length}).all()
    return bytes(rows[0].bytes) if rows else b""


def _stretch_of_sqlite(connection: Connection, sha256: str, start: int, length: int) -> bytes:
    """As SQLite reads within a value; its substr() would take the whole of it into memory first."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    connection.exec_driver_sql("BEGIN")  # as long as it lasts, the row keeps its number
    try:
        row = connection.execute(_ROW, {"sha256": sha256}).scalar()
        if row is None:
            return b""
        with driver.blobopen("media_blob", "bytes", row, readonly=True) as blob:
            blob.seek(start)
            return blob.read(length)
    finally:
        connection.exec_driver_sql("ROLLBACK")
