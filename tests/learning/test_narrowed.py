"""A module that its handling leaves to some: there for them, and for everybody else as if it had never been."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest
from flask import Flask
from sqlalchemy import select, update

from college.accounts.models import Membership
from college.accounts.rules import Role
from college.certification.models import Award
from college.courseware.edition import Edition
from college.database import db, transaction
from college.learning.models import PageRead
from tests.browser_like import Client
from tests.factories import edition_of, lay_aside, make_organisation, make_person, publish, sign_in
from tests.films import filmed
from tests.learning.sitting import Sitting, confirmed_person, learner, right_values
from tests.sample_course import COURSE

ONLY = "handling: Law enforcement only"
HOME = f"/courses/{COURSE}/"
WAYS = (
    "proving/", "proving/start", "proving/records", "proving/print", "proving/start/check", "proving/start/problem",
    "cases/the-parcel", "cases/the-parcel/play", "cases/the-parcel/1", "quizzes/proving-quiz",
)  # fmt: skip
TRACES = re.compile(r"proving|records to keep|law enforcement|is this picture a proof", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrf_token" value="[^"]+"')
QUIZ = """\
id: proving-quiz
kind: practice
title: Practising evidence
draw:
  - {from: questions/shown.md}
"""


def written(lines: str = ONLY, *, opens_after: str = "start") -> dict[str, str | bytes]:
    """A course whose second module, with a film, a quiz, a question and a case, is for some alone."""
    files = filmed(narrowed=f"{lines}\nquiz: quizzes/proving.yaml".strip(), opens_after=opens_after)
    files["quizzes/proving.yaml"] = QUIZ
    for path in ("modules/010-telling.md", "modules/010-telling.ar.md"):
        files[path] = str(files[path]).replace("(020-proving.md#records)", "(#signs)")
    files["course.yaml"] = str(files["course.yaml"]).replace("how a finding is proved", "how to tell of it")
    return files


@cache
def edition(lines: str = ONLY, opens_after: str = "start") -> Edition:
    return edition_of(written(lines, opens_after=opens_after))


def enter(app: Flask, kind: str | None, *, own_device: bool = False) -> Sitting:
    """A learner who serves in such an organisation."""
    person_id = confirmed_person(app, organisation_kind=kind)
    return Sitting(sign_in(Client(app), person_id, own_device=own_device), person_id)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def mark(client: Client, *pages: str) -> None:
    for page in pages:
        text_of(client, f"{HOME}{page}")
        assert client.post(f"{HOME}{page}").status_code == 303


def pass_exam(one: Sitting) -> None:
    assert one.start().status_code == 303
    begun = one.begun
    for n in range(1, len(begun.drawn) + 1):
        assert one.save(n, right_values(begun, n)).status_code == 200
    one.submit()


def is_awarded() -> bool:
    db.session.remove()
    return db.session.scalars(select(Award.id)).first() is not None


def pack(client: Client) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{HOME}pack").data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_whom_it_is_for_reads_the_module_everywhere(app: Flask) -> None:
    publish(edition())
    client = enter(app, "police", own_device=True).client
    assert "Proving it" in text_of(client, HOME)
    page = text_of(client, f"{HOME}proving/start")
    assert re.search(r"Handling:</strong> (<[^>]*>)?Law enforcement only", page)
    assert "Proving it" in text_of(client, f"{HOME}proving/print")
    assert "02-proving.html" in pack(client)
    assert f"{HOME}proving/start" in client.get(f"{HOME}kept").json["pages"]
    assert f"{HOME}proving/start" in text_of(client, "/search?q=finding")
    assert text_of(client, f"{HOME}cases/the-parcel")


@pytest.mark.parametrize("who", ["a stranger", "one of another kind", "one who serves nowhere", "one not approved"])
def test_for_others_it_leaves_no_trace_on_any_page_that_they_can_reach(app: Flask, who: str) -> None:
    publish(edition())
    client = Client(app)
    if who == "one not approved":
        sign_in(client, make_person(state="registered", organisation_kind="police"))
    elif who != "a stranger":
        client = enter(app, "private" if who == "one of another kind" else None, own_device=True).client
    seen: set[str] = set()
    ahead = ["/", "/courses/", HOME, f"{HOME}exam", "/search?q=finding", "/search?q=court", f"{HOME}telling/print"]
    while ahead:
        path = ahead.pop()
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            text = answer.get_data(as_text=True)
            assert not TRACES.search(text), (path, TRACES.search(text))
            found = {address.partition("#")[0] for address in re.findall(r'href="(/[^"]*)"', text)}
            here = {address for address in found if address.startswith(HOME) and "lang=" not in address}
            ahead += here - seen - set(ahead)
        seen.add(path)
    assert {f"{HOME}telling/start", f"{HOME}telling/signs", f"{HOME}glossary"} <= seen


@pytest.mark.parametrize("who", ["a stranger", "one of another kind"])
def test_its_addresses_answer_others_with_the_very_bytes_of_what_never_was(app: Flask, who: str) -> None:
    publish(edition())
    client = Client(app) if who == "a stranger" else enter(app, "academia").client
    client.get(HOME)
    for way in WAYS:
        unknown = re.sub("proving|the-parcel", "unheard", way)
        for ask in (client.get, client.post):
            hidden, never = ask(HOME + way), ask(HOME + unknown)
            assert hidden.status_code == never.status_code, way
            same = re.sub(b"proving|the-parcel", b"unheard", hidden.data)
            assert TOKEN.sub(b"", same) == TOKEN.sub(b"", never.data), way
            assert set(hidden.headers.keys()) == set(never.headers.keys()), way
            if who != "a stranger" and not way.endswith("check") and ask == client.get:
                assert hidden.status_code == 404, way


def test_nothing_of_it_is_taken_along_by_others(app: Flask) -> None:
    publish(edition())
    client = enter(app, "private", own_device=True).client
    files = pack(client)
    assert [name for name in files if name.endswith(".html")] == ["index.html", "01-telling.html", "glossary.html"]
    assert not any(TRACES.search(content.decode(errors="replace")) for content in files.values())
    kept = client.get(f"{HOME}kept").json
    assert kept["pages"] == [f"{HOME}telling/start", f"{HOME}telling/signs"]
    assert [path for path in kept["files"] if path.startswith(HOME)] == [
        path for path in kept["files"] if path.endswith("/parcel.png")
    ]
    inside = enter(app, "police", own_device=True).client
    whole = re.search(r"about ([\d.]+) [kM]B. What you mark", text_of(inside, HOME))
    part = re.search(r"about ([\d.]+) [kM]B. What you mark", text_of(client, HOME))
    assert whole and part and whole[1] != part[1]


def test_its_films_are_for_its_readers_and_pictures_that_stand_elsewhere_too_for_all(app: Flask) -> None:
    publish(edition())
    inside, outside = enter(app, "customs").client, enter(app, "private").client
    page = text_of(inside, f"{HOME}proving/start")
    of_film = set(re.findall(rf'(?:src|poster)="({HOME}media/[^"]+)"', page))
    assert len(of_film) == 5
    for address in of_film:
        answer = inside.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, max-age=3600"
        assert outside.get(address).status_code == 404, address
        assert Client(app).get(address).status_code == 404, address
    (parcel,) = re.findall(rf'src="({HOME}media/[^"]+)"', text_of(outside, f"{HOME}telling/start"))
    assert outside.get(parcel).status_code == 200


def test_a_picture_of_an_earlier_edition_is_narrowed_with_the_module_that_showed_it(app: Flask) -> None:
    before = written("minutes: 10".replace("minutes: 10", "handling: Be careful\naudience: everyone"))
    publish(edition_of(before))
    outside = enter(app, "private").client
    of_film = re.findall(rf'src="({HOME}media/[^"]+\.mp4)"', text_of(outside, f"{HOME}proving/start"))
    after = {path: text for path, text in written().items() if not path.startswith("media/telling")}
    for path in ("modules/020-proving.md", "modules/020-proving.ar.md"):
        after[path] = re.sub(r"!\[[^\]]*\]\(../media/telling[^)]*\)\n", "", str(after[path]))
    publish(edition_of(after))
    assert outside.get(of_film[0]).status_code == 404
    assert enter(app, "police").client.get(of_film[0]).status_code == 200


def test_whoever_may_not_read_it_does_not_owe_it(app: Flask) -> None:
    publish(edition(opens_after="modules"))
    outside = enter(app, "private")
    mark(outside.client, "telling/start")
    assert "Module 1 of 1" in text_of(outside.client, "/")
    page = text_of(outside.client, HOME)
    assert re.findall("Read [^.]* of “[^”]*”", page) == ["Read 1 more page of “Telling goods apart”"]
    mark(outside.client, "telling/signs")
    assert "All modules are read. The exam is next." in text_of(outside.client, "/")
    pass_exam(outside)
    assert is_awarded()


def test_whoever_may_read_it_owes_it(app: Flask) -> None:
    publish(edition(opens_after="modules"))
    inside = enter(app, "tax")
    mark(inside.client, "telling/start", "telling/signs")
    assert "opens when every module" in text_of(inside.client, f"{HOME}exam")
    mark(inside.client, "proving/start", "proving/records")
    assert not is_awarded()
    pass_exam(inside)
    assert is_awarded()


def test_the_next_page_is_the_next_that_there_is(app: Flask) -> None:
    publish(edition())
    outside = enter(app, "private").client
    mark(outside, "telling/start")
    assert outside.post(f"{HOME}telling/signs").location == f"{HOME}quizzes/telling-quiz"
    assert text_of(outside, HOME).count("telling/signs") >= 1, "the place to go on at is one that there is"


def test_marks_for_it_sent_by_others_are_not_noted(app: Flask) -> None:
    publish(edition())
    outside = enter(app, "private", own_device=True)
    reader = outside.client.get("/kept/reader").json
    sent = {"reader": reader["reader"], "pages": ["proving/start", "telling/start"]}
    answer = outside.client.post(f"{HOME}read", json=sent)
    assert answer.json == {"marked": ["telling/start"], "gone": ["proving/start"]}
    lay_aside()
    assert list(db.session.scalars(select(PageRead.page_id))) == ["telling/start"]


def test_staff_see_every_module_whatever_they_serve_in(app: Flask, client: Client) -> None:
    publish(edition())
    sign_in(client, make_person(roles=(Role.INSTRUCTOR,), organisation_kind="academia"))
    assert "Proving it" in text_of(client, HOME)
    assert "Law enforcement only" in text_of(client, f"{HOME}proving/start")
    assert text_of(client, f"{HOME}cases/the-parcel/map")


def test_who_moves_to_another_organisation_finds_what_is_for_it_from_that_moment(app: Flask) -> None:
    publish(edition())
    moved = enter(app, "police", own_device=True)
    first = moved.client.get(f"{HOME}telling/start").headers["Edition"]
    assert moved.client.get(f"{HOME}kept").json["edition"] == first
    elsewhere = make_organisation(kind="private")
    with transaction() as session:
        session.execute(
            update(Membership).where(Membership.person_id == moved.person_id).values(organisation_id=elsewhere)
        )
    assert moved.client.get(f"{HOME}proving/start").status_code == 404
    page = moved.client.get(f"{HOME}telling/start")
    assert not TRACES.search(page.get_data(as_text=True))
    assert page.headers["Edition"] != first, "so that a copy on the device is made anew"


def test_a_result_leads_to_no_page_that_has_been_narrowed_since(app: Flask) -> None:
    earlier = written("handling: Be careful\naudience: everyone")
    bank = str(earlier["questions/exam.md"])
    earlier["questions/exam.md"] = bank.replace('pages="telling/signs"', 'pages="proving/records"')
    publish(edition_of(earlier))
    one = learner(app, organisation_kind="private")
    assert one.start().status_code == 303
    one.answer_all(right=0)
    one.submit()
    assert f"{HOME}proving/records" in one.page()
    publish(edition())
    assert f"{HOME}proving/records" not in one.page()
