"""The policy, compared with every route and tried with everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Flask
from werkzeug.test import TestResponse

from college.courseware.manuscript import OPENING
from college.courseware.reader import modules
from college.database import db
from college.web.doors import Door, door_of
from tests.conftest import Store
from tests.factories import publish_sample
from tests.policy import (
    ADMINISTRATOR,
    ANYONE,
    FORBIDDEN,
    NOT_FOUND,
    OK,
    POLICY,
    REFUSED,
    SIGN_IN,
    Row,
    everyone,
    given,
)
from tests.world import ANONYMOUS, PEOPLE, World, world

VARIES = re.compile(r'(?<=name="csrf_token" value=")[^"]*|(?<=name="held" value=")[^"]*')


def routes(app: Flask) -> dict[str, Door | None]:
    """Every route and method of the college, with what its view declares."""
    return {
        f"{method} {rule.rule} {rule.endpoint}": door_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def differences(policy: Mapping[str, Door], found: Mapping[str, Door | None]) -> list[str]:
    """Routes that the table does not know, rows without a route, and doors that differ."""
    return [
        *(f"not in the table: {key}" for key in sorted(found.keys() - policy.keys())),
        *(f"no such route: {key}" for key in sorted(policy.keys() - found.keys())),
        *(f"{key} is {found[key]}" for key in sorted(policy.keys() & found.keys()) if found[key] != policy[key]),
    ]


def test_every_route_is_in_the_table_and_every_row_has_its_route(sqlite_store: Store) -> None:
    assert differences({row.key: row.door for row in POLICY}, routes(sqlite_store.app)) == []


def test_the_comparison_tells_of_each_kind_of_difference(sqlite_store: Store) -> None:
    policy, found = {row.key: row.door for row in POLICY}, routes(sqlite_store.app)
    opened = {**policy, "GET /people/ accounts.people": ANYONE}
    assert differences(opened, found) == [f"GET /people/ accounts.people is {ADMINISTRATOR}"]
    shorter = {key: door for key, door in policy.items() if key != "GET / learning.home"}
    assert differences(shorter, found) == ["not in the table: GET / learning.home"]
    assert differences({**policy, "GET /attic attic.home": ANYONE}, found) == ["no such route: GET /attic attic.home"]


def class_of(answer: TestResponse) -> str:
    """What an answer means to the one who asked."""
    if answer.status_code == 401 or (300 <= answer.status_code < 400 and answer.location.startswith("/sign-in")):
        return SIGN_IN
    if answer.status_code < 400:
        return OK
    return {403: FORBIDDEN, 404: NOT_FOUND}.get(answer.status_code, REFUSED)


def ask(college: World, row: Row, who: str) -> TestResponse:
    address = college.address(row.endpoint, **given(college, row.at))
    # The pages themselves are read by other tests: here the status is all that counts, and there are hundreds.
    client = college.client(who)
    if row.json is not None:
        return client.flask.post(address, json=row.json(college.values), headers={"X-CSRFToken": client.token})
    form = given(college, row.form)
    data = {"csrf_token": client.token, **form} if row.method == "POST" else None
    return client.flask.open(address, method=row.method, data=data)


def mistakes(college: World, *, changing: bool) -> list[str]:
    """Rows whose answers are not those of the table.

    Refusals come first, since they change nothing; `changing` lays the college anew for each act that is let through,
    and without it these are left out.
    """
    found = []
    changed = False
    for row in POLICY:
        for who in sorted(PEOPLE, key=lambda who: row.expected(who) in {OK, REFUSED, SIGN_IN}):
            acts = row.method == "POST" and row.expected(who) not in {FORBIDDEN, NOT_FOUND}
            if acts and not changing:
                continue
            if changed:
                college.lay()
            changed = acts
            answer = ask(college, row, who)
            if class_of(answer) != row.expected(who):
                found.append(f"{row.key} as {who}: {answer.status_code}, should be {row.expected(who)}")
    return found


def test_no_module_or_page_is_named_as_other_addresses_of_a_course_are(sqlite_store: Store) -> None:
    addresses = [rule.rule for rule in sqlite_store.app.url_map.iter_rules()]
    rules = [each.split("/")[3:] for each in addresses if each.startswith("/courses/<course>/")]
    below_a_course = {parts[0] for parts in rules if len(parts) > 1 and parts[1] and "<" not in parts[0]}
    below_a_module = {parts[1] for parts in rules if len(parts) == 2 and parts[0] == "<module>" and "<" not in parts[1]}
    assert below_a_course == set(modules.RESERVED_MODULES)
    assert below_a_module - {""} == set(modules.RESERVED) - {OPENING}


def test_everybody_may_do_what_the_table_says_and_nothing_else(sqlite_store: Store) -> None:
    with world(sqlite_store) as college:
        college.lay()
        wrong = mistakes(college, changing=True)
    assert not wrong, "\n".join(wrong)


def test_postgresql_shows_and_refuses_the_same(postgres_store: Store) -> None:
    with world(postgres_store) as college:
        college.lay()
        wrong = mistakes(college, changing=False)
    assert not wrong, "\n".join(wrong)


def test_a_hidden_course_is_on_every_route_what_one_is_that_never_was(sqlite_store: Store) -> None:
    rows = [row for row in POLICY if "course" in row.at]
    with world(sqlite_store) as college:
        college.lay()
        with sqlite_store.app.app_context():
            publish_sample(course="hidden-course", visibility="hidden", audience="[judiciary]")
            db.session.remove()
        for row in rows:
            for who in (ANONYMOUS, "registered", "learner", "registrar"):
                hidden, unheard = (told(college, row, who, slug) for slug in ("hidden-course", "unheard-of-it"))
                assert hidden == unheard, f"{row.key} as {who}"
        shown = {told(college, row, "administrator", "hidden-course")[0] for row in rows}
    assert 200 in shown, "it is there for those who look after it"


def told(college: World, row: Row, who: str, slug: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of the answer about a course, without its name and what differs each time."""
    answer = ask(college, replace(row, at={**row.at, "course": slug}), who)
    headers = {name: value.replace(slug, "") for name, value in answer.headers.items()}
    changing = ("Date", "Set-Cookie", "Content-Length")
    text = VARIES.sub("", answer.get_data().decode(errors="replace").replace(slug, ""))
    return answer.status_code, {name: value for name, value in headers.items() if name not in changing}, text


def test_a_wrong_row_is_noticed(sqlite_store: Store) -> None:
    wrong = Row("GET /people/ accounts.people", ANYONE)
    with world(sqlite_store) as college:
        college.lay()
        answers = {who: class_of(ask(college, wrong, who)) for who in PEOPLE}
    assert answers == {**everyone(FORBIDDEN), "anonymous": SIGN_IN, "administrator": OK}
    assert {wrong.expected(who) for who in PEOPLE} == {OK}
