"""People who sign in by the real pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from college.accounts.models import Person
from college.accounts.rules import Role
from college.accounts.services.passwords import LIGHT
from college.database import db, transaction
from tests.browser_like import Client
from tests.factories import lay_aside, make_person

PASSWORD = "grey heron over wet slate"
HASH = LIGHT.hash(PASSWORD)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_known(*, password: str = HASH, **values: object) -> int:
    """A person whose password is PASSWORD; whoever is above learner has SECRET as the second factor."""
    person_id = make_person(**values)  # type: ignore[arg-type]
    change(person_id, password=password)
    return person_id


def change(person_id: int, **values: object) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(**values))


def person_of(person_id: int) -> Person:
    lay_aside()
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def number_of(person_id: int) -> str:
    return person_of(person_id).number


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=steps)


def give_password(client: Client, person_id: int, password: str = PASSWORD, **more: str) -> TestResponse:
    client.get("/sign-in")
    return client.post("/sign-in", {"identifier": number_of(person_id), "password": password, **more})


def enter(client: Client, person_id: int) -> TestResponse:
    """Sign in by password, and by code where one is asked for."""
    answer = give_password(client, person_id)
    if person_of(person_id).totp is not None:
        client.follow(answer)
        change(person_id, totp_last=None)  # a second sign-in within the same half minute
        answer = client.post("/sign-in/code", {"code": code_now()})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer


def administrator() -> int:
    return make_known(name="Ada Admin", roles=(Role.ADMINISTRATOR,))
