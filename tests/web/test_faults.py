"""When the database is busy, away or broken: a clear answer, nothing lost, and no secret in the log."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from college.accounts.models import Person
from college.database import db, transaction
from college.web.errors import is_busy
from tests.browser_like import Client
from tests.conftest import Store
from tests.factories import make_person, publish_sample, sign_in
from tests.sample_course import COURSE

SECRET = "argon2-of-a-secret-password"


def test_a_statement_that_fails_tells_its_parameters_to_nobody(app: Flask) -> None:
    person_id = make_person()
    with pytest.raises(Exception) as told, transaction() as session:
        session.execute(text("UPDATE person SET password = :password, state = 'no such state' WHERE id = :id"),
                        {"password": SECRET, "id": person_id})  # fmt: skip
    assert SECRET not in str(told.value).split("DETAIL")[0]
    db.session.rollback()
    assert db.session.get_one(Person, person_id).password is None


def test_a_missing_table_is_a_fault_and_not_called_busy(app: Flask) -> None:
    with pytest.raises(Exception) as told, transaction() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    if isinstance(told.value, OperationalError):
        assert not is_busy(told.value)


def test_a_write_that_waits_too_long_is_answered_with_503_and_may_be_sent_again(
    postgres_store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    postgres_store.lay()
    client = Client(postgres_store.app)
    with postgres_store.app.app_context():
        publish_sample()
        learner = make_person()
        db.session.remove()
        sign_in(client, learner)
        client.get(f"/courses/{COURSE}/")
        assert client.post(f"/courses/{COURSE}/enrol").status_code == 303
        client.get(f"/courses/{COURSE}/telling/start")
        with db.engines[None].begin() as other, caplog.at_level(logging.WARNING):
            other.execute(text("SELECT id FROM enrolment FOR UPDATE"))
            answer = client.post(f"/courses/{COURSE}/telling/start")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        assert "busy" in caplog.text
        assert client.post(f"/courses/{COURSE}/telling/start").status_code == 303
        db.session.remove()


def test_pages_say_so_when_the_database_is_away(sqlite_store: Store) -> None:
    sqlite_store.lay()
    client = sign_in(Client(sqlite_store.app), _person(sqlite_store))
    with sqlite_store.app.app_context():
        with db.engines[None].begin() as connection:
            connection.execute(text("ALTER TABLE session RENAME TO away"))
        answer = client.flask.get("/account")
        assert answer.status_code == 500
        assert b"<h1>" in answer.data
        db.session.remove()


def _person(store: Store) -> int:
    with store.app.app_context():
        person_id = make_person()
        db.session.remove()
        return person_id
