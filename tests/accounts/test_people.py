"""Approval, roles, suspension: what administrators may do, and what nobody may do alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from college.accounts import services
from college.accounts.models import Membership, RoleGrant
from college.accounts.rules import Role, ScopeKind
from college.audit import queries as ledger
from college.database import db, transaction
from college.outbox.models import Letter
from tests.accounts.people import PASSWORD, administrator, code_now, enter, make_known, number_of, person_of
from tests.accounts.test_registration import claim
from tests.browser_like import Client
from tests.factories import lay_aside, make_person

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def waiting(**changed: str) -> int:
    return services.register(claim(**changed), PASSWORD, now=NOW).id


def actions(person_id: int) -> list[str]:
    lay_aside()
    return [entry.action for entry in ledger.entries_about(f"person:{person_id}")]


def at_once(app: Flask, story: Callable[[], object], times: int) -> list[str]:
    """Tell a story several times at the same moment; how each ended."""
    ends: list[str] = []
    start = threading.Barrier(times)

    def run() -> None:
        with app.app_context():
            try:
                start.wait()
                story()
                ends.append("done")
            except Exception as fault:
                ends.append(type(fault).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_an_administrator_approves_from_the_queue(app: Flask, client: Client) -> None:
    person = waiting(email="layla@customs.example")
    enter(client, administrator())
    page = client.get("/people/?state=registered").get_data(as_text=True)
    assert "Layla Haddad" in page and "Jordan Customs" in page
    assert client.get(f"/people/{person}").status_code == 200
    answer = client.post(f"/people/{person}/approve")
    assert answer.status_code == 303
    shown = person_of(person)
    assert (shown.state, shown.roles_now) == ("approved", "learner")
    [membership] = db.session.scalars(select(Membership).where(Membership.person_id == person))
    assert membership.approved_by_id is not None
    assert actions(person) == ["person.registered", "person.approved"]
    assert "approved" in db.session.scalars(select(Letter.kind)).all()
    assert "Layla Haddad is approved" in client.follow(answer).get_data(as_text=True)
    by_address = Client(client.flask.application)
    by_address.get("/sign-in")
    sent = {"identifier": "layla@customs.example", "password": PASSWORD}
    assert by_address.post("/sign-in", sent).status_code == 303


def test_of_many_approvals_at_once_one_counts(app: Flask) -> None:
    person, by = waiting(), administrator()
    ends = at_once(app, lambda: services.approve(person, by=by, now=NOW), 6)
    assert ends == ["DecidedAlready"] * 5 + ["done"]
    assert actions(person).count("person.approved") == 1
    assert len(db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person)).all()) == 1


def test_approval_and_rejection_at_once_leave_one_decision(app: Flask) -> None:
    person, by = waiting(), administrator()
    turns = iter([True, False])

    def decide() -> None:
        if next(turns):
            services.approve(person, by=by, now=NOW)
        else:
            services.reject(person, "Nobody knows them there.", by=by, now=NOW)

    at_once(app, decide, 2)
    decided = [action for action in actions(person) if action in {"person.approved", "person.rejected"}]
    # A rejected person may be approved later, so the two may follow one another in that order only.
    assert decided in (["person.approved"], ["person.rejected"], ["person.rejected", "person.approved"])


def test_nobody_decides_on_their_own_account(app: Flask, client: Client) -> None:
    admin = administrator()
    for story in (
        lambda: services.approve(admin, by=admin, now=NOW),
        lambda: services.reject(admin, "x", by=admin, now=NOW),
        lambda: services.grant(admin, Role.REGISTRAR, by=admin, now=NOW),
        lambda: services.take(admin, 1, by=admin, now=NOW),
        lambda: services.suspend(admin, "x", by=admin, now=NOW),
        lambda: services.make_reset(admin, by=admin, now=NOW),
        lambda: services.take_second_factor(admin, by=admin, now=NOW),
    ):
        with pytest.raises(services.OwnCase):
            story()
    enter(client, admin)
    client.get("/people/")
    assert client.post(f"/people/{admin}/grant", {"role": "registrar"}).status_code == 403


def test_a_rejection_needs_a_reason_which_the_person_reads(app: Flask, client: Client) -> None:
    person = waiting(email="layla@customs.example")
    enter(client, administrator())
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/reject", {"reason": ""}).status_code == 422
    assert client.post(f"/people/{person}/reject", {"reason": "Station unknown to us."}).status_code == 303
    other = Client(client.flask.application)
    enter(other, person)
    assert "Station unknown to us." in other.get("/account").get_data(as_text=True)
    assert "Station unknown" not in " ".join(entry.entry for entry in ledger.entries_about(f"person:{person}"))


def test_a_role_counts_at_once_and_ends_at_once(app: Flask, client: Client) -> None:
    person = make_known()
    learner = Client(client.flask.application)
    enter(learner, person)
    enter(client, administrator())
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/grant", {"role": "administrator"}).status_code == 303
    assert person_of(person).roles_now == "administrator learner"
    assert learner.get("/account").status_code == 303  # signs in anew, with a second factor
    with app.app_context():
        services.enrol_second_factor(
            person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code_now(), by_sign_in=False, now=datetime.now(UTC)
        )
    enter(learner, person)
    assert learner.get("/people/").status_code == 200
    lay_aside()
    grant = db.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person, RoleGrant.role == "administrator")
    ).one()
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/grants/{grant.id}/take").status_code == 303
    assert learner.get("/people/").status_code == 403
    assert actions(person)[-3:] == ["role.granted", "second-factor.set", "role.taken"]


@pytest.mark.parametrize(
    "limit",
    [{"scope_kind": ScopeKind.COURSE, "scope_value": "introduction"}, {"scope_value": "x"}, {"language": "ar"}],
)
def test_a_role_for_a_part_of_the_college_is_refused(app: Flask, limit: dict[str, Any]) -> None:
    person = make_known()
    with pytest.raises(ValueError):
        services.grant(person, Role.INSTRUCTOR, by=administrator(), now=NOW, **limit)
    assert person_of(person).roles_now == "learner"


@pytest.mark.parametrize("limit", [{"scope_kind": "course", "scope_value": "introduction"}, {"language": "ar"}])
def test_a_role_kept_for_a_part_of_the_college_does_not_count_for_all(app: Flask, limit: dict[str, str]) -> None:
    person = make_known()
    with transaction() as session:
        session.add(RoleGrant(person_id=person, role="registrar", from_at=NOW, **limit))
    services.grant(person, Role.REVIEWER, by=administrator(), now=NOW)
    assert person_of(person).roles_now == "learner reviewer"


def test_the_page_does_not_offer_a_role_for_one_course(app: Flask, client: Client) -> None:
    person = make_known()
    enter(client, administrator())
    page = client.get(f"/people/{person}").get_data(as_text=True)
    assert 'name="role"' in page and 'name="course"' not in page


def test_one_role_granted_at_once_is_held_once(app: Flask) -> None:
    person, by = make_known(), administrator()
    ends = at_once(app, lambda: services.grant(person, Role.REVIEWER, by=by, now=NOW), 5)
    assert ends == ["HeldAlready"] * 4 + ["done"]
    assert person_of(person).roles_now == "learner reviewer"


def test_only_approved_people_hold_roles(app: Flask) -> None:
    with pytest.raises(services.NotApproved):
        services.grant(waiting(), Role.REGISTRAR, by=administrator(), now=NOW)


def test_suspension_signs_out_and_can_be_ended(app: Flask, client: Client) -> None:
    person = make_known()
    learner = Client(client.flask.application)
    enter(learner, person)
    enter(client, administrator())
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/suspend", {"reason": "Left the service."}).status_code == 303
    assert learner.get("/account").status_code == 303
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/readmit").status_code == 303
    enter(learner, person)
    assert learner.get("/account").status_code == 200


def test_a_lost_second_factor_is_taken_off(app: Flask, client: Client) -> None:
    person = make_known(roles=(Role.REGISTRAR,))
    enter(client, administrator())
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/take-second-factor").status_code == 303
    assert person_of(person).totp is None
    assert actions(person) == ["second-factor.taken"]


def test_signing_somebody_out_everywhere(app: Flask, client: Client) -> None:
    person = make_known()
    learner = Client(client.flask.application)
    enter(learner, person)
    enter(client, administrator())
    client.get(f"/people/{person}")
    assert client.post(f"/people/{person}/end-sessions").status_code == 303
    assert learner.get("/account").status_code == 303


def test_people_are_searched_filtered_and_paged_in_the_address(app: Flask, client: Client) -> None:
    for n in range(27):
        make_person(name=f"Person {chr(65 + n % 26)}{n}")
    admin = administrator()
    enter(client, admin)
    first = client.get("/people/").get_data(as_text=True)
    second = client.get("/people/?page=2").get_data(as_text=True)
    assert "28 people" in first
    assert first.count('role="rowheader"') == 25 and second.count('role="rowheader"') == 3
    found = client.get(f"/people/?q={number_of(admin)}").get_data(as_text=True)
    assert "Ada Admin" in found and found.count('role="rowheader"') == 1
    assert "Ada Admin" in client.get("/people/?role=administrator").get_data(as_text=True)
    assert "Person A0" not in client.get("/people/?role=administrator").get_data(as_text=True)
    assert "Nobody is found" in client.get("/people/?q=%25").get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=9999999999999", "page=x", "state=none", "role=king", "q=" + "x" * 3000, "q=%D9%A1"],
)
def test_odd_queries_are_harmless(app: Flask, client: Client, query: str) -> None:
    enter(client, administrator())
    assert client.get(f"/people/?{query}").status_code == 200
    assert client.get(f"/outbox/?{query}").status_code == 200


def test_who_is_not_there_is_a_404(app: Flask, client: Client) -> None:
    enter(client, administrator())
    client.get("/people/")
    for number in ("0", "999999", str(2**53), str(2**63), "-1", "x"):
        assert client.get(f"/people/{number}").status_code == 404
        assert client.post(f"/people/{number}/approve").status_code == 404
        assert client.post(f"/people/{number}/code").status_code == 404


@pytest.mark.parametrize("roles", [(), (Role.LEARNER,), (Role.REGISTRAR,), (Role.INSTRUCTOR,), (Role.COORDINATOR,)])
def test_nobody_else_sees_people_or_letters(app: Flask, client: Client, roles: tuple[Role, ...]) -> None:
    person, other = make_known(roles=roles), make_known()
    enter(client, person)
    client.get("/account")
    for path in ("/people/", f"/people/{other}", "/outbox/"):
        assert client.get(path).status_code == 403
    for action in ("approve", "reject", "suspend", "readmit", "grant", "code", "end-sessions", "take-second-factor"):
        assert client.post(f"/people/{other}/{action}", {"role": "learner", "reason": "x"}).status_code == 403


def test_a_second_registration_of_one_address_is_pointed_out(app: Flask, client: Client) -> None:
    make_known(name="Owner Known", email="same@customs.example")
    person = waiting(email="same@customs.example")
    enter(client, administrator())
    assert "Owner Known" in client.get(f"/people/{person}").get_data(as_text=True)
