"""The catalogue's pages: courses on offer, the search, a course's glossary, its pictures and films."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from college.accounts.access import anyone
from college.catalogue import access, queries, rules
from college.catalogue.forms import CourseFilter, SearchForm
from college.catalogue.queries import AT_ONCE, Findings, Found, Measure, Offer
from college.courseware import finding
from college.courseware.markup.links import term_anchor
from college.errors import NotFound
from college.web import locale

blueprint = Blueprint("catalogue", __name__)

_YEAR = 365 * 24 * 3600
_HOUR = 3600
_MOST_PAGES = 1000
"""Nobody turns so many, and both databases can count so far."""
LONGEST_PART = 2 * 2**20
"""Bytes of a film that are sent at once, however many were asked for."""


@blueprint.get("/courses/")
@anyone
def courses() -> ResponseReturnValue:
    offers = queries.offers(access.reader())
    form = CourseFilter(request.args, offers)
    valid = form.validate()
    shown = [offer for offer in offers if form.keeps(offer)] if valid else offers
    page = render_template("catalogue/courses.html", offers=shown, form=form, levels=rules.LEVELS)
    return page, 200 if valid else 422


@blueprint.get("/search")
@anyone
def search() -> ResponseReturnValue:
    reader = access.reader()
    form = SearchForm(request.args)
    valid = form.validate()
    asked = finding.read_asked(form.q.data or "") if valid else finding.Asked()
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= _MOST_PAGES:
        raise NotFound(f"page {page} of a search")
    skipped = AT_ONCE * (page - 1)
    found = Findings()
    if asked:
        found = queries.find(asked, queries.offers(reader), reader, language=locale.language(), skipped=skipped)
    answer = render_template(
        "catalogue/search.html",
        form=form,
        asked=asked,
        found=found,
        page=page,
        last=skipped + len(found.places),
        address=_address,
        marked=lambda words: finding.marked(words, asked),
        excerpt=lambda words: finding.excerpt(words, asked),
    )
    return answer, 200 if valid else 422


def _address(place: Found) -> str:
    """Where the place is, in the language in which it was found."""
    spoken: dict[str, Any] = {} if place.language == locale.language() else {"lang": place.language}
    course = place.offer.slug
    if place.kind == "page":
        return url_for("learning.page", course=course, module=place.module, page=place.key, **spoken)
    if place.kind == "term":
        return url_for("catalogue.glossary", course=course, _anchor=term_anchor(place.key), **spoken)
    return url_for("learning.course", course=course, **spoken)


@blueprint.get("/courses/<course>/glossary")
@anyone
def glossary(course: str) -> ResponseReturnValue:
    reader = access.reader()
    offer = queries.get_course_for(course, reader)
    if not rules.readable(offer.course, reader, offer.closed):
        return redirect(url_for("learning.course", course=course), 303)
    for language in (locale.language(), offer.course.language):
        terms = queries.part(offer.published.digest, "glossary", "glossary", language)
        if terms is not None:
            told = "_flashes" in session  # what is told once must not be told again
            page = render_template("catalogue/glossary.html", offer=offer, terms=terms, language=language)
            return page, {} if told else {"Cache-Control": "private, no-cache"}
    raise NotFound(f"glossary of {course}")


@blueprint.get("/courses/<course>/media/<short>/<name>")
@anyone
def course_media(course: str, short: str, name: str) -> ResponseReturnValue:
    reader = access.reader()
    offer = queries.get_course_for(course, reader)
    digest = queries.find_medium(offer, reader, short, name)
    measure = queries.find_measure(digest) if digest else None
    if digest is None or measure is None or measure.type not in rules.MEDIA_TYPES:
        raise NotFound(f"{name} of {course}")
    response = _part(digest, measure) or _whole(digest)
    response.content_type = rules.MEDIA_TYPES[measure.type]
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = _caching(offer)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(digest)
    return response if response.status_code in (206, 416) else response.make_conditional(request)


def _whole(digest: str) -> Response:
    blob = queries.media(digest)
    if blob is None:
        raise NotFound(digest)
    return Response(blob.bytes)


def _part(digest: str, measure: Measure) -> Response | None:
    """What was asked for of the file, and no more than LONGEST_PART of it; None where the whole is to be sent.

    Less than was asked for may be sent (RFC 9110, 15.3.7): players ask for the rest when they need it.
    """
    wanted = request.range
    unchanged = request.if_range.date is None and request.if_range.etag in (None, digest)
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1 or not unchanged or request.if_none_match:
        return None
    # A file that is shorter than the end that was asked for is sent from its beginning (RFC 9110, 14.1.2).
    whole = wanted.ranges[0][0] < -measure.size
    bounds = (0, measure.size) if whole else wanted.range_for_length(measure.size)
    if bounds is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{measure.size}"})
    start, stop = bounds[0], min(bounds[1], bounds[0] + LONGEST_PART)
    response = Response(queries.stretch(digest, start, stop - start), 206)
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{measure.size}"
    return response


def _caching(offer: Offer) -> str:
    """The address holds the digest; but what is closed to some must be asked for again before long."""
    if rules.is_closed_to_some(offer.course):
        return f"private, max-age={_HOUR}"
    return f"private, max-age={_YEAR}, immutable"
