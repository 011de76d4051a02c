"""People, the organisations they serve, what they may do, and how they are signed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from college.database import Id, Model


class Organisation(Model):
    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('police', 'customs', 'tax', 'border', 'market', 'regulator', 'prosecution', 'judiciary',"
            " 'international', 'private', 'academia')",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str | None] = mapped_column(String(100))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    closed_at: Mapped[datetime | None]


class Person(Model):
    """`roles_now` repeats the open role grants in one column, so that a request reads one row."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("state IN ('registered', 'approved', 'rejected', 'suspended')", name="state"),
        Index(
            "uq_person_email_now",
            func.lower(text("email_now")),
            unique=True,
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name_latin: Mapped[str] = mapped_column(String(200))
    name_native: Mapped[str | None] = mapped_column(String(200))
    name_confirmed_at: Mapped[datetime | None]
    email_now: Mapped[str | None] = mapped_column(String(254))
    rank: Mapped[str | None] = mapped_column(String(100))
    service_number: Mapped[str | None] = mapped_column(String(50))
    country: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(20))
    state_at: Mapped[datetime]
    state_reason: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    zone: Mapped[str] = mapped_column(String(50), default="UTC")
    password: Mapped[str | None] = mapped_column(String(200))
    totp: Mapped[str | None] = mapped_column(String(64))
    totp_last: Mapped[int | None]  # the last time step used: a code works once
    roles_now: Mapped[str] = mapped_column(String(200), default="")
    registered_at: Mapped[datetime]
    sealed_at: Mapped[datetime | None]
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    erased_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)


class Membership(Model):
    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="RESTRICT"), index=True)
    post: Mapped[str] = mapped_column(String(200), default="")
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    confirmed_at: Mapped[datetime | None]


class PersonFact(Model):
    """What a person was called, or written to at, from when on; append-only."""

    __tablename__ = "person_fact"
    __table_args__ = (CheckConstraint("field IN ('name', 'native_name', 'email')", name="field"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    field: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(254))
    from_at: Mapped[datetime]


class RoleGrant(Model):
    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("scope_kind IN ('none', 'country', 'organisation', 'course')", name="scope_kind"),
        Index(
            "uq_role_grant_open",
            "person_id",
            "role",
            "scope_kind",
            "scope_value",
            "language",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    scope_kind: Mapped[str] = mapped_column(String(20), default="none")
    # Empty rather than NULL: NULLs are all different to a unique index.
    scope_value: Mapped[str] = mapped_column(String(100), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)


class Notice(Model):
    """A published version of the privacy notice or of the rules of use; the words are templates."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("kind IN ('privacy', 'rules')", name="kind"),
        UniqueConstraint("kind", "version"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(20))
    published_at: Mapped[datetime]


class Acceptance(Model):
    __tablename__ = "acceptance"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="RESTRICT"), index=True)
    at: Mapped[datetime]


class SignInSession(Model):
    """A sign-in; the token itself is only in the person's cookie."""

    __tablename__ = "session"
    __table_args__ = (
        Index(
            "ix_session_open",
            "person_id",
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    idle_seconds: Mapped[int]
    own_device: Mapped[bool] = mapped_column(default=False)
    stepped_up_at: Mapped[datetime | None]  # the last time the person proved who they are
    revoked_at: Mapped[datetime | None]
    agent: Mapped[str] = mapped_column(String(200), default="")


class OneTimeToken(Model):
    __tablename__ = "one_time_token"
    __table_args__ = (CheckConstraint("purpose IN ('reset', 'activate', 'recovery')", name="purpose"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Counter(Model):
    """How often something was tried in a window of time: what sign-in delays stand on."""

    __tablename__ = "counter"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_at: Mapped[datetime] = mapped_column(primary_key=True)
    n: Mapped[int]
