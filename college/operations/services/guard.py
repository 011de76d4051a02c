"""What must never be served."""

from __future__ import annotations

from sqlalchemy import inspect

from college.accounts import queries as accounts
from college.database import READING, db
from config import Config


def fault_of_serving(config: Config) -> str | None:
    """Why this college must not be served, or None: demo people, whose passwords are printed, in a real college."""
    engine = db.engines[READING]
    is_empty = not inspect(engine).has_table("person")
    db.session.remove()
    if is_empty:
        return "The database is empty. Run: flask db upgrade"
    found = accounts.demo_people_exist()
    db.session.remove()
    engine.dispose()
    if found and not config.demo:
        return (
            "There are demo people in this database, and their passwords are known."
            " Start a real college from an empty database, or set DEMO=1 for a demonstration."
        )
    return None
