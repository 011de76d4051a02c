"""A course taken along: as one archive, or kept in the browser of one's own device."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from college import clock
from college.accounts.access import mark_of, me, only, signed_in
from college.accounts.rules import Role
from college.catalogue import paper
from college.catalogue import queries as catalogue
from college.database import transaction
from college.errors import N_, Refused
from college.learning import queries, rules
from college.learning.queries import Place
from college.learning.services import progress as services
from college.learning.views import reading
from college.learning.views.area import blueprint
from college.web import locale
from college.web.assets import Assets
from college.web.doors import reads_json

MOST_MARKS = 500
"""So many pages may be marked in one message; the worker sends the rest in the next."""
FILES = ("college.css", "college.js", "keep.js", "icon.svg")


class NotOwnDevice(Refused):
    words = N_("Courses are kept on your own device only. Sign in again and tick that this device is your own.")


class OtherReader(Refused):
    words = N_("These pages were marked by somebody else. Nothing was noted.")


class NoSuchMarks(Refused):
    status = 400
    words = N_("This is no list of pages. Nothing was noted.")


@dataclass(frozen=True)
class Taking:
    """What taking the course along weighs: as an archive, and kept in the browser."""

    pack: int
    kept: int


def taking(place: Place, shown: catalogue.Shown, language: str) -> Taking:
    modules = reading.readable(place)
    pictures = shown.addresses(module.id for module in modules)
    return Taking(
        pack=paper.pack_size(place.published, modules, language),
        kept=shown.text + sum(pictures.values()),
    )


@blueprint.get("/courses/<course>/pack")
@only(*Role)
def pack(course: str) -> Response:
    """The course in the reader's language as an archive, for those who may read all of it."""
    person = me()
    place = queries.get_place(course, person)
    reading.require_all(place, person)
    made = paper.pack(place.published, reading.readable(place), locale.language())
    response = Response(made.content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    # To be asked for each time: who may read may change.
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.sha256(made.content).hexdigest()[:20])
    response.make_conditional(request)
    return response


@blueprint.get("/kept/")
@signed_in
def kept() -> str:
    """Which courses lie on this device; only the browser knows, and fills the list in."""
    return render_template("learning/kept.html", own_device=me().own_device)


@blueprint.get("/kept/reader")
@signed_in
def kept_reader() -> Response:
    """Who reads here, and the token that this person's forms need now: asked by the worker when the line is back."""
    return jsonify({"reader": mark_of(me().id), "token": generate_csrf()})


@blueprint.get("/courses/<course>/kept")
@only(*Role)
def kept_course(course: str) -> Response:
    """All that a device must hold to show the course without a line; asked by the worker."""
    person = me()
    place = queries.get_place(course, person)
    reading.require_all(place, person)
    if not person.own_device:
        raise NotOwnDevice
    value, language = place.published.course, locale.language()
    shown = catalogue.shown(place.published, language)
    modules = reading.readable(place)
    assets: Assets = current_app.extensions["assets"]
    return jsonify(
        {
            "reader": mark_of(person.id),
            "until": int(person.expires_at.timestamp() * 1000),
            "course": value.id,
            "title": value.say(value.title, language).words,
            "edition": place.published.shown[:12],
            "number": place.published.number,
            "language": language,
            "home": url_for("learning.course", course=course),
            "pages": [
                url_for("learning.page", course=course, module=module.id, page=page.id)
                for module in modules
                for page in module.pages
            ],
            "more": [url_for("catalogue.glossary", course=course)] if value.glossary else [],
            "files": [
                *(assets.address(name) for name in FILES),
                *sorted(shown.addresses(module.id for module in modules)),
            ],
            "offline": url_for("web.offline"),
            "words": _words(),
        }
    )


def _words() -> dict[str, str]:
    """What the worker says to the reader; {0} stands for a number, or for the title of a course."""
    return {
        "waiting": _("Marked as read on this device, not yet sent: {0}"),
        "sent": _("The line is back. Marked as read at the college: {0}"),
        "signed_out": _(
            "You are signed out. Marked as read on this device and kept until you sign in: {0}. If somebody else"
            " signs in here first, it is lost."
        ),
        "refused": _("The college did not take what was marked as read in “{0}”: the course is closed to you now."),
        "renewed": _("“{0}” was published anew. The copy on this device is renewed."),
        "newer": _("“{0}” was published anew. The copy on this device is the old one until you renew it."),
        "removed": _("“{0}” is no longer open to you. The copy on this device is removed."),
        "no_room": _("There is not enough room on this device. Nothing was kept."),
        "no_line": _("The line broke before everything was here. Nothing was changed."),
    }


@blueprint.post("/courses/<course>/read")
@only(Role.LEARNER)
@reads_json
def marked_offline(course: str) -> ResponseReturnValue:
    """Take what was marked as read without a line; sent twice, it counts once."""
    person, now = me(), clock.now()
    place = queries.get_place(course, person)
    reading.require_taking(place)
    pages = _marks(request.get_json(silent=True), mark_of(person.id))
    known = frozenset(rules.pages_of(place.published.course))
    here = [page for page in pages if page in known]
    earned = False
    for address in here:
        module_id, page_id = address.split("/", maxsplit=1)
        # Each for itself: a line that breaks now has lost none of those before.
        with transaction():
            enrolment_id = services.enrol(person.id, place.published.course_id, now=now)
            earned |= services.mark_read(
                enrolment_id, module_id, page_id, edition_id=place.published.edition_id, now=now
            )
    if earned:
        reading.issue_due(person.id)
    return {"marked": here, "gone": [page for page in pages if page not in known]}


def _marks(sent: Any, reader: str) -> list[str]:
    pages = sent.get("pages") if isinstance(sent, dict) else None
    if not isinstance(pages, list) or len(pages) > MOST_MARKS or not all(isinstance(one, str) for one in pages):
        raise NoSuchMarks
    if sent.get("reader") != reader:
        raise OtherReader
    return list(dict.fromkeys(pages))
