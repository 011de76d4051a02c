"""Verification by strangers, the holder's pages and the registrar's desk, as browsers see them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from college import clock
from college.accounts.models import Person
from college.accounts.rules import Role
from college.assessment.models import Attempt
from college.catalogue import queries as catalogue
from college.certification import queries, services
from college.certification.models import Award
from college.certification.rules import Kind
from college.certification.services import Issuer
from college.database import db, transaction
from college.learning.services import progress
from tests.browser_like import Client
from tests.certification.stories import (
    ISSUER,
    NOW,
    earn,
    enrol,
    facts_of,
    hold,
    make_learner,
    publish_sample,
    row_of,
    secret_of,
)
from tests.factories import make_person, sign_in

REASON = "Sat by another person"
NO_SUCH = "There is no certificate with this code and day of issue"
UNKNOWN = "ZZZZ-ZZZZ-ZZZZ-ZZZZ-Z"


@pytest.fixture(autouse=True)
def _held_clock() -> object:
    with clock.at(NOW + timedelta(hours=1)):
        yield


def as_person(app: Flask, person_id: int) -> Client:
    return sign_in(Client(app), person_id, now=NOW + timedelta(hours=1))


def registrar(app: Flask) -> tuple[Client, int]:
    person_id = make_person(name="Rita Registrar", roles=(Role.LEARNER, Role.REGISTRAR), now=NOW)
    return as_person(app, person_id), person_id


def verify(client: Client, code: str, day: str = "2", month: str = "3", year: str = "2026") -> tuple[int, str]:
    client.get("/verify/")
    answer = client.post("/verify/", {"code": code, "day": day, "month": month, "year": year})
    return answer.status_code, answer.get_data(as_text=True)


def read(client: Client, address: str) -> str:
    return client.get(address).get_data(as_text=True)


# Strangers


def test_the_address_in_the_square_shows_every_printed_fact(app: Flask, client: Client) -> None:
    code = hold(make_learner(name="Amina Okafor", native="أمينة"))
    answer = client.get(f"/verify/{code}?s={secret_of(code)}")
    page = answer.get_data(as_text=True)
    facts = facts_of(code)
    for printed in ("Amina Okafor", "أمينة", "90%", "80%", "2 March 2026", "2 March 2029", facts.learner_number):
        assert printed in page
    for printed in (code, "Illicit goods in brief", "Tell illicit goods apart", "sample-course", facts.issuer_name):
        assert printed in page
    assert facts.edition_digest[:16] in page and "Current" in page
    assert secret_of(code) not in page.replace(f"s={secret_of(code)}", "")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")


def test_the_typed_code_wants_the_day_of_issue(app: Flask, client: Client) -> None:
    code = hold(make_learner(name="Amina Okafor"))
    assert "Okafor" not in read(client, f"/verify/{code}")
    status, page = verify(client, code)
    assert status == 200 and "Okafor" in page


@pytest.mark.parametrize(
    "spelling",
    [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code.replace('-', ' – ')} "],
    ids=["small", "together", "spaced"],
)
def test_a_code_may_be_typed_in_many_ways(app: Flask, client: Client, spelling: Callable[[str], str]) -> None:
    code = hold(make_learner(name="Amina Okafor"))
    assert "Okafor" in verify(client, spelling(code))[1]
    assert "Okafor" in verify(client, spelling(code), day="٠٢", year="٢٠٢٦")[1]


def test_an_address_in_another_spelling_leads_to_the_right_one(app: Flask, client: Client) -> None:
    code = hold(make_learner())
    answer = client.get(f"/verify/{code.lower()}?s={secret_of(code)}")
    assert answer.status_code == 303
    assert answer.location == f"/verify/{code}?s={secret_of(code)}"


def test_a_wrong_day_and_a_code_that_never_was_answer_in_the_same_words(app: Flask, client: Client) -> None:
    from college.certification.rules import new_code

    code = hold(make_learner(name="Amina Okafor"))
    wrong_day, never = verify(client, code, day="3"), verify(client, new_code(bytes(10)))
    assert wrong_day[0] == never[0] == 422
    assert NO_SUCH in wrong_day[1] and NO_SUCH in never[1]
    assert "Okafor" not in wrong_day[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (UNKNOWN[:-1] + "Y", "A letter or digit of this code is wrong"),
        ("u" + UNKNOWN[1:].replace("-", " "), "A letter or digit of this code is wrong"),
        (UNKNOWN[:-2], "This is not a whole code"),
        (UNKNOWN + "Z", "This is not a whole code"),
        (UNKNOWN[:-1] + "$", "This is not a whole code"),
    ],
)
def test_a_wrong_sign_is_told_from_a_code_that_is_not_whole(client: Client, typed: str, said: str) -> None:
    status, page = verify(client, typed)
    assert status == 422 and said in page
    assert page.count("is wrong. Look again") + page.count("is not a whole code") == page.count(said)


def test_a_code_that_never_existed_is_a_page_with_words_and_one_that_did_never_is(app: Flask, client: Client) -> None:
    from college.certification.rules import new_code

    for never in (new_code(bytes(10)), UNKNOWN, "nonsense", "%20", "x" * 500):
        answer = client.get(f"/verify/{never}")
        assert answer.status_code == 404 and "never" in answer.get_data(as_text=True)
    code, (_, registrar_id) = hold(make_learner()), registrar(app)
    with transaction():
        services.withdraw(code, reason=REASON, by_id=registrar_id, now=NOW)
    assert client.get(f"/verify/{code}").status_code == 200
    assert client.get(f"/verify/{code}?s=wrong").status_code == 200


def test_a_wrong_secret_shows_the_form_and_no_fact(app: Flask, client: Client) -> None:
    code = hold(make_learner(name="Amina Okafor"))
    for wrong in ("", "x", secret_of(code)[:-1], "é" * 43):
        page = read(client, f"/verify/{code}?s={wrong}")
        assert "Okafor" not in page and "Day of issue" in page


def test_trying_day_after_day_is_held_up(app: Flask, client: Client) -> None:
    code = hold(make_learner(name="Amina Okafor"))
    statuses = [verify(client, code, day=str(day))[0] for day in range(3, 15)]
    assert statuses == [422] * 10 + [429] * 2
    status, page = verify(client, code)
    assert status == 429 and "Okafor" not in page
    assert client.get(f"/verify/{code}?s={secret_of(code)}").status_code == 200


def test_verifying_rightly_is_never_held_up(app: Flask, client: Client) -> None:
    code = hold(make_learner())
    assert {verify(client, code)[0] for _ in range(15)} == {200}


def test_a_withdrawn_certificate_says_since_when_and_never_why(app: Flask, client: Client) -> None:
    code, (_, registrar_id) = hold(make_learner(name="Amina Okafor")), registrar(app)
    with transaction():
        services.withdraw(code, reason=REASON, by_id=registrar_id, now=NOW + timedelta(minutes=5))
    for page in (read(client, f"/verify/{code}?s={secret_of(code)}"), verify(client, code)[1]):
        assert "withdrawn on 2 March 2026" in page and "Okafor" in page
        assert REASON not in page and "Registrar" not in page.replace("Office of the Registrar", "")


def test_a_replaced_certificate_does_not_tell_the_new_name_or_code(app: Flask, client: Client) -> None:
    old, (_, registrar_id) = hold(make_learner(name="Amina Okafor")), registrar(app)
    new = services.replace(
        old, name_latin="Amina Bello", name_native=None, reason=REASON, by_id=registrar_id, issuer=ISSUER, now=NOW
    )
    page = read(client, f"/verify/{old}?s={secret_of(old)}")
    assert "newer certificate took its place" in page and "Okafor" in page
    assert "Bello" not in page and new not in page
    page = read(client, f"/verify/{new}?s={secret_of(new)}")
    assert "Bello" in page and old in page and "Current" in page


def test_an_expired_certificate_says_when_it_ended(app: Flask, client: Client) -> None:
    code = hold(make_learner())
    with clock.at(NOW.replace(year=2029)):
        assert "current until 2 March 2029" in read(client, f"/verify/{code}?s={secret_of(code)}")
    with clock.at(NOW.replace(year=2029, day=3)):
        assert "It was current until 2 March 2029" in read(client, f"/verify/{code}?s={secret_of(code)}")


def test_a_sealed_certificate_answers_both_ways_in_the_same_few_words(app: Flask, client: Client) -> None:
    holder = make_learner(name="Amina Okafor")
    code = hold(holder)
    with transaction():
        services.seal(code, by_id=holder, as_registrar=False, now=NOW)
    by_address, by_code = read(client, f"/verify/{code}?s={secret_of(code)}"), verify(client, code)[1]
    for page in (by_address, by_code):
        main = page[page.index("<main") : page.index("</main>")]
        assert "confirmed only through the issuing office" in main
        assert "Okafor" not in main and "2026" not in main and code not in main and "Current" not in main

    def words(page: str) -> str:
        return page[page.index("<h1") : page.index("</main>")]

    assert words(by_address) == words(by_code)


def test_a_replaced_certificate_is_sealed_with_the_one_that_replaced_it(app: Flask, client: Client) -> None:
    holder = make_learner(name="Amina Okafor", native="أمينة أوكافور")
    old, (_, registrar_id) = hold(holder), registrar(app)
    new = services.replace(
        old, name_latin="Amina Bello", name_native=None, reason=REASON, by_id=registrar_id, issuer=ISSUER, now=NOW
    )
    owner = as_person(app, holder)
    assert "certificates that this one replaced" in read(owner, f"/certificates/{new}/seal")
    assert "sealed since" in owner.follow(owner.post(f"/certificates/{new}/seal")).get_data(as_text=True)
    for page in (read(client, f"/verify/{old}?s={secret_of(old)}"), verify(client, old)[1]):
        main = page[page.index("<main") : page.index("</main>")]
        assert "confirmed only through the issuing office" in main
        assert "Okafor" not in main and "أوكافور" not in main and "Replaced" not in main


def test_a_demonstration_says_so_on_the_verify_page(app: Flask, client: Client) -> None:
    code = hold(make_learner(), issuer=dataclasses.replace(ISSUER, demo=True))
    page = read(client, f"/verify/{code}?s={secret_of(code)}")
    assert "DEMONSTRATION" in page and "not a certificate of any kind" in page


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "typed",
    [
        {"code": "' OR 1=1 --", "day": "1", "month": "1", "year": "2026"},
        {"code": UNKNOWN, "day": "99", "month": "13", "year": "0"},
        {"code": UNKNOWN, "day": "9" * 5000, "month": "2", "year": "²"},
        {"code": "<script>", "day": "-1", "month": "x", "year": "1e9"},
        {"code": "é" * 5000, "day": "", "month": "", "year": ""},
        {"code": "\u202e\u0000"[:1], "day": "30", "month": "2", "year": "2026"},
        {},
    ],
    ids=str,
)
def test_whatever_is_typed_gets_words(
    sqlite_store: object, client: Client, typed: dict[str, str], language: str
) -> None:
    client.get(f"/verify/?lang={language}")
    assert client.post("/verify/", typed).status_code == 422


# Holders


def test_a_learner_gets_the_certificate_that_was_earned(app: Flask) -> None:
    person_id = make_learner(name="Amina Okafor")
    earn(person_id)
    client = as_person(app, person_id)
    assert "Get my certificate" in read(client, "/certificates/")
    page = client.follow(client.post("/certificates/issue")).get_data(as_text=True)
    code = queries.certificates_of(person_id)[0].code
    assert code in page and "Amina Okafor" in page and facts_of(code).verify_url in page
    assert client.post("/certificates/issue").location == "/certificates/"
    assert len(queries.certificates_of(person_id)) == 1


def test_a_name_that_nobody_confirmed_is_confirmed_before_it_is_printed(app: Flask) -> None:
    person_id = make_learner(name="Amina Okafor", confirmed=False)
    earn(person_id)
    client = as_person(app, person_id)
    page = read(client, "/certificates/")
    assert "Amina Okafor" in page and "Confirm this name and get my certificate" in page
    page = client.follow(client.post("/certificates/issue")).get_data(as_text=True)
    assert "not confirmed yet" in page and queries.certificates_of(person_id) == []
    client.post("/certificates/issue", {"confirmed": "1"})
    assert [held.facts.name_latin for held in queries.certificates_of(person_id)] == ["Amina Okafor"]


@pytest.mark.parametrize("size", ["a4", "letter"])
def test_the_paper_is_served_as_it_was_stored(app: Flask, size: str) -> None:
    person_id = make_learner()
    code = hold(person_id)
    client = as_person(app, person_id)
    answer = client.get(f"/certificates/{code}.pdf?size={size}")
    stored = queries.get_paper(row_of(code).id, size)
    assert answer.data == stored.pdf and answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="certificate-{code}.pdf"'
    assert "private" in answer.headers["Cache-Control"]
    etag = answer.headers["ETag"]
    assert client.get(f"/certificates/{code}.pdf?size={size}", headers={"If-None-Match": etag}).status_code == 304


def test_a_foreign_certificate_is_not_there(app: Flask) -> None:
    code = hold(make_learner())
    other = as_person(app, make_learner())
    for address in (f"/certificates/{code}", f"/certificates/{code}.pdf", f"/certificates/{code}/seal"):
        assert other.get(address).status_code == 404
        assert Client(app).get(address).status_code == 303
    assert other.post(f"/certificates/{code}/seal").status_code == 404
    assert row_of(code).sealed_at is None


@pytest.mark.parametrize("address", [f"{UNKNOWN}", f"{UNKNOWN}.pdf", "x.pdf?size=a4", "%2e%2e", "nonsense/seal"])
def test_a_certificate_that_never_was_is_not_there(app: Flask, address: str) -> None:
    assert as_person(app, make_learner()).get(f"/certificates/{address}").status_code == 404


def test_an_unknown_size_is_not_there(app: Flask) -> None:
    person_id = make_learner()
    code = hold(person_id)
    assert as_person(app, person_id).get(f"/certificates/{code}.pdf?size=a0'--").status_code == 404


def test_a_holder_seals_after_being_asked(app: Flask) -> None:
    person_id = make_learner()
    code = hold(person_id)
    client = as_person(app, person_id)
    assert "cannot be taken off" in read(client, f"/certificates/{code}/seal")
    assert row_of(code).sealed_at is None
    page = client.follow(client.post(f"/certificates/{code}/seal")).get_data(as_text=True)
    assert "is sealed since" in page and secret_of(code) not in page
    assert client.get(f"/certificates/{code}/seal").status_code == 409


# Registrars


def test_the_desk_is_for_registrars(app: Flask) -> None:
    code = hold(make_learner())
    learner = as_person(app, make_learner())
    for path in ("", "waiting", "give", code, f"{code}/withdraw", f"{code}/replace", f"{code}/seal"):
        assert learner.get(f"/registrar/certificates/{path}").status_code == 403
        assert Client(app).get(f"/registrar/certificates/{path}").status_code == 303


def test_the_desk_finds_by_code_number_name_state_and_course(app: Flask) -> None:
    amina, code = (person := make_learner(name="Amina Okafor")), hold(person)
    other = hold(make_learner(name="Zoe 100%_Real"))
    desk, registrar_id = registrar(app)
    number = facts_of(code).learner_number

    def found(query: str) -> set[str]:
        page = read(desk, f"/registrar/certificates/?{query}")
        return {each for each in (code, other) if f">{each}<" in page}

    assert amina and found("") == {code, other}
    assert found(f"q={code.lower()}") == found(f"q={number.lower()}") == found("q=okaf") == {code}
    assert found("q=100%25_r") == {other} and found("q=%25") == {other} and found("q=nobody") == set()
    assert found("state=current&course=sample-course") == {code, other}
    assert found("state=withdrawn") == found("course=other") == set()
    with transaction():
        services.withdraw(code, reason=REASON, by_id=registrar_id, now=NOW)
    assert found("state=withdrawn") == {code} and found("state=current") == {other}
    assert found("page=2") == found("page=99999999999999999999") == set()
    assert found("page=-1") == found("page=x") == found("state=nonsense&page=1") == {code, other}


def test_a_sealed_certificate_leaves_the_lists_but_not_its_code(app: Flask) -> None:
    holder = make_learner(name="Amina Okafor")
    code, (desk, _) = hold(holder), registrar(app)
    with transaction():
        services.seal(code, by_id=holder, as_registrar=False, now=NOW)
    assert code not in read(desk, "/registrar/certificates/")
    assert code not in read(desk, "/registrar/certificates/?q=Okafor")
    assert code in read(desk, "/registrar/certificates/?state=sealed")
    assert "Okafor" in read(desk, f"/registrar/certificates/?q={code}")


def test_a_registrar_withdraws_with_a_reason(app: Flask) -> None:
    code, (desk, _) = hold(make_learner()), registrar(app)
    assert desk.post(f"/registrar/certificates/{code}/withdraw", {"reason": " "}).status_code == 422
    assert row_of(code).state == "current"
    page = desk.follow(desk.post(f"/registrar/certificates/{code}/withdraw", {"reason": REASON})).get_data(as_text=True)
    assert REASON in page and "Withdrawn" in page and row_of(code).state == "withdrawn"
    assert desk.get(f"/registrar/certificates/{code}/withdraw").status_code == 409
    assert desk.get(f"/registrar/certificates/{code}/replace").status_code == 409


def test_a_registrar_replaces_with_a_corrected_name(app: Flask) -> None:
    code, (desk, _) = hold(make_learner(name="Amina Okafor")), registrar(app)
    assert "Amina Okafor" in read(desk, f"/registrar/certificates/{code}/replace")
    answer = desk.post(
        f"/registrar/certificates/{code}/replace", {"name_latin": "Amina Bello", "reason": "Married name"}
    )
    page = desk.follow(answer).get_data(as_text=True)
    assert "Amina Bello" in page and code in page
    assert row_of(code).state == "replaced"


def test_a_corrected_certificate_hints_at_the_name_that_the_account_still_has(app: Flask) -> None:
    holder = make_learner(name="Amina Okafor")
    old, (desk, _) = hold(holder), registrar(app)
    first, owner = read(desk, f"/registrar/certificates/{old}"), as_person(app, holder)
    answer = desk.post(f"/registrar/certificates/{old}/replace", {"name_latin": "Amina Bello", "reason": "Misspelt"})
    page = desk.follow(answer).get_data(as_text=True)
    assert "another name" not in first and "The account has another name" in page and "Amina Okafor" in page
    assert "/people/" not in page, "a registrar alone may not open the page of a person"
    both = as_person(app, make_person(roles=(Role.LEARNER, Role.REGISTRAR, Role.ADMINISTRATOR), now=NOW))
    new = answer.location.rpartition("/")[2]
    assert f"/people/{holder}" in read(both, f"/registrar/certificates/{new}")
    own = read(owner, f"/certificates/{new}")
    assert "Your account has another name" in own and "/account/names" in own
    assert "another name" not in read(owner, f"/certificates/{old}")
    with transaction() as session:
        session.get_one(Person, holder).name_latin = "Amina Bello"
    assert "another name" not in read(owner, f"/certificates/{new}")
    assert "another name" not in read(desk, f"/registrar/certificates/{new}")


@pytest.mark.parametrize("name", ["", "\u200b\u200b", "x" * 201, "\U00012000"])
def test_a_name_that_cannot_be_printed_is_refused_in_words(app: Flask, name: str) -> None:
    code, (desk, _) = hold(make_learner()), registrar(app)
    answer = desk.post(f"/registrar/certificates/{code}/replace", {"name_latin": name, "reason": "Test"})
    assert answer.status_code in {409, 422}
    assert row_of(code).state == "current"


def test_registrars_do_not_decide_about_their_own(app: Flask) -> None:
    person_id = make_learner(roles=(Role.LEARNER, Role.REGISTRAR))
    code = hold(person_id)
    desk = as_person(app, person_id)
    assert "another registrar decides" in read(desk, f"/registrar/certificates/{code}")
    for deed in ("withdraw", "replace"):
        answer = desk.post(f"/registrar/certificates/{code}/{deed}", {"reason": REASON, "name_latin": "Other"})
        assert answer.status_code == 409
    assert row_of(code).state == "current"


def test_a_registrar_gives_participation_by_hand(app: Flask) -> None:
    person_id, (desk, _) = make_learner(name="Amina Okafor"), registrar(app)
    course_id, _ = publish_sample()
    enrol(person_id, course_id)
    number = queries.numbers_of([person_id])[person_id]
    given = {"number": number.lower(), "course": "sample-course", "kind": "participation", "reason": "Workshop"}
    assert desk.post("/registrar/certificates/give", {**given, "number": "T-nobody"}).status_code == 422
    assert desk.post("/registrar/certificates/give", {**given, "reason": ""}).status_code == 422
    assert desk.post("/registrar/certificates/give", {**given, "kind": "honorary"}).status_code == 422
    assert desk.post("/registrar/certificates/give", {**given, "kind": "achievement"}).status_code == 409
    page = desk.follow(desk.post("/registrar/certificates/give", given)).get_data(as_text=True)
    assert "Certificate of participation" in page and "no second person" in page
    (held,) = queries.certificates_of(person_id)
    assert held.kind is Kind.PARTICIPATION


def test_awards_that_wait_are_listed_with_what_they_wait_for(app: Flask) -> None:
    unconfirmed, unprintable = make_learner(confirmed=False), make_learner(name="Amina", native="\U00012000\U00012001")
    ready = make_learner(name="Ready Person")
    for person_id in (unconfirmed, unprintable, ready):
        earn(person_id)
    desk, _ = registrar(app)
    page = read(desk, "/registrar/certificates/waiting")
    assert "not confirmed yet" in page and "no font here" in page and page.count(">Issue<") == 1
    (award_id,) = queries.awards_waiting_of(ready)
    assert "Ready Person" in desk.follow(desk.post(f"/registrar/awards/{award_id}/issue")).get_data(as_text=True)
    assert desk.post("/registrar/awards/999999/issue").status_code == 404
    (award_id,) = queries.awards_waiting_of(unconfirmed)
    assert desk.post(f"/registrar/awards/{award_id}/issue").status_code == 409


def test_the_desk_shows_the_record_of_a_certificate(app: Flask) -> None:
    code, (desk, registrar_id) = hold(make_learner()), registrar(app)
    with transaction():
        services.seal(code, by_id=registrar_id, as_registrar=True, now=NOW)
    page = read(desk, f"/registrar/certificates/{code}")
    assert queries.numbers_of([registrar_id])[registrar_id] in page and "by rule" in page
    assert secret_of(code) not in page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_stands_in_both_directions(app: Flask, language: str) -> None:
    person_id = make_learner()
    earn(person_id)
    learner, (desk, _) = as_person(app, person_id), registrar(app)
    assert learner.get(f"/certificates/?lang={language}").status_code == 200
    assert desk.get(f"/registrar/certificates/waiting?lang={language}").status_code == 200
    code = services.issue_due(person_id, issuer=ISSUER, now=NOW).codes[0]
    for path in ("", code, f"{code}/seal"):
        assert learner.get(f"/certificates/{path}?lang={language}").status_code == 200
    for path in ("", "give", "waiting", code, f"{code}/withdraw", f"{code}/replace", f"{code}/seal"):
        assert desk.get(f"/registrar/certificates/{path}?lang={language}").status_code == 200


def test_the_issuer_is_read_from_the_settings(app: Flask) -> None:
    issuer = Issuer.of(app.extensions["college"])
    assert issuer.name == "Test College, Office of the Registrar" and issuer.faults == ()


# What the learner's pages say of it


def passed_page(client: Client) -> str:
    """The result of the learner's only attempt."""
    attempt_id = db.session.scalars(select(Attempt.id)).one()
    return read(client, f"/attempts/{attempt_id}")


