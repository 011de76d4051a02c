"""Who may see a course, and why it is closed."""

from __future__ import annotations

import pytest

from college.accounts.rules import Role
from college.catalogue.rules import (
    KINDS,
    LEVELS,
    STRANGER,
    Reader,
    for_whom,
    has_open_module,
    hidden_from,
    is_closed_to_some,
    is_open_to_all,
    may_read,
    may_see,
    readable,
    titles_for,
    why_closed,
    without,
)
from college.courseware.outline import Course, Draw, Level, OrganisationKind, Quiz, QuizKind, Visibility
from college.courseware.scenario import Case
from college.courseware.texts import Text
from college.errors import Words
from tests.catalogue.offered import make_course

OPEN = make_course()
CUSTOMS = make_course(audience=(OrganisationKind.CUSTOMS, OrganisationKind.POLICE))
HIDDEN = make_course(audience=(OrganisationKind.CUSTOMS,), visibility=Visibility.HIDDEN)
LATER = make_course(requires=("goods", "proof"))


def narrowed(*kinds: OrganisationKind, place: int = 1, **changed: object) -> Course:
    """Two modules, of which one is for these kinds alone."""
    modules = list(OPEN.modules)
    modules[place] = modules[place].model_copy(update={"audience": kinds})
    return make_course(modules=tuple(modules), **changed)


def case(id: str, *, after: int | None = None) -> Case:
    return Case(id=id, path=f"cases/{id}.md", title=Text({"en": id}), minutes=5, start="a", scenes=(), after=after)


def learner(*kinds: str, held: tuple[str, ...] = ()) -> Reader:
    return Reader(True, frozenset({Role.LEARNER}), frozenset(kinds), frozenset(held))


def test_a_listed_course_is_seen_by_everybody() -> None:
    assert may_see(OPEN, STRANGER)
    assert may_see(CUSTOMS, learner("private"))


def test_a_hidden_course_is_seen_by_its_audience_and_by_staff_alone() -> None:
    assert may_see(HIDDEN, learner("private", "customs"))
    assert not may_see(HIDDEN, learner("police"))
    assert not may_see(HIDDEN, STRANGER)
    assert may_see(HIDDEN, Reader(True, frozenset({Role.REVIEWER})))


def test_a_hidden_course_for_nobody_in_particular_is_seen_by_staff_alone() -> None:
    hidden = make_course(visibility=Visibility.HIDDEN)
    assert not may_see(hidden, learner("customs"))


def test_a_course_for_others_says_for_whom_it_is() -> None:
    closed = why_closed(CUSTOMS, {"private"}, set())
    assert closed is not None
    assert closed.values["kinds"] == for_whom(CUSTOMS)
    assert why_closed(CUSTOMS, {"private", "police"}, set()) is None


def test_a_course_that_requires_certificates_names_those_that_are_missing() -> None:
    closed = why_closed(LATER, set(), {"goods"}, titles={"proof": "How to prove it"})
    assert closed is not None
    assert closed.values["courses"] == Words("“%(title)s”", values={"title": "How to prove it"})
    assert why_closed(LATER, set(), {"goods", "proof", "other"}) is None


def test_what_may_not_be_named_is_told_of_once_and_without_its_id() -> None:
    for closed in (why_closed(LATER, set(), set()), why_closed(LATER, set(), set(), titles={})):
        assert closed is not None
        assert closed.values["courses"] == Words("another course")


def test_a_required_course_is_named_to_those_alone_who_may_see_it() -> None:
    assert titles_for(learner("police"), (OPEN, HIDDEN.model_copy(update={"id": "secret"}))) == {"goods": "Goods"}
    assert titles_for(learner("customs"), (HIDDEN,)) == {"goods": "Goods"}


def test_only_the_first_module_of_a_course_for_everyone_is_open_to_all() -> None:
    first, second = OPEN.modules
    assert is_open_to_all(OPEN, first) and has_open_module(OPEN)
    assert not is_open_to_all(OPEN, second)
    for course in (make_course(open_module=False), CUSTOMS):
        assert not is_open_to_all(course, first) and not has_open_module(course)
    assert not has_open_module(make_course(modules=()))


