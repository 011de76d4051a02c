"""A whole course made final: its canonical text, the digest of that, and everything rendered that pages will show."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

import rfc8785

from college.courseware import files
from college.courseware.finding import Passage, passages_of
from college.courseware.lines import document
from college.courseware.markup import Piece, Renderer, RenderingFailed
from college.courseware.markup import Term as Meaning
from college.courseware.markup.links import GLOSSARY, term_anchor
from college.courseware.markup.notes import share_notes
from college.courseware.media import companions
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Accepted, Course, Item, Module, Question, QuestionKind
from college.courseware.scenario import Case, pieces_of
from college.courseware.surroundings import surroundings
from college.courseware.texts import Text, direction_of
from college.courseware.weights import weight_of

_ADDED = frozenset({"cases"})
_TRANSCRIPT = re.compile(r'<div class="transcript-here" data-film="([^"]+)"></div>')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Part:
    """One thing that an edition yields; `language` is empty where there is none."""

    kind: str  # page | question | feedback | glossary | outline | media | source; the first three of a case too
    key: str
    language: str
    body: str


@dataclass(frozen=True)
class Blob:
    sha256: str
    type: str
    bytes: bytes


@dataclass(frozen=True)
class Edition:
    course: Course
    canonical: str
    digest: str
    parts: tuple[Part, ...]
    blobs: tuple[Blob, ...]
    passages: tuple[Passage, ...]


def canonical_text(course: Course) -> str:
    """RFC 8785: the same course is the same text, whoever writes it; media are in it by their digests.

    What editions could not hold from the first is left out where a course has none of it, so that its digest stays.
    """
    values = course.model_dump(mode="json")
    return rfc8785.dumps({key: value for key, value in values.items() if value or key not in _ADDED}).decode()


def digest_of(canonical: str) -> str:
    return sha256(canonical.encode()).hexdigest()


def course_of(canonical: str) -> Course:
    return Course.model_validate_json(canonical)


def make_edition(
    course: Course, media: Mapping[str, bytes], renderer: Renderer, *, sources: Mapping[str, bytes] | None = None
) -> Edition:
    """Render `course` whole; raises RenderingFailed, located, where one of its texts cannot be shown.

    `media` are the files that the course shows and `sources` the files it is written in, both by path.
    """
    canonical = canonical_text(course)
    blobs = tuple(_blobs(course, media))
    rendered = _Rendering(course, media, renderer)
    parts = (
        *(part for module in course.modules for part in rendered.module(module)),
        *(part for question in course.questions for part in rendered.question(question)),
        *(part for case in course.cases for part in rendered.case(case)),
        *rendered.glossary(),
        *rendered.weights(),
        *(Part("media", medium.path, "", medium.sha256) for medium in course.media),
        *(Part("source", path, "", _source(path, text)) for path, text in sorted((sources or {}).items())),
    )
    passages = passages_of(course, {(part.kind, part.key, part.language): part.body for part in parts})
    return Edition(course, canonical, digest_of(canonical), parts, blobs, passages)


def _blobs(course: Course, media: Mapping[str, bytes]) -> Iterator[Blob]:
    seen: set[str] = set()
    for medium in course.media:
        content = media.get(medium.path)
        if content is None or sha256(content).hexdigest() != medium.sha256:
            raise RenderingFailed("the file is missing, or is not the one that was read", medium.path)
        if medium.sha256 not in seen:
            seen.add(medium.sha256)
            yield Blob(medium.sha256, medium.type, content)


def _source(path: str, text: bytes) -> str:
    if b"\0" in text:
        raise RenderingFailed("the file holds a NUL, which no text has", path)
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RenderingFailed("the file is not UTF-8 text", path) from error


def case_key(case: str, scene: str = "") -> str:
    """What the parts of a case are kept under, its briefing without a scene; no page and no question is named so."""
    return f"cases/{case}/{scene}"


def plain(fragment: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(html.unescape(_TAG.sub(" ", fragment)).split())


class _Rendering:
    """One course being rendered: meanings of terms first, since every other text may show them."""

    def __init__(self, course: Course, media: Mapping[str, bytes], renderer: Renderer) -> None:
        self.course = course
        self.renderer = renderer
        self.media = media
        self.pages: dict[str, dict[str, list[str]]] = {}  # what is rendered of each module, by language
        self.around = surroundings(course, media)
        self.meanings = {
            (term.id, language): self._render(markdown, GLOSSARY, language, term.id, prefix=f"text-{term.id}-")
            for term in course.glossary
            for language, markdown in self._present(term.meaning)
        }
        terms = {
            term.id: {
                language: Meaning(
                    term=course.say(term.term, language).words, meaning=plain(self.meanings[term.id, language])
                )
                for language, _ in self._present(term.meaning)
            }
            for term in course.glossary
        }
        self.around = self.around.model_copy(update={"terms": terms})

    def module(self, module: Module) -> Iterator[Part]:
        for language in self.course.languages:
            pages = [page for page in module.pages if language in page.body.root]
            bodies = share_notes([page.body.root[language] for page in pages])
            for page, body in zip(pages, bodies, strict=True):
                fragment = self._render(body, module.path, language, page.id, terms=True)
                split = _TRANSCRIPT.split(fragment)
                films = enumerate(split[1::2], start=1)
                split[1::2] = [self._transcript(html.unescape(film), number, language) for number, film in films]
                fragment = "".join(split)
                self.pages.setdefault(language, {}).setdefault(module.id, []).append(fragment)
                yield Part("page", f"{module.id}/{page.id}", language, fragment)

    def _transcript(self, film: str, number: int, wanted: str) -> str:
        """The words of the page's `number`-th film in `wanted`, or in the source language and marked as such."""
        paths = companions(film, self.course.languages).transcripts
        language = wanted if paths.get(wanted) in self.media else self.course.language
        path = paths[language]
        body = document(path, files.text(path, self.media[path], Mistakes()) or "", Mistakes()).body
        said = self._render(body, path, language, "transcript", prefix=f"film-{number}-")
        return self._marked(said, language, wanted, "div")

    def weights(self) -> Iterator[Part]:
        """How much of the line each module takes, for those who pay for it; known once modules are rendered."""
        for language, modules in self.pages.items():
            weights = {module: weight_of(pages, self.course.media) for module, pages in modules.items()}
            yield Part("outline", "weights", language, _json(weights))

    def question(self, question: Question) -> Iterator[Part]:
        """What is asked, and apart from it what is right: a page of an open exam never loads the second."""
        for language in self.course.languages:
            needed = (question.ask, question.stem, *_words_of(question))
            if any(text is not None and language not in text.root for text in needed):
                continue
            asked = {
                "ask": question.ask.root[language],
                "stem": self._optional(question.stem, question, language, "stem"),
                "choices": self._labels(question.choices, question, language),
                "hint": self._optional(question.hint, question, language, "hint"),
                **self._placed(question, language),
            }
            yield Part("question", question.id, language, _json(asked))
            yield Part("feedback", question.id, language, _json(self._feedback(question, language)))

    def _labels(self, items: Sequence[Item], question: Question, language: str) -> dict[str, str]:
        return {each.id: self._said(each.words, question, language, each.id, inline=True) for each in items}

    def _placed(self, question: Question, language: str) -> dict[str, Any]:
        """Items to be put in order, by id so that nothing tells their places; rows, and what there is to choose."""
        if question.kind is QuestionKind.ORDER:
            return {"items": dict(sorted(self._labels(question.items, question, language).items()))}
        if question.kind is not QuestionKind.MATCH:
            return {}
        partners = {
            pair.id: self._said(pair.partner, question, language, f"{pair.id}-partner", inline=True)
            for pair in question.pairs
        }
        return {
            "columns": [self.course.say(name, language).words for name in question.columns],
            "rows": self._labels(question.pairs, question, language),
            "partners": dict(sorted({**partners, **self._labels(question.distractors, question, language)}.items())),
        }

    def case(self, case: Case) -> Iterator[Part]:
        for language in self.course.languages:
            if language in case.title.root:
                for piece in pieces_of(case, partial(self._told, case, language)):
                    yield Part(piece.kind, case_key(case.id, piece.scene), language, piece.body)

    def glossary(self) -> Iterator[Part]:
        for language in self.course.languages:
            if not any(language in term.term.root for term in self.course.glossary):
                continue
            entries = sorted(
                self.course.glossary, key=lambda term: self.course.say(term.term, language).words.casefold()
            )
            rows = []
            for term in entries:
                said = self.course.say(term.term, language)
                meant = self.course.say(term.meaning, language).language
                name = self._marked(html.escape(said.words), said.language, language, "span")
                meaning = self._marked(self.meanings[term.id, meant], meant, language, "div")
                rows.append(f'<dt id="{html.escape(term_anchor(term.id))}">{name}</dt>\n<dd>{meaning}</dd>')
            yield Part("glossary", "glossary", language, '<dl class="glossary">\n' + "\n".join(rows) + "\n</dl>")

    def _feedback(self, question: Question, language: str) -> dict[str, Any]:
        right = [choice.id for choice in question.choices if choice.right]
        placed = (*question.items, *question.pairs, *question.distractors)
        return {
            "choices": {
                each.id: self._said(each.feedback, question, language, each.id)
                for each in (*question.choices, *placed)
                if each.feedback
            },
            "explanation": self._optional(question.explanation, question, language, "explanation"),
            "right": right or [words for accepted in question.accepted for words in _accepted(accepted, language)],
        }

    def _present(self, text: Text) -> list[tuple[str, str]]:
        return [(language, text.root[language]) for language in self.course.languages if language in text.root]

    def _optional(self, text: Text | None, question: Question, language: str, piece: str) -> str | None:
        return None if text is None else self._said(text, question, language, piece)

    def _said(self, text: Text, question: Question, language: str, piece: str, *, inline: bool = False) -> str:
        return self._told(question, language, text, piece, inline=inline)

    def _told(
        self, of: Question | Case, language: str, text: Text, piece: str, *, inline: bool = False, terms: bool = False
    ) -> str:
        """A text of a question or a case in `language`, or in the source language and marked as such."""
        said = self.course.say(text, language)
        path, prefix = of.bank if isinstance(of, Question) else of.path, f"{of.id}-{piece}-"
        what = f"{of.id}, {piece}"
        fragment = self._render(said.words, path, said.language, what, prefix=prefix, inline=inline, terms=terms)
        return self._marked(fragment, said.language, language, "span" if inline else "div")

    def _marked(self, fragment: str, language: str, wanted: str, element: str) -> str:
        if language == wanted:
            return fragment
        direction = direction_of(language)
        return f'<{element} lang="{html.escape(language)}" dir="{direction}">{fragment}</{element}>'

    def _render(
        self,
        markdown: str,
        path: str,
        language: str,
        what: str,
        *,
        prefix: str = "text-",
        inline: bool = False,
        terms: bool = False,
    ) -> str:
        piece = Piece(markdown=markdown, path=path, language=language, prefix=prefix, inline=inline, terms=terms)
        try:
            return self.renderer.render(piece, self.around)
        except RenderingFailed as failure:
            raise type(failure)(failure.reason, f"{path} ({language}; {what})") from failure


def _words_of(question: Question) -> Iterator[Text]:
    """Everything under the question that is read by those who answer it."""
    for each in (*question.choices, *question.items, *question.pairs, *question.distractors):
        yield each.words
    yield from question.columns
    yield from (pair.partner for pair in question.pairs)


def _accepted(accepted: Accepted, language: str) -> list[str]:
    if accepted.low is None or accepted.high is None:
        return list(accepted.spellings.get(language, ()))
    low, high = (f"{number:f}" for number in (accepted.low, accepted.high))
    return [low if low == high else f"{low}–{high}"]


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
