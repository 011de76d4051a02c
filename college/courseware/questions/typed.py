"""Typed answers: words in any language of the edition, or a number, exact, with a tolerance or in a range."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from college.courseware.manuscript import WrittenAnswer
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Accepted, Question, QuestionKind
from college.courseware.questions.items import Item
from college.courseware.questions.numbers import read_number
from college.courseware.questions.points import AnswerTooLong, BadAnswer, GroupedNumber, Points, all_or_nothing

LONGEST = 500  # characters
LINE = re.compile(r"^[-*+] =[ \t]*(.*)$")
_QUOTED = re.compile(r'"([^"]+)"')
_RANGE = re.compile(r"(.+?)\s*\.\.\s*(.+)")
_TOLERANCE = re.compile(r"(.+?)\s*(?:±|\+/-|\+-)\s*(.+)")

Numbers = tuple[Decimal, Decimal]


def read(items: Sequence[Item], path: str, mistakes: Mistakes) -> list[WrittenAnswer]:
    """The answers that `items` accept; notes what can be no answer."""
    answers = []
    for item in items:
        found = LINE.match(item.line.text)
        answer = WrittenAnswer(found[1].strip() if found else "", item.line.at())
        if answer.text in ("...", "…"):
            mistakes.add("kind-unsupported", path, item.line.at(), kind="open answers")
        elif not answer.text or len(answer.text) > LONGEST:
            mistakes.add("typed-empty", path, item.line.at())
        answers.append(answer)
    kinds = {numbers(answer.text) is not None for answer in answers}
    for answer in answers:
        _check(answer, path, mixed=len(kinds) > 1, mistakes=mistakes)
    return answers


def _check(answer: WrittenAnswer, path: str, *, mixed: bool, mistakes: Mistakes) -> None:
    try:
        found = numbers(answer.text, strict=True)
    except GroupedNumber:
        mistakes.add("typed-grouped", path, answer.place, wrong=answer.text)
        return
    if found and found[0] > found[1]:
        mistakes.add("bad-range", path, answer.place)
    elif found and found[0] < found[1] and mixed:
        mistakes.add("typed-mixed", path, answer.place)


def numbers(text: str, *, strict: bool = False) -> Numbers | None:
    """The closed range that `text` accepts, or None where it is words; GroupedNumber when `strict`."""
    if len(text) > LONGEST or _QUOTED.fullmatch(text):
        return None
    try:
        if found := _RANGE.fullmatch(text):
            return read_number(found[1]), read_number(found[2])
        if found := _TOLERANCE.fullmatch(text):
            middle, either_way = read_number(found[1]), read_number(found[2])
            return middle - either_way, middle + either_way
        value = read_number(text)
    except GroupedNumber:
        if strict:
            raise
        return None
    except BadAnswer:
        return None
    return value, value


def kind_of(answers: Sequence[WrittenAnswer]) -> QuestionKind:
    """A number when every answer is one; quotation marks make words of digits, as in "0402"."""
    return QuestionKind.NUMBER if all(numbers(answer.text) for answer in answers) else QuestionKind.TEXT


def spellings(answers: Sequence[WrittenAnswer]) -> tuple[str, ...]:
    return tuple(found[1] if (found := _QUOTED.fullmatch(answer.text)) else answer.text for answer in answers)


def accepted(answers: Sequence[WrittenAnswer], others: Mapping[str, Sequence[WrittenAnswer]]) -> tuple[Accepted, ...]:
    """What counts as right; `others` are the answers by language, the source language among them."""
    if kind_of(answers) is QuestionKind.NUMBER:
        ranges = [found for answer in answers if (found := numbers(answer.text))]
        return tuple(Accepted(low=low, high=high) for low, high in ranges)
    return (Accepted(spellings={language: spellings(written) for language, written in others.items() if written}),)


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer to be kept, as typed; AnswerTooLong, GroupedNumber or NotANumber where it must be typed again."""
    if len(raw) > 1:
        raise BadAnswer
    text = raw[0].strip() if raw else ""
    if len(text) > LONGEST:
        raise AnswerTooLong(limit=LONGEST)
    if text and question.kind is QuestionKind.NUMBER:
        read_number(text)
    return {"text": text}


def fault(question: Question, given: object) -> BadAnswer | None:
    """Why a number that is kept as it was typed cannot be read."""
    if question.kind is QuestionKind.NUMBER:
        try:
            read_number(typed(given))
        except BadAnswer as error:
            return error
    return None


def typed(given: object) -> str:
    text = given.get("text") if isinstance(given, Mapping) else None
    return text if isinstance(text, str) else ""


def folded(text: str) -> str:
    """Text as it is compared: compatible forms, case and white space made the same (NFKC of Unicode Annex 15)."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def grade(question: Question, given: object) -> Points:
    text = typed(given)
    if question.kind is QuestionKind.NUMBER:
        return all_or_nothing(question, _number_is_right(question, text))
    said = folded(text)
    known = {folded(each) for one in question.accepted for words in one.spellings.values() for each in words}
    return all_or_nothing(question, bool(said) and said in known)


def _number_is_right(question: Question, text: str) -> bool:
    try:
        value = read_number(text)
    except BadAnswer:
        return False
    return any(
        one.low is not None and one.high is not None and one.low <= value <= one.high for one in question.accepted
    )
