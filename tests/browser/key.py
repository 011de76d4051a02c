"""What is right in the sample course, from its source; pages never say it."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Locator, Page

from college.courseware import reader
from college.courseware.outline import Question
from tests.sample_course import as_bytes, sample


@cache
def questions() -> dict[str, Question]:
    course = reader.read_files(as_bytes(sample())).course
    assert course is not None
    return {question.id: question for question in course.questions}


def right(question_id: str, language: str = "en") -> list[str]:
    """The words of the right choices, or one accepted answer."""
    question = questions()[question_id]
    if question.choices:
        return [choice.words.said(language, "en").words for choice in question.choices if choice.right]
    accepted = question.accepted[0]
    return [accepted.spellings["en"][0] if accepted.spellings else str(accepted.low)]


def wrong(question_id: str, language: str = "en") -> list[str]:
    question = questions()[question_id]
    if question.choices:
        return [next(choice.words.said(language, "en").words for choice in question.choices if not choice.right)]
    return ["1000000"]


def asked(page: Page) -> list[Locator]:
    """The questions on the page that wait for an answer."""
    return page.locator("fieldset.question").all()


def answer(field: Locator, *, rightly: bool = True, language: str = "en") -> list[str]:
    """Give an answer as a person does, and return its words."""
    question_id = field.get_attribute("data-question") or ""
    words = (right if rightly else wrong)(question_id, language)
    if questions()[question_id].choices:
        for one in words:
            field.get_by_label(one, exact=True).check()
    else:
        field.locator("input:not([type=hidden])").fill(words[0])
    return words
