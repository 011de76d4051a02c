"""Awards, certificates and their papers."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop_append_only, drop_certificates_fixed, keep_append_only, keep_certificates_fixed

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "award",
        sa.Column("id", Id, nullable=False),
        sa.Column("enrolment_id", Id, nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column("attempt_id", Id, nullable=True),
        sa.Column("grade_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('achievement', 'participation')", name=op.f("ck_award_kind")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name="fk_award_attempt_id_attempt", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_award_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name="fk_award_edition_id_edition", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name="fk_award_enrolment_id_enrolment", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["grade_id"], ["grade.id"], name="fk_award_grade_id_grade", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_award"),
    )
    op.create_index("ix_award_by_id", "award", ["by_id"], unique=False)
    op.create_index("ix_award_edition_id", "award", ["edition_id"], unique=False)
    op.create_index("ix_award_enrolment_id", "award", ["enrolment_id"], unique=False)
    op.create_index("ix_award_grade_id", "award", ["grade_id"], unique=False)
    op.create_index(
        "uq_award_attempt",
        "award",
        ["attempt_id", "kind"],
        unique=True,
        sqlite_where=sa.text("attempt_id IS NOT NULL"),
        postgresql_where=sa.text("attempt_id IS NOT NULL"),
    )
    op.create_index(
        "uq_award_by_hand",
        "award",
        ["enrolment_id", "edition_id", "kind"],
        unique=True,
        sqlite_where=sa.text("attempt_id IS NULL"),
        postgresql_where=sa.text("attempt_id IS NULL"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("award_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("replaces_id", Id, nullable=True),
        sa.CheckConstraint("kind IN ('achievement', 'participation')", name=op.f("ck_certificate_kind")),
        sa.CheckConstraint("state IN ('current', 'replaced', 'withdrawn')", name=op.f("ck_certificate_state")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name="fk_certificate_award_id_award", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_certificate_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_certificate_person_id_person", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["certificate.id"], name="fk_certificate_replaces_id_certificate", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
        sa.UniqueConstraint("replaces_id", name="uq_certificate_replaces_id"),
    )
    op.create_index("ix_certificate_award_id", "certificate", ["award_id"], unique=False)
    op.create_index("ix_certificate_by_id", "certificate", ["by_id"], unique=False)
    op.create_index("ix_certificate_person_id", "certificate", ["person_id"], unique=False)
    op.create_index(
        "uq_certificate_current",
        "certificate",
        ["award_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "paper",
        sa.Column("certificate_id", Id, nullable=False),
        sa.Column("size", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size IN ('a4', 'letter')", name=op.f("ck_paper_size")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name="fk_paper_certificate_id_certificate", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("certificate_id", "size", name="pk_paper"),
    )
    keep_append_only("award")
    keep_append_only("paper")
    keep_certificates_fixed()


def downgrade() -> None:
    drop_certificates_fixed()
    drop_append_only("paper")
    drop_append_only("award")
    op.drop_table("paper")
    op.drop_index(
        "uq_certificate_current",
        table_name="certificate",
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.drop_index("ix_certificate_person_id", table_name="certificate")
    op.drop_index("ix_certificate_by_id", table_name="certificate")
    op.drop_index("ix_certificate_award_id", table_name="certificate")
    op.drop_table("certificate")
    op.drop_index(
        "uq_award_by_hand",
        table_name="award",
        sqlite_where=sa.text("attempt_id IS NULL"),
        postgresql_where=sa.text("attempt_id IS NULL"),
    )
    op.drop_index(
        "uq_award_attempt",
        table_name="award",
        sqlite_where=sa.text("attempt_id IS NOT NULL"),
        postgresql_where=sa.text("attempt_id IS NOT NULL"),
    )
    op.drop_index("ix_award_grade_id", table_name="award")
    op.drop_index("ix_award_enrolment_id", table_name="award")
    op.drop_index("ix_award_edition_id", table_name="award")
    op.drop_index("ix_award_by_id", table_name="award")
    op.drop_table("award")
