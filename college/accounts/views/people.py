"""People as administrators see them: who waits, who is here, and everything about one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from college import clock
from college.accounts import queries
from college.accounts.access import me, only
from college.accounts.forms.people import Grant, Rejection, Search, Suspension
from college.accounts.forms.words import KINDS, ROLES, STATES, TONES
from college.accounts.queries.people import (
    Sought,
    acceptances_of,
    count_waiting,
    facts_of,
    find_namesake_by_address,
    find_people,
    grants_of,
    letters_with_links,
    memberships_of,
    open_sessions,
)
from college.accounts.rules import PersonState, Role, places
from college.accounts.rules.browsers import browser_name
from college.accounts.views.area import blueprint
from college.courseware.outline import OrganisationKind
from college.web.locale import language

LAST_PAGE = 100_000


@blueprint.get("/people/")
@only(Role.ADMINISTRATOR)
def people() -> str:
    form = Search(request.args)
    state = form.state.data if form.state.data in set(PersonState) else ""
    role = form.role.data if form.role.data in set(Role) else ""
    sought = Sought(words=(form.q.data or "")[:200], state=state or "", role=role or "")
    found = find_people(sought, page=_page())
    return render_template(
        "accounts/people.html",
        form=form,
        sought=sought,
        found=found,
        waiting=count_waiting(),
        kinds={kind.value: words for kind, words in KINDS.items()},
        states={state.value: words for state, words in STATES.items()},
        tones={state.value: tone for state, tone in TONES.items()},
        role_words={role.value: words for role, words in ROLES.items()},
        countries=dict(places.countries(language())),
    )


def _page() -> int:
    typed = request.args.get("page", "1")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1


@blueprint.get("/people/<id:person_id>")
@only(Role.ADMINISTRATOR)
def person(person_id: int) -> ResponseReturnValue:
    return person_page(person_id)


def person_page(
    person_id: int,
    *,
    rejection: Rejection | None = None,
    suspension: Suspension | None = None,
    grant: Grant | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Everything about one person, with the form that could not be taken."""
    shown = queries.get_person(person_id)
    state = PersonState(shown.state)
    page = render_template(
        "accounts/person.html",
        person=shown,
        own=person_id == me().id,
        state=state,
        state_words=STATES[state],
        tone=TONES[state],
        country=places.country(shown.country, language()),
        memberships=[
            (membership, organisation, KINDS[OrganisationKind(organisation.kind)])
            for membership, organisation in memberships_of(person_id)
        ],
        grants=[(grant, ROLES[Role(grant.role)]) for grant in grants_of(person_id)],
        facts=facts_of(person_id),
        acceptances=acceptances_of(person_id),
        sessions=open_sessions(person_id, now=clock.now()),
        namesake=find_namesake_by_address(person_id),
        letters=letters_with_links(person_id),
        browser_name=browser_name,
        wrong=rejection or suspension or grant,
        rejection=rejection or Rejection(formdata=None),
        suspension=suspension or Suspension(formdata=None),
        grant=grant or Grant(formdata=None),
    )
    return page, status
