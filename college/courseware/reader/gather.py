"""All files of a course to one manuscript."""

import hashlib
from collections.abc import Mapping

from college.courseware import files, lines, media
from college.courseware.manuscript import Manuscript, Written
from college.courseware.mistakes import Mistakes
from college.courseware.reader import banks, cases, modules, quizzes
from college.courseware.reader.shelf import Shelf
from college.courseware.shapes import CourseShape, CourseTranslationShape


def gather(contents: Mapping[str, bytes], mistakes: Mistakes) -> Manuscript:
    """Reads on after mistakes as far as it can."""
    shelf = _shelf(contents, mistakes)
    manuscript = _course(shelf)
    manuscript.paths = frozenset(contents)
    manuscript.texts = dict(shelf.texts)
    for path in shelf.texts:
        name = files.name(path)
        if name.language is None:
            _take(path, shelf, manuscript)
    for path, content in contents.items():
        if path.startswith("media/") and (medium := media.read(path, content, mistakes)):
            manuscript.media[path] = medium
            if medium.medium.type.startswith("text/"):
                _take_words(path, content, medium.medium.type, manuscript)
    for source, translations in shelf.sources.items():
        for path in translations.values():
            if path not in shelf.seen:
                mistakes.add("orphan/file", path, source=source)
    return manuscript


def _take_words(path: str, content: bytes, kind: str, manuscript: Manuscript) -> None:
    """Captions and transcripts are read by people, as every other text is."""
    text = files.text(path, content, manuscript.mistakes)
    if text is None:
        return
    manuscript.texts[path] = text
    if kind == "text/markdown":
        manuscript.transcripts[path] = lines.document(path, text, manuscript.mistakes)


def _shelf(contents: Mapping[str, bytes], mistakes: Mistakes) -> Shelf:
    texts: dict[str, str] = {}
    digests: dict[str, str] = {}
    sources: dict[str, dict[str, str]] = {}
    for path, content in contents.items():
        if path.startswith("media/"):
            continue
        text = files.text(path, content, mistakes)
        if text is None:
            continue
        texts[path] = text
        digests[path] = f"sha256-{hashlib.sha256(content).hexdigest()}"
        name = files.name(path)
        if name.language is not None:
            sources.setdefault(name.source, {})[name.language] = path
    return Shelf(mistakes, texts, digests, sources)


def _course(shelf: Shelf) -> Manuscript:
    written = Written("course.yaml")
    manuscript = Manuscript(shelf.mistakes, written)
    if "course.yaml" not in shelf.texts:
        shelf.mistakes.add("file-missing", "course.yaml", path="course.yaml")
        shelf.languages = _languages_met(shelf)
        return manuscript
    written.located = shelf.yaml("course.yaml")
    head = shelf.shaped(CourseShape, written.located)
    if head:
        manuscript.head, manuscript.language = head, head.language
        shelf.languages = tuple(each for each in head.translations if each != head.language)
    else:
        shelf.languages = _languages_met(shelf)
    manuscript.languages = shelf.languages
    shelf.translate_yaml(written, CourseTranslationShape)
    return manuscript


def _languages_met(shelf: Shelf) -> tuple[str, ...]:
    """While course.yaml cannot be read, every language that a file names is taken for one of the course."""
    return tuple(sorted({language for translations in shelf.sources.values() for language in translations}))


def _take(path: str, shelf: Shelf, manuscript: Manuscript) -> None:
    folder = files.name(path).folder
    if folder == "modules":
        manuscript.modules[path] = modules.module(path, shelf)
    elif folder == "questions":
        manuscript.banks[path] = banks.bank(path, shelf)
    elif folder == "quizzes" or path == "exam.yaml":
        manuscript.quizzes[path] = quizzes.quiz(path, shelf)
    elif path == "glossary.md":
        manuscript.glossary = modules.glossary(path, shelf)
    elif folder == "cases":
        manuscript.cases[path] = cases.case(path, shelf)
