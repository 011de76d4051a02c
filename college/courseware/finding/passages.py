"""What of a course can be found: its title and summary, its pages, its glossary; never a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from college.courseware.finding.normal import HAN, keys, normal
from college.courseware.markup.links import term_anchor
from college.courseware.outline import Course, Module, Page

MOST_BYTES = 900_000
"""PostgreSQL keeps no more than a megabyte of one text's words."""

Rendered = Mapping[tuple[str, str, str], str]
"""What publishing has rendered, by kind, key and language."""

_INLINE = frozenset({"a", "bdi", "code", "em", "span", "strong", "sub", "sup"})
_LEFT_OUT = frozenset(
    {
        *(("section", "terms"), ("a", "footnote-ref"), ("a", "footnote-backref")),
        *(("audio", ""), ("video", ""), ("p", "surface")),
    }
)
_TERM = re.compile(r'<dt id="([^"]*)">')
_WRITTEN = f"{HAN}\u3001-\u303f\uff00-\uffef"
_WRAPPED = re.compile(f"(?<=[{_WRITTEN}])[ \t]*\n[ \t]*(?=[{_WRITTEN}])")


@dataclass(frozen=True)
class Passage:
    """One thing that can be found, in one language."""

    kind: str  # course | page | term
    module: str  # where it is a page
    key: str  # id of the page or the term
    language: str
    rank: int  # of the language among the course's: 0 is the source
    position: int  # in the course
    title: str
    body: str

    @cached_property
    def title_keys(self) -> str:
        return _kept_under(self.title)

    @cached_property
    def all_keys(self) -> str:
        return _kept_under(f"{self.title}\n{self.body}")

    @cached_property
    def plain(self) -> str:
        """Title and text as phrases are looked for in them; no phrase goes from the one into the other."""
        return f" {normal(self.title)} \n {normal(self.body)} "


def _kept_under(text: str) -> str:
    kept, size = [], 0
    for key in dict.fromkeys(keys(text)):
        size += len(key.encode())
        if size > MOST_BYTES:
            break
        kept.append(key)
    return " ".join(kept)


def passages_of(course: Course, rendered: Rendered) -> tuple[Passage, ...]:
    """Everything that can be found in the course, made ready to be kept."""
    found = (*_overview(course), *_pages(course, rendered), *_terms(course, rendered))
    for passage in found:
        # Comparing takes time, which no transaction has.
        _ = (passage.title_keys, passage.all_keys, passage.plain)
    return found


def _overview(course: Course) -> Iterator[Passage]:
    for rank, language in enumerate(course.languages):
        if language in course.title.root:
            summary = course.summary.root.get(language, "")
            yield Passage("course", "", "", language, rank, 0, course.title.root[language], summary)


def _pages(course: Course, rendered: Rendered) -> Iterator[Passage]:
    pages = [(module, page) for module in course.modules for page in module.pages]
    for position, (module, page) in enumerate(pages):
        for rank, language in enumerate(course.languages):
            body = rendered.get(("page", f"{module.id}/{page.id}", language))
            if body is not None:
                title = _page_title(course, module, page, language)
                yield Passage("page", module.id, page.id, language, rank, position, title, text_of(body))


def _page_title(course: Course, module: Module, page: Page, language: str) -> str:
    """A module is found by its title too: at its first page, which mostly has the same."""
    own, around = (course.say(text, language).words for text in (page.title, module.title))
    return own if page is not module.pages[0] or own == around else f"{around} – {own}"


def _terms(course: Course, rendered: Rendered) -> Iterator[Passage]:
    for rank, language in enumerate(course.languages):
        meanings = _meanings(rendered.get(("glossary", "glossary", language), ""))
        for position, term in enumerate(course.glossary):
            if language in term.term.root:
                # What is not translated stands in the glossary in the source language, and is found there.
                said = meanings.get(term_anchor(term.id), "") if language in term.meaning.root else ""
                yield Passage("term", "", term.id, language, rank, position, term.term.root[language], said)


def _meanings(glossary: str) -> dict[str, str]:
    """The text under each term of a rendered glossary, by the term's anchor."""
    _, *pieces = _TERM.split(glossary)
    return {
        anchor: text_of(entry.partition("</dt>")[2]) for anchor, entry in zip(pieces[::2], pieces[1::2], strict=True)
    }


def text_of(html: str) -> str:
    """The words of a rendered text, block by block on lines of their own, without what rendering adds to them.

    What a picture shows is told by its author's words for those who cannot see it.
    """
    reading = _Reading()
    reading.feed(html)
    reading.close()
    lines = (" ".join(line.split()) for line in "".join(reading.words).split(_Reading.BLOCK))
    return "\n".join(line for line in lines if line)


class _Reading(HTMLParser):
    """Goes through rendered HTML and keeps its words."""

    BLOCK = "\x1e"

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.inside: list[tuple[str, str]] = []
        """The elements that are open and may hold others, with their classes."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.words.append(self.BLOCK)
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "")
            self.words.append(self.BLOCK)
        elif tag not in {"br", "hr", "track"}:
            self.inside.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.words.append(self.BLOCK)
        while self.inside and self.inside.pop()[0] != tag:
            continue

    def handle_data(self, data: str) -> None:
        # The heading over the notes is rendering's own, and the terms explained are found in the glossary.
        heading = ("section", "footnotes") in self.inside and ("h2", "") in self.inside
        if not heading and _LEFT_OUT.isdisjoint(self.inside):
            self.words.append(_WRAPPED.sub("", data))
