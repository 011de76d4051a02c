"""Modules with their pages, and the glossary with its entries, as written."""

from collections.abc import Sequence

from college.courseware.amounts import is_id
from college.courseware.lines import Document, Line, Section, check_notes, leaf, sections
from college.courseware.manuscript import OPENING, Written, WrittenGlossary, WrittenModule, WrittenPage
from college.courseware.mistakes import Mistakes, Place
from college.courseware.reader.shelf import Shelf
from college.courseware.shapes import ListShape, ModuleShape, ModuleTranslationShape, TranslationShape

_ATTRIBUTES = ("was",)
RESERVED = (OPENING, "print")
"""Every module has these addresses already: its opening page, and all of it to print."""
RESERVED_MODULES = ("cases", "media", "quizzes")
"""Every course has these already, and more below them, where pages of a module so named would stand."""


def module(path: str, shelf: Shelf) -> WrittenModule:
    document = shelf.document(path)
    head = shelf.front(ModuleShape, document, "id, title, minutes")
    written = WrittenModule(path, document.front, document, head=head)
    if head and head.id in RESERVED_MODULES:
        shelf.mistakes.add("reserved-id/module", path, written.at("id"), id=head.id)
    written.pages[""] = _pages(document, head.title if head else "", document.notes, shelf.mistakes)
    if not written.pages[""]:
        shelf.mistakes.add("module-empty", path)
    check_notes(document, (), shelf.mistakes)
    shelf.translate_text(written, ModuleTranslationShape)
    for language, translated in written.documents.items():
        title = written.translations[language].head.title if language in written.translations else None
        notes = {**document.notes, **translated.notes}
        pages = _pages(translated, title or "", notes, shelf.mistakes, source=written.pages[""])
        written.pages[language] = pages
        _compare(written, language, pages, shelf.mistakes)
        check_notes(translated, list(document.notes), shelf.mistakes)
    return written


def _pages(
    document: Document,
    title: str,
    notes: dict[str, list[Line]],
    mistakes: Mistakes,
    *,
    source: Sequence[WrittenPage] | None = None,
) -> list[WrittenPage]:
    before, rest = sections(document, mistakes)
    pages = []
    if opening := leaf(before, notes):
        place = next(line.at() for line in before if not line.blank)
        title_place = document.front.at("title") if document.front else place
        pages.append(WrittenPage(OPENING, title, opening, place, title_place))
    entries = [_entry(section, document, notes, mistakes) for section in rest]
    if source is None:
        _check_ids(entries, document.path, mistakes)
        for entry in entries:
            if entry.id in RESERVED:
                mistakes.add("reserved-id", document.path, entry.place, id=entry.id)
    return pages + entries


def _entry(section: Section, document: Document, notes: dict[str, list[Line]], mistakes: Mistakes) -> WrittenPage:
    place = section.attributes.place
    identify(section, document.path, mistakes)
    for key in section.attributes.values.keys() - set(_ATTRIBUTES):
        at = section.attributes.at(key)
        mistakes.add_guess("unknown-attribute", document.path, at, key, ["#id", *_ATTRIBUTES])
    body = leaf(section.lines, notes)
    if not body.strip():
        mistakes.add("empty-page", document.path, section.place)
    return WrittenPage(section.id or provisional(section.place), section.words, body, place, section.place)


def identify(section: Section, path: str, mistakes: Mistakes) -> None:
    """Notes an id that is missing or cannot be one."""
    if section.id is None:
        mistakes.add("id-missing", path, section.place)
    elif not is_id(section.id):
        mistakes.add("bad-id", path, section.attributes.place, wrong=section.id[:60])


def provisional(place: Place) -> str:
    """Stands for an id that the author has not written; never one that an author can write."""
    return f"?{place.line}"


def _check_ids(entries: Sequence[WrittenPage], path: str, mistakes: Mistakes) -> None:
    seen: dict[str, WrittenPage] = {}
    for entry in entries:
        if entry.id in seen:
            mistakes.add("repeated-id", path, entry.place, id=entry.id, path=path, line=seen[entry.id].place.line)
        seen.setdefault(entry.id, entry)


def _compare(written: Written, language: str, pages: Sequence[WrittenPage], mistakes: Mistakes) -> None:
    """Every page of the source must stand in its translation, and no other."""
    path = written.documents[language].path
    source = written.pages[""] if isinstance(written, WrittenModule) else []
    wanted, found = {page.id for page in source}, {page.id for page in pages}
    for page in source:
        if page.id not in found:
            mistakes.add("missing-page", path, id=page.id)
    for page in pages:
        if page.id not in wanted and not page.id.startswith("?"):
            mistakes.add("orphan/id", path, page.place, id=page.id)


def glossary(path: str, shelf: Shelf) -> WrittenGlossary:
    """One heading, one term; the text under it is what it means."""
    document = shelf.document(path)
    shelf.front(ListShape, document, "title")
    written = WrittenGlossary(path, document.front, document)
    written.terms[""] = _terms(document, shelf.mistakes)
    _check_ids(written.terms[""], path, shelf.mistakes)
    check_notes(document, (), shelf.mistakes)
    shelf.translate_text(written, TranslationShape)
    known = {term.id for term in written.terms[""]}
    for language, translated in written.documents.items():
        terms = _terms(translated, shelf.mistakes)
        for term in terms:
            if term.id not in known and not term.id.startswith("?"):
                shelf.mistakes.add("orphan/id", translated.path, term.place, id=term.id)
        written.terms[language] = [term for term in terms if term.id in known]
        missing = sorted(known - {term.id for term in terms})
        note_untranslated(translated.path, missing, len(known), shelf.mistakes)
    return written


def _terms(document: Document, mistakes: Mistakes) -> list[WrittenPage]:
    _, entries = sections(document, mistakes)
    return [_entry(section, document, document.notes, mistakes) for section in entries]


def note_untranslated(path: str, missing: Sequence[str], total: int, mistakes: Mistakes) -> None:
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        mistakes.add("untranslated/parts", path, count=len(missing), total=total, ids=shown)
