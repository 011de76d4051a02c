"""The search: who finds what, what nobody may find, and how it is kept up to date."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import event, select, text, update

from college.accounts.rules import Role
from college.catalogue import queries, services
from college.catalogue.models import PASSAGE
from college.catalogue.queries import AT_ONCE
from college.catalogue.rules import Reader
from college.courseware import finding
from college.courseware.outline import Course, OrganisationKind, Page, Text, Visibility
from college.database import READING, db, transaction
from tests.browser_like import Client
from tests.catalogue.offered import edition_of, publish
from tests.catalogue.probes import make_probe_course
from tests.conftest import Store
from tests.factories import make_person, publish_sample, sign_in

LEARNER = Reader(signed_in=True, roles=frozenset({Role.LEARNER}))
CUSTOMS = (OrganisationKind.CUSTOMS,)
SECRET = "zebrafinch"


def offer(client: Client, course: Course) -> None:
    with client.flask.application.app_context():
        publish(course)


def enter(client: Client, **person: Any) -> None:
    with client.flask.application.app_context():
        person_id = make_person(**person)
    sign_in(client, person_id)


def ask(client: Client, words: str, **more: Any) -> str:
    answer = client.get("/search", query_string={"q": words, **more})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def addresses(page: str) -> list[str]:
    found = re.search(r'<ol class="found">.*</ol>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', found[0]) if found else []


def with_secret(course: Course, word: str = SECRET) -> Course:
    """The course with a word of its own in its summary, in the open module, in the other one, and in the glossary."""
    summary = Text({**course.summary.root, "en": f"About a {word}."})
    modules = tuple(
        module.model_copy(
            update={
                "pages": tuple(
                    Page(id=page.id, title=page.title, body=Text({"en": f"{page.body.root['en']} {word}"}))
                    for page in module.pages
                )
            }
        )
        for module in course.modules
    )
    terms = tuple(
        term.model_copy(update={"meaning": Text({**term.meaning.root, "en": f"A {word}"})}) for term in course.glossary
    )
    return course.model_copy(update={"summary": summary, "modules": modules, "glossary": terms})


WHOLE = [
    "/courses/hidden-cargo/",
    "/courses/hidden-cargo/glossary#term-seal",
    "/courses/hidden-cargo/glossary#term-zone",
    "/courses/hidden-cargo/roads/start",
    "/courses/hidden-cargo/roads/papers",
    "/courses/hidden-cargo/money/start",
]
OPEN = WHOLE[:-1]


def test_a_stranger_finds_titles_and_what_is_open(client: Client) -> None:
    offer(client, with_secret(make_probe_course()))
    assert addresses(ask(client, SECRET)) == OPEN


def test_whoever_waits_for_approval_finds_no_more_than_a_stranger(client: Client) -> None:
    offer(client, with_secret(make_probe_course()))
    enter(client, state="registered")
    assert addresses(ask(client, SECRET)) == OPEN


def test_a_learner_finds_the_whole_course(client: Client) -> None:
    offer(client, with_secret(make_probe_course()))
    enter(client)
    assert addresses(ask(client, SECRET)) == WHOLE


def test_of_a_course_without_an_open_module_a_stranger_finds_the_title_alone(client: Client) -> None:
    offer(client, with_secret(make_probe_course(open_module=False)))
    assert addresses(ask(client, SECRET)) == WHOLE[:1]


def test_of_a_closed_course_the_title_is_found_with_the_rule_that_closes_it(client: Client) -> None:
    offer(client, with_secret(make_probe_course(audience=CUSTOMS)))
    for enters in ({}, {"organisation_kind": "police"}):
        if enters:
            enter(client, **enters)
        page = ask(client, SECRET)
        assert addresses(page) == WHOLE[:1]
        assert "This course is for people from: customs." in page
    enter(client, organisation_kind="customs")
    assert addresses(ask(client, SECRET)) == WHOLE


def test_what_opens_with_a_certificate_stays_closed_without_it(client: Client) -> None:
    offer(client, with_secret(make_probe_course(requires=("first-of-all",), open_module=False)))
    enter(client)
    page = ask(client, SECRET)
    assert addresses(page) == WHOLE[:1]
    assert "This course opens when you hold the certificate of: another course." in page


def test_staff_find_what_they_look_after(client: Client) -> None:
    offer(client, with_secret(make_probe_course(visibility=Visibility.HIDDEN, audience=CUSTOMS)))
    enter(client, roles=(Role.REVIEWER,), organisation_kind=None)
    assert addresses(ask(client, SECRET)) == WHOLE


def test_a_hidden_course_is_found_by_those_whom_it_is_for(client: Client) -> None:
    offer(client, with_secret(make_probe_course(visibility=Visibility.HIDDEN, audience=CUSTOMS)))
    enter(client, organisation_kind="customs")
    assert addresses(ask(client, SECRET)) == WHOLE


WORDS = (SECRET, "seal", "container", "goods", "السلع", "货物", "hidden cargo", '"money laundering"', "10", "zz", "")


def answers(client: Client) -> list[str]:
    """Every answer of the search, without the token of the sign-out form, which differs each time."""
    token = re.compile(r'(name="csrf_token" value=")[^"]*')
    return [
        token.sub(r"\1", ask(client, words, lang=language, page=page)) for words in WORDS
        for language in ("en", "ar") for page in (1,)
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["stranger", "registered", "learner"])
def test_a_hidden_course_leaves_no_trace_in_any_answer(client: Client, store: Store, who: str) -> None:
    """Byte for byte what a college says in which that course never was, though it comes before the other in order."""
    given: list[list[str]] = []
    for hidden in (False, True):
        store.lay()
        fresh = Client(store.app)
        if hidden:
            course = make_probe_course("a-hidden-one", visibility=Visibility.HIDDEN, audience=CUSTOMS)
            offer(fresh, with_secret(course))
        offer(fresh, make_probe_course())
        if who != "stranger":
            state = "registered" if who == "registered" else "approved"
            enter(fresh, organisation_kind="police", state=state)
        given.append(answers(fresh))
    assert given[0] == given[1]
    assert not any(addresses(page) for page in given[1][:2]), "the word that only the hidden course has"
    assert any(addresses(page) for page in given[1][2:])


def test_no_question_and_no_answer_is_found(client: Client) -> None:
    with client.flask.application.app_context():
        publish_sample()
    enter(client, roles=(Role.LEARNER, Role.INSTRUCTOR))
    for words in ("librarians", "manifest", "who took it", "workmanship costs", "counterfeiting"):
        assert addresses(ask(client, words)) == [], words
    assert addresses(ask(client, "workmanship")) == ["/courses/sample-course/telling/signs"]


ANSWERS = {
    "q=%00": 400,
    "q=%ED%A0%80": 200,
    "q=" + "a" * 200: 200,
    "q=" + "a" * 201: 422,
    "q=" + "a" * 10_000: 422,
    "q=seal&page=0": 404,
    "q=seal&page=-1": 404,
    "q=seal&page=x": 200,
    "q=seal&page=99999999999999999999": 404,
    "q=seal&page=1000": 200,
    "q=a&q=b": 200,
    "q": 200,
    "": 200,
    "q[]=x": 200,
    "q=%": 200,
}
"""What becomes of a query of the address, by status."""


def test_every_address_has_an_answer(client: Client) -> None:
    offer(client, make_probe_course())
    assert {query: client.get(f"/search?{query}").status_code for query in ANSWERS} == ANSWERS


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    page = ask(client, "<script>alert(1)</script>")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_words_that_are_found_are_marked_in_the_language_of_their_text(client: Client) -> None:
    offer(client, make_probe_course())
    page = ask(client, "مهربون", lang="en")
    assert '<p lang="ar" dir="rtl">يغيّر <mark>المهرّبون</mark> مسار' in page
    assert addresses(page) == ["/courses/hidden-cargo/roads/start?lang=ar"]
    assert '<bdi lang="ar">العربية</bdi>' in page
    assert "<mark>Hidden</mark> <mark>cargo</mark>" in ask(client, "hidden cargo", lang="en")


def test_the_language_of_the_reader_comes_first(client: Client) -> None:
    offer(client, make_probe_course())
    for language, others in (("en", "fr"), ("ar", "en")):
        page = ask(client, "10", lang=language)
        assert addresses(page) == ["/courses/hidden-cargo/roads/start"], others


def test_without_words_and_without_a_find_the_page_helps_on(client: Client) -> None:
    offer(client, make_probe_course())
    assert "Type one word or more." in ask(client, "")
    assert "Type one word or more." in ask(client, "?!")
    page = ask(client, "walrus")
    assert "Nothing has all of these words." in page and "/sign-in?next=/search" in page.replace("%2F", "/")
    enter(client)
    assert "/sign-in" not in ask(client, "walrus")


def test_many_places_are_told_page_by_page(client: Client) -> None:
    course = make_probe_course()
    module = course.modules[0]
    pages = tuple(
        Page(id=f"p{n}", title=Text({"en": f"Page {n}"}), body=Text({"en": "All about walruses"}))
        for n in range(2 * AT_ONCE + 3)
    )
    offer(client, course.model_copy(update={"modules": (module.model_copy(update={"pages": pages}),)}))
    told = [addresses(ask(client, "walruses", page=page)) for page in (1, 2, 3, 4)]
    assert [len(one) for one in told] == [AT_ONCE, AT_ONCE, 3, 0]
    assert [address for one in told for address in one] == [f"/courses/hidden-cargo/roads/p{n}" for n in range(43)]
    page = ask(client, "walruses", page=2)
    assert "43 places found, 21 to 40 shown here" in page
    assert 'rel="prev" href="/search?q=walruses&amp;page=1"' in page
    assert 'rel="next" href="/search?q=walruses&amp;page=3"' in page


def test_boxes_stand_where_people_begin(client: Client) -> None:
    for path in ("/", "/courses/"):
        page = client.get(path).get_data(as_text=True)
        assert 'role="search"' in page and 'action="/search"' in page


def count_of(words: str) -> int:
    return queries.find(finding.read_asked(words), queries.offers(LEARNER), LEARNER, language="en").count


def test_a_new_edition_takes_the_place_of_the_old_one(app: Flask) -> None:
    publish(make_probe_course())
    publish(make_probe_course(title=Text({"en": "Walruses at sea"})))
    db.session.remove()
    assert (count_of("hidden cargo"), count_of("walruses at sea")) == (0, 1)
    publish(make_probe_course())
    db.session.remove()
    assert (count_of("hidden cargo"), count_of("walruses at sea")) == (1, 0), "and the old one comes back"
    words = db.session.scalar(text("SELECT count(*) FROM search_words"))
    assert words == len(db.session.execute(select(PASSAGE.c.id)).all())


def test_what_a_new_edition_says_as_before_is_not_kept_anew(app: Flask) -> None:
    first = make_probe_course()
    publish(first)
    before = kept_rows()
    roads, money = first.modules
    start, papers = roads.pages
    told = start.model_copy(update={"body": Text({**start.body.root, "en": "Walruses swim here."})})
    added = Page(id="added", title=Text({"en": "Walrus papers"}), body=Text({"en": "On tusks."}))
    publish(first.model_copy(update={"modules": (roads.model_copy(update={"pages": (added, told)}), money)}))
    after = kept_rows()
    assert before.keys() - after.keys() == {("page", "roads", "papers", language) for language in papers.body.root}
    assert after.keys() - before.keys() == {("page", "roads", "added", "en")}
    both = before.keys() & after.keys()
    assert {place for place in both if before[place].id != after[place].id} == {("page", "roads", "start", "en")}
    current = queries.find_course(first.id)
    assert current is not None and {row.edition_id for row in after.values()} == {current.edition_id}
    assert_like_built_anew(app)


def test_passages_follow_the_order_of_the_pages(app: Flask) -> None:
    first = make_probe_course()
    publish(first)
    before = kept_rows()
    publish(first.model_copy(update={"modules": first.modules[::-1]}))
    after = kept_rows()
    pages = [place for place in after if place[0] == "page"]
    assert any(after[place].position != before[place].position for place in pages)
    assert all(after[place].id == before[place].id for place in pages), "none is kept anew"
    assert_like_built_anew(app)


def kept_rows() -> dict[tuple[str, ...], Any]:
    """Each passage by its place and language."""
    db.session.remove()
    return {(row.kind, row.module, row.key, row.language): row for row in db.session.execute(select(PASSAGE))}


def assert_like_built_anew(app: Flask) -> None:
    """What publishing kept is what building all of it anew would keep, words and all."""
    before = everything_kept()
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert everything_kept() == before


def everything_kept() -> list[tuple[object, ...]]:
    db.session.remove()
    key = "rowid" if db.engines[READING].dialect.name == "sqlite" else "passage_id"
    words = {
        row[0]: tuple(map(str, row[1:]))
        for row in db.session.execute(text(f"SELECT {key}, title, words FROM search_words"))
    }
    columns = [column for column in PASSAGE.c if column.name != "id"]
    rows = [(*row[1:], *words.pop(row[0])) for row in db.session.execute(select(PASSAGE.c.id, *columns))]
    assert not words, "no words without a passage"
    return sorted(rows)


def test_publishing_that_fails_leaves_what_is_found(app: Flask) -> None:
    publish(make_probe_course())
    with pytest.raises(ZeroDivisionError), transaction():
        services.publish(edition_of(make_probe_course(title=Text({"en": "Walruses"}))), by_id=None, change="wording",
                         now=publish.__kwdefaults__["now"])  # fmt: skip
        raise ZeroDivisionError
    assert (count_of("hidden cargo"), count_of("walruses")) == (1, 0)


def test_a_store_from_before_the_search_is_told_and_mended(app: Flask) -> None:
    publish(make_probe_course())
    db.session.remove()
    downgrade(revision="0006")
    upgrade()
    run = app.test_cli_runner().invoke
    assert count_of("hidden cargo") == 0
    assert "The search does not find: hidden-cargo. Run: flask search rebuild" in run(args=["doctor"]).output
    told = run(args=["search", "rebuild"])
    assert (told.exit_code, told.output) == (0, "hidden-cargo: 31 passages can be found\n")
    assert "The search finds every course." in run(args=["doctor"]).output
    assert count_of("hidden cargo") == 1
    assert run(args=["search", "rebuild", "--missing"]).output == ""
    assert run(args=["search", "rebuild"]).output == "hidden-cargo: 31 passages can be found\n"


def test_rebuilding_keeps_what_publishing_kept(app: Flask) -> None:
    publish(make_probe_course())

    def rows() -> list[tuple[object, ...]]:
        db.session.remove()
        columns = [column for column in PASSAGE.c if column.name != "id"]
        return sorted(tuple(row) for row in db.session.execute(select(*columns)))

    before = rows()
    app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert rows() == before


def test_what_was_kept_by_older_rules_is_missing(app: Flask) -> None:
    publish(make_probe_course())
    assert queries.courses_not_found() == []
    with transaction() as session:
        session.execute(update(PASSAGE).values(version=finding.VERSION - 1))
    assert [one.slug for one in queries.courses_not_found()] == ["hidden-cargo"]


def test_an_edition_published_meanwhile_is_not_overwritten(app: Flask) -> None:
    publish(make_probe_course())
    [old] = queries.courses()
    passages = finding.passages_of(old.course, queries.rendered(old.edition_id))
    publish(make_probe_course(title=Text({"en": "Walruses"})))
    with transaction():
        assert not services.rebuild_search(old, passages)
    assert (count_of("hidden cargo"), count_of("walruses")) == (0, 1)


def test_a_search_is_one_statement_beside_those_of_the_catalogue(client: Client, store: Store) -> None:
    offer(client, make_probe_course())
    seen: list[str] = []
    with store.app.app_context():
        engine = db.engines[READING]

    def note(*given: Any) -> None:
        seen.append(given[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        for path in ("/courses/", "/search?q=seal"):
            client.get(path)  # what never changes is in memory from then on
            seen.clear()
            client.get(path)
            seen.append(f"-- {path}")
            counted = [one for one in seen if not one.startswith(("PRAGMA", "--"))]
            assert len(counted) == {"/courses/": 1}.get(path, 2), counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
