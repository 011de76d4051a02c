"""The triggers that guard append-only tables, in one place: a batch rebuild drops them, and then they come from here.

They stop mistakes of the program, not an administrator of the machine; a checkpoint kept elsewhere does that.
"""

from alembic import op

CERTIFICATE_FIXED = (
    "id", "code", "award_id", "person_id", "kind", "facts", "facts_sha256", "issued_at", "issued_on",
    "valid_until", "by_id", "secret_sha256", "demo", "replaces_id",
)  # fmt: skip


def keep_append_only(table: str) -> None:
    """Refuse every UPDATE, DELETE and TRUNCATE of `table`."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
    # TRUNCATE passes row triggers.
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )


def drop_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        op.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        return
    op.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
    op.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")
    op.execute(f"DROP FUNCTION IF EXISTS {table}_append_only()")


def keep_certificates_fixed() -> None:
    """Let a certificate change its seal, and its state only away from current; nothing else, ever."""
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in CERTIFICATE_FIXED)
        op.execute(
            f"CREATE TRIGGER certificate_fixed BEFORE UPDATE ON certificate WHEN {changed}"
            " OR (OLD.state <> 'current' AND (NEW.state <> OLD.state OR NEW.state_at IS NOT OLD.state_at"
            " OR NEW.reason IS NOT OLD.reason)) OR (OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS NULL)"
            " BEGIN SELECT RAISE(ABORT, 'a certificate is fixed'); END"
        )
        op.execute(
            "CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate"
            " BEGIN SELECT RAISE(ABORT, 'a certificate is fixed'); END"
        )
        return
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in CERTIFICATE_FIXED)
    op.execute(
        "CREATE FUNCTION certificate_is_fixed() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'a certificate is fixed'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER certificate_fixed BEFORE UPDATE ON certificate FOR EACH ROW WHEN ({changed}"
        " OR (OLD.state <> 'current' AND (NEW.state <> OLD.state OR NEW.state_at IS DISTINCT FROM OLD.state_at"
        " OR NEW.reason IS DISTINCT FROM OLD.reason)) OR (OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS NULL))"
        " EXECUTE FUNCTION certificate_is_fixed()"
    )
    op.execute(
        "CREATE TRIGGER certificate_no_delete BEFORE DELETE ON certificate"
        " FOR EACH ROW EXECUTE FUNCTION certificate_is_fixed()"
    )
    op.execute(
        "CREATE TRIGGER certificate_no_truncate BEFORE TRUNCATE ON certificate"
        " FOR EACH STATEMENT EXECUTE FUNCTION certificate_is_fixed()"
    )


def drop_certificates_fixed() -> None:
    where = "" if op.get_bind().dialect.name == "sqlite" else " ON certificate"
    for trigger in ("certificate_fixed", "certificate_no_delete", "certificate_no_truncate"):
        op.execute(f"DROP TRIGGER IF EXISTS {trigger}{where}")
    if where:
        op.execute("DROP FUNCTION IF EXISTS certificate_is_fixed()")
