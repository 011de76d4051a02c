"""A module as one clean page for the printer."""

from __future__ import annotations

from flask import Response, current_app, render_template, request, url_for

from college.accounts.access import anyone
from college.catalogue import paper
from college.courseware.outline import Module
from college.learning import queries
from college.learning.queries import Place
from college.learning.views import reading
from college.learning.views.area import blueprint
from college.web import locale


@blueprint.get("/courses/<course>/<module>/print")
@anyone
def printed(course: str, module: str) -> Response:
    """All pages of a module in their order; who may read it may print it."""
    person = reading.reader()
    place = queries.get_place(course, person)
    found = reading.get_module(place, module)
    reading.require_reading(place, found, person)
    key = (
        "printed", place.published, module, locale.language(),
        person.roles if person else None, person.zone if person else None, request.query_string,
    )  # fmt: skip
    return reading.answer(key, lambda: _rendered(place, found))


def _rendered(place: Place, module: Module) -> str:
    pages = {
        url_for("learning.page", course=place.published.slug, module=module.id, page=page.id): page.id
        for page in module.pages
    }

    def lead(address: str) -> str:
        return f"#{paper.page_anchor(pages[address])}" if address in pages else address

    college = current_app.extensions["college"].public_url
    sheet = paper.gather(place.published, module, locale.language(), lead=lead, college=college)
    return render_template(
        "learning/printed.html",
        sheet=sheet,
        published=place.published,
        address=college + url_for("learning.module", course=place.published.slug, module=module.id),
        csrf_token=lambda: reading.HOLE,
    )