def test_a_passed_exam_leads_to_its_certificate_once_it_is_issued(app: Flask) -> None:
    learner_id = make_learner()
    award_id, learner = earn(learner_id), as_person(app, learner_id)
    page = passed_page(learner)
    assert "What is still missing for the certificate" in page and "Your certificate is issued" not in page
    code = services.issue_award(award_id, by_id=None, issuer=ISSUER, now=NOW)
    page = passed_page(learner)
    assert "Your certificate is issued" in page and f'href="/certificates/{code}"' in page
    assert "still missing" not in page


def test_a_certificate_for_taking_part_is_not_the_one_of_the_exam(app: Flask) -> None:
    learner_id, (_, registrar_id) = make_learner(), registrar(app)
    earn(learner_id)
    with transaction():
        award_id = services.give(
            learner_id, course="sample-course", kind=Kind.PARTICIPATION, reason=REASON, by_id=registrar_id, now=NOW
        )
    services.issue_award(award_id, by_id=None, issuer=ISSUER, now=NOW)
    assert "Your certificate is issued" not in passed_page(as_person(app, learner_id))


def withdrawn_learner(app: Flask) -> tuple[Client, int, int]:
    """A learner whose certificate was withdrawn; with the ids of the learner and of a registrar."""
    learner_id, (_, registrar_id) = make_learner(), registrar(app)
    code = hold(learner_id)
    enrolment_id, edition_id = db.session.execute(select(Award.enrolment_id, Award.edition_id)).one()
    for module in catalogue.get_edition(edition_id).course.modules:
        for page in module.pages:
            with transaction():
                progress.mark_read(enrolment_id, module.id, page.id, edition_id=edition_id, now=NOW)
    with transaction():
        services.withdraw(code, reason=REASON, by_id=registrar_id, now=NOW + timedelta(minutes=5))
    return as_person(app, learner_id), learner_id, registrar_id


