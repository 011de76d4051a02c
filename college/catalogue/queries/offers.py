"""What the catalogue offers to one reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from college.catalogue import rules
from college.catalogue.queries.editions import CURRENT, Published, find_course, rows_of
from college.courseware.outline import Course, Level
from college.errors import NotFound, Words


@dataclass(frozen=True)
class Offer:
    """A course as one reader finds it in the catalogue; `closed` is the rule that keeps him out."""

    published: Published
    closed: Words | None

    @property
    def course(self) -> Course:
        return self.published.course

    @property
    def slug(self) -> str:
        return self.published.slug

    @property
    def languages(self) -> tuple[tuple[str, int], ...]:
        """Each language that the course has been begun in, and how much of the course it has, in percent."""
        translated = (
            (one.language, one.complete_percent) for one in self.course.translations if one.complete_percent > 0
        )
        return ((self.course.language, 100), *translated)

    @property
    def has_open_module(self) -> bool:
        return rules.has_open_module(self.course)

    @property
    def for_whom(self) -> Words:
        return rules.for_whom(self.course)


def courses() -> list[Published]:
    """The current edition of every course, hidden ones too, easy ones first."""
    found = [Published(**row._mapping) for row in rows_of(CURRENT)]
    order = list(Level)
    return sorted(found, key=lambda one: (order.index(one.course.level), one.slug))


def offers(reader: rules.Reader = rules.STRANGER) -> list[Offer]:
    """What the catalogue shows to this reader."""
    every = courses()
    return [_offer(one, reader, every) for one in every if rules.may_see(one.course, reader)]


def get_course_for(slug: str, reader: rules.Reader = rules.STRANGER) -> Offer:
    """The course as this reader may know it; raises NotFound for a hidden one exactly as for one that never was."""
    published = find_course(slug)
    if published is None or not rules.may_see(published.course, reader):
        raise NotFound(f"course {slug}")
    required = published.course.requires
    return _offer(published, reader, courses() if required else ())


def _offer(published: Published, reader: rules.Reader, every: Iterable[Published]) -> Offer:
    course = published.course
    titles = rules.titles_for(reader, (one.course for one in every if one.slug in course.requires))
    return Offer(
        published.seen_by(reader), rules.why_closed(course, reader.organisation_kinds, reader.held, titles=titles)
    )
