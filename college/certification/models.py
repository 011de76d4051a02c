"""Awards, the certificates that document them, and the papers as they were drawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Model


class Award(Model):
    """The fact that something was earned; a certificate is the document that says so."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("kind IN ('achievement', 'participation')", name="kind"),
        Index(
            "uq_award_attempt",
            "attempt_id",
            "kind",
            unique=True,
            sqlite_where=text("attempt_id IS NOT NULL"),
            postgresql_where=text("attempt_id IS NOT NULL"),
        ),
        Index(
            "uq_award_by_hand",
            "enrolment_id",
            "edition_id",
            "kind",
            unique=True,
            sqlite_where=text("attempt_id IS NULL"),
            postgresql_where=text("attempt_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="RESTRICT"), index=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="RESTRICT"), index=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id", ondelete="RESTRICT"))
    grade_id: Mapped[int | None] = mapped_column(ForeignKey("grade.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    earned_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    reason: Mapped[str | None] = mapped_column(Text)


class Certificate(Model):
    """`facts` is the canonical JSON of every printed word; only the state and the seal may ever change."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("kind IN ('achievement', 'participation')", name="kind"),
        CheckConstraint("state IN ('current', 'replaced', 'withdrawn')", name="state"),
        Index(
            "uq_certificate_current",
            "award_id",
            unique=True,
            sqlite_where=text("state = 'current'"),
            postgresql_where=text("state = 'current'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    facts: Mapped[str] = mapped_column(Text)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_on: Mapped[date]  # the printed day, in UTC: what a stranger must know beside the typed code
    valid_until: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    secret_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(20), default="current")
    state_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text)
    sealed_at: Mapped[datetime | None]
    demo: Mapped[bool]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id", ondelete="RESTRICT"), unique=True)


class Paper(Model):
    """The PDF as it was drawn at issue; served byte for byte for ever."""

    __tablename__ = "paper"
    __table_args__ = (CheckConstraint("size IN ('a4', 'letter')", name="size"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id", ondelete="RESTRICT"), primary_key=True)
    size: Mapped[str] = mapped_column(String(10), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
