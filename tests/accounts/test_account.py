"""One's own account, and getting back into it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from college import clock
from college.accounts import services
from college.accounts.models import OneTimeToken, PersonFact, SignInSession
from college.audit import queries as ledger
from college.database import db
from college.outbox.models import Letter
from tests.accounts.people import (
    PASSWORD,
    administrator,
    code_now,
    enter,
    give_password,
    make_known,
    number_of,
    person_of,
)
from tests.browser_like import Client
from tests.factories import lay_aside

NEW = "nine lanterns beneath cold harbour"


def another(client: Client) -> Client:
    return Client(client.flask.application)


def test_a_corrected_name_is_dated_and_must_be_confirmed_again(app: Flask, client: Client) -> None:
    person = make_known()
    services.confirm_name(person, "Amina Okafor", "", now=datetime.now(UTC))
    assert person_of(person).name_confirmed_at is not None
    enter(client, person)
    client.get("/account/names")
    answer = client.post("/account/names", {"name_latin": " Amina  Okafor-Bello ", "name_native": "أمينة"})
    assert answer.status_code == 303
    shown = person_of(person)
    assert (shown.name_latin, shown.name_native, shown.name_confirmed_at) == ("Amina Okafor-Bello", "أمينة", None)
    facts = db.session.execute(select(PersonFact.field, PersonFact.value).order_by(PersonFact.id)).all()
    assert [tuple(fact) for fact in facts] == [("name", "Amina Okafor-Bello"), ("native_name", "أمينة")]
    assert [entry.action for entry in ledger.entries_about(f"person:{person}")] == ["name.confirmed", "name.changed"]


def test_a_name_that_stays_the_same_stays_confirmed(app: Flask) -> None:
    person = make_known()
    services.confirm_name(person, "Amina Okafor", "", now=datetime.now(UTC))
    services.change_names(person, " Amina Okafor", "", now=datetime.now(UTC))
    assert person_of(person).name_confirmed_at is not None


@pytest.mark.parametrize("corrected", [("Amina Okafor-Bello", ""), ("Amina Okafor", "أمينة")])
def test_a_name_corrected_meanwhile_is_neither_confirmed_nor_undone(app: Flask, corrected: tuple[str, str]) -> None:
    person = make_known()
    services.change_names(person, *corrected, now=datetime.now(UTC))
    with pytest.raises(services.ChangedMeanwhile):
        services.confirm_name(person, "Amina Okafor", "", now=datetime.now(UTC))
    shown = person_of(person)
    assert (shown.name_latin, shown.name_native or "", shown.name_confirmed_at) == (*corrected, None)
    assert [entry.action for entry in ledger.entries_about(f"person:{person}")] == ["name.changed"]


def test_details_are_kept_and_the_language_changes_at_once(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    client.get("/account/details")
    sent = {"rank": "Major", "service_number": "77", "language": "ar", "zone": "Asia/Amman"}
    answer = client.post("/account/details", sent)
    assert answer.status_code == 303
    assert 'dir="rtl"' in client.follow(answer).get_data(as_text=True)
    shown = person_of(person)
    assert (shown.rank, shown.zone, shown.language) == ("Major", "Asia/Amman", "ar")


def test_a_new_password_asks_for_the_old_one_and_ends_other_sessions(app: Flask, client: Client) -> None:
    person = make_known()
    other = another(client)
    enter(other, person)
    enter(client, person)
    client.get("/account/password")
    assert client.post("/account/password", {"present": "wrong wrong wrong", "password": NEW}).status_code == 422
    assert client.post("/account/password", {"present": PASSWORD, "password": "amina okafor 1"}).status_code == 422
    assert client.post("/account/password", {"present": PASSWORD, "password": NEW}).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert give_password(other, person, NEW).status_code == 303


def test_ones_own_sessions_can_be_ended_and_nobody_elses(app: Flask, client: Client) -> None:
    person, stranger = make_known(), make_known()
    phone, thief = another(client), another(client)
    enter(phone, person)
    enter(thief, stranger)
    enter(client, person)
    lay_aside()
    rows = db.session.scalars(select(SignInSession).order_by(SignInSession.id)).all()
    page = client.get("/account").get_data(as_text=True)
    assert f"/account/sessions/{rows[0].id}/end" in page
    client.post(f"/account/sessions/{rows[1].id}/end")
    assert thief.get("/account").status_code == 200
    client.post(f"/account/sessions/{rows[0].id}/end")
    assert phone.get("/account").status_code == 303
    assert client.get("/account").status_code == 200


def test_an_address_changes_when_the_link_in_its_letter_is_opened(app: Flask, client: Client) -> None:
    person = make_known(email="old@customs.example")
    enter(client, person)
    client.get("/account/email")
    assert client.post("/account/email", {"email": "New@customs.example", "password": PASSWORD}).status_code == 303
    assert person_of(person).email_now == "old@customs.example"
    staff = another(client)
    enter(staff, administrator())
    letter = db.session.scalars(select(Letter).where(Letter.kind == "email")).one()
    assert letter.to == "new@customs.example"
    staff.get("/outbox/")
    page = staff.post(f"/people/{person}/letters/{letter.id}").get_data(as_text=True)
    link = re.search(r"http://localhost(/account/email/\S+)", page)
    assert link
    thief = another(client)
    enter(thief, make_known())
    thief.get(link[1])
    assert thief.post(link[1]).status_code == 410
    client.get(link[1])
    assert client.post(link[1]).status_code == 303
    assert person_of(person).email_now == "new@customs.example"
    assert client.post(link[1]).status_code == 410


def test_asking_for_somebody_elses_address_tells_its_owner_alone(app: Flask, client: Client) -> None:
    person = make_known()
    make_known(email="owner@customs.example")
    enter(client, person)
    answers = set()
    for address in ("owner@customs.example", "free@customs.example"):
        client.get("/account/email")
        answer = client.post("/account/email", {"email": address, "password": PASSWORD})
        answers.add((answer.status_code, len(client.follow(answer).get_data())))
    assert len(answers) == 1
    kinds = db.session.scalars(select(Letter.kind).order_by(Letter.id)).all()
    assert kinds == ["address-asked", "email"]


def test_an_address_taken_meanwhile_is_not_taken_twice(app: Flask) -> None:
    one, two = make_known(), make_known()
    now = datetime.now(UTC)
    links = [services.make_email_link(person, "same@customs.example", now=now).code for person in (one, two)]
    services.change_email(one, links[0], now=now)
    with pytest.raises(services.CodeSpent):
        services.change_email(two, links[1], now=now)
    assert person_of(two).email_now is None


@pytest.mark.parametrize("code", ["x", "x.é", "x.====", ".", "%00", "a" * 3000])
def test_links_that_were_never_made_are_refused(app: Flask, client: Client, code: str) -> None:
    enter(client, make_known())
    assert client.get(f"/account/email/{code}").status_code in {200, 400, 410}
    assert client.post(f"/account/email/{code}").status_code in {400, 410}
    assert client.get(f"/reset/{code}").status_code in {200, 400}


def test_a_code_on_paper_sets_a_password_once_and_ends_every_session(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    staff = another(client)
    enter(staff, administrator())
    staff.get(f"/people/{person}")
    page = staff.post(f"/people/{person}/code").get_data(as_text=True)
    code = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", page)
    assert code
    lay_aside()
    assert code[0].replace("-", "") not in {row.token_sha256 for row in db.session.scalars(select(OneTimeToken))}
    browser = another(client)
    browser.get("/reset/code")
    typed = code[0].lower().replace("-", " ")
    assert browser.post("/reset/code", {"code": typed, "password": "too short"}).status_code == 422
    assert browser.post("/reset/code", {"code": typed, "password": NEW}).status_code == 303
    assert client.get("/account").status_code == 303
    assert give_password(browser, person, NEW).status_code == 303
    browser.get("/reset/code")
    assert browser.post("/reset/code", {"code": typed, "password": NEW + "s"}).status_code == 410


def test_a_code_ends_after_seven_days_and_with_the_next_code(app: Flask) -> None:
    person, by = make_known(), administrator()
    now = datetime.now(UTC)
    first = services.make_reset(person, by=by, now=now).code
    second = services.make_reset(person, by=by, now=now).code
    with pytest.raises(services.CodeSpent):
        services.reset_password(first, NEW, now=now)
    with pytest.raises(services.CodeSpent):
        services.reset_password(second, NEW, now=now + timedelta(days=7, seconds=1))
    services.reset_password(second, NEW, now=now + timedelta(days=6))


def test_a_code_made_before_a_change_of_password_lets_nobody_in(app: Flask, client: Client) -> None:
    person, other, by = make_known(), make_known(), administrator()
    now = datetime.now(UTC)
    code, others = (services.make_reset(one, by=by, now=now).code for one in (person, other))
    enter(client, person)
    client.get("/account/password")
    assert client.post("/account/password", {"present": PASSWORD, "password": NEW}).status_code == 303
    assert services.find_reset(code, now=now) is None
    with pytest.raises(services.CodeSpent):
        services.reset_password(code, NEW + "s", now=now)
    assert services.find_reset(others, now=now) is not None
    assert give_password(another(client), person, NEW).status_code == 303


def test_asking_for_a_reset_looks_the_same_for_everybody(app: Flask, client: Client) -> None:
    person = make_known(email="amina@customs.example")
    pages = set()
    for name in ("amina@customs.example", "nobody@customs.example", number_of(person)):
        client.get("/reset")
        answer = client.post("/reset", {"identifier": name})
        pages.add((answer.status_code, answer.get_data()))
    assert len(pages) == 1
    assert db.session.scalars(select(Letter.kind)).all() == ["reset"]


def test_the_letter_of_a_reset_gets_its_link_from_an_administrator(app: Flask, client: Client) -> None:
    person = make_known(email="amina@customs.example")
    client.get("/reset")
    client.post("/reset", {"identifier": "amina@customs.example"})
    staff = another(client)
    enter(staff, administrator())
    assert "works once, for an hour" in staff.get("/outbox/").get_data(as_text=True)
    lay_aside()
    letter = db.session.scalars(select(Letter)).one()
    page = staff.post(f"/people/{person}/letters/{letter.id}").get_data(as_text=True)
    link = re.search(r"http://localhost(/reset/[0-9A-Z-]+)", page)
    assert link
    client.get(link[1])
    code = link[1].rpartition("/")[2]
    with clock.at(datetime.now(UTC) + timedelta(minutes=61)):
        assert client.post("/reset/code", {"code": code, "password": NEW}).status_code == 410
    assert client.post("/reset/code", {"code": code, "password": NEW}).status_code == 303


def test_a_second_factor_may_be_set_up_by_anybody_and_is_asked_for_then(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    client.get("/account/second-factor")
    assert client.post("/account/second-factor", {"password": "wrong wrong wrong"}).status_code == 422
    page = client.follow(client.post("/account/second-factor", {"password": PASSWORD})).get_data(as_text=True)
    found = re.search(r"data-key>([A-Z2-7]+)<", page)
    assert found
    assert client.post("/account/second-factor/new", {"code": "000000"}).status_code == 422
    assert client.post("/account/second-factor/new", {"code": code_now(found[1])}).status_code == 303
    assert give_password(another(client), person).location == "/sign-in/code"


def test_waiting_people_see_whose_turn_it_is(app: Flask, client: Client) -> None:
    person = make_known(state="registered")
    enter(client, person)
    assert "administrator's turn" in client.get("/account").get_data(as_text=True)
    assert client.get("/account/email").status_code == 303


def test_a_letter_for_a_lost_password_is_said_to_be_made_and_sent_on_by_the_college(client: Client) -> None:
    page = client.get("/reset").get_data(as_text=True)
    assert "is made for your e-mail address, and the college sends it on" in page
    assert "one-time code on paper" in page and "Ask for the letter" in page
    asked = client.post("/reset", {"identifier": "nobody@customs.example"}).get_data(as_text=True)
    assert "a letter with a link is made, and the college sends it on" in asked and "on its way" not in asked
