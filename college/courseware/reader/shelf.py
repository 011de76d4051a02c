"""The texts of a course by path, and which of them translate which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from college.courseware import lines, located, validate
from college.courseware.lines import Document
from college.courseware.located import Located
from college.courseware.manuscript import Translated, Written
from college.courseware.mistakes import START, Mistakes
from college.courseware.shapes import Shape, TranslationShape

S = TypeVar("S", bound=Shape)


@dataclass
class Shelf:
    mistakes: Mistakes
    texts: Mapping[str, str]
    digests: Mapping[str, str]  # sha256-… of every file, by path
    sources: dict[str, dict[str, str]]  # paths of translations, by source path and language
    languages: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)

    def yaml(self, path: str) -> Located | None:
        return located.read(path, self.texts[path], self.mistakes)

    def document(self, path: str) -> Document:
        return lines.document(path, self.texts[path], self.mistakes)

    def shaped(self, shape: type[S], found: Located | None) -> S | None:
        return validate.shaped(shape, found, self.mistakes) if found else None

    def front(self, shape: type[S], document: Document, keys: str) -> S | None:
        """The front matter of `document`; it may be left out only where `shape` needs no key."""
        if document.front is None:
            needed = any(field.is_required() for field in shape.model_fields.values())
            if needed and not self._is_told(document.path):
                self.mistakes.add("front-matter/missing", document.path, START, keys=keys)
            return None if needed else shape()
        return self.shaped(shape, document.front)

    def _is_told(self, path: str) -> bool:
        """Whether it is said already why the head of the file cannot be read."""
        told = ("front-matter", "not-mapping", "repeated-key")
        return any(each.path == path and each.code.startswith(("yaml-", *told)) for each in self.mistakes.found)

    def translations(self, source: str) -> Iterator[tuple[str, str]]:
        """Language and path of each translation of `source` that the course declares."""
        for language, path in self.sources.get(source, {}).items():
            self.seen.add(path)
            if language in self.languages:
                yield language, path
            else:
                self.mistakes.add("orphan", path, START, language=language)

    def translate_yaml(self, written: Written, shape: type[TranslationShape]) -> None:
        """Adds the translations of a file that is YAML as a whole."""
        for language, path in self.translations(written.path):
            found = self.yaml(path)
            self._add(written, language, path, self.shaped(shape, found), found)

    def translate_text(self, written: Written, shape: type[TranslationShape]) -> None:
        """Adds the translations of a Markdown file, with their documents."""
        for language, path in self.translations(written.path):
            document = self.document(path)
            written.documents[language] = document
            self._add(written, language, path, self.front(shape, document, "title, source"), document.front)

    def _add(
        self, written: Written, language: str, path: str, head: TranslationShape | None, found: Located | None
    ) -> None:
        if head is None:
            return
        digest = self.digests[written.path]
        place = found.at("source") if found else START
        if head.source is None:
            self.mistakes.add("stale/unknown", path, place, digest=digest)
        elif head.source != digest:
            self.mistakes.add("stale", path, place, digest=digest)
        written.translations[language] = Translated(path, language, head, found, head.source != digest)
