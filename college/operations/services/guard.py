"""What must never be served."""

from __future__ import annotations

from sqlalchemy import inspect, select

from college.accounts import queries as accounts
from college.accounts.models import Person
from college.database import READING, db
from config import Config


def fault_of_serving(config: Config) -> str | None:
    """Why this college must not be served, or None: demo people, whose passwords are printed, in a real college."""
    engine = db.engines[READING]
    is_empty = not inspect(engine).has_table("person")
    db.session.remove()
    if is_empty:
        return "The database is empty. Run: flask db upgrade"
    fault = fault_of_demonstrating(config) if config.demo else None
    found = accounts.demo_people_exist()
    db.session.remove()
    engine.dispose()
    if fault is not None:
        return fault
    if found and not config.demo:
        return (
            "There are demo people in this database, and their passwords are known."
            " Start a real college from an empty database, or set DEMO=1 for a demonstration."
        )
    return None


def fault_of_demonstrating(config: Config) -> str | None:
    """Why no demonstration may be set up here, or None: real people, whose college it would spoil for ever."""
    if not config.demo:
        return "This college is no demonstration. Set DEMO=1 for one, on an empty database."
    is_empty = not inspect(db.engines[READING]).has_table("person")
    real = False if is_empty else db.session.scalars(select(Person.id).where(Person.demo.is_(False)).limit(1)).first()
    if real and not accounts.demo_people_exist():
        return (
            "There are real people in this database. A demonstration would add people whose passwords are printed,"
            " and mark every certificate. Set DEMO=0, or name an empty database in DATABASE_URL."
        )
    return None
