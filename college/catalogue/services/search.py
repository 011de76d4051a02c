"""Keeping what the search looks through: derived from the current edition of each course, and replaced with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, text

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
    "sqlite": "DELETE FROM search_words WHERE rowid IN (SELECT id FROM search_passage WHERE course_id = :course_id)",
    "postgresql": "DELETE FROM search_words"
    " WHERE passage_id IN (SELECT id FROM search_passage WHERE course_id = :course_id)",
}


def keep_passages(course_id: int, edition_id: int, passages: Sequence[Passage]) -> None:
    """Put these in the place of whatever was found of the course before; the caller holds the course."""
    dialect = db.session.connection().dialect.name
    db.session.execute(text(_FORGET[dialect]), {"course_id": course_id})
    db.session.execute(delete(PASSAGE).where(PASSAGE.c.course_id == course_id))
    if not passages:
        return
    rows = [_row(passage, course_id, edition_id) for passage in passages]
    ids = db.session.scalars(insert(PASSAGE).returning(PASSAGE.c.id, sort_by_parameter_order=True), rows).all()
    words = [
        {"id": id, "title": passage.title_keys, "words": passage.all_keys}
        for id, passage in zip(ids, passages, strict=True)
    ]
    db.session.execute(text(_KEEP[dialect]), words)


def rebuild_search(published: Published, passages: Sequence[Passage]) -> bool:
    """As `keep_passages`, unless another edition was published meanwhile, which has brought its own."""
    locked = select(models.Course.current_edition_id).where(models.Course.id == published.course_id).with_for_update()
    if db.session.scalars(locked).one() != published.edition_id:
        return False
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
