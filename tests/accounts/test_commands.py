"""`flask people …`"""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from college.accounts.models import Person
from college.database import db
from tests.accounts.people import PASSWORD, code_now, number_of
from tests.browser_like import Client
from tests.factories import lay_aside


def run(app: Flask, *words: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["people", *words], input=typed)
    lay_aside()
    return result.exit_code, result.output


def test_the_first_administrator_is_made_by_a_command_and_signs_in(app: Flask, client: Client) -> None:
    status, said = run(app, "add", "--role", "administrator", "--name", "Ada Admin", "--email", "ada@college.example")
    assert status == 0
    values = dict(line.split(":", 1) for line in said.splitlines())
    client.get("/sign-in")
    sent = {"identifier": values["Number"].strip(), "password": values["Password"].strip()}
    assert client.post("/sign-in", sent).location == "/sign-in/code"
    client.get("/sign-in/code")
    code = code_now(values["Second factor, key"].strip())
    assert client.post("/sign-in/code", {"code": code}).status_code == 303
    assert client.get("/people/").status_code == 200


def test_a_password_can_come_from_standard_input(app: Flask) -> None:
    status, said = run(app, "add", "--name", "Ada Admin", "--password-stdin", typed=PASSWORD + "\n")
    assert status == 0 and PASSWORD not in said and "Second factor" not in said


def test_everything_that_is_wrong_is_said_and_nothing_is_kept(app: Flask) -> None:
    status, said = run(app, "add", "--name", "ليلى", "--country", "ZZ", "--email", "x", "--password-stdin", typed="a\n")
    assert status == 2
    for word in ("--name", "--country", "--email", "password"):
        assert word in said
    assert db.session.scalars(select(Person)).all() == []


def test_an_address_is_given_to_one_person_only(app: Flask) -> None:
    assert run(app, "add", "--name", "Ada Admin", "--email", "ada@college.example")[0] == 0
    status, said = run(app, "add", "--name", "Eve Other", "--email", "ADA@college.example")
    assert status == 2 and "belongs to somebody" in said


def test_people_are_listed_and_get_new_passwords(app: Flask, client: Client) -> None:
    run(app, "add", "--name", "Ada Admin", "--role", "registrar")
    person = db.session.scalars(select(Person)).one()
    number = number_of(person.id)
    assert number in run(app, "list", "--role", "registrar")[1]
    assert number not in run(app, "list", "--state", "registered")[1]
    assert run(app, "password", number, typed="short\n")[0] == 2
    assert run(app, "password", number, typed=PASSWORD + "\n")[0] == 0
    client.get("/sign-in")
    assert client.post("/sign-in", {"identifier": number, "password": PASSWORD}).status_code == 303
