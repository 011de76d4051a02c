"""A certificate's life: earned, verified, corrected, withdrawn; and the same bytes whatever happens around it."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from college import clock
from college.accounts.models import Person
from college.accounts.rules import Role
from college.app import create_app
from college.audit import queries as audit
from college.certification import queries
from college.certification.models import Certificate
from college.database import db, transaction
from tests.browser_like import Client
from tests.certification.stories import NOW, earn, hold, make_learner, publish_sample, secret_of
from tests.conftest import Store, make_config
from tests.factories import lay_aside, make_person, sign_in

LATER = NOW + timedelta(hours=1)


def test_the_same_bytes_after_person_and_course_are_renamed_and_the_college_is_restarted(store: Store) -> None:
    with store.app.app_context():
        person_id = make_learner(name="Amina Okafor")
        code = hold(person_id)
        address = f"/verify/{code}?s={secret_of(code)}"
        lay_aside()
    sizes = ("a4", "letter")
    with clock.at(LATER):
        client = sign_in(Client(store.app), person_id, now=LATER)
        before = {size: client.get(f"/certificates/{code}.pdf?size={size}").data for size in sizes}
        verified = Client(store.app).get(address).get_data(as_text=True)
    with store.app.app_context():
        with transaction() as session:
            session.get_one(Person, person_id).name_latin = "Amina Bello"
        publish_sample(title="A new title", pass_mark="90%", now=LATER)
        lay_aside()
    issuer = {"issuer_name": "Another Issuer", "verify_url": "https://elsewhere.example"}
    restarted = create_app(make_config(store.url, store.instance, **issuer))
    with clock.at(LATER):
        client = sign_in(Client(restarted), person_id, now=LATER)
        after = {size: client.get(f"/certificates/{code}.pdf?size={size}").data for size in sizes}
        again = Client(restarted).get(address).get_data(as_text=True)
    with restarted.app_context():
        lay_aside()
        for engine in db.engines.values():
            engine.dispose()
    assert after == before and all(pdf.startswith(b"%PDF-") for pdf in before.values())

    def told(page: str) -> str:
        return page[page.index("<h1") : page.index("</main>")]

    assert told(again) == told(verified)
    assert "Amina Okafor" in told(again) and "A new title" not in told(again)


def test_from_an_award_to_a_corrected_and_withdrawn_certificate(store: Store) -> None:
    with store.app.app_context():
        learner_id = make_learner(name="Amina Okafor")
        registrar_id = make_person(roles=(Role.LEARNER, Role.REGISTRAR))
        earn(learner_id)
        lay_aside()
    stranger = Client(store.app)
    with clock.at(LATER):
        learner, desk = (sign_in(Client(store.app), one, now=LATER) for one in (learner_id, registrar_id))
        first = learner.post("/certificates/issue").location.rpartition("/")[2]
        corrected = desk.post(
            f"/registrar/certificates/{first}/replace", {"name_latin": "Amina Bello", "reason": "Married"}
        ).location.rpartition("/")[2]
        assert "newer certificate" in _typed(stranger, first)
        assert "Amina Bello" in _typed(stranger, corrected)
        desk.post(f"/registrar/certificates/{corrected}/withdraw", {"reason": "Sat by another"})
        assert "It was withdrawn on 2 March 2026" in _typed(stranger, corrected)
        learner.post("/certificates/issue")
    with store.app.app_context():
        states = {held.code: held.state.value for held in queries.certificates_of(learner_id)}
        assert states == {first: "replaced", corrected: "withdrawn"}
        assert audit.find_fault() is None
        lay_aside()


def test_twenty_clicks_at_once_make_one_certificate(store: Store) -> None:
    with store.app.app_context():
        learner_id = make_learner()
        earn(learner_id)
        lay_aside()
    clients = [sign_in(Client(store.app), learner_id, now=LATER) for _ in range(20)]

    def click(client: Client) -> int:
        with clock.at(LATER):
            return client.post("/certificates/issue").status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(click, clients)) <= {303, 503}
    with store.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1
        lay_aside()


def test_a_college_without_an_issuer_says_what_is_missing_and_issues_nothing(store: Store) -> None:
    with store.app.app_context():
        learner_id = make_learner()
        earn(learner_id)
        lay_aside()
    bare = create_app(make_config(store.url, store.instance, issuer_name="", issuer_contact="", verify_url=""))
    with clock.at(LATER):
        client = sign_in(Client(bare), learner_id, now=LATER)
        page = client.follow(client.post("/certificates/issue")).get_data(as_text=True)
    with bare.app_context():
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 0
        lay_aside()
        for engine in db.engines.values():
            engine.dispose()
    assert "ISSUER_NAME" in page and "ISSUER_CONTACT" in page and "VERIFY_URL" in page


def test_what_is_due_is_issued_from_the_command_line(store: Store) -> None:
    with store.app.app_context():
        for confirmed in (True, False):
            earn(make_learner(confirmed=confirmed))
        lay_aside()
    runner = store.app.test_cli_runner()
    with clock.at(LATER):
        first = runner.invoke(args=["certificates", "issue-due"])
        again = runner.invoke(args=["certificates", "issue-due"])
    assert first.exit_code == 0 and "1 issued, 1 waiting" in first.output and "not confirmed" in first.output
    assert "0 issued, 1 waiting" in again.output


def test_fonts_say_what_they_can_print(sqlite_store: Store) -> None:
    runner = sqlite_store.app.test_cli_runner()
    assert "Libertinus Serif: inside typst" in runner.invoke(args=["certificates", "fonts"]).output
    assert runner.invoke(args=["certificates", "fonts", "Amina أمينة"]).exit_code == 0
    refused = runner.invoke(args=["certificates", "fonts", "\U00012000"])
    assert refused.exit_code == 1 and "\U00012000" in refused.output


def test_the_ledger_proves_the_stored_papers(store: Store) -> None:
    with store.app.app_context():
        code = hold(make_learner())
        entry = audit.entries_about(f"certificate:{code}")[0].entry
        papers = db.session.execute(text("SELECT pdf FROM paper")).scalars().all()
        assert len(papers) == 2
        assert all(hashlib.sha256(bytes(pdf)).hexdigest() in entry for pdf in papers)
        lay_aside()


@pytest.mark.parametrize("key", ["_method", "_external", "_scheme", "_anchor", "endpoint", "code", "s", "lang", "size"])
def test_strange_queries_are_harmless(store: Store, key: str) -> None:
    with store.app.app_context():
        code = hold(make_learner())
        lay_aside()
    for path in ("/verify/", f"/verify/{code}", f"/verify/{code.lower()}"):
        for value in ("x", "é", "'", "%0a", "a&" + key + "=b"):
            assert Client(store.app).get(f"{path}?{key}={value}").status_code in {200, 303}


def _typed(client: Client, code: str) -> str:
    client.get("/verify/")
    typed = {"code": code, "day": "2", "month": "3", "year": "2026"}
    return client.post("/verify/", typed).get_data(as_text=True)
