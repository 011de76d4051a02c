"""Courses on offer, and the immutable editions they were published in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Model


class Course(Model):
    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("owner IN ('folder', 'site')", name="owner"),
        CheckConstraint("visibility IN ('listed', 'hidden')", name="visibility"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    owner: Mapped[str] = mapped_column(String(10), default="folder")
    visibility: Mapped[str] = mapped_column(String(10), default="listed")
    # edition refers to course too: the constraint is made after both tables.
    current_edition_id: Mapped[int | None] = mapped_column(
        ForeignKey("edition.id", ondelete="RESTRICT", use_alter=True), index=True
    )


class Edition(Model):
    """A published course, for ever; `canonical` is the whole of it and `digest` its SHA-256."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        CheckConstraint("change IN ('wording', 'material', 'recertify')", name="change"),
        CheckConstraint("by_id <> reviewed_by_id", name="second_person"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    change: Mapped[str] = mapped_column(String(10))
    published_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    canonical: Mapped[str] = mapped_column(Text)


class EditionPart(Model):
    """What publishing rendered, so that no page view renders anything."""

    __tablename__ = "edition_part"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('page', 'question', 'feedback', 'glossary', 'media', 'outline', 'source')", name="kind"
        ),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    language: Mapped[str] = mapped_column(String(10), primary_key=True, default="")
    body: Mapped[str] = mapped_column(Text)


class MediaBlob(Model):
    """A picture or a film by its digest, shared by all editions that show it."""

    __tablename__ = "media_blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(100))
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


PASSAGE = Table(
    "search_passage",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("course_id", Id),
    Column("edition_id", Id),
    Column("version", Integer),
    Column("kind", String(10)),
    Column("module", String(100)),
    Column("key", String(100)),
    Column("language", String(10)),
    Column("rank", Integer),
    Column("position", Integer),
    Column("title", Text),
    Column("body", Text),
    Column("plain", Text),
)
"""What can be found, in the author's words; `plain` has them in the form in which phrases are looked for.

Derived from the current editions and built anew at any time, so no model: its migration makes it, and beside it
`search_words`, which each database has in a form of its own.
"""
