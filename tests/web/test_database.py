"""Two engines and one commit."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from college.accounts.models import Notice, Person
from college.database import Moment, db, transaction
from tests.factories import make_person


def test_a_write_outside_of_a_transaction_is_refused_by_the_database(app: Flask) -> None:
    person_id = make_person()
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.session.execute(text("UPDATE person SET name_latin = 'Nobody'"))
    db.session.rollback()
    assert db.session.get_one(Person, person_id).name_latin == "Amina Okafor"


def test_transactions_do_not_nest(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="does not nest"), transaction(), transaction():
        pass


def test_what_was_changed_before_the_transaction_is_refused_rather_than_lost(app: Flask) -> None:
    db.session.get_one(Person, make_person()).name_latin = "Somebody Else"
    with pytest.raises(RuntimeError, match="changed before"), transaction():
        pass
    db.session.expunge_all()


def test_what_was_read_before_is_read_again_under_the_lock(app: Flask) -> None:
    person = db.session.get_one(Person, make_person())
    assert person.name_latin == "Amina Okafor"
    engine = db.engines[None]
    with engine.begin() as other:
        other.execute(text("UPDATE person SET name_latin = 'Amina Bello'"))
    with transaction():
        assert person.name_latin == "Amina Bello"


def test_a_time_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="without a zone"), transaction() as session:
        session.add(Notice(kind="privacy", version="1", published_at=datetime(2026, 1, 1)))  # noqa: DTZ001
        session.flush()
    assert Moment().cache_ok
