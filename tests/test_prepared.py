"""Statements prepared for the driver find what Core finds, and survive what Core survives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import OperationalError, ProgrammingError

from college.accounts.models import Person
from college.database import READING, Prepared, db, transaction
from tests.factories import make_person

BORN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
QUERY = select(
    Person.number,
    Person.registered_at,
    Person.name_confirmed_at,
    Person.totp.is_not(None).label("has_second_factor"),
    func.aggregate_strings(Person.language, " ").over(partition_by=Person.id).label("languages"),
).where(Person.id == bindparam("person_id"), Person.state != "suspended", bindparam("person_id") > 0)


def make_number() -> str:
    return db.session.get_one(Person, make_person()).number


def test_a_prepared_statement_finds_what_core_finds_in_the_same_types(app: Flask) -> None:
    person_id = make_person(now=BORN)
    with db.engines[READING].connect() as connection:
        wanted = connection.execute(QUERY, {"person_id": person_id}).one()
    found = Prepared(QUERY).first(person_id=person_id)
    assert found is not None
    assert found._asdict() == wanted._asdict()
    assert found.registered_at == BORN
    assert found.has_second_factor is False


def test_a_prepared_statement_that_finds_nothing_says_none(app: Flask) -> None:
    assert Prepared(QUERY).first(person_id=12345) is None


def test_all_rows_are_found_in_their_order(app: Flask) -> None:
    numbers = sorted(make_number() for _ in range(3))
    found = Prepared(select(Person.number, Person.registered_at).order_by(Person.number)).rows()
    assert [row.number for row in found] == numbers
    assert all(row.registered_at.tzinfo for row in found)


def test_inside_a_transaction_what_its_story_has_done_is_found(app: Flask) -> None:
    person_id = make_person()
    prepared = Prepared(select(Person.name_latin).where(Person.id == bindparam("person_id")))
    with transaction() as session:
        session.execute(update(Person).values(name_latin="Amina Bello"))
        assert prepared.rows(person_id=person_id)[0].name_latin == "Amina Bello"
        found = prepared.first(person_id=person_id)
        assert found is not None and found.name_latin == "Amina Bello"
    with pytest.raises(ZeroDivisionError), transaction() as session:
        session.execute(update(Person).values(name_latin="Nobody"))
        raise ZeroDivisionError
    assert prepared.rows(person_id=person_id)[0].name_latin == "Amina Bello"


def test_a_lost_connection_is_mended(app: Flask) -> None:
    person_id = make_person()
    prepared = Prepared(QUERY)
    assert prepared.first(person_id=person_id) is not None
    raw = db.engines[READING].raw_connection()
    driver = raw.driver_connection
    raw.close()
    assert driver is not None
    driver.close()
    found = prepared.first(person_id=person_id)
    assert found is not None
    assert found.number == prepared.first(person_id=person_id).number


def test_what_cannot_be_asked_is_worded_as_core_words_it(app: Flask) -> None:
    with pytest.raises((OperationalError, ProgrammingError)):
        Prepared(select(func.no_such_function(bindparam("person_id")).label("found"))).first(person_id=1)
