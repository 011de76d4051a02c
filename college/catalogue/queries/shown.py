"""What a course's pages show in one language: their pictures, and what all of it weighs on the line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from college.catalogue import models
from college.catalogue.queries.editions import Published, part, rows_of
from college.catalogue.queries.kept import Kept
from college.courseware.fragments import pictures_in, questions_in
from college.courseware.outline import Medium

FRAME_BYTES = 8000
"""About what the college puts around each page."""

_kept = Kept(4 * 2**20)
_PAGES = (
    select(models.EditionPart.key, models.EditionPart.language, models.EditionPart.body)
    .join(models.Edition, models.Edition.id == models.EditionPart.edition_id)
    .where(
        models.Edition.digest == bindparam("digest"),
        models.EditionPart.kind == "page",
        models.EditionPart.language.in_(bindparam("languages", expanding=True)),
    )
)


@dataclass(frozen=True)
class Shown:
    """Bytes of text of the whole course, and by module the bytes of each picture by its address."""

    text: int
    pictures: Mapping[str, Mapping[str, int]]

    def weight(self, module_id: str) -> int:
        """What a module's pictures weigh."""
        return sum(self.pictures.get(module_id, {}).values())

    def addresses(self, modules: Iterable[str]) -> dict[str, int]:
        """The pictures of these modules, each once."""
        return {address: size for one in modules for address, size in self.pictures.get(one, {}).items()}


def shown(published: Published, language: str) -> Shown:
    """What the pages show to a reader of `language`; looked up once for each edition."""
    key = (published.shown, language)
    kept = _kept.find(key)
    if not isinstance(kept, Shown):
        kept = _look(published, language)
        _kept.keep(key, kept, 1000 + 200 * sum(map(len, kept.pictures.values())))
    return kept


def _look(published: Published, language: str) -> Shown:
    course = published.course
    rows = rows_of(_PAGES, digest=published.digest, languages=sorted({language, course.language}))
    bodies = {row.key: row.body for row in rows if row.language == course.language}
    bodies |= {row.key: row.body for row in rows if row.language == language}
    # Scenes of cases are played, not read: they stand in no module.
    bodies = {key: body for key, body in bodies.items() if key.partition("/")[0] in course.modules_by_id}
    sizes = {_short(medium): medium.size for medium in course.media if medium.type.startswith("image/")}
    pictures: dict[str, dict[str, int]] = {module.id: {} for module in course.modules}
    for key, body in bodies.items():
        asked = (_asked(published, one, (language, course.language)) for one in questions_in(body))
        for address in (one for text in (body, *asked) for one in pictures_in(text)):
            pictures[key.partition("/")[0]][address] = sizes.get(address.split("/")[-2], 0)
    return Shown(sum(FRAME_BYTES + len(body.encode()) for body in bodies.values()), pictures)


def _short(medium: Medium) -> str:
    return medium.sha256[:12]


def _asked(published: Published, question_id: str, languages: Iterable[str]) -> str:
    found = (part(published.digest, "question", question_id, language) for language in languages)
    # Inside JSON quotation marks are escaped.
    return next((body for body in found if body is not None), "").replace('\\"', '"')
