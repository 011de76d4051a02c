"""The courses that ship: free of errors, and the schemas beside them are those of the reader."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from college.courseware import reader
from college.courseware.mistakes import Level
from college.courseware.outline import Course, QuestionKind, Quiz
from college.courseware.schema import schemas
from config import ROOT

FOLDERS = sorted(path.parent for path in (ROOT / "courses").glob("*/course.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_shipped_course_has_no_errors(folder: Path) -> None:
    found = reader.read(folder)
    assert [str(mistake) for mistake in found.mistakes if mistake.level is Level.ERROR] == []
    assert found.course is not None


def test_the_introduction_is_what_it_says_it_is() -> None:
    course = reader.read(ROOT / "courses" / "illicit-goods-introduction").course
    assert course is not None and course.exam is not None
    assert len(course.modules) == 7
    assert sum(draw.count for draw in course.exam.draws) == 50
    drawable = {question.id for draw in course.exam.draws for question in course.pool(draw)}
    assert len(drawable) >= 150
    assert all(module.quiz for module in course.modules)
    for module in course.modules:
        words = sum(len(page.body.root["en"].split()) for page in module.pages)
        assert words >= 700, module.id


@pytest.mark.parametrize("language", ["ar", "es", "fr"])
def test_the_introduction_is_whole_in(language: str) -> None:
    course = reader.read(ROOT / "courses" / "illicit-goods-introduction").course
    assert course is not None and language in {each.language for each in course.translations}
    pages = [page for module in course.modules for page in module.pages]
    assert [page.id for page in pages if language not in page.body.root] == []
    questions = course.questions_by_id.values()
    assert [question.id for question in questions if language not in question.ask.root] == []


def test_every_bank_of_the_introduction_asks_for_an_order_or_for_pairs() -> None:
    course = reader.read(ROOT / "courses" / "illicit-goods-introduction").course
    assert course is not None and course.exam is not None
    pools = {draw: course.pool(draw) for quiz in (course.exam, *course.quizzes) for draw in quiz.draws}
    assert len(pools) == 2 * len(course.modules)
    assert [draw for draw, pool in pools.items() if not any(one.items or one.pairs for one in pool)] == []


def test_schemas_for_editors_are_those_of_the_reader() -> None:
    for name, schema in schemas().items():
        shipped = json.loads((ROOT / "courses" / "schema" / f"{name}.schema.json").read_text())
        assert shipped == schema, f"{name}: run flask courses schemas courses/schema"


def test_online_counterfeiting_is_whole_in_both_its_languages() -> None:
    course = reader.read(ROOT / "courses" / "online-counterfeiting").course
    assert course is not None and course.exam is not None
    assert [(each.language, each.complete_percent, each.stale) for each in course.translations] == [("es", 100, ())]
    assert sum(draw.count for draw in course.exam.draws) == 50
    for draw in course.exam.draws:
        assert len(course.pool(draw)) >= 3 * draw.count, draw
    assert all(module.quiz for module in course.modules)


@pytest.mark.parametrize("name", ["falsified-medicines", "small-consignments"])
def test_a_short_course_draws_twenty_questions_from_pools_three_times_as_large(name: str) -> None:
    exam = course_in(name).exam
    assert exam is not None
    assert sum(draw.count for draw in exam.draws) == 20
    assert [draw for draw in exam.draws if len(course_in(name).pool(draw)) < 3 * draw.count] == []


def test_small_consignments_is_whole_in_both_its_languages() -> None:
    translations = course_in("small-consignments").translations
    assert [(each.language, each.complete_percent, each.stale) for each in translations] == [("ar", 100, ())]


def test_the_shipped_courses_ask_every_kind_of_question() -> None:
    asked = {question.kind for folder in FOLDERS for question in course_in(folder.name).questions}
    assert asked == set(QuestionKind)


@pytest.mark.parametrize("name", ["falsified-medicines", "online-counterfeiting", "small-consignments"])
def test_things_are_put_in_order_and_matched_in_practice_and_in_the_exam(name: str) -> None:
    course = course_in(name)
    assert course.exam is not None
    for quizzes in ((course.exam,), course.quizzes):
        assert {QuestionKind.ORDER, QuestionKind.MATCH} <= kinds_drawn(course, quizzes)


def course_in(name: str) -> Course:
    course = reader.read(ROOT / "courses" / name).course
    assert course is not None
    return course


def kinds_drawn(course: Course, quizzes: tuple[Quiz, ...]) -> set[QuestionKind]:
    draws = [draw for quiz in quizzes for draw in quiz.draws]
    return {question.kind for draw in draws for question in course.pool(draw)}
