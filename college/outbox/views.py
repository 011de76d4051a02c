"""The outbox as the administrator sees it: nothing here needs a mail server."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as _l

from college.outbox import paper, queries
from college.web.doors import Door, View, declare

blueprint = Blueprint("outbox", __name__)

STATES = {"waiting": _l("To be handed on"), "taken": _l("Being sent"), "sent": _l("Sent"), "dead": _l("Given up")}
"""Only what holds letters is listed: this version sends nothing, so that all of them wait."""

TONES = {"waiting": "waiting", "taken": "current", "sent": "done", "dead": "problem"}
WITH_LINK = frozenset({"reset", "email"})
"""Kinds that need a one-time link, which an administrator can make where nothing is sent by itself."""

LAST_PAGE = 100_000


def for_administrators(view: View) -> View:
    # By the role's name: roles belong to accounts, which lie above.
    return declare(view, Door(roles=frozenset({"administrator"})))


@blueprint.get("/outbox/")
@for_administrators
def outbox() -> str:
    asked = request.args.get("state", "waiting")
    state = asked if asked in STATES else ""
    counts = queries.count_letters()
    total = counts[state] if state else sum(counts.values())
    page = _page()
    letters = [
        (letter, paper.word(letter.kind, letter.language, letter.values))
        for letter in queries.letters(state=state, page=page)
    ]
    return render_template(
        "outbox/outbox.html",
        letters=letters,
        state=state,
        states=STATES,
        tones=TONES,
        counts=counts,
        page=page,
        pages=max(1, -(-total // queries.ON_A_PAGE)),
        with_link=WITH_LINK,
    )


def _page() -> int:
    typed = request.args.get("page", "1")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