def test_only_the_approved_whom_nothing_keeps_out_and_staff_may_read() -> None:
    closed = Words("closed")
    assert may_read(learner(), None)
    assert not may_read(learner(), closed)
    assert not may_read(Reader(signed_in=True), None)
    assert not may_read(STRANGER, None)
    assert may_read(Reader(True, frozenset({Role.INSTRUCTOR})), closed)
    assert may_read(Reader(True, frozenset({Role.REGISTRAR})), None)
    assert not may_read(Reader(True, frozenset({Role.REGISTRAR})), closed)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_of_organisation_has_its_words(kind: OrganisationKind) -> None:
    assert KINDS[kind]


@pytest.mark.parametrize("level", Level)
def test_every_level_has_its_words(level: Level) -> None:
    assert LEVELS[level]


def test_a_narrowed_module_is_hidden_from_all_but_its_readers_and_staff() -> None:
    course = narrowed(OrganisationKind.POLICE, OrganisationKind.TAX)
    for reader in (STRANGER, learner(), learner("private", "customs")):
        assert hidden_from(course, reader) == {"second"}
    for reader in (learner("tax"), learner("private", "police"), Reader(True, frozenset({Role.AUDITOR}))):
        assert hidden_from(course, reader) == frozenset()
    assert is_closed_to_some(course) and not is_closed_to_some(without(course, {"second"}))


def test_what_is_left_of_a_course_knows_nothing_of_what_is_hidden() -> None:
    course = narrowed(OrganisationKind.POLICE)
    assert course.modules_by_id.keys() == {"first", "second"}, "looked up in the whole before"
    left = without(course, {"second"})
    assert [module.id for module in left.modules] == ["first"]
    assert left.modules_by_id.keys() == {"first"}
    assert without(course, frozenset()) is course
    assert readable(left, learner(), None) == list(left.modules)


def test_the_module_after_a_hidden_one_does_not_become_the_open_one() -> None:
    course = narrowed(OrganisationKind.POLICE, place=0)
    assert not has_open_module(course)
    left = without(course, hidden_from(course, STRANGER))
    assert [module.id for module in left.modules] == ["second"] and not has_open_module(left)
    assert readable(left, STRANGER, None) == []


def test_practice_goes_with_the_modules_that_alone_name_it() -> None:
    quizzes = tuple(
        Quiz(id=id, path=f"quizzes/{id}.yaml", kind=QuizKind.PRACTICE, title=Text({"en": id}), draws=(Draw(bank="b"),))
        for id in ("own", "shared")
    )
    course = narrowed(OrganisationKind.POLICE, quizzes=quizzes)
    first, second = course.modules
    own = course.model_copy(update={"modules": (first, second.model_copy(update={"quiz": "own"}))})
    assert [quiz.id for quiz in without(own, {"second"}).quizzes] == ["shared"]
    modules = tuple(module.model_copy(update={"quiz": "shared"}) for module in course.modules)
    shared = course.model_copy(update={"modules": modules})
    assert [quiz.id for quiz in without(shared, {"second"}).quizzes] == ["own", "shared"]


def test_a_case_keeps_its_place_among_what_is_left_and_goes_where_a_hidden_module_alone_shows_it() -> None:
    cases = (case("owed", after=2), case("before", after=0), case("shown"), case("linked"))
    course = narrowed(OrganisationKind.POLICE, place=0, cases=cases)
    first, second = course.modules
    page = first.pages[0].model_copy(
        update={"body": Text({"en": "![Play](../cases/shown.md) ![Play](../cases/linked.md)"})}
    )
    other = second.pages[0].model_copy(update={"body": Text({"en": "See [the case](../cases/linked.md)."})})
    modules = (first.model_copy(update={"pages": (page,)}), second.model_copy(update={"pages": (other,)}))
    left = without(course.model_copy(update={"modules": modules}), {"first"})
    assert [(one.id, one.after) for one in left.cases] == [("owed", 1), ("before", 0), ("linked", None)]
    assert [step.id for step in left.steps] == ["before", "second", "owed"]
