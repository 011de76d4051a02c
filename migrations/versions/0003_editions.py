"""Courses and their immutable editions."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop_append_only, keep_append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "course",
        sa.Column("id", Id, nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("current_edition_id", Id, nullable=True),
        sa.CheckConstraint("owner IN ('folder', 'site')", name=op.f("ck_course_owner")),
        sa.CheckConstraint("visibility IN ('listed', 'hidden')", name=op.f("ck_course_visibility")),
        sa.PrimaryKeyConstraint("id", name="pk_course"),
        sa.UniqueConstraint("slug", name="uq_course_slug"),
    )
    op.create_index("ix_course_current_edition_id", "course", ["current_edition_id"])
    op.create_table(
        "edition",
        sa.Column("id", Id, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("course_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("reviewed_by_id", Id, nullable=True),
        sa.Column("canonical", sa.Text(), nullable=False),
        sa.CheckConstraint("change IN ('wording', 'material', 'recertify')", name=op.f("ck_edition_change")),
        sa.CheckConstraint("by_id <> reviewed_by_id", name=op.f("ck_edition_second_person")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name="fk_edition_course_id_course", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_edition_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name="fk_edition_reviewed_by_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("course_id", "number", name="uq_edition_course_id_number"),
        sa.UniqueConstraint("digest", name="uq_edition_digest"),
    )
    for column in ("course_id", "by_id", "reviewed_by_id"):
        op.create_index(f"ix_edition_{column}", "edition", [column])
    # course and edition refer to each other: the second reference can only be made once both are there.
    with op.batch_alter_table("course") as course:
        course.create_foreign_key(
            "fk_course_current_edition_id_edition", "edition", ["current_edition_id"], ["id"], ondelete="RESTRICT"
        )
    op.create_table(
        "edition_part",
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('page', 'question', 'feedback', 'glossary', 'media', 'outline', 'source')",
            name=op.f("ck_edition_part_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_edition_part_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("edition_id", "kind", "key", "language", name="pk_edition_part"),
    )
    op.create_table(
        "media_blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_media_blob"),
    )
    keep_append_only("edition")
    keep_append_only("edition_part")
    keep_append_only("media_blob")


def downgrade() -> None:
    drop_append_only("media_blob")
    drop_append_only("edition_part")
    drop_append_only("edition")
    op.drop_table("media_blob")
    op.drop_table("edition_part")
    with op.batch_alter_table("course") as course:
        course.drop_constraint("fk_course_current_edition_id_edition", type_="foreignkey")
    op.drop_table("edition")
    op.drop_table("course")
