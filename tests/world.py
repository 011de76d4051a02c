"""A small college in the midst of its life, with somebody of every kind in it, that can be laid again and again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from college.accounts import access
from college.accounts import services as accounts
from college.accounts.models import RoleGrant, SignInSession
from college.accounts.rules import Role
from college.app import create_app
from college.assessment import queries as attempts
from college.assessment.rules import Given
from college.catalogue import queries as catalogue
from college.catalogue.models import PASSAGE
from college.certification import queries as certificates
from college.certification import services as certification
from college.database import READING, Model, db, transaction
from college.learning import rules
from college.learning.services import case, exam, progress
from college.learning.views import sent
from college.outbox.models import Letter
from config import Config
from tests.accounts.people import HASH, change, number_of
from tests.browser_like import Client
from tests.certification.stories import ISSUER, secret_of
from tests.conftest import Store, postgres_url
from tests.factories import make_person, publish_sample, sign_in
from tests.learning.sitting import right_values
from tests.sample_course import COURSE

SECOND = "second-course"
"""The learner has passed its exam and holds the certificate; the other learner waits for theirs."""

EVERY = 30
"""So many questions has the bank: the learner's open attempt draws them all, so that each kind is among them."""
CHOICE, TYPED, NUMBER = "copying-a-mark", "cargo-paper", "hours"
"""A question of each kind in that attempt."""

ANONYMOUS = "anonymous"
SIGNED_IN = ("registered", "learner", "another", "instructor", "registrar", "auditor", "administrator")
PEOPLE = (ANONYMOUS, *SIGNED_IN)


@dataclass
class World:
    """Who is in the college, what is in it, and each one's cookie."""

    store: Store
    values: dict[str, Any] = field(default_factory=dict)
    jar: dict[str, tuple[str, str]] = field(default_factory=dict)

    def lay(self) -> None:
        self.store.lay()

    def client(self, who: str) -> Client:
        """A browser of this person, as it was when the college was laid."""
        client = Client(self.store.app)
        cookie, client.token = self.jar[who]
        client.flask.set_cookie("college", cookie, domain="localhost")
        return client

    def address(self, endpoint: str, **values: Any) -> str:
        with self.store.app.test_request_context():
            return str(self.store.app.url_for(endpoint, **values))


@contextmanager
def world(store: Store) -> Iterator[World]:
    """The college on this database; what it takes beside is gone afterwards."""
    store.lay()
    made = World(store)
    with store.app.app_context():
        _people(made)
        _learning(made)
        _letters(made)
        for who in PEOPLE:
            made.jar[who] = _cookie(made, who)
        db.session.remove()
    made.store = replace(store, master=_snapshot(store))
    try:
        yield made
    finally:
        _forget(store, made.store.master)


def _people(made: World) -> None:
    roles: dict[str, tuple[Role, ...]] = {
        "learner": (Role.LEARNER,),
        "another": (Role.LEARNER,),
        "instructor": (Role.INSTRUCTOR,),
        "registrar": (Role.REGISTRAR,),
        "auditor": (Role.AUDITOR,),
        "administrator": (Role.ADMINISTRATOR,),
        "suspended": (Role.LEARNER,),
    }
    for who, held in roles.items():
        made.values[who] = make_person(name=f"{who.title()} Person", email=f"{who}@test.example", roles=held)
    for who in ("registered", "waiting"):
        made.values[who] = make_person(name=f"{who.title()} Person", state="registered")
    now = datetime.now(UTC)
    for who in ("learner", "another"):
        change(made.values[who], name_confirmed_at=now, password=HASH)
    accounts.suspend(made.values["suspended"], "Left the service.", by=made.values["administrator"], now=now)
    granted = select(RoleGrant.id).where(RoleGrant.person_id == made.values["another"])
    made.values["grant"] = db.session.scalars(granted).one()


def _learning(made: World) -> None:
    now = datetime.now(UTC)
    publish_sample(question_count=EVERY)
    second = publish_sample(course=SECOND)
    first = catalogue.find_course(COURSE)
    assert first is not None and first.course.exam is not None
    wish = exam.Wish("en", rules_accepted=True, name_confirmed=True)
    with transaction():
        made.values["attempt"] = exam.begin_exam(made.values["learner"], first, first.course.exam, wish, now=now)
    _play(made.values["learner"], first, now)
    begun = attempts.get_begun(made.values["attempt"])
    made.values |= {"question": CHOICE, "choice": begun.positions[CHOICE]}
    for who in ("learner", "another"):
        made.values[f"passed by {who}"] = _pass(made.values[who], catalogue.get_edition(second), wish, now)
    awards = {who: certificates.awards_waiting_of(made.values[who])[0] for who in ("learner", "another")}
    made.values |= {"passed": made.values["passed by learner"], "award": awards["another"]}
    code = certification.issue_award(awards["learner"], by_id=None, issuer=ISSUER, now=now)
    made.values |= {"code": code, "secret": secret_of(code), "number": number_of(made.values["learner"])}
    made.values |= {"day": now.day, "month": now.month, "year": now.year}
    page = Client(made.store.app).get(f"/courses/{COURSE}/telling/start").get_data(as_text=True)
    made.values["mark"] = access.mark_of(made.values["learner"])
    made.values["short"] = page.split(f"/courses/{COURSE}/media/")[1].split("/")[0]


