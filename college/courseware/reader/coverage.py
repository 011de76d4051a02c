"""How much of a course stands in a language, and how current it is."""

from dataclasses import dataclass

from college.courseware.manuscript import Manuscript, Written, WrittenBank, WrittenGlossary, WrittenModule
from college.courseware.reader.asked import is_complete


@dataclass(frozen=True)
class Coverage:
    """Paths of source files; `percent` counts pages, questions, terms and titles."""

    stale: tuple[str, ...]
    missing: tuple[str, ...]
    percent: int


def of(manuscript: Manuscript, language: str) -> Coverage:
    stale, missing = [], []
    there = total = 0
    for part in manuscript.parts:
        if isinstance(part, WrittenModule) and part.path not in manuscript.outline:
            continue
        found, wanted = _pieces(part, language)
        there, total = there + found, total + wanted
        if not _has(part, language):
            missing.append(part.path)
        elif part.translations[language].stale:
            stale.append(part.path)
    return Coverage(tuple(stale), tuple(missing), there * 100 // total if total else 0)


def _has(part: Written, language: str) -> bool:
    return language in part.translations


def _pieces(part: Written, language: str) -> tuple[int, int]:
    """How many pieces of `part` are translated, and how many there are."""
    if isinstance(part, WrittenModule):
        return len(part.pages.get(language, ())), len(part.pages[""])
    if isinstance(part, WrittenGlossary):
        return len(part.terms.get(language, ())), len(part.terms[""])
    if isinstance(part, WrittenBank):
        translated = part.translated.get(language, {})
        done = sum(each.id in translated and is_complete(each, translated[each.id]) for each in part.questions)
        return done, len(part.questions)
    return int(_has(part, language)), 1
