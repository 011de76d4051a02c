"""Which courses a person may see, and why a course that is seen is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from college.accounts.rules import Role
from college.courseware.outline import Course, Module, Visibility
from college.courseware.scenario import Case
from college.errors import N_, Words

STAFF = frozenset({Role.INSTRUCTOR, Role.REVIEWER, Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR})
"""Who looks after courses, or audits them, and therefore sees each of them."""

LEVELS = {
    "introductory": N_("Introductory"),
    "intermediate": N_("Intermediate"),
    "advanced": N_("Advanced"),
    "specialised": N_("Specialised"),
}

KINDS = {
    "police": N_("police"),
    "customs": N_("customs"),
    "tax": N_("tax authorities"),
    "border": N_("border and coast guards"),
    "market": N_("market surveillance and health authorities"),
    "regulator": N_("other regulators"),
    "prosecution": N_("prosecutors"),
    "judiciary": N_("judges and courts"),
    "international": N_("international organisations"),
    "private": N_("the private sector"),
    "academia": N_("academia"),
}

MEDIA_TYPES = {
    **{type: type for type in ("image/gif", "image/jpeg", "image/png", "image/webp", "video/mp4", "video/webm")},
    **{type: type for type in ("audio/mp4", "audio/mpeg", "audio/ogg")},
    "text/vtt": "text/vtt; charset=utf-8",
    "text/markdown": "text/plain; charset=utf-8",
}
"""What a course may send to a browser, and as what; never HTML and never a script."""


@dataclass(frozen=True)
class Reader:
    """Who is looking at the catalogue; a stranger by default.

    `organisation_kinds` are those in which the person now serves, `held` the ids of courses certified to him.
    """

    signed_in: bool = False
    roles: frozenset[Role] = frozenset()
    organisation_kinds: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF)


STRANGER = Reader()


def is_for(audience: Collection[str], organisation_kinds: AbstractSet[str]) -> bool:
    """Whether the audience of a course or a module takes in who serves in these; an empty one takes in everybody."""
    return not audience or not organisation_kinds.isdisjoint(audience)


def may_see(course: Course, reader: Reader) -> bool:
    """A hidden course exists only for staff and for those whom it is made for."""
    if course.visibility is Visibility.LISTED or reader.is_staff:
        return True
    return bool(course.audience) and is_for(course.audience, reader.organisation_kinds)


def hidden_from(course: Course, reader: Reader) -> frozenset[str]:
    """The ids of modules that do not exist for this reader, whom their handling leaves out."""
    if reader.is_staff:
        return frozenset()
    return frozenset(module.id for module in course.modules if not is_for(module.audience, reader.organisation_kinds))


def without(course: Course, hidden: AbstractSet[str]) -> Course:
    """The course as one reads it for whom these modules do not exist, nor their practice, nor cases they alone show."""
    if not hidden:
        return course
    modules = tuple(module for module in course.modules if module.id not in hidden)
    left_out = [module for module in course.modules if module.id in hidden]
    quizzes = {module.quiz for module in left_out} - {module.quiz for module in modules}
    changed = {
        "modules": modules,
        # What is open to all is the first module itself, never the next one in its place.
        "open_module": course.open_module and course.modules[0].id not in hidden,
        "quizzes": tuple(quiz for quiz in course.quizzes if quiz.id not in quizzes),
        "cases": tuple(
            _moved(case, course, hidden)
            for case in course.cases
            if case.is_owed or not _only_in(case, left_out, modules)
        ),
    }
    # Made anew: a copy would bring along what was looked up by id in the whole.
    return Course.model_construct(**{**{name: getattr(course, name) for name in Course.model_fields}, **changed})


def _moved(case: Case, course: Course, hidden: AbstractSet[str]) -> Case:
    """At its place among the modules that are left."""
    if case.after is None:
        return case
    before = sum(module.id not in hidden for module in course.modules[: case.after])
    return case.model_copy(update={"after": before})


def _only_in(case: Case, left_out: Iterable[Module], modules: Iterable[Module]) -> bool:
    def shown_in(some: Iterable[Module]) -> bool:
        return any(case.path in body for one in some for page in one.pages for body in page.body.root.values())

    return shown_in(left_out) and not shown_in(modules)


def why_closed(
    course: Course,
    organisation_kinds: AbstractSet[str],
    certificates_held: AbstractSet[str],
    *,
    titles: Mapping[str, str] | None = None,
) -> Words | None:
    """The rule that keeps this person out of the course, or None; `titles` names required courses by their ids.

    What it leaves out stays unnamed: the id alone would tell of a course that the person may not know.
    """
    if not is_for(course.audience, organisation_kinds):
        return Words(N_("This course is for people from: %(kinds)s."), values={"kinds": for_whom(course)})
    missing = [id for id in course.requires if id not in certificates_held]
    if missing:
        known = titles or {}
        shown: list[Words | str] = [known[id] for id in missing if id in known]
        if len(shown) < len(missing):
            shown.append(Words(N_("another course")))
        return Words(
            N_("This course opens when you hold the certificate of: %(courses)s."), values={"courses": listed(shown)}
        )
    return None


def titles_for(reader: Reader, every: Iterable[Course]) -> dict[str, str]:
    """The titles that this person may be told, by the courses' ids."""
    return {course.id: course.title.root[course.language] for course in every if may_see(course, reader)}


def is_open_to_all(course: Course, module: Module) -> bool:
    """Whether anybody may read this module, without an account."""
    first = course.modules[:1]
    return (
        course.open_module and not course.audience and not module.audience and [module.id] == [one.id for one in first]
    )


def has_open_module(course: Course) -> bool:
    return any(is_open_to_all(course, module) for module in course.modules)


def is_closed_to_some(course: Course) -> bool:
    """Whether not everybody who is approved may read all of it."""
    narrowed = any(module.audience for module in course.modules)
    return bool(course.audience or course.requires) or course.visibility is Visibility.HIDDEN or narrowed


def may_read(reader: Reader, closed: Words | None) -> bool:
    """Beyond the open module: staff, and all who are approved and whom no rule keeps out."""
    return reader.is_staff or (bool(reader.roles) and closed is None)


def readable(course: Course, reader: Reader, closed: Words | None) -> list[Module]:
    """The modules that this reader may read, in their order, of the course as it exists for him."""
    return [module for module in course.modules if may_read(reader, closed) or is_open_to_all(course, module)]


def for_whom(course: Course) -> Words:
    """Whom the course is made for, in words."""
    if not course.audience:
        return Words(N_("Everyone"))
    return listed([Words(KINDS[kind]) for kind in course.audience])


def listed(items: Sequence[Words | str]) -> Words:
    """Several things in one sentence; each language has its own comma."""
    first, *others = items
    if not others:
        return first if isinstance(first, Words) else Words(N_("“%(title)s”"), values={"title": first})
    return Words(N_("%(first)s, %(others)s"), values={"first": listed([first]), "others": listed(others)})
