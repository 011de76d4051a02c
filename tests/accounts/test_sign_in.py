"""Signing in and out, through the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from college import clock
from college.accounts import services
from college.accounts.models import SignInSession
from college.accounts.rules import Role
from college.accounts.rules.passwords import LONGEST
from college.accounts.services import passwords
from college.database import db
from tests.accounts.people import (
    PASSWORD,
    SECRET,
    administrator,
    change,
    code_now,
    enter,
    give_password,
    make_known,
    number_of,
    person_of,
)
from tests.browser_like import Client
from tests.factories import lay_aside

MARKS = "\u0315\u0300" * 200_000
"""Combining marks out of their order: composing all of them would take minutes."""


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_a_learner_signs_in_by_number_and_password(app: Flask, client: Client) -> None:
    person = make_known()
    answer = give_password(client, person, next="/courses/")
    assert (answer.status_code, answer.location) == (303, "/courses/")
    assert "Amina Okafor" in client.get("/sign-in").get_data(as_text=True)


def test_pages_asked_for_at_once_after_the_sign_in_hold_one_token(app: Flask, client: Client) -> None:
    give_password(client, make_known())
    with client.flask.session_transaction() as begun:
        token = begun["csrf_token"]
    client.get("/")
    with client.flask.session_transaction() as after:
        assert after["csrf_token"] == token


def test_a_learner_signs_in_by_address_in_any_capitals(app: Flask, client: Client) -> None:
    make_known(email="amina@customs.example")
    answer = client.post("/sign-in", {"identifier": " Amina@Customs.example ", "password": PASSWORD})
    assert answer.status_code == 303
    assert is_in(client)


def test_unknown_and_known_get_the_same_page(app: Flask, client: Client) -> None:
    person = make_known(email="amina@customs.example")
    answers = []
    for name in (number_of(person), "L-99999-9", "amina@customs.example", "nobody@customs.example"):
        browser = Client(client.flask.application)
        answer = browser.post("/sign-in", {"identifier": name, "password": "not the password at all"})
        answers.append((answer.status_code, len(answer.get_data()) - len(name)))
        assert answer.status_code == 422
    assert len(set(answers)) == 1


def test_signing_out_really_ends_the_session(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    with client.flask.session_transaction() as cookie:
        kept = dict(cookie)
    client.get("/account")
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.flask.get_cookie("college") is None
    with client.flask.session_transaction() as cookie:
        cookie.update(kept)
    assert not is_in(client)


def test_signing_in_again_ends_the_session_before(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, person)
    enter(client, person)
    lay_aside()
    opened = select(func.count()).select_from(SignInSession).where(SignInSession.revoked_at.is_(None))
    assert db.session.scalar(opened) == 1


def test_whoever_is_above_learner_is_asked_for_a_code(app: Flask, client: Client) -> None:
    person = administrator()
    answer = give_password(client, person, next="/people/")
    assert answer.location == "/sign-in/code"
    assert not is_in(client)
    client.get("/sign-in/code")
    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert not is_in(client)
    answer = client.post("/sign-in/code", {"code": f" {code_now()[:3]} {code_now()[3:]}"})
    assert (answer.status_code, answer.location) == (303, "/people/")
    assert client.get("/people/").status_code == 200


def test_a_code_works_once(app: Flask, client: Client) -> None:
    person = administrator()
    now = datetime.now(UTC)
    code = code_now()
    services.check_code(person, code, now=now)
    with pytest.raises(services.WrongCode):
        services.check_code(person, code, now=now)
    with pytest.raises(services.WrongCode):
        services.check_code(person, code_now(steps=-1), now=now)  # older than the one used


def test_codes_of_the_steps_beside_the_present_one_count_and_no_others(app: Flask) -> None:
    now = datetime.now(UTC)
    for steps, right in ((-1, True), (1, True), (-2, False), (2, False)):
        person = administrator()
        if right:
            services.check_code(person, code_now(steps=steps), now=now)
        else:
            with pytest.raises(services.WrongCode):
                services.check_code(person, code_now(steps=steps), now=now)


def test_the_first_sign_in_of_a_registrar_sets_up_the_second_factor(app: Flask, client: Client) -> None:
    person = make_known(roles=(Role.REGISTRAR,))
    change(person, totp=None)
    page = client.follow(give_password(client, person)).get_data(as_text=True)
    assert "data:image/svg+xml" in page and "otpauth://" in page
    with client.flask.session_transaction() as cookie:
        secret = cookie["second"]["secret"]
    assert secret in page
    assert client.post("/sign-in/code", {"code": "123456"}).status_code == 422
    answer = client.post("/sign-in/code", {"code": code_now(secret)})
    assert answer.status_code == 303
    assert person_of(person).totp == secret
    assert is_in(client)


def test_the_second_step_cannot_be_reached_without_the_password(app: Flask, client: Client) -> None:
    administrator()
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post("/sign-in/code", {"code": code_now()}).location == "/sign-in"


def test_the_second_step_ends_with_a_change_of_password_or_after_ten_minutes(app: Flask, client: Client) -> None:
    person = administrator()
    give_password(client, person)
    with clock.at(datetime.now(UTC) + timedelta(minutes=11)):
        assert client.get("/sign-in/code").location == "/sign-in"
    give_password(client, person)
    services.set_password(person, "another heron over dry slate", now=datetime.now(UTC))
    assert client.post("/sign-in/code", {"code": code_now()}).location == "/sign-in"


def test_the_second_step_starts_over_when_the_second_factor_is_taken_off_meanwhile(app: Flask, client: Client) -> None:
    for method in ("get", "post"):
        person = administrator()
        client.follow(give_password(client, person))
        services.take_second_factor(person, by=make_known(), now=datetime.now(UTC))
        sent = {"code": code_now()}
        answer = client.get("/sign-in/code") if method == "get" else client.post("/sign-in/code", sent)
        assert (answer.status_code, answer.location) == (303, "/sign-in")
        assert "something changed meanwhile" in client.follow(answer).get_data(as_text=True)
        assert not is_in(client)


def test_without_a_second_factor_nobody_has_more_than_a_learners_rights(app: Flask, client: Client) -> None:
    person = administrator()
    enter(client, person)
    change(person, totp=None)
    assert client.get("/people/").status_code == 403


def test_a_suspended_person_is_told_so_only_with_the_right_password(app: Flask, client: Client) -> None:
    person = make_known()
    change(person, state="suspended")
    assert give_password(client, person, "not the password at all").status_code == 422
    assert give_password(client, person).status_code == 403


def test_tries_are_slowed_down_and_then_go_on(app: Flask, client: Client) -> None:
    person = make_known()
    minute = datetime.now(UTC).replace(second=10, microsecond=0)
    with clock.at(minute):
        wrong = [give_password(client, person, "not the password at all").status_code for _ in range(5)]
        right = give_password(client, person)
    assert wrong == [422] * 5
    assert right.status_code == 429
    assert "50 seconds" in right.get_data(as_text=True)
    with clock.at(minute + timedelta(seconds=51)):
        assert give_password(client, person).status_code == 303


def test_right_sign_ins_are_not_counted(app: Flask, client: Client) -> None:
    person = make_known()
    with clock.at(datetime.now(UTC)):
        assert {give_password(client, person).status_code for _ in range(8)} == {303}


def test_a_session_idle_for_too_long_has_ended(app: Flask, client: Client) -> None:
    person = make_known()
    start = datetime.now(UTC)
    with clock.at(start):
        enter(client, person)
    for minutes in (50, 100):  # each page counts as activity
        with clock.at(start + timedelta(minutes=minutes)):
            assert is_in(client)
    with clock.at(start + timedelta(minutes=161)):
        assert not is_in(client)


def test_a_session_ends_after_a_day_however_busy(app: Flask, client: Client) -> None:
    person = make_known()
    start = datetime.now(UTC)
    with clock.at(start):
        enter(client, person)
    for half_hours in range(1, 48):
        with clock.at(start + timedelta(minutes=30 * half_hours)):
            assert is_in(client)
    with clock.at(start + timedelta(hours=24, seconds=1)):
        assert not is_in(client)


def test_a_reading_session_lasts_a_month_and_asks_again_for_the_account(app: Flask, client: Client) -> None:
    person = make_known()
    start = datetime.now(UTC)
    with clock.at(start):
        give_password(client, person, own_device="y")
    with clock.at(start + timedelta(days=20)):
        assert client.get("/account").location.startswith("/sign-in?next=")
        give_password(client, person, own_device="y")
        assert is_in(client)
    with clock.at(start + timedelta(days=51)):
        assert not is_in(client)


def test_only_learners_have_reading_sessions(app: Flask, client: Client) -> None:
    person = administrator()
    client.follow(give_password(client, person, own_device="y"))
    client.post("/sign-in/code", {"code": code_now()})
    lay_aside()
    [row] = db.session.scalars(select(SignInSession))
    assert (row.own_device, row.idle_seconds) == (False, 1800)


@pytest.mark.parametrize(
    "next_path", ["//evil.example/", "https://evil.example/", "/\\evil.example", "\t//evil.example", "javascript:1"]
)
def test_next_leads_nowhere_else(app: Flask, client: Client, next_path: str) -> None:
    answer = give_password(client, make_known(), next=next_path)
    assert answer.location == "/"


def test_the_hash_becomes_heavier_with_the_role(app: Flask, client: Client) -> None:
    person = administrator()
    assert passwords.is_outdated(person_of(person).password or "", privileged=True)
    enter(client, person)
    stored = person_of(person).password or ""
    assert "m=65536,t=3,p=4" in stored
    assert enter(client, person).status_code == 303


def test_a_password_longer_than_any_that_is_kept_is_only_wrong(app: Flask, client: Client) -> None:
    assert give_password(client, make_known(), "x" * 100_000).status_code == 422


def test_a_right_password_with_a_long_tail_is_only_wrong(app: Flask) -> None:
    kept = passwords.hashed(PASSWORD, privileged=False)
    assert passwords.is_right(kept, PASSWORD)
    assert not passwords.is_right(kept, PASSWORD + " " * 100_000)
    long = ("heron slate " * 17)[:LONGEST]
    assert not passwords.is_right(passwords.hashed(long, privileged=False), long + MARKS)


@pytest.mark.parametrize("name", ["identifier", "password"])
def test_marks_without_end_are_refused_like_anything_wrong(app: Flask, client: Client, name: str) -> None:
    client.get("/sign-in")
    answer = client.post("/sign-in", {"identifier": "L-10001-0", "password": PASSWORD, name: MARKS})
    assert answer.status_code in {413, 422}


@pytest.mark.parametrize("value", ["\x00", "9" * 5000, "'; --", "{{ 7 }}", "", "%(x)s", "٣" * 40])
def test_hostile_values_are_never_a_fault(app: Flask, client: Client, value: str) -> None:
    client.get("/sign-in")
    for name in ("identifier", "password", "next", "held", "own_device"):
        answer = client.post("/sign-in", {"identifier": "L-10001-0", "password": PASSWORD, name: value})
        assert answer.status_code in {400, 422}, name


def test_a_form_from_another_site_is_refused_outright(app: Flask, client: Client) -> None:
    client.get("/sign-in")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        assert client.post("/sign-in", {"identifier": "x"}, headers=headers).status_code == 403
    own = client.post("/sign-in", {"identifier": "x"}, headers={"Origin": "http://localhost"})
    assert own.status_code == 422


def test_the_language_chosen_before_signing_in_stays(app: Flask, client: Client) -> None:
    person = make_known()
    client.get("/sign-in?lang=ar")
    enter(client, person)
    assert 'lang="ar"' in client.get("/account").get_data(as_text=True)


def test_the_token_lies_in_the_store_as_a_digest_only(app: Flask, client: Client) -> None:
    enter(client, make_known())
    with client.flask.session_transaction() as cookie:
        token = cookie["_user_id"]
    lay_aside()
    [row] = db.session.scalars(select(SignInSession))
    assert len(token) >= 43
    assert token not in (row.token_sha256, row.agent)


def test_the_secret_is_never_shown_after_it_was_set(app: Flask, client: Client) -> None:
    person = administrator()
    page = client.follow(give_password(client, person)).get_data(as_text=True)
    assert SECRET not in page
