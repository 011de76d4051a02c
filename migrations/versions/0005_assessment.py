"""Attempts, answers, grades and adjustments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.triggers import drop_append_only, keep_append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


def upgrade() -> None:
    op.create_table(
        "adjustment",
        sa.Column("id", Id, nullable=False),
        sa.Column("enrolment_id", Id, nullable=False),
        sa.Column("exam_id", sa.String(length=100), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('time_factor', 'extra_attempt', 'unlock')", name=op.f("ck_adjustment_kind")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_adjustment_amount")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_adjustment_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_adjustment_enrolment_id_enrolment", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_adjustment"),
    )
    op.create_index("ix_adjustment_by_id", "adjustment", ["by_id"], unique=False)
    op.create_index("ix_adjustment_enrolment_id", "adjustment", ["enrolment_id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", Id, nullable=False),
        sa.Column("enrolment_id", Id, nullable=False),
        sa.Column("exam_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("drawn", Json, nullable=False),
        sa.Column("rules_accepted", Json, nullable=False),
        sa.Column("rules_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settings", Json, nullable=False),
        sa.Column("supervision", sa.String(length=10), nullable=False),
        sa.Column("sitting_id", Id, nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("kind IN ('exam', 'practice', 'case')", name=op.f("ck_attempt_kind")),
        sa.CheckConstraint("state IN ('open', 'submitted', 'graded', 'void')", name=op.f("ck_attempt_state")),
        sa.CheckConstraint("supervision IN ('online', 'sitting')", name=op.f("ck_attempt_supervision")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_attempt_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_attempt_enrolment_id_enrolment", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.UniqueConstraint("enrolment_id", "exam_id", "number", name="uq_attempt_enrolment_id_exam_id_number"),
    )
    op.create_index(
        "ix_attempt_deadline_at_open",
        "attempt",
        ["deadline_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_attempt_edition_id", "attempt", ["edition_id"], unique=False)
    op.create_index(
        "uq_attempt_open",
        "attempt",
        ["enrolment_id", "exam_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "answer",
        sa.Column("id", Id, nullable=False),
        sa.Column("attempt_id", Id, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.Column("tab", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("given", Json, nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_answer_attempt_id_attempt", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint("attempt_id", "tab", "seq", name="uq_answer_attempt_id_tab_seq"),
    )
    op.create_index("ix_answer_attempt_id_question_id_id", "answer", ["attempt_id", "question_id", "id"], unique=False)
    op.create_table(
        "flag",
        sa.Column("attempt_id", Id, nullable=False),
        sa.Column("question_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_flag_attempt_id_attempt", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("attempt_id", "question_id", name="pk_flag"),
    )
    op.create_table(
        "grade",
        sa.Column("id", Id, nullable=False),
        sa.Column("attempt_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grader", sa.String(length=40), nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("earned", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("per_question", Json, nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("why IN ('first', 'regrade', 'marking', 'void')", name=op.f("ck_grade_why")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_grade_attempt_id_attempt", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_grade_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_grade_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_grade"),
        sa.UniqueConstraint("attempt_id", "number", name="uq_grade_attempt_id_number"),
    )
    op.create_index("ix_grade_by_id", "grade", ["by_id"], unique=False)
    op.create_index("ix_grade_edition_id", "grade", ["edition_id"], unique=False)
    keep_append_only("answer")
    keep_append_only("grade")
    keep_append_only("adjustment")


def downgrade() -> None:
    drop_append_only("adjustment")
    drop_append_only("grade")
    drop_append_only("answer")
    op.drop_index("ix_grade_edition_id", table_name="grade")
    op.drop_index("ix_grade_by_id", table_name="grade")
    op.drop_table("grade")
    op.drop_table("flag")
    op.drop_index("ix_answer_attempt_id_question_id_id", table_name="answer")
    op.drop_table("answer")
    op.drop_index(
        "uq_attempt_open",
        table_name="attempt",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("ix_attempt_edition_id", table_name="attempt")
    op.drop_index(
        "ix_attempt_deadline_at_open",
        table_name="attempt",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("attempt")
    op.drop_index("ix_adjustment_enrolment_id", table_name="adjustment")
    op.drop_index("ix_adjustment_by_id", table_name="adjustment")
    op.drop_table("adjustment")