def _pass(person_id: int, edition: catalogue.Published, wish: exam.Wish, now: datetime) -> int:
    """Read the course and answer everything in its exam rightly; the id of the attempt."""
    course = edition.course
    assert course.exam is not None
    read_all(person_id, edition, now)
    with transaction():
        attempt_id = exam.begin_exam(person_id, edition, course.exam, wish, now=now)
    begun = answer_all(attempt_id, now)
    with transaction():
        exam.submit_exam(begun, believed=None, now=now)
    return attempt_id


def _play(person_id: int, edition: catalogue.Published, now: datetime) -> None:
    """Bring the course's case to its good end, and begin it once more."""
    for number, places in ((1, (2, 1)), (2, ())):
        with transaction():
            begun = case.begin_case(person_id, edition, edition.course.cases[0], number=number, language="en", now=now)
        for decided, place in enumerate(places, start=1):
            with transaction():
                case.decide(begun, decided, place, language="en", now=now)


def read_all(person_id: int, edition: catalogue.Published, now: datetime) -> None:
    with transaction():
        enrolment_id = progress.enrol(person_id, edition.course_id, now=now)
    for address in rules.pages_of(edition.course):
        with transaction():
            progress.mark_read(enrolment_id, *address.split("/"), edition_id=edition.edition_id, now=now)


def answer_all(attempt_id: int, now: datetime) -> attempts.Begun:
    """Save the right answer to every question of an attempt."""
    begun = attempts.get_begun(attempt_id)
    given = [
        Given(one.id, sent.read_given(begun, n, right_values(begun, n))[0], "tab", n)
        for n, one in enumerate(begun.questions, start=1)
    ]
    with transaction():
        exam.save_answer(begun, given, language="en", grace=timedelta(0), now=now)
    return begun


def _letters(made: World) -> None:
    now = datetime.now(UTC)
    accounts.ask_reset("another@test.example", address="192.0.2.7", now=now)
    letter = select(Letter.id).where(Letter.person_id == made.values["another"], Letter.kind == "reset")
    made.values["letter"] = db.session.scalars(letter).one()
    made.values["reset"] = accounts.make_reset(made.values["another"], by=made.values["administrator"], now=now).code
    made.values["email"] = accounts.make_email_link(made.values["learner"], "new@test.example", now=now).code


def _cookie(made: World, who: str) -> tuple[str, str]:
    client = Client(made.store.app)
    if who != ANONYMOUS:
        sign_in(client, made.values[who])
    client.get("/verify/")
    cookie = client.flask.get_cookie("college", domain="localhost")
    assert cookie is not None and client.token
    if who == "learner":
        mine = select(SignInSession.id).where(SignInSession.person_id == made.values[who])
        made.values["session"] = db.session.scalars(mine).one()
    return cookie.value, client.token


def _snapshot(store: Store) -> Path | str:
    with store.app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    if isinstance(store.master, Path):
        copy = store.master.with_name("world.db")
        place = make_url(store.url).database or ""
        with closing(sqlite3.connect(place)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy
    name = make_url(store.url).database
    with psycopg.connect(postgres_url(), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}_world" TEMPLATE "{name}"')
    return f"{name}_world"


def _forget(store: Store, master: Path | str) -> None:
    store.lay()
    if isinstance(master, Path):
        master.unlink()
    else:
        with psycopg.connect(postgres_url(), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{master}" WITH (FORCE)')


@contextmanager
def opened(config: Config) -> Iterator[Flask]:
    """A college by these settings, inside its application context; it leaves no connection behind."""
    app = create_app(config)
    app.testing = True
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def kept() -> dict[str, list[str]]:
    """Every row of every table, and what the search looks through."""
    db.session.remove()
    with db.engines[READING].connect() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in (*Model.metadata.sorted_tables, PASSAGE)
        }
        words = connection.execute(text("SELECT * FROM search_words"))
        return {**found, "search_words": sorted(map(repr, words))}
