"""What the reading pages share: who reads, what he may read, and pages kept ready by what they show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, current_app, make_response, request, session

from college import clock
from college.accounts import access
from college.accounts.access import me
from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.catalogue import rules as catalogue_rules
from college.catalogue.queries.kept import Kept
from college.certification import services as certification
from college.courseware.outline import Module
from college.errors import N_, NotFound, Refused
from college.learning.queries import Place
from college.web import locale, tokens
from college.web.compression import PackedText, is_unpacked_by_reader

KEPT_BYTES = 64 * 2**20
HOLE = "csrf\u2063goes\u2063here"
"""Stands in kept pages where each reader's own token goes; the invisible sign keeps it apart from any text."""

_kept = Kept(KEPT_BYTES)


class Closed(Refused):
    status = 403
    words = N_("%(why)s")


def reader() -> SignedIn | None:
    person = me()
    return person if person.is_authenticated else None


def is_open(place: Place, module: Module) -> bool:
    """Whether anybody may read this module, without an account."""
    return catalogue_rules.is_open_to_all(place.published.course, module)


def get_module(place: Place, module_id: str) -> Module:
    module = place.published.course.modules_by_id.get(module_id)
    if module is None:
        raise NotFound
    return module


def require_reading(place: Place, module: Module, person: SignedIn | None) -> None:
    """Let nobody past who may not read this module, and tell him why; raises Refused."""
    if is_open(place, module) or catalogue_rules.may_read(place.reader, place.closed):
        return
    if person is None:
        raise access.SignInFirst
    if not person.roles:
        raise access.NotApprovedYet
    require_taking(place)


def readable(place: Place) -> list[Module]:
    """The modules that this reader may read, in their order."""
    return catalogue_rules.readable(place.published.course, place.reader, place.closed)


def require_all(place: Place, person: SignedIn) -> None:
    """Let nobody take the course along who may not read all of it; raises Refused."""
    if may_keep(place, person):
        return
    if not person.roles:
        raise access.NotApprovedYet
    require_taking(place)


def require_taking(place: Place) -> None:
    """Let nobody start the course, or go on in it, whom one of its rules keeps out; raises Closed.

    Reading the open module, or what staff may read, is not yet taking the course.
    """
    if place.closed is not None:
        raise Closed(why=place.closed)


def issue_due(person_id: int) -> None:
    """Make certificates of what has just been earned; what cannot be issued yet waits on the certificates page."""
    issuer = certification.Issuer.of(current_app.extensions["college"])
    certification.issue_due(person_id, issuer=issuer, now=clock.now())


def may_mark(place: Place, person: SignedIn | None) -> bool:
    return may_learn(person) and place.closed is None


def may_learn(person: SignedIn | None) -> bool:
    return person is not None and person.has(Role.LEARNER)


@dataclass(frozen=True)
class _Kept:
    """A page as all who are to see the same see it, ready to be sent."""

    text: str
    packed: PackedText
    digest: str
    has_forms: bool


def _find_kept(key: tuple[object, ...], render: Callable[[], str]) -> _Kept:
    kept = _kept.find(key)
    if isinstance(kept, _Kept):
        return kept
    text = render()
    digest = hashlib.sha256(text.encode()).hexdigest()[:20]
    kept = _Kept(text, PackedText(text, HOLE), digest, HOLE in text)
    if not current_app.debug:
        _kept.keep(key, kept, 2 * len(text) + kept.packed.weight)
    return kept


def told_edition(place: Place, response: Response) -> Response:
    """The answer, saying what it is a part of: where the course is kept on a device, its worker compares.

    Another edition, or other modules of it than before, and the copy is made anew.
    """
    response.headers.add("Edition", place.published.shown[:12])
    response.headers.add("Content-Language", locale.language())
    return response


def may_keep(place: Place, person: SignedIn | None) -> bool:
    """Whether this reader may take the whole course along."""
    return person is not None and bool(person.roles) and catalogue_rules.may_read(place.reader, place.closed)


def answer(key: tuple[object, ...], render: Callable[[], str]) -> Response:
    """The page for `key`, rendered once for all who are to see the same, and revalidated instead of sent again.

    The token is filled in for each reader. The ETag knows the session's own secret, though not the token, which
    may differ from one answer to the next.
    """
    if "_flashes" in session:
        return make_response(render().replace(HOLE, tokens.token()))
    kept = _find_kept(key, render)
    # A stranger's page without forms needs no token, and no cookie to check it by.
    token, own = tokens.token_and_mark() if kept.has_forms else ("", "")
    etag = f'"{kept.digest}{own}"'
    headers = [("ETag", f"W/{etag}"), ("Cache-Control", "private, no-cache"), ("Vary", "Accept-Encoding, Cookie")]
    # The quoted text is compared as such: packing the body afterwards must not change what is asked for.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        return Response(status=304, headers=headers)
    headers.append(("Content-Type", "text/html; charset=utf-8"))
    if not is_unpacked_by_reader():
        return Response(kept.text.replace(HOLE, token), headers=headers)
    headers.append(("Content-Encoding", "gzip"))
    return Response(kept.packed.filled(token), headers=headers)
