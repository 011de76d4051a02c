"""Modules to print, courses in a pack, and courses kept on a device: what is in them, and for whom."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import html5lib
import pytest
from flask import Flask
from sqlalchemy import func, select

from college.accounts.access import READER_MARK, mark_of
from college.accounts.rules import Role
from college.catalogue import queries as catalogue
from college.catalogue.paper import packing
from college.certification.models import Award
from college.database import db
from college.learning.models import Enrolment, PageRead
from tests import factories
from tests.browser_like import Client
from tests.conftest import Store
from tests.factories import edition_of, make_person, placed_edition, publish_sample, sign_in
from tests.sample_course import ARABIC_TITLE, COURSE, sample

HOME = f"/courses/{COURSE}/"
TELLING, PROVING = f"{HOME}telling/print", f"{HOME}proving/print"
WAYS = ("telling/print", "pack", "kept")
TOKEN = re.compile(rb'name="csrf_token" value="[^"]+"')
"""Differs from one answer to the next."""
SECRET = "Who took it, when and where must be known."
"""What is said to whoever answers the question in the text rightly."""


Change = tuple[str, str]


def publish_changed(changed: Mapping[str, tuple[Change, ...]], **knobs: Any) -> None:
    """The sample course with something else written into some of its files."""
    files = sample(**knobs)
    for path, changes in changed.items():
        for old, new in changes:
            text = files[path]
            assert isinstance(text, str) and old in text
            files[path] = text.replace(old, new)
    factories.publish(edition_of(files))


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def learner(client: Client, *, own_device: bool = False, **person: Any) -> int:
    person_id = make_person(**person)
    sign_in(client, person_id, own_device=own_device)
    return person_id


def unpacked(client: Client, language: str = "en") -> dict[str, bytes]:
    answer = client.get(f"{HOME}pack?lang={language}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# Print


def test_a_module_is_one_page_with_every_page_in_its_order(app: Flask, client: Client) -> None:
    publish_sample()
    page = text_of(client, TELLING)
    assert page.index("Some goods are") < page.index("Signs to look for") < page.index("One sign is no proof")
    published = catalogue.find_course(COURSE)
    assert published is not None and published.digest in page
    assert "http://localhost/courses/sample-course/telling/" in page
    assert f'href="{TELLING}"' in text_of(client, f"{HOME}telling/signs")


def test_notes_of_several_pages_are_kept_apart_and_lead_there_and_back(app: Flask, client: Client) -> None:
    publish_changed({"modules/010-telling.md": (("One sign is no proof.", "One sign is no proof.[^share]"),)})
    page = text_of(client, TELLING)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    ids = {node.get("id") for node in tree.iter() if node.get("id")}
    addresses = [node.get("href") or "" for node in tree.iter("a")]
    led = [address[1:] for address in addresses if address.startswith("#")]
    assert {"page-start-text-note-1", "page-signs-text-note-1"} <= ids
    assert len(led) >= 5 and set(led) <= ids


def test_meanings_stand_once_at_the_end(app: Flask, client: Client) -> None:
    publish_sample()
    page = text_of(client, TELLING)
    meaning = "Goods that bear a trade mark without the consent of its holder."
    assert page.count(f">{meaning}<") == 1
    assert page.index("One sign is no proof") < page.index(f">{meaning}<")
    assert 'href="#meaning-en-counterfeit"' in page


def test_questions_are_printed_without_their_answers(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    page = text_of(client, PROVING)
    assert "Is this picture a proof?" in page and "Only with its history" in page
    for words in (SECRET, "A picture alone may come from anywhere.", "It can be one, with its history.", "checked"):
        assert words not in page


def test_which_choice_is_right_changes_nothing_on_paper(app: Flask, client: Client) -> None:
    learner(client)
    publish_sample()
    digests = re.compile("[0-9a-f]{12,}|Edition [12]|>[12], of [^<]*")
    first = digests.sub("", text_of(client, PROVING))
    turned_arabic = ("- [x] مع تاريخها فقط", "- [ ] مع تاريخها فقط"), ("- [ ] دائمًا", "- [x] دائمًا")
    turned = ("- [x] Only with its history", "- [ ] Only with its history"), ("- [ ] Always", "- [x] Always")
    publish_changed({"questions/shown.md": turned, "questions/shown.ar.md": turned_arabic})
    with_other_key = digests.sub("", text_of(client, PROVING))
    assert TOKEN.sub(b"", first.encode()) == TOKEN.sub(b"", with_other_key.encode())


def test_what_is_not_translated_is_marked_and_who_translated_is_told(app: Flask, client: Client) -> None:
    publish_changed({"course.ar.yaml": (("reviewed_by: Dr Nadia Haddad\n", ""),)})
    page = text_of(client, f"{TELLING}?lang=ar")
    assert "بعض السلع" in page and "Layla Mansour" in page
    assert "لم يراجعها" in page or "لم تُراجَع" in page or "ممارس" in page
    files = sample()
    del files["modules/020-proving.ar.md"]
    factories.publish(edition_of(files))
    learner(client)
    page = text_of(client, f"{PROVING}?lang=ar")
    assert '<div lang="en" dir="ltr">' in page and "A finding is worth" in page


def test_handling_is_told_at_the_head_of_the_sheet(app: Flask, client: Client) -> None:
    publish_sample(narrowed="handling: Law enforcement only")
    learner(client)
    head = text_of(client, PROVING).partition('<div class="sheet-body">')[0]
    assert "Law enforcement only" in head.partition('<div class="running head">')[2]
    files = unpacked(client)
    (sheet,) = (text for name, text in files.items() if name.endswith("02-proving.html"))
    assert b"Law enforcement only" in sheet.partition(b'<div class="running head">')[2].partition(b"sheet-body")[0]


def test_who_may_read_may_print_and_nobody_else(app: Flask, client: Client) -> None:
    publish_sample()
    assert client.get(TELLING).status_code == 200
    assert client.get(PROVING).location == f"/sign-in?next={PROVING}"
    sign_in(client, make_person(state="registered"))
    assert client.get(PROVING).status_code == 403
    publish_sample(audience="[judiciary]")
    learner(client)
    assert client.get(PROVING).status_code == 403


def test_what_is_put_in_order_or_matched_stands_on_paper_in_no_order_that_tells(app: Flask, client: Client) -> None:
    factories.publish(placed_edition())
    learner(client)
    page = text_of(client, PROVING)
    places = [page.index(f'id="page-start--{one}"') for one in ("steps", "words")]
    steps, words = page[places[0] : places[1]], page[places[1] :]
    items = ["Open it before a witness", "Photograph the", "Seal the", "Write the record"]
    assert [steps.index(one) for one in items] == sorted(steps.index(one) for one in items)
    assert "Give each its place: 1 comes first." in steps
    assert "Nothing belongs twice" in words and "A secret recipe" in words
    assert "A picture shows it as it was found." not in page and "That is a trade secret." not in page


# The pack


def test_a_pack_holds_pages_pictures_and_glossary_and_nothing_that_runs(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    files = unpacked(client)
    assert {PurePosixPath(name).parts[0] for name in files} == {"sample-course-1-en"}
    names = [name.partition("/")[2] for name in files]
    assert names[:5] == ["index.html", "01-telling.html", "02-proving.html", "glossary.html", "style.css"]
    assert [PurePosixPath(name).suffix for name in names[5:]] == [".png"]
    for name, content in files.items():
        if name.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(content.decode())
            assert not re.search(rb"<script|<form|\son\w+=|\sstyle=|javascript:", content), name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_link_of_a_pack_leads_to_a_place_in_it_or_to_the_college(
    app: Flask, client: Client, language: str
) -> None:
    publish_sample()
    learner(client)
    files = {name.partition("/")[2]: content for name, content in unpacked(client, language).items()}
    trees = {
        name: html5lib.parse(content.decode(), namespaceHTMLElements=False)
        for name, content in files.items()
        if name.endswith(".html")
    }
    ids = {name: {node.get("id") for node in tree.iter()} for name, tree in trees.items()}
    outside = set()
    for name, tree in trees.items():
        for address in filter(None, (node.get(key) for node in tree.iter() for key in ("href", "src"))):
            if address.startswith("http"):
                outside.add(address)
                continue
            path, _, anchor = address.partition("#")
            assert (path or name) in files, f"{name}: {address}"
            assert not anchor or anchor in ids[path or name], f"{name}: {address}"
    # A case is played at the college, so that the card of one leads there.
    college = app.extensions["college"].public_url
    assert outside == {f"{college}/courses/{COURSE}/cases/the-parcel"}
    assert 'href="02-proving.html#page-records"' in files["01-telling.html"].decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_key_and_no_question_of_exam_or_quiz_is_in_a_pack(app: Flask, client: Client, language: str) -> None:
    publish_sample()
    learner(client)
    everything = b"\n".join(unpacked(client, language).values()).decode(errors="replace")
    published = catalogue.find_course(COURSE)
    assert published is not None
    shown = [one for one in published.course.questions if one.bank == "questions/shown.md"]
    for question in published.course.questions:
        secrets = [question.explanation, *(choice.feedback for choice in question.choices)]
        if question not in shown:
            secrets.append(question.ask)
        for text in filter(None, secrets):
            for words in text.root.values():
                assert words.strip() not in everything, f"{question.id}: {words}"
    assert all(one.ask.root[language] in everything for one in shown)


def test_the_same_edition_in_the_same_language_is_the_same_bytes(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    made = []
    for _ in range(2):
        packing._kept.clear()
        made.append(client.get(f"{HOME}pack?lang=en"))
    sign_in(client, make_person(language="ar", roles=(Role.INSTRUCTOR,)))
    packing._kept.clear()
    made.append(client.get(f"{HOME}pack?lang=en"))
    assert made[0].data == made[1].data == made[2].data
    assert client.get(f"{HOME}pack?lang=ar").data != made[0].data
    again = client.get(f"{HOME}pack?lang=en", headers={"If-None-Match": made[0].headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert made[0].headers["Cache-Control"] == "private, no-cache"


def test_a_pack_speaks_the_language_that_was_asked_for(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    files = unpacked(client, "ar")
    index = files["sample-course-1-ar/index.html"].decode()
    assert '<html lang="ar" dir="rtl">' in index and ARABIC_TITLE in index
    assert "Layla Mansour" in index


def test_the_size_is_told_before_the_tap(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    size = len(client.get(f"{HOME}pack?lang=en").data)
    assert f"(<bdi>ZIP</bdi>, {-(-size // 1000)} kB)" in text_of(client, HOME)
    assert re.search(r"about 10 minutes, \d+ kB", text_of(client, HOME))
    assert "Pictures of this module: 1 kB" in text_of(client, f"{HOME}telling/start")
    assert "Pictures of this module" not in text_of(client, f"{HOME}proving/start")


def test_strangers_and_those_whom_a_rule_keeps_out_take_nothing_along(app: Flask, client: Client) -> None:
    publish_sample()
    assert "pack" not in text_of(client, HOME)
    assert client.get(f"{HOME}pack").location == f"/sign-in?next={HOME}pack"
    sign_in(client, make_person(state="registered"))
    assert client.get(f"{HOME}pack").status_code == 403
    publish_sample(audience="[judiciary]")
    learner(client, own_device=True)
    for path in ("pack", "kept"):
        refused = client.get(f"{HOME}{path}")
        assert refused.status_code == 403
        assert "This course is for people from: judges and courts." in refused.get_data(as_text=True)
    assert "pack" not in text_of(client, HOME)


def test_a_hidden_course_is_as_unknown_here_as_anywhere(app: Flask, client: Client) -> None:
    publish_sample(audience="[judiciary]", visibility="hidden", course="secret-course")
    for who in ("stranger", "learner"):
        if who == "learner":
            learner(client, own_device=True)
            client.get("/")
        for way in WAYS:
            hidden, unknown = (client.get(f"/courses/{name}/{way}") for name in ("secret-course", "unheard-course"))
            assert hidden.status_code == unknown.status_code
            same = hidden.data.replace(b"secret-course", b"unheard-course")
            assert TOKEN.sub(b"", same) == TOKEN.sub(b"", unknown.data), way
            assert set(hidden.headers.keys()) == set(unknown.headers.keys())
    marked = {"reader": "x", "pages": []}
    hidden, unknown = (
        client.post(f"/courses/{name}/read", json=marked) for name in ("secret-course", "unheard-course")
    )
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.data == unknown.data


def test_operators_write_packs_from_the_command_line(app: Flask, client: Client, tmp_path: Any) -> None:
    publish_sample()
    done = app.test_cli_runner().invoke(args=["courses", "pack", COURSE, str(tmp_path), "--language", "ar"])
    assert done.exit_code == 0, done.output
    learner(client)
    written = (tmp_path / "sample-course-1-ar.zip").read_bytes()
    packing._kept.clear()
    assert written == client.get(f"{HOME}pack?lang=ar").data
    missing = app.test_cli_runner().invoke(args=["courses", "pack", "nothing", str(tmp_path)])
    assert missing.exit_code == 1


# Kept on a device


def test_a_device_is_told_all_that_the_course_needs_and_nothing_else(app: Flask, client: Client) -> None:
    publish_sample()
    person = learner(client, own_device=True)
    told = client.get(f"{HOME}kept", headers={"Accept": "application/json"}).get_json()
    assert told["pages"] == [
        f"{HOME}{one}" for one in ("telling/start", "telling/signs", "proving/start", "proving/records")
    ]
    assert told["reader"] == mark_of(person)
    for path in (told["home"], *told["pages"], *told["more"], *told["files"], told["offline"]):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "no-store" not in answer.headers["Cache-Control"], path
        assert answer.headers.get(READER_MARK, told["reader"]) == told["reader"], path


def test_courses_are_kept_on_ones_own_device_only(app: Flask, client: Client) -> None:
    publish_sample()
    learner(client)
    refused = client.get(f"{HOME}kept", headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert "your own device only" in refused.get_json()["words"]


def test_the_mark_of_a_reader_is_stable_and_another_for_each(app: Flask, client: Client) -> None:
    publish_sample()
    assert READER_MARK not in client.get(HOME).headers
    marks = []
    for person in (make_person(), make_person()):
        for _ in range(2):
            sign_in(client, person)
            marks.append(client.get(HOME).headers[READER_MARK])
    assert marks[0] == marks[1] != marks[2] == marks[3]
    asked = client.get("/kept/reader").get_json()
    assert asked["reader"] == marks[3]


def post(client: Client, reader: str, *pages: Any, path: str = f"{HOME}read") -> Any:
    client.token = client.get("/kept/reader").get_json()["token"]
    return client.post(path, json={"reader": reader, "pages": list(pages)})


def test_what_was_marked_without_a_line_is_noted_once_each(app: Flask, client: Client) -> None:
    publish_sample()
    person = learner(client)
    for _ in range(2):
        answer = post(client, mark_of(person), "telling/start", "telling/signs", "telling/start", "telling/gone", "odd")
        assert answer.get_json() == {"marked": ["telling/start", "telling/signs"], "gone": ["telling/gone", "odd"]}
    db.session.remove()
    assert db.session.scalar(select(func.count()).select_from(PageRead)) == 2
    assert db.session.scalars(select(Enrolment.place)).one() == "proving/start"


def test_nobody_sends_the_marks_of_another(app: Flask, client: Client) -> None:
    publish_sample()
    other = make_person()
    learner(client)
    assert post(client, mark_of(other), "telling/start").status_code == 409
    db.session.remove()
    assert db.session.scalar(select(func.count()).select_from(PageRead)) == 0


def test_marks_need_a_token_a_sign_in_and_an_open_course(app: Flask, client: Client) -> None:
    publish_sample()
    person = learner(client)
    without = client.flask.post(f"{HOME}read", json={"reader": mark_of(person), "pages": ["telling/start"]})
    assert without.status_code == 400
    publish_sample(audience="[judiciary]")
    assert post(client, mark_of(person), "telling/start").status_code == 403
    assert Client(app).get("/kept/reader", headers={"Accept": "application/json"}).status_code == 401
    db.session.remove()
    assert db.session.scalar(select(func.count()).select_from(PageRead)) == 0


@pytest.mark.parametrize("sent", [[], "x", {}, {"pages": "x"}, {"pages": [1]}, {"pages": ["a"] * 501}, {"pages": []}])
def test_hostile_marks_are_refused_with_words(app: Flask, client: Client, sent: Any) -> None:
    publish_sample()
    learner(client)
    client.get("/")
    answer = client.post(f"{HOME}read", json=sent)
    assert answer.status_code in {400, 409}
    assert answer.get_json()["words"]


def test_the_last_page_marked_without_a_line_earns_what_it_would_have_earned(app: Flask, client: Client) -> None:
    publish_changed({"course.yaml": (("requires: {exam.yaml: pass, modules: all}", "requires: {modules: all}"),)})
    person = learner(client)
    post(client, mark_of(person), "telling/start", "telling/signs", "proving/start", "proving/records")
    db.session.remove()
    assert db.session.scalars(select(Award.kind)).all() == ["participation"]


def test_the_worker_looks_after_the_whole_college_and_is_asked_for_anew(sqlite_store: Store, client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_college_can_be_installed(app: Flask, client: Client) -> None:
    assert 'rel="manifest" href="/manifest.webmanifest"' in text_of(client, "/")
    answer = client.get("/manifest.webmanifest?lang=ar")
    assert answer.mimetype == "application/manifest+json"
    told = answer.get_json()
    assert (told["name"], told["lang"], told["dir"], told["start_url"]) == ("Test College", "ar", "rtl", "/")
    for icon in told["icons"]:
        drawn = client.get(icon["src"])
        assert (drawn.status_code, drawn.mimetype) == (200, icon["type"])


def test_the_page_without_a_line_says_nothing_of_who_reads_it(app: Flask, client: Client) -> None:
    stranger = client.get("/offline").data
    learner(client, name="Amina Okafor")
    page = client.get("/offline")
    assert page.data == stranger and b"csrf" not in page.data
