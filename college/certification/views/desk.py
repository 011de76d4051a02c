"""The registrar's desk: every certificate, the awards that wait for theirs, and giving by hand."""

from __future__ import annotations

import json

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from college import clock
from college.accounts.access import me, only
from college.accounts.rules import Role
from college.audit import queries as audit
from college.catalogue import queries as catalogue
from college.certification import paper, queries, services
from college.certification.forms import DeskFilter, GiveForm
from college.certification.queries import Held
from college.certification.rules import Kind, NotForYourself
from college.certification.views.area import blueprint, issuer, today, whole_code
from college.database import transaction
from college.errors import Refused
from college.web import locale

MOST_WAITING = 100


@blueprint.get("/registrar/certificates/")
@only(Role.REGISTRAR, fresh=True)
def registrar() -> str:
    form = DeskFilter(request.args, _courses())
    found = queries.search(
        words=form.q.data or "",
        state=form.state.data or "",
        course=form.course.data or "",
        page=_page(request.args.get("page", "")),
        today=today(),
    )
    return render_template(
        "certification/registrar.html",
        form=form,
        found=found,
        asked={name: value for name, value in request.args.items() if name in {"q", "state", "course"} and value},
        waiting=len(queries.awards_waiting(limit=MOST_WAITING)),
    )


@blueprint.get("/registrar/certificates/waiting")
@only(Role.REGISTRAR, fresh=True)
def registrar_waiting() -> str:
    """Awards without a certificate, and what each waits for."""
    office = issuer()
    waiting = [
        (ground, catalogue.get_edition(ground.edition_id).course, services.why_waiting(ground, issuer=office))
        for ground in queries.awards_waiting(limit=MOST_WAITING)
    ]
    return render_template("certification/registrar_waiting.html", waiting=waiting, kinds=Kind)


@blueprint.post("/registrar/awards/<id:award_id>/issue")
@only(Role.REGISTRAR, fresh=True)
def registrar_issue(award_id: int) -> ResponseReturnValue:
    ground = queries.get_ground(award_id)
    if ground.person_id == me().id:
        raise NotForYourself
    code = services.issue_award(award_id, by_id=me().id, issuer=issuer(), now=clock.now())
    flash(_("The certificate is issued."), "done")
    return redirect(url_for("certification.registrar_certificate", code=code), 303)


@blueprint.route("/registrar/certificates/give", methods=["GET", "POST"])
@only(Role.REGISTRAR, fresh=True)
def registrar_give() -> ResponseReturnValue:
    form = GiveForm(_courses())
    if not form.validate_on_submit():
        return render_template("certification/registrar_give.html", form=form), 422 if form.errors else 200
    person_id = queries.find_person_numbered(form.number.data or "")
    if person_id is None:
        form.number.errors = [_("Nobody has this learner number.")]
        return render_template("certification/registrar_give.html", form=form), 422
    now, by_id = clock.now(), me().id
    with transaction():
        award_id = services.give(
            person_id,
            course=form.course.data,
            kind=Kind(form.kind.data),
            reason=form.reason.data or "",
            by_id=by_id,
            now=now,
        )
    try:
        code = services.issue_award(award_id, by_id=by_id, issuer=issuer(), now=now)
    except Refused as refusal:
        flash(_("The award is recorded; its certificate waits."), "done")
        flash(locale.say(refusal.said), "problem")
        return redirect(url_for("certification.registrar_waiting"), 303)
    flash(_("The certificate is issued."), "done")
    return redirect(url_for("certification.registrar_certificate", code=code), 303)


@blueprint.get("/registrar/certificates/<code>")
@only(Role.REGISTRAR, fresh=True)
def registrar_certificate(code: str) -> str:
    held = queries.get_certificate(whole_code(code))
    return render_template(
        "certification/registrar_certificate.html",
        held=held,
        facts=held.facts,
        said=paper.wording(held.facts, paper.translate_into(held.facts.language)),
        around=queries.codes_around(held),
        own=held.person_id == me().id,
        other_name=queries.other_name(held),
        sees_people=me().has(Role.ADMINISTRATOR),
        entries=_entries(held),
    )


def _entries(held: Held) -> list[dict[str, object]]:
    """What the ledger tells about a certificate, with learner numbers for the actors."""
    rows = audit.entries_about(f"certificate:{held.code}")
    people = {row.actor: int(row.actor.partition(":")[2]) for row in rows if row.actor.startswith("person:")}
    numbers = queries.numbers_of(people.values())
    return [
        {
            "position": row.position,
            "at": row.at,
            "action": row.action,
            "actor": numbers.get(people.get(row.actor, 0), ""),
            "digest": row.leaf,
            "facts": json.loads(row.entry).get("facts", {}),
        }
        for row in rows
    ]


def _courses() -> list[tuple[str, str]]:
    language = locale.language()
    return [(one.slug, one.course.say(one.course.title, language).words) for one in catalogue.courses()]


def _page(asked: str) -> int:
    return max(1, int(asked[:7])) if asked.isascii() and asked.isdigit() else 1
