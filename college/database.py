"""Two engines and the only commit: reading cannot write, and writing takes its lock first."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Select,
    String,
    event,
    literal_column,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session
from sqlalchemy.types import TypeDecorator

READING = "reading"
"""The bind key of the engine that cannot write."""

BUSY_SECONDS = 5
"""How long a write waits for another one before it is refused with 503, on either database."""

PATIENCE = "-c statement_timeout=20s -c idle_in_transaction_session_timeout=30s"
"""What PostgreSQL ends by itself, so that one stuck statement does not hold a worker for ever."""

Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(postgresql.JSONB, "postgresql")


class Moment(TypeDecorator[datetime]):
    """A point in time, kept in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone; what is stored there is UTC, because it went through this type.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "pk": "pk_%(table_name)s",
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            }
        ),
        type_annotation_map={datetime: Moment()},
    )


class RoutedSession(FlaskSession):
    """Reads from the engine that cannot write, unless `transaction()` has opened the other."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        return db.engines[None if self.info.get("writes") else READING]


db = SQLAlchemy(
    model_class=Model,
    disable_autonaming=True,
    session_options={"class_": RoutedSession, "autoflush": False},
)

CloseLedger = Callable[[Session], None]
_close_ledger: list[CloseLedger] = []


def engines(url: str) -> dict[str, Any]:
    """Flask-SQLAlchemy's settings for the writing and the reading engine."""
    # Parameters are people's names, answers and secrets: no log may show them.
    # The connection that was given back last is asked first: it has most of what is asked for still at hand.
    both: dict[str, Any] = {"hide_parameters": True, "pool_use_lifo": True}
    writing = both | {"pool_pre_ping": True}
    reading = both | {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    if make_url(url).get_backend_name() == "postgresql":
        reading["pool_pre_ping"] = True
        reading["connect_args"] = {"options": f"-c default_transaction_read_only=on {PATIENCE}"}
        writing["connect_args"] = {"options": f"-c lock_timeout={BUSY_SECONDS}s {PATIENCE}"}
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_BINDS": {READING: {"url": url, **reading}},
        "SQLALCHEMY_ENGINE_OPTIONS": writing,
    }


def prepare(app: Flask, close_ledger: CloseLedger) -> None:
    """Set up both engines without opening a connection: the workers do not exist yet."""
    db.init_app(app)
    _close_ledger[:] = [close_ledger]
    with app.app_context():
        for key, engine in db.engines.items():
            if engine.dialect.name == "sqlite":
                event.listen(engine, "connect", _read_pragmas if key == READING else _write_pragmas)
                if key is None:
                    event.listen(engine, "begin", begin_immediate)


def begin_immediate(connection: Connection) -> None:
    """Take SQLite's write lock at once: a deferred BEGIN fails when it turns from reading to writing."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _pragmas(raw: DBAPIConnection, *more: str) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself
    cursor = raw.cursor()
    # Without recursive_triggers, INSERT OR REPLACE would pass the triggers that guard append-only tables.
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "foreign_keys=ON", "recursive_triggers=ON", *more):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_pragmas(raw: DBAPIConnection, _record: object) -> None:
    _pragmas(raw, "journal_mode=WAL", "synchronous=FULL")


def _read_pragmas(raw: DBAPIConnection, _record: object) -> None:
    _pragmas(raw, "query_only=ON")


def insert(model: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    engine = db.engines[None]
    return sqlite.insert(model) if engine.dialect.name == "sqlite" else postgresql.insert(model)


def fixed(word: str) -> ColumnElement[str]:
    """A word of the program's own that stands in a statement as it is, instead of being handed over with it.

    SQLite plans a statement anew each time it runs when what is handed over is compared with a column that a partial
    index speaks of, since the index might serve for one word and not for another; that costs more than the answer.
    """
    if not word.isidentifier():
        raise ValueError(f"no plain word: {word!r}")
    return literal_column(f"'{word}'", String)


class Prepared:
    """A SELECT for the hottest pages, compiled once and handed straight to the driver on the reading engine.

    Inside a transaction it is asked in Core's way, and sees what the story has done.

    Its bind values are text and whole numbers; what it finds comes back as the types of its columns. Going through
    the driver spares most of what a statement of Core costs beside the database's own work.
    """

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self.query = query
        row: Callable[..., Any] = namedtuple  # called by another name, for its fields are known only now
        self._row: Callable[[list[Any]], Any] = row("Row", query.selected_columns.keys())._make
        self._compiled: dict[str, _Compiled] = {}

    def first(self, **values: object) -> Any | None:
        """The first row as a named tuple, or None."""
        return next(iter(self.rows(**values)), None)

    def rows(self, **values: object) -> Sequence[Any]:
        """All rows as named tuples."""
        if _is_writing():
            return db.session.connection().execute(self.query, values).all()
        engine = db.engines[READING]
        dialect = engine.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _Compiled(self.query, dialect)
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(compiled.text, compiled.given(values))
            found = cursor.fetchall()
            cursor.close()
        except dialect.loaded_dbapi.Error:
            # Asked once more in Core's way, which mends a lost connection and words what went wrong for the pages.
            raw.invalidate()
            with engine.connect() as connection:
                return connection.execute(self.query, values).all()
        finally:
            raw.close()
        return [self._row(compiled.typed(each)) for each in found]


class _Compiled:
    """The text of a statement in one database's words, with what turns its values to and fro."""

    def __init__(self, query: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        named = {name: "" for name, bind in query.compile(dialect=dialect).binds.items() if bind.required}
        compiled = query.params(named).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        self.text = str(compiled)
        self._fixed = {name: bind.value for name, bind in compiled.binds.items()}
        self._order: list[str] | None = compiled.positiontup if compiled.positional else None
        types = (column.type.dialect_impl(dialect) for column in query.selected_columns)
        processors = enumerate(type_.result_processor(dialect, None) for type_ in types)
        self._processors = [(place, to) for place, to in processors if to is not None]

    def given(self, values: dict[str, object]) -> Any:
        merged = self._fixed | values
        return merged if self._order is None else [merged[name] for name in self._order]

    def typed(self, found: Any) -> list[Any]:
        values = list(found)
        for place, to in self._processors:
            values[place] = to(values[place])
        return values


def _is_writing() -> bool:
    return db.session.registry.has() and bool(db.session().info.get("writes"))


@contextmanager
def transaction() -> Iterator[scoped_session[FlaskSession]]:
    """Open the one kind of write: everything inside is kept, or nothing is.

    Whatever was read before is forgotten, so that the story decides on what is true under the lock.
    On PostgreSQL the lock is the story's own: its first statement locks its root with FOR UPDATE.
    """
    session = db.session
    state = session()
    if state.info.get("writes"):
        raise RuntimeError("transaction() does not nest")
    if state.new or state.dirty or state.deleted:
        raise RuntimeError("changed before the transaction began")
    state.rollback()
    state.info["writes"] = True
    try:
        state.connection()  # SQLite's lock now, not at the first write
        yield session
        for close_ledger in _close_ledger:
            close_ledger(state)
        state.commit()
    except BaseException:
        state.rollback()
        raise
    finally:
        state.info.pop("writes", None)
        state.info.pop("ledger", None)
