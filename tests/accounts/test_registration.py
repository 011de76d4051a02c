"""Registering, the notices, and who may see what of it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from college.accounts import services
from college.accounts.models import Acceptance, Notice, Organisation, Person, PersonFact
from college.accounts.rules import numbers
from college.audit import queries as ledger
from college.database import db, transaction
from college.outbox.models import Letter
from tests.accounts.people import PASSWORD, enter, make_known
from tests.browser_like import Client
from tests.factories import lay_aside

GOOD = {
    "name_latin": "Layla Haddad",
    "name_native": "ليلى حداد",
    "email": "layla@customs.example",
    "country": "JO",
    "organisation": "Jordan Customs",
    "organisation_kind": "customs",
    "post": "Risk analyst",
    "rank": "",
    "service_number": "",
    "password": PASSWORD,
    "language": "en",
    "zone": "",
    "privacy": "y",
    "rules": "y",
}


def claim(**changed: str) -> services.Claim:
    values = {
        "name_latin": "Layla Haddad",
        "country": "JO",
        "organisation": "Jordan Customs",
        "organisation_kind": "customs",
        "post": "Risk analyst",
    }
    return services.Claim(**{**values, **changed})


def people() -> list[Person]:
    lay_aside()
    return list(db.session.scalars(select(Person).order_by(Person.id)))


def count(model: type) -> int:
    lay_aside()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_person_registers_and_sees_a_number_that_lasts(app: Flask, client: Client) -> None:
    client.get("/register")
    answer = client.post("/register", GOOD)
    assert (answer.status_code, answer.location) == (303, "/registered")
    page = client.follow(answer).get_data(as_text=True)
    [person] = people()
    assert person.number in page
    assert numbers.read_number(person.number.lower().replace("-", " ")) == person.number
    assert (person.state, person.roles_now, person.zone) == ("registered", "", "Asia/Amman")
    assert person.name_native == "ليلى حداد"
    assert count(Acceptance) == 2
    assert {fact.field for fact in db.session.scalars(select(PersonFact))} == {"name", "native_name", "email"}
    [entry] = ledger.entries_about(f"person:{person.id}")
    assert entry.action == "person.registered"
    assert "Layla" not in entry.entry and "layla" not in entry.entry
    assert ledger.find_fault() is None
    assert db.session.scalars(select(Letter.kind)).all() == ["registered"]


def test_the_answer_does_not_say_whether_an_address_is_known(app: Flask, client: Client) -> None:
    owner = make_known(email="known@customs.example", name="Owner Known")
    client.get("/register")
    fresh = client.post("/register", {**GOOD, "email": "fresh@customs.example"})
    other = Client(client.flask.application)
    other.get("/register")
    known = other.post("/register", {**GOOD, "email": "KNOWN@customs.example"})
    pages = [client.follow(fresh), other.follow(known)]
    assert (fresh.status_code, fresh.location) == (known.status_code, known.location)
    assert {page.status_code for page in pages} == {200}
    assert len({len(page.get_data()) for page in pages}) == 1
    assert [person.email_now for person in people()] == ["known@customs.example", "fresh@customs.example", None]
    letter = db.session.scalars(select(Letter).where(Letter.kind == "address-known")).one()
    assert (letter.to, letter.person_id) == ("known@customs.example", owner)


def test_before_approval_neither_page_shows_whether_the_address_was_free(app: Flask, client: Client) -> None:
    make_known(email="known@customs.example")
    sizes = set()
    for address in ("known@customs.example", "fresh@customs.example"):
        browser = Client(client.flask.application)
        browser.get("/register")
        browser.post("/register", {**GOOD, "email": address})
        by_address = browser.post("/sign-in", {"identifier": address, "password": GOOD["password"] + "x"})
        assert by_address.status_code == 422
        signed = browser.post("/sign-in", {"identifier": people()[-1].number, "password": PASSWORD})
        assert signed.status_code == 303
        page = browser.get("/account").get_data(as_text=True)
        assert address not in page
        sizes.add(len(page))
    assert len(sizes) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"name_latin": ""},
        {"name_latin": "ليلى"},
        {"name_latin": "x" * 201},
        {"name_latin": "Lay\u202ela"},
        {"email": "not an address"},
        {"email": "a" * 300 + "@b.example"},
        {"country": "ZZ"},
        {"country": ""},
        {"organisation": " "},
        {"organisation_kind": "pirates"},
        {"post": ""},
        {"password": "short"},
        {"password": "passwordpassword"},
        {"password": "layla haddad layla"},
        {"password": "x1y2z3w4v5u6t7s8" * 20},
        {"zone": "Mars/Olympus"},
        {"language": "xx"},
        {"privacy": ""},
        {"rules": ""},
    ],
    ids=lambda changed: next(iter(changed)) + "=" + next(iter(changed.values()))[:20],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(app: Flask, client: Client, changed: dict[str, str]) -> None:
    client.get("/register")
    fields = {name: value for name, value in {**GOOD, **changed}.items() if value}
    answer = client.post("/register", fields)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.get_data(as_text=True)
    assert people() == []


@pytest.mark.parametrize(
    "value", ["\x00", "\ud800", "'; DROP TABLE person; --", "9" * 5000, "{{ 7 * 7 }}", "<b>", "%(x)s"]
)
def test_hostile_values_are_refused_or_harmless(app: Flask, client: Client, value: str) -> None:
    client.get("/register")
    sent = value.encode("utf-8", "surrogatepass") if "\ud800" in value else value
    for name in GOOD:
        answer = client.post("/register", {**GOOD, name: sent})
        assert answer.status_code in {303, 400, 422}, name


def test_the_same_organisation_is_found_again_however_it_is_typed(app: Flask) -> None:
    now = datetime.now(UTC)
    for name in ("Jordan Customs", "  JORDAN   customs "):
        services.register(claim(organisation=name), PASSWORD, now=now)
    services.register(claim(organisation="Jordan Customs", organisation_kind="tax"), PASSWORD, now=now)
    assert count(Organisation) == 2


def test_of_many_who_register_one_address_at_once_one_has_it(app: Flask) -> None:
    now = datetime.now(UTC)
    faults: list[BaseException] = []
    start = threading.Barrier(6)

    def run() -> None:
        with app.app_context():
            try:
                start.wait()
                services.register(claim(email="same@customs.example"), PASSWORD, now=now)
            except BaseException as fault:  # told below, by the test itself
                faults.append(fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    found = people()
    assert len({person.number for person in found}) == 6
    assert sorted(person.email_now or "" for person in found) == ["", "", "", "", "", "same@customs.example"]
    assert count(Organisation) == 1
    assert ledger.find_fault() is None


def test_the_notices_can_be_read_by_anybody(client: Client) -> None:
    assert client.get("/notices/privacy").status_code == 200
    assert client.get("/notices/rules?lang=ar").status_code == 200
    assert client.get("/notices/elsewhere").status_code == 404


def test_the_page_after_registering_needs_a_registration(client: Client) -> None:
    assert client.get("/registered").location == "/register"


def test_one_network_cannot_register_without_end(app: Flask, client: Client) -> None:
    now = datetime.now(UTC)
    for _ in range(60):
        services.count_registration("127.0.0.1", now=now)
    with pytest.raises(services.TooManyTries):
        services.count_registration("127.0.0.1", now=now)
    services.count_registration("127.0.0.2", now=now)


def test_the_privacy_notice_tells_all_that_a_browser_keeps(app: Flask, client: Client) -> None:
    said = client.get("/notices/privacy").get_data(as_text=True)
    for kept in ("One cookie", "Whole courses", "marked as read without a line", "Answers in an exam", "Signing out"):
        assert kept in said


def test_a_notice_worded_anew_leaves_what_was_accepted_as_it_was_and_says_so(app: Flask, client: Client) -> None:
    person = make_known()
    services.publish_notices(now=datetime.now(UTC))
    with transaction() as session:
        earlier = Notice(kind="privacy", version="2025-01-01", published_at=datetime(2025, 1, 1, tzinfo=UTC))
        rules = session.scalars(select(Notice).where(Notice.kind == "rules")).one()
        session.add(earlier)
        session.flush()
        for one in (earlier, rules):
            session.add(Acceptance(person_id=person, notice_id=one.id, at=datetime(2025, 1, 2, tzinfo=UTC)))
    enter(client, person)
    page = client.get("/account").get_data(as_text=True)
    assert "version of 2025-01-01, accepted on 2 January 2025" in page
    assert page.count("worded anew since") == 1, "the rules of use are still those that were accepted"
