"""How much of a course stands in a language, and how current it is."""

from dataclasses import dataclass

from college.courseware.manuscript import Manuscript, Written, WrittenBank, WrittenCase, WrittenGlossary, WrittenModule
from college.courseware.reader.asked import is_complete


@dataclass(frozen=True)
class Coverage:
    """Paths of source files; `percent` counts pages, questions, scenes, terms and titles."""

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


def _of_case(case: WrittenCase, language: str) -> tuple[int, int]:
    """The briefing is one piece; a scene is translated once every consequence of the source is there too."""
    translated = {scene.id: scene for scene in case.scenes.get(language, ())}
    done = 0
    for scene in case.scenes[""]:
        found = translated.get(scene.id)
        theirs = {each.id: each.consequence for each in found.decisions} if found else {}
        done += found is not None and all(theirs.get(each.id) for each in scene.decisions if each.consequence)
    briefed = bool(case.briefings[""])
    return done + (briefed and bool(case.briefings.get(language))), len(case.scenes[""]) + briefed


def _pieces(part: Written, language: str) -> tuple[int, int]:
    """How many pieces of `part` are translated, and how many there are."""
    if isinstance(part, WrittenModule):
        return len(part.pages.get(language, ())), len(part.pages[""])
    if isinstance(part, WrittenCase):
        return _of_case(part, language)
    if isinstance(part, WrittenGlossary):
        return len(part.terms.get(language, ())), len(part.terms[""])
    if isinstance(part, WrittenBank):
        translated = part.translated.get(language, {})
        done = sum(each.id in translated and is_complete(each, translated[each.id]) for each in part.questions)
        return done, len(part.questions)
    return int(_has(part, language)), 1
