"""How far a learner is, and what is still missing for the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from college.courseware.outline import Course, Module, Page
from college.errors import N_, NN_, Words


def address_of(module: Module, page_id: str) -> str:
    """What reading progress is kept under: stable ids, never positions."""
    return f"{module.id}/{page_id}"


def pages_of(course: Course) -> tuple[str, ...]:
    """Every page of the course, in the order of its outline."""
    return tuple(address_of(module, page.id) for module in course.modules for page in module.pages)


@dataclass(frozen=True)
class ModuleProgress:
    module_id: str
    read: int
    pages: int

    @property
    def is_complete(self) -> bool:
        return self.read >= self.pages


@dataclass(frozen=True)
class Progress:
    """Where a learner stands in one edition of a course."""

    modules: tuple[ModuleProgress, ...]
    exam_passed: bool
    exam_needed: bool
    reading_needed: bool

    @property
    def read(self) -> int:
        return sum(module.read for module in self.modules)

    @property
    def pages(self) -> int:
        return sum(module.pages for module in self.modules)

    @property
    def has_read_all(self) -> bool:
        return all(module.is_complete for module in self.modules)

    @property
    def is_complete(self) -> bool:
        return (self.exam_passed or not self.exam_needed) and (self.has_read_all or not self.reading_needed)

    @property
    def percent(self) -> int:
        """Share of what is owed, rounded down, so that 100 means all of it."""
        steps = self.pages * self.reading_needed + self.exam_needed
        done = self.read * self.reading_needed + (self.exam_needed and self.exam_passed)
        return 100 * done // steps if steps else 100


def progress(course: Course, read: AbstractSet[str], *, exam_passed: bool) -> Progress:
    """How far somebody is who has read these pages; pages of other editions count for nothing here."""
    return Progress(
        modules=tuple(
            ModuleProgress(
                module.id, sum(address_of(module, page.id) in read for page in module.pages), len(module.pages)
            )
            for module in course.modules
        ),
        exam_passed=exam_passed,
        exam_needed=course.certificate.exam and course.exam is not None,
        reading_needed=course.certificate.modules,
    )


def owes_nothing(attempted: Course, current: Course, read: AbstractSet[str]) -> bool:
    """Whether enough was read for an exam passed on `attempted`.

    What was added after the attempt began is not owed, and what the current edition no longer has cannot be.
    """
    if not attempted.certificate.modules:
        return True
    return (frozenset(pages_of(attempted)) & frozenset(pages_of(current))) <= read


def missing(course: Course, state: Progress, *, name_confirmed: bool, language: str) -> Iterator[Words]:
    """What stands between this learner and the certificate, one sentence each; titles as the reader knows them."""
    if state.reading_needed:
        for module, counted in zip(course.modules, state.modules, strict=True):
            left = counted.pages - counted.read
            if left > 0:
                yield Words(
                    *NN_("Read %(count)d more page of “%(module)s”.", "Read %(count)d more pages of “%(module)s”."),
                    count=left,
                    values={"count": left, "module": course.say(module.title, language).words},
                )
    if state.exam_needed and not state.exam_passed:
        yield Words(N_("Pass the exam."))
    if state.exam_passed and not name_confirmed:
        yield Words(N_("Confirm the name that will be printed."))


@dataclass(frozen=True)
class Turn:
    """A page's neighbours, across modules; None at the ends of the course."""

    back: tuple[Module, Page] | None
    on: tuple[Module, Page] | None


def turn(course: Course, module: Module, page_id: str) -> Turn:
    every = [(one, page) for one in course.modules for page in one.pages]
    place = [(one.id, page.id) for one, page in every].index((module.id, page_id))
    return Turn(
        back=every[place - 1] if place else None,
        on=every[place + 1] if place + 1 < len(every) else None,
    )


def is_last_unread(course: Course, read: AbstractSet[str], module_id: str, page_id: str) -> bool:
    """Whether with this page the whole course is read."""
    return frozenset(pages_of(course)) <= read | {f"{module_id}/{page_id}"}


def is_last_page(module: Module, page_id: str) -> bool:
    return module.pages[-1].id == page_id


@dataclass(frozen=True)
class Earned:
    """What an award rests on; without an attempt it is for participation."""

    edition_id: int
    attempt_id: int | None
    grade_id: int | None
    kind: str
