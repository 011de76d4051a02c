"""Reading: pages, progress, what is still missing, and who may read what."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from college.accounts.rules import Role
from college.catalogue import queries as catalogue
from college.catalogue.rules import STAFF
from college.database import READING, db, transaction
from college.learning.models import Enrolment, ModuleProgress, PageRead, Report
from college.learning.services import progress as services
from tests.browser_like import Client
from tests.certification import stories
from tests.conftest import Store
from tests.factories import edition_of, make_person, publish, publish_sample, sign_in
from tests.sample_course import COURSE, sample

FIRST = f"/courses/{COURSE}/telling/start"
LAST_OF_FIRST = f"/courses/{COURSE}/telling/signs"
SECOND = f"/courses/{COURSE}/proving/start"


def text_of(client: Client, path: str, **options: object) -> str:
    answer = client.get(path, **options)
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def test_the_first_module_of_an_open_course_is_read_without_an_account(app: Flask, client: Client) -> None:
    publish_sample()
    assert "Some goods are" in text_of(client, FIRST)
    asked = client.get(SECOND)
    assert asked.location == f"/sign-in?next={SECOND}"


def test_ids_that_an_author_chose_make_no_id_of_a_page_twice(app: Flask, client: Client) -> None:
    """The client reads each page strictly."""
    files = sample(with_case=False)
    for path, ask in (("questions/shown.md", "Is it one?"), ("questions/shown.ar.md", "هل هي؟")):
        one = str(files[path]).replace("#always", "#title").replace("#never", "#picture-given")
        boxes = "- [x] 1 {#given}\n- [ ] 2 {#title}\n- [ ] 3 {#ask}\n"
        files[path] = f"{one}\n## {ask} {{#is-proof-picture}}\n\n{boxes}\n## {ask} {{#is-proof-ask}}\n\n- = 12\n"
    for path in ("modules/020-proving.md", "modules/020-proving.ar.md"):
        shown = next(line for line in str(files[path]).splitlines() if "#is-proof)" in line)
        others = [shown.replace("#is-proof", f"#{other}") for other in ("is-proof-picture", "is-proof-ask")]
        files[path] = str(files[path]).replace(shown, "\n\n".join([shown, *others]))
    publish(edition_of(files))
    sign_in(client, make_person())
    for path in (SECOND, f"/courses/{COURSE}/proving/print"):
        assert text_of(client, path).count("Is it one?") == 2


def test_a_page_is_marked_as_read_and_reading_goes_on(app: Flask, client: Client) -> None:
    publish_sample()
    learner = make_person()
    sign_in(client, learner)
    client.get(FIRST)
    answer = client.post(FIRST)
    assert answer.status_code == 303
    assert answer.location == LAST_OF_FIRST
    db.session.remove()
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.person_id, enrolment.place) == (learner, "telling/signs")
    assert "of the course read" in text_of(client, FIRST)


def test_reading_goes_on_where_it_was_left_on_another_device(app: Flask, client: Client) -> None:
    publish_sample()
    learner = make_person()
    sign_in(client, learner)
    client.get(FIRST)
    client.post(FIRST)
    other = sign_in(Client(app), learner)
    assert LAST_OF_FIRST in text_of(other, "/")
    assert LAST_OF_FIRST in text_of(other, f"/courses/{COURSE}/")


def test_the_language_is_switched_in_place_and_the_progress_stays(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(FIRST)
    client.post(FIRST)
    page = text_of(client, f"{FIRST}?lang=ar")
    assert 'dir="rtl"' in page
    assert "بعض السلع" in page
    assert client.post(f"{LAST_OF_FIRST}?lang=ar").status_code == 303
    db.session.remove()
    assert db.session.scalars(select(PageRead.page_id)).all() == ["telling/start", "telling/signs"]


def test_marking_a_page_twice_counts_once(app: Flask) -> None:
    edition_id = publish_sample()
    learner, now = make_person(), datetime.now(UTC)
    course_id = catalogue.get_edition(edition_id).course_id
    for _ in range(2):
        with transaction():
            enrolment_id = services.enrol(learner, course_id, now=now)
            services.mark_read(enrolment_id, "telling", "start", edition_id=edition_id, now=now)
    row = db.session.get_one(ModuleProgress, (enrolment_id, "telling"))
    assert (row.pages_read, row.pages, row.state) == (1, 2, "started")


def test_a_module_once_complete_stays_complete(app: Flask) -> None:
    edition_id = publish_sample()
    learner, now = make_person(), datetime.now(UTC)
    course_id = catalogue.get_edition(edition_id).course_id
    for page in ("start", "signs"):
        with transaction():
            enrolment_id = services.enrol(learner, course_id, now=now)
            services.mark_read(enrolment_id, "telling", page, edition_id=edition_id, now=now)
    with transaction():
        services.lock_enrolment(enrolment_id)
        services.advance(enrolment_id, now=now + timedelta(days=1))
    row = db.session.get_one(ModuleProgress, (enrolment_id, "telling"))
    assert (row.state, row.completed_at) == ("complete", now)


def test_pages_that_do_not_exist_cannot_be_marked(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(FIRST)
    assert client.post(f"/courses/{COURSE}/telling/nothing").status_code == 404
    assert client.post(f"/courses/{COURSE}/nothing/start").status_code == 404
    assert client.post("/courses/nothing/telling/start").status_code == 404
    db.session.remove()
    assert db.session.scalars(select(PageRead)).all() == []


def test_a_check_question_tells_at_once_and_keeps_nothing(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    page = text_of(client, SECOND)
    assert "Who took it, when and where must be known." not in page
    answer = client.post(f"{SECOND}/check", {"question": "is-proof", "given": "history"})
    told = answer.get_data(as_text=True)
    assert "Right." in told
    assert "Who took it, when and where must be known." in told
    assert "Not quite." in client.post(f"{SECOND}/check", {"question": "is-proof", "given": "never"}).get_data(
        as_text=True
    )
    assert client.post(f"{SECOND}/check", {"question": "copying-a-mark", "given": "counterfeiting"}).status_code == 404


def test_a_hostile_check_answer_is_refused_with_words(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(SECOND)
    for given in ("no-such-choice", "x" * 5000, ["history", "never"]):
        assert client.post(f"{SECOND}/check", {"question": "is-proof", "given": given}).status_code in {400, 409, 422}


def test_who_is_not_approved_yet_reads_what_is_open_and_is_told_about_the_rest(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person(state="registered"))
    assert client.get(FIRST).status_code == 200
    refused = client.get(SECOND)
    assert refused.status_code == 403
    assert "approved your registration" in refused.get_data(as_text=True)
    assert client.post(FIRST).status_code == 403


def test_a_closed_course_says_which_rule_closes_it(app: Flask, client: Client) -> None:
    publish_sample(audience="[customs]")
    sign_in(client, make_person(organisation_kind="private"))
    assert "This course is for people from: customs." in text_of(client, f"/courses/{COURSE}/")
    refused = client.get(FIRST)
    assert refused.status_code == 403
    assert "This course is for people from: customs." in refused.get_data(as_text=True)
    assert client.post(f"/courses/{COURSE}/enrol").status_code == 403


def test_a_kept_page_never_shows_one_reader_what_was_decided_for_another(app: Flask, client: Client) -> None:
    publish_sample(requires="[basics]")
    without, holder = make_person(), stories.make_learner()
    stories.hold(holder, now=datetime.now(UTC), course="basics")
    mark = "Mark as read and continue"
    assert mark not in text_of(sign_in(client, without), FIRST)
    assert mark in text_of(sign_in(Client(app), holder), FIRST)


def test_nobody_starts_a_closed_course_by_marking_a_page_of_its_open_module(app: Flask, client: Client) -> None:
    publish_sample(requires="[basics]")
    sign_in(client, make_person())
    text_of(client, FIRST)
    refused = client.post(FIRST)
    assert refused.status_code == 403
    assert "This course opens when you hold the certificate of" in refused.get_data(as_text=True)
    db.session.remove()
    assert db.session.scalars(select(Enrolment)).all() == []


def test_the_page_of_a_closed_course_leads_to_what_may_be_read_of_it(app: Flask, client: Client) -> None:
    publish_sample(requires="[basics]")
    page = text_of(client, f"/courses/{COURSE}/")
    assert f'href="{FIRST}"' in page
    assert f'href="{SECOND}"' not in page
    assert client.get(FIRST).status_code == 200, "what is linked can be read"
    catalogue = text_of(client, "/courses/")
    assert "The first module can be read without an account." in catalogue and "Closed" in catalogue
    staff = sign_in(Client(app), make_person(roles=(Role.INSTRUCTOR,)))
    page = text_of(staff, f"/courses/{COURSE}/")
    assert "This course is closed to you" not in page
    assert f'href="{SECOND}"' in page


def test_a_required_course_that_is_hidden_is_not_named(app: Flask, client: Client) -> None:
    publish_sample(course="undercover", title="Working undercover", audience="[customs]", visibility="hidden")
    publish_sample(requires="[undercover]")
    sign_in(client, make_person(organisation_kind="private"))
    for path in (f"/courses/{COURSE}/", "/courses/", SECOND):
        page = client.get(path).get_data(as_text=True)
        assert "the certificate of: another course." in page
        assert "undercover" not in page
    insider = sign_in(Client(app), make_person(organisation_kind="customs"))
    assert "the certificate of: “Working undercover”." in text_of(insider, f"/courses/{COURSE}/")


def test_all_who_look_after_courses_read_closed_ones(app: Flask, client: Client) -> None:
    publish_sample(audience="[customs]")
    for role in sorted(STAFF):
        staff = sign_in(Client(app), make_person(roles=(role,), organisation_kind="private"))
        assert staff.get(SECOND).status_code == 200, role
    registrar = sign_in(client, make_person(roles=(Role.REGISTRAR,), organisation_kind="private"))
    assert registrar.get(SECOND).status_code == 403


def test_a_hidden_course_answers_with_the_very_bytes_of_an_unknown_one(app: Flask, client: Client) -> None:
    publish_sample(audience="[customs]", visibility="hidden", course="secret-course")
    sign_in(client, make_person(organisation_kind="private"))
    client.get("/")
    paths = ("/", "/exam", "/glossary", "/telling/start", "/telling/", "/telling/start/problem")
    for path in paths:
        hidden = client.get(f"/courses/secret-course{path}")
        unknown = client.get(f"/courses/hidden-course{path}")
        assert hidden.status_code == 404
        same = hidden.data.replace(b"secret-course", b"hidden-course") == unknown.data
        assert same or _without_token(hidden.data) == _without_token(unknown.data), path
        assert set(hidden.headers.keys()) == set(unknown.headers.keys())
    assert "secret-course" not in text_of(client, "/courses/")
    insider = sign_in(Client(app), make_person(organisation_kind="customs"))
    assert insider.get("/courses/secret-course/").status_code == 200


def _without_token(page: bytes) -> bytes:
    import re

    page = re.sub(rb'name="csrf_token" value="[^"]+"', b"", page)
    return page.replace(b"secret-course", b"").replace(b"hidden-course", b"")


def test_a_reading_page_takes_two_statements(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(FIRST)
    engine = db.engines[READING]
    through_core: list[str] = []
    taken: list[object] = []
    event.listen(engine, "before_cursor_execute", lambda *given: through_core.append(given[2]))
    # Prepared statements take a connection each, and go past the events of Core.
    event.listen(engine, "checkout", lambda *given: taken.append(given[0]))
    client.get(FIRST)
    assert through_core == []
    assert len(taken) == 2


def test_sqlite_plans_the_statements_of_a_reading_page_once(sqlite_store: Store) -> None:
    sqlite_store.lay()
    planned: list[str | None] = []

    def watch(raw: sqlite3.Connection, _record: object) -> None:
        # SQLite asks for leave while it plans, for each table and column that it means to read.
        raw.set_authorizer(lambda _action, table, *_more: planned.append(table) or sqlite3.SQLITE_OK)

    with sqlite_store.app.app_context():
        publish_sample()
        client = sign_in(Client(sqlite_store.app), make_person())
        engine = db.engines[READING]
        engine.dispose()
        event.listen(engine, "connect", watch)
        try:
            client.post(FIRST)
            client.get(FIRST)
            assert {"session", "course", "page_read", "attempt"} <= set(planned)
            planned.clear()
            client.get(FIRST)
            assert planned == []
        finally:
            event.remove(engine, "connect", watch)
            engine.dispose()


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    first = client.get(FIRST)
    etag = first.headers["ETag"]
    assert client.get(FIRST, headers={"If-None-Match": etag}).status_code == 304
    client.post(FIRST)
    assert client.get(FIRST, headers={"If-None-Match": etag}).status_code == 200


def test_a_kept_page_never_shows_one_reader_the_token_or_the_place_of_another(app: Flask, client: Client) -> None:
    publish_sample()
    one, other = sign_in(client, make_person()), sign_in(Client(app), make_person())
    text_of(one, FIRST)
    text_of(other, FIRST)
    assert one.token != other.token
    assert one.post(FIRST).status_code == 303
    assert other.post(FIRST).status_code == 303


def test_a_problem_lands_beside_the_source_of_its_page(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(f"{FIRST}/problem")
    assert client.post(f"{FIRST}/problem", {"words": ""}).status_code == 422
    assert client.post(f"{FIRST}/problem", {"words": "The price is wrong."}).status_code == 303
    db.session.remove()
    report = db.session.scalars(select(Report)).one()
    assert (report.path, report.page_id) == ("modules/010-telling.md", "telling/start")
    staff = sign_in(Client(app), make_person(roles=(Role.INSTRUCTOR,)))
    assert "The price is wrong." in text_of(staff, f"/courses/{COURSE}/problems")
    assert client.get(f"/courses/{COURSE}/problems").status_code == 403


def test_what_is_missing_is_told_and_never_more_than_all(app: Flask, client: Client) -> None:
    publish_sample()
    sign_in(client, make_person())
    client.get(FIRST)
    client.post(f"/courses/{COURSE}/enrol")
    page = text_of(client, f"/courses/{COURSE}/")
    assert "Read 2 more pages of “Telling goods apart”." in page
    assert "Pass the exam." in page
    for path in (FIRST, LAST_OF_FIRST, SECOND, f"/courses/{COURSE}/proving/records"):
        client.post(path)
    page = text_of(client, f"/courses/{COURSE}/")
    assert "more page" not in page
    assert "80% done" in page


@pytest.mark.parametrize(
    ("language", "native", "greeted"),
    [
        ("ar", "ليلى حداد", "ليلى حداد"),
        ("zh", "李明", "李明"),
        ("ar", "李明", "Layla Haddad"),
        ("fr", "ليلى حداد", "Layla Haddad"),
        ("ar", None, "Layla Haddad"),
    ],
)
def test_a_reader_is_greeted_by_the_name_in_the_script_of_the_page(
    app: Flask, language: str, native: str | None, greeted: str
) -> None:
    client = sign_in(Client(app), make_person(name="Layla Haddad", native=native, language=language))
    page = client.get("/").get_data(as_text=True)
    assert greeted in page[page.index("<h1") : page.index("</h1>")]
