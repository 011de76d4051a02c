"""People, their organisations, roles, sign-ins and what they accepted."""

import sqlalchemy as sa
from alembic import op

from migrations.triggers import drop_append_only, keep_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_at", name="pk_counter"),
    )
    op.create_table(
        "notice",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('privacy', 'rules')", name=op.f("ck_notice_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("kind", "version", name="uq_notice_kind_version"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sector", sa.String(length=100), nullable=True),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("replaced_by_id", Id, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('police', 'customs', 'tax', 'border', 'market', 'regulator', 'prosecution', 'judiciary',"
            " 'international', 'private', 'academia')",
            name=op.f("ck_organisation_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation.id"], name="fk_organisation_parent_id_organisation", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"],
            ["organisation.id"],
            name="fk_organisation_replaced_by_id_organisation",
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_index("ix_organisation_country", "organisation", ["country"], unique=False)
    op.create_index("ix_organisation_parent_id", "organisation", ["parent_id"], unique=False)
    op.create_index("ix_organisation_replaced_by_id", "organisation", ["replaced_by_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name_latin", sa.String(length=200), nullable=False),
        sa.Column("name_native", sa.String(length=200), nullable=True),
        sa.Column("name_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("email_now", sa.String(length=254), nullable=True),
        sa.Column("rank", sa.String(length=100), nullable=True),
        sa.Column("service_number", sa.String(length=50), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=50), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("totp", sa.String(length=64), nullable=True),
        sa.Column("totp_last", sa.Integer(), nullable=True),
        sa.Column("roles_now", sa.String(length=200), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("same_as_id", Id, nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('registered', 'approved', 'rejected', 'suspended')", name=op.f("ck_person_state")
        ),
        sa.ForeignKeyConstraint(["same_as_id"], ["person.id"], name="fk_person_same_as_id_person", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("number", name="uq_person_number"),
    )
    op.create_index("ix_person_same_as_id", "person", ["same_as_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("notice_id", Id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name="fk_acceptance_notice_id_notice", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_acceptance_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_acceptance"),
    )
    op.create_index("ix_acceptance_notice_id", "acceptance", ["notice_id"], unique=False)
    op.create_index("ix_acceptance_person_id", "acceptance", ["person_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("organisation_id", Id, nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", Id, nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name="fk_membership_approved_by_id_person", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_membership_organisation_id_organisation",
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_membership_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_approved_by_id", "membership", ["approved_by_id"], unique=False)
    op.create_index("ix_membership_organisation_id", "membership", ["organisation_id"], unique=False)
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_table(
        "one_time_token",
        sa.Column("id", Id, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('reset', 'activate', 'recovery')", name=op.f("ck_one_time_token_purpose")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_one_time_token_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_one_time_token"),
        sa.UniqueConstraint("token_sha256", name="uq_one_time_token_token_sha256"),
    )
    op.create_index("ix_one_time_token_person_id", "one_time_token", ["person_id"], unique=False)
    op.create_table(
        "person_fact",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=254), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("field IN ('name', 'native_name', 'email')", name=op.f("ck_person_fact_field")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_fact_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_person_fact"),
    )
    op.create_index("ix_person_fact_person_id", "person_fact", ["person_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope_kind", sa.String(length=20), nullable=False),
        sa.Column("scope_value", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", Id, nullable=True),
        sa.CheckConstraint(
            "scope_kind IN ('none', 'country', 'organisation', 'course')", name=op.f("ck_role_grant_scope_kind")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_role_grant_by_id_person", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_role_grant_person_id_person", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    )
    op.create_index("ix_role_grant_by_id", "role_grant", ["by_id"], unique=False)
    op.create_index("ix_role_grant_person_id", "role_grant", ["person_id"], unique=False)
    op.create_index(
        "uq_role_grant_open",
        "role_grant",
        ["person_id", "role", "scope_kind", "scope_value", "language"],
        unique=True,
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.create_table(
        "session",
        sa.Column("id", Id, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("stepped_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id_person", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("token_sha256", name="uq_session_token_sha256"),
    )
    op.create_index(
        "ix_session_open",
        "session",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_index(
        "uq_person_email_now",
        "person",
        [sa.text("lower(email_now)")],
        unique=True,
        sqlite_where=sa.text("erased_at IS NULL"),
        postgresql_where=sa.text("erased_at IS NULL"),
    )
    keep_append_only("person_fact")
    keep_append_only("acceptance")


def downgrade() -> None:
    drop_append_only("acceptance")
    drop_append_only("person_fact")
    op.drop_index(
        "ix_session_open",
        table_name="session",
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.drop_table("session")
    op.drop_index(
        "uq_role_grant_open",
        table_name="role_grant",
        sqlite_where=sa.text("until_at IS NULL"),
        postgresql_where=sa.text("until_at IS NULL"),
    )
    op.drop_index("ix_role_grant_person_id", table_name="role_grant")
    op.drop_index("ix_role_grant_by_id", table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index("ix_person_fact_person_id", table_name="person_fact")
    op.drop_table("person_fact")
    op.drop_index("ix_one_time_token_person_id", table_name="one_time_token")
    op.drop_table("one_time_token")
    op.drop_index("ix_membership_person_id", table_name="membership")
    op.drop_index("ix_membership_organisation_id", table_name="membership")
    op.drop_index("ix_membership_approved_by_id", table_name="membership")
    op.drop_table("membership")
    op.drop_index("ix_acceptance_person_id", table_name="acceptance")
    op.drop_index("ix_acceptance_notice_id", table_name="acceptance")
    op.drop_table("acceptance")
    op.drop_index("ix_person_same_as_id", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_organisation_replaced_by_id", table_name="organisation")
    op.drop_index("ix_organisation_parent_id", table_name="organisation")
    op.drop_index("ix_organisation_country", table_name="organisation")
    op.drop_table("organisation")
    op.drop_table("notice")
    op.drop_table("counter")
