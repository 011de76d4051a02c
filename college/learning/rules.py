"""How far a learner is, and what is still missing for the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from college.courseware.outline import Course, Module, Page
from college.courseware.scenario import Case
from college.errors import N_, NN_, Words


def address_of(module: Module, page_id: str) -> str:
    """What reading progress is kept under: stable ids, never positions."""
    return f"{module.id}/{page_id}"


def pages_of(course: Course) -> tuple[str, ...]:
    """Every page of the course, in the order of its outline."""
    return tuple(address_of(module, page.id) for module in course.modules for page in module.pages)


def owed_of(course: Course) -> frozenset[str]:
    """All that stands in the outline before the exam: every page, and every case that must be finished."""
    return frozenset((*pages_of(course), *(case.address for case in course.cases_owed)))


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
    cases_finished: frozenset[str]  # ids of those that are owed
    cases: int  # how many are owed
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
    def has_done_all(self) -> bool:
        """Every page read, and every case of the outline brought to a good end."""
        return self.has_read_all and len(self.cases_finished) == self.cases

    @property
    def is_complete(self) -> bool:
        return (self.exam_passed or not self.exam_needed) and (self.has_done_all or not self.reading_needed)

    @property
    def percent(self) -> int:
        """Share of what is owed, rounded down, so that 100 means all of it."""
        steps = (self.pages + self.cases) * self.reading_needed + self.exam_needed
        done = (self.read + len(self.cases_finished)) * self.reading_needed + (self.exam_needed and self.exam_passed)
        return 100 * done // steps if steps else 100


def progress(course: Course, read: AbstractSet[str], *, exam_passed: bool) -> Progress:
    """How far somebody is who has read these pages and finished these cases.

    Pages and cases of other editions count for nothing here.
    """
    return Progress(
        modules=tuple(
            ModuleProgress(
                module.id, sum(address_of(module, page.id) in read for page in module.pages), len(module.pages)
            )
            for module in course.modules
        ),
        cases_finished=frozenset(case.id for case in course.cases_owed if case.address in read),
        cases=len(course.cases_owed),
        exam_passed=exam_passed,
        exam_needed=course.certificate.exam and course.exam is not None,
        reading_needed=course.certificate.modules,
    )


def owes_nothing(attempted: Course, current: Course, read: AbstractSet[str]) -> bool:
    """Whether enough was read and played for an exam passed on `attempted`.

    What was added after the attempt began is not owed, and what the current edition no longer has cannot be.
    """
    if not attempted.certificate.modules:
        return True
    return owed_of(attempted) & owed_of(current) <= read


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
        for case in course.cases_owed:
            if case.id not in state.cases_finished:
                title = course.say(case.title, language).words
                yield Words(N_("Bring the case “%(case)s” to a good end."), values={"case": title})
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


def case_after(course: Course, module: Module) -> Case | None:
    """The first case that follows this module in the outline, before the next module."""
    place = course.modules.index(module) + 1
    return next((case for case in course.cases_owed if case.after == place), None)


def step_after(course: Course, case: Case) -> Module | Case | None:
    """What follows a case in the outline; nothing after one that is practice only."""
    steps = list(course.steps)
    names = [step.id for step in steps if isinstance(step, Case)]
    if case.id not in names:
        return None
    place = next(n for n, step in enumerate(steps) if isinstance(step, Case) and step.id == case.id)
    return steps[place + 1] if place + 1 < len(steps) else None


def is_last_page(module: Module, page_id: str) -> bool:
    return module.pages[-1].id == page_id


@dataclass(frozen=True)
class Earned:
    """What an award rests on; without an attempt it is for participation."""

    edition_id: int
    attempt_id: int | None
    grade_id: int | None
    kind: str