WITHDRAWN = "Your certificate was withdrawn on 2 March 2026"


def test_a_withdrawn_certificate_is_told_wherever_its_learner_would_look_for_it(app: Flask) -> None:
    learner, _, _ = withdrawn_learner(app)
    pages = [read(learner, path) for path in ("/", "/courses/sample-course/", "/certificates/")]
    for page in (*pages, passed_page(learner)):
        assert WITHDRAWN in page and "<bdi>registrar@test.example</bdi>" in page
        assert REASON not in page
        assert "Get your certificate" not in page and "still missing for the certificate</a>" not in page


def test_a_withdrawn_certificate_is_not_told_where_another_is_held_or_waits(app: Flask) -> None:
    learner, learner_id, registrar_id = withdrawn_learner(app)
    with transaction():
        award_id = services.give(
            learner_id, course="sample-course", kind=Kind.PARTICIPATION, reason=REASON, by_id=registrar_id, now=NOW
        )
    course = read(learner, "/courses/sample-course/")
    assert "Get your certificate" in course and WITHDRAWN not in course + read(learner, "/")
    services.issue_award(award_id, by_id=None, issuer=ISSUER, now=NOW)
    course = read(learner, "/courses/sample-course/")
    assert "You hold the certificate" in course and WITHDRAWN not in course + read(learner, "/")
