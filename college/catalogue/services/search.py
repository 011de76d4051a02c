"""Keeping what the search looks through: derived from the current edition of each course, and replaced with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from college.catalogue import models
from college.catalogue.models import PASSAGE
from college.catalogue.queries import Published
from college.courseware.finding import VERSION, Passage
from college.database import db

_KEEP = {
    "sqlite": "INSERT INTO search_words (rowid, title, words) VALUES (:id, :title, :words)",
    # The words come as they are to be kept: PostgreSQL's own parser would cut some of them otherwise than SQLite.
    "postgresql": "INSERT INTO search_words (passage_id, title, words) VALUES (:id,"
    " array_to_tsvector(string_to_array(:title, ' ')), array_to_tsvector(string_to_array(:words, ' ')))",
}
_FORGET = {
    "sqlite": "DELETE FROM search_words WHERE rowid = :passage",
    "postgresql": "DELETE FROM search_words WHERE passage_id = :passage",
}
_FOUND = select(
    PASSAGE.c.id, PASSAGE.c.version, PASSAGE.c.kind, PASSAGE.c.module, PASSAGE.c.key, PASSAGE.c.language,
    PASSAGE.c.rank, PASSAGE.c.position, PASSAGE.c.title, PASSAGE.c.body,
).where(PASSAGE.c.course_id == bindparam("course_id"))  # fmt: skip
_OF_COURSE = update(PASSAGE).where(PASSAGE.c.course_id == bindparam("course")).values(edition_id=bindparam("edition"))
_MOVE = (
    update(PASSAGE)
    .where(PASSAGE.c.id == bindparam("passage"))
    .values(rank=bindparam("new_rank"), position=bindparam("new_position"))
)
_DROP = delete(PASSAGE).where(PASSAGE.c.id == bindparam("passage"))


def keep_passages(course_id: int, edition_id: int, passages: Sequence[Passage]) -> None:
    """Put these in the place of whatever was found of the course before; the caller holds the course.

    What says the same as before stays: mostly a new edition differs in a page or two, and indexing all of it anew
    would hold up everybody else who writes.
    """
    connection = db.session.connection()
    before = {_place(row): row for row in connection.execute(_FOUND, {"course_id": course_id})}
    same, moved, new = [], [], []
    for passage in passages:
        row = before.get(_place(passage))
        if row is None or (row.version, row.title, row.body) != (VERSION, passage.title, passage.body):
            new.append(passage)
            continue
        same.append(row.id)
        if (row.rank, row.position) != (passage.rank, passage.position):
            moved.append({"passage": row.id, "new_rank": passage.rank, "new_position": passage.position})
    _forget(connection, {row.id for row in before.values()}.difference(same))
    if moved:
        connection.execute(_MOVE, moved)
    if same:
        connection.execute(_OF_COURSE, {"course": course_id, "edition": edition_id})
    if new:
        _add(connection, new, course_id, edition_id)


def _forget(connection: Connection, ids: Iterable[int]) -> None:
    gone = [{"passage": id} for id in ids]
    if gone:
        connection.execute(text(_FORGET[connection.dialect.name]), gone)
        connection.execute(_DROP, gone)


def _place(one: Any) -> tuple[str, str, str, str]:
    return one.kind, one.module, one.key, one.language


def _add(connection: Connection, passages: Sequence[Passage], course_id: int, edition_id: int) -> None:
    rows = [_row(passage, course_id, edition_id) for passage in passages]
    ids = connection.scalars(insert(PASSAGE).returning(PASSAGE.c.id, sort_by_parameter_order=True), rows).all()
    words = [
        {"id": id, "title": passage.title_keys, "words": passage.all_keys}
        for id, passage in zip(ids, passages, strict=True)
    ]
    connection.execute(text(_KEEP[connection.dialect.name]), words)


def rebuild_search(published: Published, passages: Sequence[Passage]) -> bool:
    """As `keep_passages`, all of it anew, unless another edition was published meanwhile, which has brought its own."""
    locked = select(models.Course.current_edition_id).where(models.Course.id == published.course_id).with_for_update()
    if db.session.scalars(locked).one() != published.edition_id:
        return False
    connection = db.session.connection()
    _forget(connection, connection.scalars(select(PASSAGE.c.id).where(PASSAGE.c.course_id == published.course_id)))
    keep_passages(published.course_id, published.edition_id, passages)
    return True


def _row(passage: Passage, course_id: int, edition_id: int) -> dict[str, object]:
    return {
        "course_id": course_id,
        "edition_id": edition_id,
        "version": VERSION,
        "kind": passage.kind,
        "module": passage.module,
        "key": passage.key,
        "language": passage.language,
        "rank": passage.rank,
        "position": passage.position,
        "title": passage.title,
        "body": passage.body,
        "plain": passage.plain,
    }
