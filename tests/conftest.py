"""A college for each test: migrated once, copied per test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from college.app import create_app
from college.database import db
from config import Config
from tests.browser_like import Client

POSTGRES = make_url(os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres"))
MUST = os.environ.get("CI") == "true"


def make_config(url: str, instance: Path, **changed: object) -> Config:
    values: dict[str, object] = {
        "secret_key": "a secret key of the tests, long enough for them",
        "database_url": url,
        "public_url": "http://localhost",
        "instance": instance,
        "college_name": "Test College",
        "issuer_name": "Test College, Office of the Registrar",
        "issuer_contact": "registrar@test.example",
        "verify_url": "https://verify.test.example",
    }
    return Config(**{**values, **changed})  # type: ignore[arg-type]


@dataclass
class Store:
    """A migrated database that can be laid anew for each test."""

    url: str
    app: Flask
    master: Path | str
    instance: Path

    def lay(self) -> None:
        """Forget every connection and put the migrated, empty database back."""
        with self.app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
        if isinstance(self.master, Path):
            path = Path(make_url(self.url).database or "")
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()
            shutil.copyfile(self.master, path)
        else:
            name = make_url(self.url).database
            with psycopg.connect(postgres_url(), autocommit=True) as admin:
                admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.master}"')


def postgres_url(database: str | None = None) -> str:
    url = POSTGRES.set(drivername="postgresql", database=database or POSTGRES.database)
    return url.render_as_string(hide_password=False)


def migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("sqlite")
    url = f"sqlite:///{folder / 'college.db'}"
    app = create_app(make_config(url, folder))
    app.testing = True
    migrate(app)
    with sqlite3.connect(folder / "college.db") as source, sqlite3.connect(folder / "master.db") as master:
        source.backup(master)
    source.close()
    master.close()
    return Store(url, app, folder / "master.db", folder)


@pytest.fixture(scope="session")
def postgres_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("postgres")
    name = f"college_test_{secrets.token_hex(6)}"
    try:
        admin = psycopg.connect(postgres_url(), autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        if MUST:
            raise
        pytest.skip(f"no PostgreSQL here: {error}")
    admin.execute(f'CREATE DATABASE "{name}_master"')
    master = POSTGRES.set(drivername="postgresql+psycopg", database=f"{name}_master")
    migrate(create_app(make_config(master.render_as_string(hide_password=False), folder)))
    url = POSTGRES.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)
    app = create_app(make_config(url, folder))
    app.testing = True
    yield Store(url, app, f"{name}_master", folder)
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    for database in (name, f"{name}_master"):
        admin.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    admin.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """The same test on both databases."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    found.lay()
    return found


@pytest.fixture
def app(store: Store) -> Iterator[Flask]:
    """A college with nobody in it; the test runs inside its application context."""
    with store.app.app_context():
        yield store.app
        db.session.remove()


@pytest.fixture
def client(store: Store) -> Client:
    """A stranger's browser; every page that it gets is parsed strictly."""
    return Client(store.app)


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
