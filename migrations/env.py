"""Runs the migrations on an engine of their own, each in one transaction, on both databases."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, create_engine, event, pool

from college.database import begin_immediate, db


def keep_foreign_keys_off(raw, _record) -> None:
    # A batch rebuild of a parent with foreign keys on would delete its children.
    raw.isolation_level = None
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA busy_timeout=5000")
    raw.execute("PRAGMA journal_mode=WAL")


def refuse_orphans(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("this migration would leave rows that refer to nothing")


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith("search_"))


engine = create_engine(current_app.config["SQLALCHEMY_DATABASE_URI"], poolclass=pool.NullPool)
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", keep_foreign_keys_off)
    event.listen(engine, "begin", begin_immediate)
event.listen(engine, "commit", refuse_orphans)

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=include_name,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
