"""How many SQL statements a page takes, once what never changes is in memory."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import event

from college.app import create_app
from college.database import db
from config import Config


def count(environment: Mapping[str, str], asked: Mapping[str, tuple[str, Mapping[str, str]]]) -> dict[str, int]:
    """By name of the page, given its path and its reader's cookies."""
    app = create_app(Config.from_environment(environment))
    seen: list[str] = []
    with app.app_context():
        for engine in db.engines.values():
            # SQLite itself tells: prepared statements go past SQLAlchemy's own events.
            event.listen(engine, "connect", lambda raw, _record: raw.set_trace_callback(seen.append))
    counted = {}
    for name, (path, cookies) in asked.items():
        cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
        for _ in range(2):  # the first fills what is kept in memory
            seen.clear()
            app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})
        # What the full-text index asks its own tables is told as comments.
        counted[name] = sum(not statement.startswith(("PRAGMA", "--")) for statement in seen)
    return counted
