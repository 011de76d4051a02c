"""Who may see a course, and why it is closed."""

from __future__ import annotations

import pytest

from college.accounts.rules import Role
from college.catalogue.rules import KINDS, LEVELS, STRANGER, Reader, for_whom, may_read, may_see, why_closed
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


def test_only_approved_learners_whom_nothing_keeps_out_and_staff_may_read() -> None:
    closed = Words("closed")
    assert may_read(learner(), None)
    assert not may_read(learner(), closed)
    assert not may_read(Reader(signed_in=True), None)
    assert not may_read(STRANGER, None)
    assert may_read(Reader(True, frozenset({Role.INSTRUCTOR})), closed)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_of_organisation_has_its_words(kind: OrganisationKind) -> None:
    assert KINDS[kind]


@pytest.mark.parametrize("level", Level)
def test_every_level_has_its_words(level: Level) -> None:
    assert LEVELS[level]
