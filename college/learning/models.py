"""Who takes which course, what they have read, and how far they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Model


class Enrolment(Model):
    """The root that every write of a learner's story locks first."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="RESTRICT"), index=True)
    enrolled_at: Mapped[datetime]
    place: Mapped[str | None] = mapped_column(String(200))  # "module/page": where to go on reading
    place_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    version: Mapped[int] = mapped_column(default=0)  # counts what changes the learner's pages, for their ETags


class PageRead(Model):
    __tablename__ = "page_read"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="RESTRICT"), primary_key=True)
    page_id: Mapped[str] = mapped_column(String(200), primary_key=True)  # "module/page"
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class ModuleProgress(Model):
    """Kept by `advance` alone, can be rebuilt from page_read, and never falls."""

    __tablename__ = "module_progress"
    __table_args__ = (
        CheckConstraint("state IN ('started', 'complete')", name="state"),
        Index("ix_module_progress_module_id_state", "module_id", "state"),
    )

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="RESTRICT"), primary_key=True)
    module_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    pages_read: Mapped[int]
    pages: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    completed_at: Mapped[datetime | None]


class Report(Model):
    """A problem with a page, as a reader told it."""

    __tablename__ = "problem_report"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="RESTRICT"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    page_id: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(300))  # the source file, for the author
    language: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
