"""Rendered fragments put to another use: several on one sheet, or in files that lie far from the college."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from college.courseware.markup.words import ADDED

Lead = Callable[[str], str]
"""Where an address of the college leads in the new place; what is led nowhere else comes back as it was."""

_HEADING = re.compile(r"h([2-6])")
_VOID = frozenset({"br", "hr", "img", "input", "source", "track", "wbr"})
_NAMES_IDS = frozenset({"aria-describedby", "aria-labelledby", "for"})
_PICTURES = re.compile(r'<img[^>]*? src="([^"]*)"|<video[^>]*? poster="([^"]*)"')
_LOADS = tuple(f"; {words.loads}" for words in ADDED.values())
"""Said of what is played in place, and of nothing else."""
_MEANING = re.compile(r"text-meaning-(.+)")


@dataclass(frozen=True)
class Meaning:
    """A word of the glossary that a fragment explained at its end."""

    id: str
    term: str
    meaning: str


@dataclass(frozen=True)
class QuestionHere:
    """The place where a question stands."""

    id: str


@dataclass(frozen=True)
class FilmHere:
    """A film or a recording, and what is told of it where it cannot be played; `words` are its transcript as HTML."""

    name: str
    about: str
    is_heard: bool
    poster: str = ""
    width: str = ""
    height: str = ""
    words: str = ""


@dataclass
class Moved:
    """A fragment in its new place; its words explained are taken out, to be told once for the whole sheet."""

    pieces: list[str | QuestionHere | FilmHere] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)


def moved(fragment: str, *, prefix: str, meanings: str, lead: Lead) -> Moved:
    """The fragment with `prefix` before each of its ids, headings one level lower, and its addresses led on.

    Links to terms lead to the ids that `meanings` begins: on paper every meaning stands once, at the end.
    """
    mover = _Mover(prefix, meanings, lead)
    mover.feed(fragment)
    mover.close()
    mover.end_piece()
    return mover.moved


def pictures_in(fragment: str) -> list[str]:
    """The addresses of the pictures that a fragment shows, those before films too."""
    return [html.unescape(found[0] or found[1]) for found in _PICTURES.findall(fragment)]


def questions_in(fragment: str) -> list[str]:
    """The ids of the questions that stand in a fragment."""
    return [html.unescape(found) for found in re.findall(r'data-question="([^"]*)"', fragment)]


class _Mover(HTMLParser):
    """Writes again what it reads; fragments come from the sanitisers, so that they are well formed."""

    def __init__(self, prefix: str, meanings: str, lead: Lead) -> None:
        super().__init__(convert_charrefs=False)
        self.prefix, self.meanings, self.lead = prefix, meanings, lead
        self.moved = Moved()
        self.written: list[str] = []
        self.skipped = 0  # open elements of the section that is taken out
        self.inside_question = False
        self.term: list[str] = []
        self.said: list[str] = []
        self.explained = ""
        self.film: _Film | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if self.film is not None and not self.film.has_words_open:
            self.film.start(tag, values)
        elif values.get("class") == "film":
            self.end_piece()
            self.film = _Film(lead=self.lead)
        elif self.skipped or (tag == "section" and values.get("class") == "terms"):
            self._explain(tag, values)
        elif values.get("class") == "question-here":
            self.end_piece()
            self.moved.pieces.append(QuestionHere(values.get("data-question", "")))
            self.inside_question = True
        else:
            self.written.append(f"<{_lower(tag)}{self._attributes(tag, values)}>")

    def handle_endtag(self, tag: str) -> None:
        if self.film is not None and not (self.film.has_words_open and tag != "details"):
            self._end_of_film(self.film, tag)
        elif self.skipped:
            self.skipped -= tag not in _VOID
            if tag == "dd":
                self._keep_meaning()
        elif self.inside_question:
            self.inside_question = False
        elif tag not in _VOID:
            self.written.append(f"</{_lower(tag)}>")

    def handle_data(self, text: str) -> None:
        if self.film is not None and not self.film.has_words_open:
            self.film.data(text)
        elif not self.skipped:
            self.written.append(text)
        elif self.explained:
            self.said.append(text)
        else:
            self.term.append(text)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def end_piece(self) -> None:
        if text := "".join(self.written).strip():
            self.moved.pieces.append(text)
        self.written = []

    def _end_of_film(self, film: _Film, tag: str) -> None:
        if film.has_words_open:
            film.words, self.written = "".join(self.written).strip(), []
        film.end(tag)
        if film.depth == 0:
            self.moved.pieces.append(film.here())
            self.film = None

    def _explain(self, tag: str, values: dict[str, str]) -> None:
        self.skipped += tag not in _VOID
        if tag == "dt":
            self.term, self.explained = [], ""
        elif tag == "dd":
            self.explained, self.said = values.get("id", ""), []

    def _keep_meaning(self) -> None:
        found = _MEANING.fullmatch(self.explained)
        if found:
            term, said = (html.unescape("".join(words)).strip() for words in (self.term, self.said))
            self.moved.meanings.append(Meaning(found[1], term, said))
        self.term, self.explained = [], ""

    def _attributes(self, tag: str, values: dict[str, str]) -> str:
        shown = {name: self._value(name, value) for name, value in values.items() if name != "loading"}
        if tag == "a" and values.get("class") == "term" and shown.get("aria-describedby", "").startswith(self.meanings):
            shown["href"] = f"#{shown['aria-describedby']}"
        return "".join(f' {name}="{html.escape(value)}"' for name, value in shown.items())

    def _value(self, name: str, value: str) -> str:
        if name == "id":
            return self.prefix + value
        if name in _NAMES_IDS:
            return " ".join(self._named(one) for one in value.split())
        if name == "href" and value.startswith("#"):
            return f"#{self.prefix}{value[1:]}"
        return self.lead(value) if name in {"href", "poster", "src"} else value

    def _named(self, id: str) -> str:
        found = _MEANING.fullmatch(id)
        return self.meanings + found[1] if found else self.prefix + id


@dataclass
class _Film:
    """A film's box being read; its transcript is left to the mover, which writes it as any other text."""

    lead: Lead
    depth: int = 1
    name: str = ""
    is_heard: bool = False
    told: dict[str, str] = field(default_factory=dict)
    caption: list[str] = field(default_factory=list)
    has_caption_open: bool = False
    has_words_open: bool = False
    words: str = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        self.depth += tag not in _VOID
        if tag in {"audio", "video"}:
            self.name, self.is_heard = values.get("aria-label", ""), tag == "audio"
            self.told = {name: values[name] for name in ("poster", "width", "height") if values.get(name)}
        self.has_caption_open = self.has_caption_open or tag == "figcaption"

    def end(self, tag: str) -> None:
        self.depth -= tag not in _VOID
        self.has_caption_open = self.has_caption_open and tag != "figcaption"
        self.has_words_open = tag == "summary"

    def data(self, text: str) -> None:
        if self.has_caption_open:
            self.caption.append(text)

    def here(self) -> FilmHere:
        about = html.unescape("".join(self.caption)).strip()
        for loads in _LOADS:
            about = about.removesuffix(loads)
        if "poster" in self.told:
            self.told["poster"] = self.lead(self.told["poster"])
        return FilmHere(self.name, about, self.is_heard, words=self.words, **self.told)


def _lower(tag: str) -> str:
    heading = _HEADING.fullmatch(tag)
    return f"h{min(6, int(heading[1]) + 1)}" if heading else tag
