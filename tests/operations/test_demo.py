"""The demonstration: set up once, its people sign in as printed, and it never becomes a real college."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from college import clock
from college.accounts.models import Person
from college.accounts.rules import Role
from college.app import create_app
from college.database import db, transaction
from college.operations import rules
from college.operations.services import demo, guard
from config import ROOT, Config
from tests.accounts.people import code_now
from tests.browser_like import Client
from tests.conftest import Store, make_config
from tests.sample_course import write
from tests.world import kept


@dataclass
class Shown:
    """A demonstration as `flask demo --json` has set it up."""

    app: Flask
    config: Config
    told: dict[str, Any] = field(default_factory=dict)

    def command(self, *arguments: str) -> Any:
        return self.app.test_cli_runner().invoke(args=["demo", *arguments])


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("demo")
    config = make_config(f"sqlite:///{folder / 'college.db'}", folder, demo=True)
    app = create_app(config)
    app.testing = True
    made = Shown(app, config)
    # The courses are found from where the program stands.
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        result = made.command("--json")
    finally:
        os.chdir(before)
    assert result.exit_code == 0, result.output
    made.told = json.loads(result.stdout)
    return made


def sign_in(app: Flask, person: dict[str, Any]) -> Client:
    client = Client(app)
    with app.app_context(), transaction() as session:
        # The code of this half minute may have been used by the test before.
        session.execute(update(Person).where(Person.number == person["number"]).values(totp_last=None))
    client.get("/sign-in")
    answer = client.post("/sign-in", {"identifier": person["sign_in_as"], "password": person["password"]})
    if person["totp_secret"] is not None:
        client.follow(answer)
        answer = client.post("/sign-in/code", {"code": code_now(person["totp_secret"])})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client


def test_it_prints_where_to_go_and_how_to_sign_in_in_each_role(shown: Shown) -> None:
    assert set(shown.told) == {"url", "people"}
    assert shown.told["url"] == "http://localhost"
    people = shown.told["people"]
    for person in people:
        assert set(person) == {"role", "name", "number", "email", "password", "totp_secret", "start", "sign_in_as"}
        assert (person["totp_secret"] is None) == (person["role"] == Role.LEARNER)
        assert len(person["password"]) >= 15 and person["start"].startswith("/")
    assert [person["email"] for person in people] == [one.email for one in rules.CAST]
    assert {"administrator", "registrar", "instructor", "learner"} == {person["role"] for person in people}
    for secret in ("password", "number"):
        assert len({person[secret] for person in people}) == len(people)


def test_everybody_signs_in_as_printed_and_the_start_page_opens(shown: Shown) -> None:
    for person in shown.told["people"]:
        client = sign_in(shown.app, person)
        answer = client.get(person["start"])
        assert answer.status_code == 200, f"{person['email']}: {answer.status_code} at {person['start']}"
        assert "Sign out" in answer.get_data(as_text=True) or person["email"].startswith("certified")
        assert client.get("/account").status_code == 200


def test_the_histories_are_those_of_the_cast(shown: Shown) -> None:
    def page(email: str, address: str) -> str:
        [person] = [one for one in shown.told["people"] if one["email"] == email]
        return sign_in(shown.app, person).get(f"{address}?lang=en").get_data(as_text=True)

    assert "waits for approval" in page("waiting@demo.example", "/")
    assert "DEMONSTRATION" in page("certified@demo.example", "/certificates/").upper()
    assert "/attempts/" in page("sitting@demo.example", f"/courses/{rules.COURSE}/exam")
    assert "Wang Xiaoming" in page("administrator@demo.example", "/people/")


def test_a_second_time_changes_nothing_and_prints_the_same(shown: Shown) -> None:
    os.chdir(ROOT)
    with shown.app.app_context():
        before = kept()
    result = shown.command("--json")
    assert result.exit_code == 0 and json.loads(result.stdout) == shown.told
    with shown.app.app_context():
        assert kept() == before
    plain = shown.command().stdout
    for person in shown.told["people"]:
        assert person["password"] in plain and person["sign_in_as"] in plain


def test_the_passwords_are_kept_for_the_owner_alone(shown: Shown) -> None:
    assert (shown.config.instance / demo.FILE).stat().st_mode & 0o777 == 0o600


def test_lost_passwords_are_said_and_nobody_is_added_twice(shown: Shown) -> None:
    file = shown.config.instance / demo.FILE
    aside = file.rename(file.with_suffix(".aside"))
    try:
        with shown.app.app_context():
            before = kept()
        result = shown.command()
        assert result.exit_code == 1 and "Empty the database to start anew" in result.output
        with shown.app.app_context():
            assert kept() == before
    finally:
        aside.rename(file)


def test_a_college_that_is_no_demonstration_gets_no_demo_people(store: Store, app: Flask) -> None:
    before = kept()
    result = app.test_cli_runner().invoke(args=["demo", "--json"])
    assert result.exit_code == 1 and "DEMO=1" in result.output
    assert kept() == before


def test_demo_people_are_never_served_as_a_real_college(shown: Shown) -> None:
    real = make_config(shown.config.database_url, shown.config.instance, public_url="https://college.test.example")
    with create_app(real).app_context():
        fault = guard.fault_of_serving(real)
    assert fault is not None and "demo people" in fault and "DEMO=1" in fault
    with shown.app.app_context():
        assert guard.fault_of_serving(shown.config) is None


def test_an_empty_database_is_not_served(tmp_path: Path) -> None:
    config = make_config(f"sqlite:///{tmp_path / 'none.db'}", tmp_path)
    with create_app(config).app_context():
        assert "flask db upgrade" in (guard.fault_of_serving(config) or "")


def test_a_real_college_is_served(store: Store, app: Flask) -> None:
    assert guard.fault_of_serving(app.extensions["college"]) is None


def test_on_postgresql_the_same_people_come(postgres_store: Store, tmp_path: Path) -> None:
    """With a small course: the histories need the shipped one and are told on SQLite."""
    postgres_store.lay()
    write(tmp_path / "courses" / "sample-course")
    config = make_config(postgres_store.url, tmp_path, demo=True)
    app = create_app(config)
    with app.app_context():
        people = demo.set_up(config, courses=tmp_path / "courses", now=clock.now(), tell=lambda _words: None)
        before = kept()
        again = demo.set_up(config, courses=tmp_path / "courses", now=clock.now(), tell=lambda _words: None)
        assert again == people and kept() == before
        db.session.remove()
    assert [person.email for person in people] == [one.email for one in rules.CAST]
    for person in (people[0], people[4]):
        assert sign_in(app, vars(person)).get("/account").status_code == 200
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
