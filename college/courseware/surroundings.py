"""What stands around each text of a course: all that its links may lead to, and what they show."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale

from college.courseware.lengths import seconds_of
from college.courseware.markup import Captions, Film, ModulePlace, Picture, Surroundings, size_of
from college.courseware.media import companions, is_played
from college.courseware.outline import Course, Medium


def surroundings(course: Course, media: Mapping[str, bytes]) -> Surroundings:
    """What the links of the course may point at; the meanings of its terms are still to come."""
    banks: dict[str, tuple[str, ...]] = {}
    for question in course.questions:
        banks[question.bank] = (*banks.get(question.bank, ()), question.id)
    return Surroundings(
        course=course.id,
        source=course.language,
        modules={
            module.path: ModulePlace(id=module.id, pages=tuple(page.id for page in module.pages))
            for module in course.modules
        },
        questions=banks,
        pictures={
            medium.path: _picture(medium.sha256, media.get(medium.path, b""))
            for medium in course.media
            if medium.type.startswith("image/")
        },
        films={medium.path: _film(medium, course, media) for medium in course.media if is_played(medium.type)},
        terms={term.id: {} for term in course.glossary},
        exam=course.exam.path if course.exam else None,
        quizzes={quiz.path: quiz.id for quiz in course.quizzes},
        cases={case.path: case.id for case in course.cases},
    )


def _film(medium: Medium, course: Course, media: Mapping[str, bytes]) -> Film:
    """A film or a recording with all that is found by its name."""
    shas = {each.path: each.sha256 for each in course.media}
    found = companions(medium.path, course.languages)
    return Film(
        sha256=medium.sha256,
        type=medium.type,
        size=medium.size,
        seconds=seconds_of(media.get(medium.path, b""), medium.type),
        poster=next((path for path in found.posters if path in shas), None),
        captions=tuple(
            Captions(language=language, path=path, sha256=shas[path], label=_name_of(language))
            for language, path in found.captions.items()
            if path in shas
        ),
        transcripts=tuple(language for language, path in found.transcripts.items() if path in shas),
    )


def _name_of(language: str) -> str:
    """A language's name in itself, for the player's list of captions."""
    return Locale.parse(language, sep="-").get_display_name() or language


def _picture(digest: str, content: bytes) -> Picture:
    width, height = size_of(content) or (None, None)
    return Picture(sha256=digest, width=width, height=height)
