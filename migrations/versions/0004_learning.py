"""Enrolment, reading and progress."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("place_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_edition_id", Id, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["completed_edition_id"],
            ["edition.id"],
            name="fk_enrolment_completed_edition_id_edition",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name="fk_enrolment_course_id_course", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_enrolment_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment"),
        sa.UniqueConstraint("person_id", "course_id", name="uq_enrolment_person_id_course_id"),
    )
    op.create_index("ix_enrolment_completed_edition_id", "enrolment", ["completed_edition_id"], unique=False)
    op.create_index("ix_enrolment_course_id", "enrolment", ["course_id"], unique=False)
    op.create_table(
        "problem_report",
        sa.Column("id", Id, nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_problem_report_state")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name="fk_problem_report_course_id_course", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_problem_report_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_problem_report_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_problem_report"),
    )
    op.create_index("ix_problem_report_course_id", "problem_report", ["course_id"], unique=False)
    op.create_index("ix_problem_report_edition_id", "problem_report", ["edition_id"], unique=False)
    op.create_index("ix_problem_report_person_id", "problem_report", ["person_id"], unique=False)
    op.create_table(
        "module_progress",
        sa.Column("enrolment_id", Id, nullable=False),
        sa.Column("module_id", sa.String(length=100), nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("pages_read", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('started', 'complete')", name=op.f("ck_module_progress_state")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_module_progress_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_module_progress_enrolment_id_enrolment", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "module_id", name="pk_module_progress"),
    )
    op.create_index("ix_module_progress_edition_id", "module_progress", ["edition_id"], unique=False)
    op.create_index("ix_module_progress_module_id_state", "module_progress", ["module_id", "state"], unique=False)
    op.create_table(
        "page_read",
        sa.Column("enrolment_id", Id, nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_page_read_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_page_read_enrolment_id_enrolment", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "page_id", name="pk_page_read"),
    )
    op.create_index("ix_page_read_edition_id", "page_read", ["edition_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_page_read_edition_id", table_name="page_read")
    op.drop_table("page_read")
    op.drop_index("ix_module_progress_module_id_state", table_name="module_progress")
    op.drop_index("ix_module_progress_edition_id", table_name="module_progress")
    op.drop_table("module_progress")
    op.drop_index("ix_problem_report_person_id", table_name="problem_report")
    op.drop_index("ix_problem_report_edition_id", table_name="problem_report")
    op.drop_index("ix_problem_report_course_id", table_name="problem_report")
    op.drop_table("problem_report")
    op.drop_index("ix_enrolment_course_id", table_name="enrolment")
    op.drop_index("ix_enrolment_completed_edition_id", table_name="enrolment")
    op.drop_table("enrolment")
