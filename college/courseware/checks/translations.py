"""What is not translated, not reviewed, or much longer or shorter than its source."""

from collections.abc import Iterator

from college.courseware.manuscript import Manuscript, Written, WrittenBank, WrittenCase, WrittenGlossary, WrittenModule
from college.courseware.mistakes import START, Mistakes, Place

SHORTEST = 80  # characters; the lengths of short texts say nothing
_DENSE = {"zh", "ja", "ko"}  # one sign says what several letters say
_DENSITY = 3


def check(manuscript: Manuscript, *, examined: dict[str, str]) -> None:
    for number, language in enumerate(manuscript.languages):
        _untranslated(manuscript, language, number)
        _unreviewed(manuscript, language, examined)
        for part in manuscript.parts:
            for path, place, source, translated in _pairs(part, language):
                _length(path, place, len(source), _weight(translated, language), manuscript.mistakes)


def _untranslated(manuscript: Manuscript, language: str, number: int) -> None:
    missing = [
        part.path
        for part in manuscript.parts
        if language not in part.translations
        and language not in part.documents
        and not (isinstance(part, WrittenModule) and part.path not in manuscript.outline)
    ]
    if missing and manuscript.course.located:
        place = manuscript.course.located.at("translations", number)
        shown = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")
        count = len(missing)
        manuscript.mistakes.add("untranslated", "course.yaml", place, count=count, language=language, paths=shown)


def _unreviewed(manuscript: Manuscript, language: str, examined: dict[str, str]) -> None:
    whole = manuscript.course.translations.get(language)
    if whole and whole.head.reviewed_by:
        return
    for bank in manuscript.banks.values():
        head = bank.translations.get(language)
        if head and not head.head.reviewed_by and any(each.id in examined for each in bank.questions):
            manuscript.mistakes.add("unreviewed", head.path, START)


def _pairs(part: Written, language: str) -> Iterator[tuple[str, Place, str, str]]:
    """Path, place and both texts of everything of `part` that is translated."""
    document = part.documents.get(language)
    if document is None:
        return
    if isinstance(part, WrittenBank):
        mine = {each.id: each.words for each in part.questions}
        for question in part.translated.get(language, {}).values():
            yield document.path, question.place, mine[question.id], question.words
    elif isinstance(part, WrittenCase):
        told = {each.id: each.words for each in part.scenes[""]}
        for scene in part.scenes.get(language, ()):
            yield document.path, scene.title_place, told[scene.id], scene.words
    elif isinstance(part, WrittenModule | WrittenGlossary):
        pages = part.pages if isinstance(part, WrittenModule) else part.terms
        bodies = {each.id: each.body for each in pages[""]}
        for page in pages.get(language, ()):
            if page.id in bodies:
                yield document.path, page.title_place, bodies[page.id], page.body


def _weight(text: str, language: str) -> int:
    return len(text) * (_DENSITY if language[:2] in _DENSE else 1)


def _length(path: str, place: Place, source: int, translated: int, mistakes: Mistakes) -> None:
    if source >= SHORTEST and not 2 * source <= 5 * translated <= 5 * 5 * source // 2:
        mistakes.add("length-ratio", path, place, percent=translated * 100 // source)
