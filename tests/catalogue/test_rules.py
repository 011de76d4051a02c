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
    is_open_to_all,
    may_read,
    may_see,
    titles_for,
    why_closed,
)
from college.courseware.outline import Level, OrganisationKind, Visibility
from college.errors import Words
from tests.catalogue.offered import make_course

OPEN = make_course()
CUSTOMS = make_course(audience=(OrganisationKind.CUSTOMS, OrganisationKind.POLICE))
HIDDEN = make_course(audience=(OrganisationKind.CUSTOMS,), visibility=Visibility.HIDDEN)
LATER = make_course(requires=("goods", "proof"))


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
