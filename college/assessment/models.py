"""Attempts, the answers given in them, and the grades they came to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Json, Model


class Attempt(Model):
    """`drawn` is [[question id, [choice ids in the order shown]], …]; `settings` are the exam's rules as they were."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint("kind IN ('exam', 'practice', 'case')", name="kind"),
        CheckConstraint("state IN ('open', 'submitted', 'graded', 'void')", name="state"),
        CheckConstraint("supervision IN ('online', 'sitting')", name="supervision"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "exam_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        UniqueConstraint("enrolment_id", "exam_id", "number"),
        Index(
            "ix_attempt_deadline_at_open",
            "deadline_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="RESTRICT"))
    exam_id: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(10))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    seed: Mapped[str] = mapped_column(String(64))
    drawn: Mapped[list[Any]] = mapped_column(Json)
    rules_accepted: Mapped[dict[str, Any]] = mapped_column(Json)
    rules_at: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]] = mapped_column(Json)
    supervision: Mapped[str] = mapped_column(String(10), default="online")
    sitting_id: Mapped[int | None] = mapped_column(Id)
    began_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10), default="open")


class Answer(Model):
    """One save, kept as given; the answer that counts is the newest counting row of its question."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "tab", "seq"),
        Index("ix_answer_attempt_id_question_id_id", "attempt_id", "question_id", "id"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="RESTRICT"))
    question_id: Mapped[str] = mapped_column(String(100))
    tab: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    given: Mapped[dict[str, Any]] = mapped_column(Json)
    counts: Mapped[bool]
    late: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(10))
    saved_at: Mapped[datetime]


class Flag(Model):
    """A question that the learner means to look at again."""

    __tablename__ = "flag"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="RESTRICT"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(100), primary_key=True)


class Grade(Model):
    """Points in thousandths; the highest number counts.

    `per_question` is {question id: [earned, possible]}, of a case {outcome id: [earned, possible]}.
    """

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("attempt_id", "number"),
        CheckConstraint("why IN ('first', 'regrade', 'marking', 'void')", name="why"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="RESTRICT"))
    number: Mapped[int]
    grader: Mapped[str] = mapped_column(String(40))
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    key_digest: Mapped[str] = mapped_column(String(64))
    earned: Mapped[int]
    possible: Mapped[int]
    passed: Mapped[bool]
    per_question: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class Adjustment(Model):
    """Extra time (per mille of the limit), extra attempts, or an unlocked exam, for one person, with a reason."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("kind IN ('time_factor', 'extra_attempt', 'unlock')", name="kind"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="RESTRICT"), index=True)
    exam_id: Mapped[str | None] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
