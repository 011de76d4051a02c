"""Where a link in a course leads: targets as the author writes them, addresses as the reader follows them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, unquote

from college.courseware.markup.pieces import Piece, RenderingFailed, Surroundings, Term

GLOSSARY = "glossary.md"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OUTSIDE = ("http://", "https://", "mailto:")


class Leads(Enum):
    OUTSIDE = "outside"
    INSIDE = "inside"
    TERM = "term"
    PICTURE = "picture"
    FILM = "film"
    QUESTION = "question"
    CASE = "case"


@dataclass(frozen=True)
class Target:
    """`address` is for the browser; `id` names the term or question."""

    leads: Leads
    address: str = ""
    id: str = ""
    path: str = ""


def follow(target: str, piece: Piece, around: Surroundings) -> Target:
    """Where `target` leads from `piece`; RenderingFailed where it leads nowhere."""
    # Browsers drop tabs and line ends inside a scheme, so they may not hide one here.
    plain = "".join(letter for letter in target if letter >= " " and letter != "\x7f").strip()
    if plain.lower().startswith(_OUTSIDE):
        return Target(Leads.OUTSIDE, address=plain)
    if _SCHEME.match(plain) or plain.startswith(("/", "\\")):
        raise RenderingFailed(f"a link may lead to a file of the course or to http, https or mailto, not to {plain!r}")
    path, _, anchor = plain.partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(piece.path), unquote(path))) if path else piece.path
    found = _in_course(file, unquote(anchor), around)
    if found is None:
        raise RenderingFailed(f"there is nothing at {plain!r}")
    return found


def _in_course(file: str, anchor: str, around: Surroundings) -> Target | None:
    if module := around.modules.get(file):
        page = anchor or module.pages[0]
        address = f"{around.address}{quote(module.id)}/{quote(page)}"
        return Target(Leads.INSIDE, address=address) if page in module.pages else None
    if file == GLOSSARY:
        return _term(anchor, around)
    if file in around.cases:
        address = f"{around.address}cases/{quote(around.cases[file])}"
        return None if anchor else Target(Leads.CASE, address=address)
    if medium := _medium(file, around):
        return medium
    if anchor in around.questions.get(file, ()):
        return Target(Leads.QUESTION, id=anchor)
    rest = _own_pages(around).get(file)
    return None if rest is None else Target(Leads.INSIDE, address=f"{around.address}{rest}")


def _medium(file: str, around: Surroundings) -> Target | None:
    for leads, media in ((Leads.PICTURE, around.pictures), (Leads.FILM, around.films)):
        if file in media:
            return Target(leads, address=media_address(around, file, media[file].sha256), path=file)
    return None


def _own_pages(around: Surroundings) -> dict[str, str]:
    """Files of the course that are pages of their own, and the rest of their addresses."""
    quizzes = {path: f"quizzes/{quote(quiz)}" for path, quiz in around.quizzes.items()}
    return {"course.yaml": "", **quizzes, **({around.exam: "exam"} if around.exam else {})}


def _term(anchor: str, around: Surroundings) -> Target | None:
    address = f"{around.address}glossary"
    if not anchor:
        return Target(Leads.INSIDE, address=address)
    if anchor not in around.terms:
        return None
    return Target(Leads.TERM, address=f"{address}#{quote(term_anchor(anchor))}", id=anchor)


def term_anchor(term: str) -> str:
    """The id of a term on the glossary's page; the prefix keeps it apart from the ids of the layout."""
    return f"term-{term}"


def media_address(around: Surroundings, path: str, sha256: str) -> str:
    return f"{around.address}media/{sha256[:12]}/{quote(posixpath.basename(path))}"


def term_said(term: str, piece: Piece, around: Surroundings) -> Term | None:
    """The entry in the language of the text around it, else in the source language."""
    entry = around.terms.get(term, {})
    return entry.get(piece.language) or entry.get(around.source)
