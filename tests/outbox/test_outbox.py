"""Letters: posted once, worded for their receiver, shown to administrators."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from college.database import db, transaction
from college.outbox import paper, services
from college.outbox.models import Letter
from config import ROOT
from tests.accounts.people import administrator, enter
from tests.browser_like import Client

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KINDS = sorted(path.stem for path in (ROOT / "college" / "templates" / "letters").glob("*.txt"))
VALUES = {
    "name": "Amina <b>Okafor</b>",
    "number": "L-10001-0",
    "new_number": "L-10002-8",
    "reason": "Station unknown.",
}


def post(kind: str = "approved", *, key: str = "approved:1", language: str = "en") -> None:
    with transaction():
        services.post(kind, key=key, to="amina@customs.example", language=language, values=VALUES, now=NOW)


def test_a_letter_is_posted_once_however_often_its_story_is_told(app: Flask) -> None:
    for _ in range(3):
        post()
    assert len(db.session.scalars(select(Letter)).all()) == 1


def test_a_letter_of_a_story_that_failed_is_not_posted(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        services.post("approved", key="k", to="x@y.example", language="en", values={}, now=NOW)
        raise RuntimeError("the story fails")
    assert db.session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", [*KINDS, "something-else"])
def test_every_letter_can_be_worded(app: Flask, kind: str, language: str) -> None:
    with app.test_request_context("/"):
        worded = paper.word(kind, language, VALUES)
    assert worded.subject and "\n" not in worded.subject
    assert worded.body.strip()
    if not kind.startswith("certificate-"):
        assert "Amina <b>Okafor</b>" in worded.body, "a letter is text: nothing in it is escaped"
    assert "%(" not in worded.body


def test_the_administrator_reads_letters_as_text(app: Flask, client: Client) -> None:
    post()
    post(key="approved:2", language="ar")
    enter(client, administrator())
    page = client.get("/outbox/").get_data(as_text=True)
    assert "Amina &lt;b&gt;Okafor&lt;/b&gt;" in page
    assert 'class="letter" lang="ar" dir="rtl"' in page
    assert 'lang="en"' in page
    assert "No letters." in client.get("/outbox/?state=sent").get_data(as_text=True)


def test_the_outbox_promises_no_sending_and_lists_only_what_holds_letters(app: Flask, client: Client) -> None:
    post()
    post(key="approved:2")
    enter(client, administrator())
    page = client.get("/outbox/").get_data(as_text=True)
    assert "To be handed on" in page and "hand them on" in page
    assert "Being sent" not in page and ">Sent<" not in page and "mail server" not in page
    with transaction() as session:
        session.scalars(select(Letter).where(Letter.key == "approved:2")).one().state = "sent"
    page = client.get("/outbox/").get_data(as_text=True)
    assert ">Sent<" in page and "Being sent" not in page


def test_the_outbox_is_paged(app: Flask, client: Client) -> None:
    for n in range(25):
        post(key=f"approved:{n}")
    enter(client, administrator())
    assert client.get("/outbox/").get_data(as_text=True).count("<pre") == 20
    assert client.get("/outbox/?page=2").get_data(as_text=True).count("<pre") == 5
    assert client.get("/outbox/?page=3").status_code == 200


def test_strangers_are_sent_to_sign_in(app: Flask, client: Client) -> None:
    assert client.get("/outbox/").location == "/sign-in?next=/outbox/"
