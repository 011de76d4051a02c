"""A module on one sheet, as it is printed and packed: questions without answers, meanings once, at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from college.catalogue import queries
from college.courseware.edition import plain
from college.courseware.fragments import FilmHere, Lead, Meaning, QuestionHere, moved
from college.courseware.outline import Course, Module, Page, Question, QuestionKind, Translation
from college.courseware.texts import Said

LONGEST_IN_PLACE = 1500
"""Characters of a transcript; about half a sheet."""


@dataclass(frozen=True)
class Asked:
    """A check question on paper: what is asked and what may be chosen, never what is right."""

    id: str
    kind: str
    language: str
    ask: str
    stem: tuple[str, ...]
    choices: tuple[str, ...]
    partners: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Film:
    """A film or a recording on paper: its picture and its words, which stand at the end of the sheet where long."""

    id: str
    language: str
    shown: FilmHere

    @property
    def is_long(self) -> bool:
        return len(plain(self.shown.words)) > LONGEST_IN_PLACE


@dataclass(frozen=True)
class Leaf:
    """One page of the module, in the language that it turned out to be in; `address` is its own at the college."""

    id: str
    address: str
    title: Said
    language: str
    is_stale: bool
    pieces: tuple[str | Asked | Film, ...]


@dataclass(frozen=True)
class Explained:
    id: str
    language: str
    term: str
    meaning: str


@dataclass(frozen=True)
class Gathered:
    """A module from its first page to its last."""

    course: Course
    module: Module
    language: str
    leaves: tuple[Leaf, ...]
    meanings: tuple[Explained, ...]

    @property
    def title(self) -> Said:
        return self.course.say(self.module.title, self.language)

    @property
    def handling(self) -> Said | None:
        return self.course.say(self.module.handling, self.language) if self.module.handling else None

    @property
    def transcripts(self) -> tuple[Film, ...]:
        """Those that are too long to stand where the film does."""
        pieces = (piece for leaf in self.leaves for piece in leaf.pieces)
        return tuple(piece for piece in pieces if isinstance(piece, Film) and piece.is_long)

    @property
    def translations(self) -> tuple[Translation, ...]:
        """Who stands for the languages that this module is shown in."""
        spoken = {leaf.language for leaf in self.leaves}
        return tuple(one for one in self.course.translations if one.language in spoken)


def page_anchor(page_id: str) -> str:
    """The id of a page on the sheet of its module; the prefix keeps it apart from the ids of the text."""
    return f"page-{page_id}"


def gather(published: queries.Published, module: Module, language: str, *, lead: Lead, college: str) -> Gathered:
    """The module on one sheet, as far as possible in `language`.

    `lead` says where the college's addresses lead, `college` is where the college itself is.
    """
    gathering = _Gathering(published, language, lead, college)
    leaves = tuple(gathering.leaf(module, page) for page in module.pages)
    return Gathered(published.course, module, language, leaves, tuple(gathering.meanings.values()))


@dataclass
class _Gathering:
    published: queries.Published
    language: str
    lead: Lead
    college: str
    films: int = 0
    meanings: dict[tuple[str, str], Explained] = field(default_factory=dict)

    def leaf(self, module: Module, page: Page) -> Leaf:
        course = self.published.course
        language, body = self._part("page", f"{module.id}/{page.id}", (self.language, course.language))
        pieces = tuple(self._pieces(body, language, page_anchor(page.id)))
        address = f"{self.college}/courses/{course.id}/{module.id}/{page.id}"
        return Leaf(page.id, address, course.say(page.title, self.language), language, language in page.stale, pieces)

    def _part(self, kind: str, key: str, languages: Iterable[str]) -> tuple[str, str]:
        """The rendered part in the first of the languages that has it."""
        language = self.published.course.language
        for language in languages:
            body = queries.part(self.published.digest, kind, key, language)
            if body is not None:
                return language, body
        return language, ""

    def _pieces(self, body: str, language: str, prefix: str) -> Iterator[str | Asked | Film]:
        put = moved(body, prefix=f"{prefix}-", meanings=f"meaning-{language}-", lead=self.lead)
        self._explain(put.meanings, language)
        for piece in put.pieces:
            if isinstance(piece, QuestionHere):
                yield self._asked(piece.id, language, prefix)
            elif isinstance(piece, FilmHere):
                self.films += 1
                yield Film(f"transcript-{self.films}", language, piece)
            else:
                yield piece

    def _explain(self, meanings: Iterable[Meaning], language: str) -> None:
        for one in meanings:
            explained = Explained(f"meaning-{language}-{one.id}", language, one.term, one.meaning)
            self.meanings.setdefault((language, one.id), explained)

    def _asked(self, question_id: str, language: str, prefix: str) -> Asked:
        question = self.published.course.questions_by_id[question_id]
        spoken, body = self._part("question", question_id, (language, self.published.course.language))
        said: dict[str, Any] = json.loads(body)
        choices, partners = _offered(question, said)

        def put(words: Iterable[str]) -> tuple[str, ...]:
            return tuple("".join(self._text(one, spoken, prefix)) for one in words)

        return Asked(
            id=f"{prefix}--{question_id}",
            kind=question.kind.value,
            language=spoken,
            ask=said["ask"],
            stem=tuple(self._text(said["stem"] or "", spoken, prefix)),
            choices=put(choices),
            partners=put(partners),
            columns=tuple(said.get("columns", ())),
        )

    def _text(self, fragment: str, language: str, prefix: str) -> Iterator[str]:
        put = moved(fragment, prefix=f"{prefix}-", meanings=f"meaning-{language}-", lead=self.lead)
        yield from (piece for piece in put.pieces if isinstance(piece, str))


def _offered(question: Question, said: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """What may be ticked, numbered or matched, and the partners of a match; in no order that gives the answer."""
    if question.kind is QuestionKind.ORDER:
        return _by_words(said["items"], [item.id for item in question.items]), []
    if question.kind is QuestionKind.MATCH:
        rows = [said["rows"][pair.id] for pair in question.pairs]
        return rows, _by_words(said["partners"], [pair.id for pair in question.pairs])
    return list(said["choices"].values()), []


def _by_words(words: Mapping[str, str], right: Sequence[str]) -> list[str]:
    """In the order of the alphabet; backwards where that happens to be the answer."""
    order = sorted(words, key=lambda one: plain(words[one]).casefold())
    if [one for one in order if one in right] == list(right):
        order.reverse()
    return [words[one] for one in order]
