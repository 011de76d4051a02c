"""A reader's test of a course, in figures: what is tested, what teaches, what guessing earns, how hard it reads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from college.courseware.outline import Course, Question, QuestionKind
from college.courseware.scenario import CaseMeasures, measure_case

FEWEST = 3
"""Questions of the exam that every outcome should be tested by."""

# A figure about the world: a share, money, or a count large enough that nobody has counted it alone.
_FIGURE = re.compile(
    r"(?<!\d)(?<!\d[.,\u00a0\u202f ])\d[\d.,\u00a0\u202f ]*+\s?(?:%|per cent|percent|million|billion|tonnes?|litres?)"
    r"|(?:USD|EUR|GBP)[ \u00a0]?\d[\d.,]*"
    r"|\b\d{1,3}(?:[,\u00a0\u202f]\d{3})+\b"
)
_INVENTED = re.compile(r"\b(?:[Ss]uppose|[Ii]magine|[Ii]nvented|[Ee]xample|may be)\b")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_MARKS = re.compile(r"\[\^[^\[\]]*\]|\]\([^()]*\)|\{[^{}]*\}|^\s*>\s?(?:\[![A-Z]+\])?|[*_#|]", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NOTE = re.compile(r"\s*\[\^[^\]]+\]:")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LONG_WORD = 7


@dataclass(frozen=True)
class Reading:
    """How hard a text reads: `lix` is words a sentence plus the percentage of words of seven letters or more
    (C.-H. Björnsson, Läsbarhet, 1968): about 40 is a newspaper, 60 a statute."""

    words: int
    words_a_sentence: float
    lix: float


@dataclass(frozen=True)
class Measures:
    """What the figures of one course are."""

    tested: tuple[tuple[str, int], ...]  # outcome, exam questions that can be drawn
    wrong_choices: int
    silent: tuple[str, ...]  # ids of questions with a wrong choice that has no feedback
    single: int  # questions with one right choice
    by_longest: Fraction  # share that "pick the longest" gets right
    by_chance: Fraction  # share that a blind guess gets right
    readings: tuple[tuple[str, Reading], ...]  # module, in the source language
    unsourced: tuple[tuple[str, str], ...]  # module/page, the passage with a figure and no footnote
    cases: tuple[CaseMeasures, ...]

    @property
    def faults(self) -> int:
        """How many of the figures a careful editor would not let pass."""
        untested = sum(count < FEWEST for _, count in self.tested)
        return untested + len(self.silent) + len(self.unsourced) + sum(case.faults for case in self.cases)


def measure(course: Course) -> Measures:
    """The figures of `course` in its source language."""
    single = [question for question in course.questions if question.kind is QuestionKind.ONE]
    wrong = [(question, choice) for question in course.questions for choice in question.choices if not choice.right]
    return Measures(
        tested=tuple(_tested(course)),
        wrong_choices=len(wrong),
        silent=tuple(dict.fromkeys(question.id for question, choice in wrong if choice.feedback is None)),
        single=len(single),
        by_longest=_share(_longest(question, course.language) for question in single),
        by_chance=_share(Fraction(1, len(question.choices)) for question in single),
        readings=tuple(
            (module.id, reading("\n\n".join(page.body.root[course.language] for page in module.pages)))
            for module in course.modules
        ),
        unsourced=tuple(_unsourced(course)),
        cases=tuple(measure_case(case, course.language) for case in course.cases),
    )


def _tested(course: Course) -> Iterator[tuple[str, int]]:
    drawable = {question.id for draw in course.exam.draws for question in course.pool(draw)} if course.exam else set()
    counted = Counter(question.outcome for question in course.questions if question.id in drawable)
    for outcome in course.outcomes:
        yield outcome.id, counted[outcome.id]


def _share(parts: Iterator[Fraction]) -> Fraction:
    found = list(parts)
    return sum(found, Fraction(0)) / len(found) if found else Fraction(0)


def _longest(question: Question, language: str) -> Fraction:
    """What choosing the longest words earns: a tie is a guess among the longest."""
    lengths = {choice.id: len(choice.words.root[language]) for choice in question.choices}
    longest = [choice for choice in question.choices if lengths[choice.id] == max(lengths.values())]
    return Fraction(sum(choice.right for choice in longest), len(longest))


def reading(markdown: str) -> Reading:
    """How hard a text reads, its code, footnotes and marks left out."""
    text = _MARKS.sub(" ", "\n".join(_prose(markdown)))
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not words:
        return Reading(0, 0.0, 0.0)
    length = len(words) / len(sentences)
    long = sum(len(word) >= _LONG_WORD for word in words)
    return Reading(len(words), round(length, 1), round(length + 100 * long / len(words), 1))


def _prose(markdown: str) -> Iterator[str]:
    for block in _blocks(markdown):
        if not block.lstrip().startswith("|"):
            yield block + "\n"


def _blocks(markdown: str) -> list[str]:
    """Paragraphs, lists and tables, without code, pictures and the texts of footnotes."""
    parts = re.split(r"\n\s*\n", _PICTURE.sub("", _CODE.sub(" ", markdown)))
    return [part for part in parts if part.strip() and not _NOTE.match(part)]


def _unsourced(course: Course) -> Iterator[tuple[str, str]]:
    """Passages with a figure about the world and no source.

    The footnote stands in the passage; or, for lists and tables, just before or after; or beside the same figure
    elsewhere in the module. What says that it is invented needs none.
    """
    for module in course.modules:
        pages = [(page.id, _blocks(page.body.root[course.language])) for page in module.pages]
        sourced = {figure for _, blocks in pages for block in blocks if "[^" in block for figure in _figures(block)}
        for page_id, blocks in pages:
            for n, block in enumerate(blocks):
                around = "".join(blocks[max(0, n - 1) : n + 2]) if block.lstrip()[:1] in "|-*1>" else block
                if "[^" not in around and not _INVENTED.search(around) and not sourced.issuperset(_figures(block)):
                    yield f"{module.id}/{page_id}", " ".join(block.split())


def _figures(block: str) -> set[str]:
    """The figures in a passage by their digits, however their words are put."""
    return {re.sub(r"[^\d.]", "", found[0]).strip(".") for found in _FIGURE.finditer(block)}
