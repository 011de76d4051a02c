"""What a course says: frozen values, in every language it says it in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from college.courseware.scenario import Case
from college.courseware.texts import Said, Text, Value


class Level(StrEnum):
    INTRODUCTORY = "introductory"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    SPECIALISED = "specialised"


class Visibility(StrEnum):
    LISTED = "listed"
    HIDDEN = "hidden"


class OrganisationKind(StrEnum):
    """Who a course may be for; the same words as the organisations of the college."""

    POLICE = "police"
    CUSTOMS = "customs"
    TAX = "tax"
    BORDER = "border"
    MARKET = "market"
    REGULATOR = "regulator"
    PROSECUTION = "prosecution"
    JUDICIARY = "judiciary"
    INTERNATIONAL = "international"
    PRIVATE = "private"
    ACADEMIA = "academia"


class Outcome(Value):
    id: str
    title: Text


class Term(Value):
    """A glossary entry; `meaning` is Markdown."""

    id: str
    term: Text
    meaning: Text


class Page(Value):
    """One screen of a module; `body` is Markdown without its own heading."""

    id: str
    title: Text
    body: Text
    stale: tuple[str, ...] = ()  # languages whose translation is older than the source text


class Module(Value):
    id: str
    path: str  # as the author names it, for "report a problem": modules/010-….md
    title: Text
    minutes: int
    outcomes: tuple[str, ...] = ()
    pages: tuple[Page, ...]
    quiz: str | None = None  # id of a practice quiz
    handling: Text | None = None
    audience: tuple[OrganisationKind, ...] = ()  # whom handling leaves of the course's audience; empty: all of it

    @model_serializer(mode="wrap")
    def _without_empty_audience(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # Editions made before modules could be narrowed keep their digests.
        written: dict[str, Any] = write(self)
        return {key: value for key, value in written.items() if value or key != "audience"}


class Item(Value):
    """What stands under a question with an id of its own; `words` and `feedback` are Markdown."""

    id: str
    words: Text
    feedback: Text | None = None


class Choice(Item):
    right: bool


class Pair(Item):
    """A row of a matching table: `words` of the first column, and the `partner` that belongs to them."""

    partner: Text


class Accepted(Value):
    """One accepted typed answer: a spelling by language, or a closed range of numbers."""

    spellings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    low: Decimal | None = None
    high: Decimal | None = None


class QuestionKind(StrEnum):
    ONE = "one"  # choice, radio buttons
    MANY = "many"  # choice, check boxes
    TEXT = "text"  # typed words
    NUMBER = "number"  # typed number, exact, with tolerance or in a range
    ORDER = "order"  # items to be put in order
    MATCH = "match"  # pairs to be matched


_OF_SOME_KINDS = frozenset({"items", "columns", "pairs", "distractors"})


class Void(StrEnum):
    FULL_MARKS = "full-marks"
    DROP = "drop"


class Question(Value):
    """`ask` is the heading, plain words; stem, hint and explanation are Markdown."""

    id: str
    bank: str  # path of its file: questions/scale.md
    kind: QuestionKind
    ask: Text
    stem: Text | None = None
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    items: tuple[Item, ...] = ()  # in the right order
    columns: tuple[Text, ...] = ()  # names of the two columns of pairs, plain words
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[Item, ...] = ()  # in the second column, and right nowhere
    explanation: Text | None = None
    outcome: str | None = None
    points: int = 1
    level: str | None = None
    tags: tuple[str, ...] = ()
    void: Void | None = None
    pages: tuple[str, ...] = ()  # "module/page" to read again, written as pages="module/page …"
    ready: tuple[str, ...] = ()  # languages it may be examined in: complete, current, reviewed (the source always)

    @model_serializer(mode="wrap")
    def _without_other_kinds(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # A kind that a course does not use leaves no trace in its canonical text, so its digest stays what it was.
        written: dict[str, Any] = write(self)
        return {key: value for key, value in written.items() if value or key not in _OF_SOME_KINDS}


class QuizKind(StrEnum):
    EXAM = "exam"
    PRACTICE = "practice"


class Navigation(StrEnum):
    FREE = "free"
    FORWARD_ONLY = "forward-only"


class Draw(Value):
    """`count` questions of one bank (of one outcome of it, when given), or one named question."""

    bank: str
    outcome: str | None = None
    question: str | None = None
    count: int = 1


class Rules(Value):
    materials: str = "open-book"  # open-book | closed-book
    help: str = "not-allowed"  # not-allowed | allowed


class Quiz(Value):
    id: str
    path: str
    kind: QuizKind
    title: Text
    pass_mark: int = 80  # percent
    attempts: int | None = None  # None: as many as wanted
    wait: timedelta = timedelta(0)  # between the end of one attempt and the start of the next
    time_limit: timedelta | None = None
    rules: Rules = Rules()
    shuffle_questions: bool = True
    shuffle_choices: bool = True
    navigation: Navigation = Navigation.FREE
    review: tuple[str, ...] = ("score", "outcomes", "pages")
    questions_per_page: int = 1  # 0: all on one page
    opens_after: str = "start"  # start | modules
    draws: tuple[Draw, ...]


class Medium(Value):
    path: str  # media/parcel.webp
    sha256: str
    type: str
    size: int  # bytes


class CertificateRules(Value):
    exam: bool = True  # the exam must be passed
    modules: bool = True  # every module must be complete
    valid_months: int | None = None  # None: unlimited
    endorsed_by: str | None = None


class Translation(Value):
    """Who stands for a language of the course, and what of it is not current."""

    language: str
    translated_by: str | None = None
    reviewed_by: str | None = None
    stale: tuple[str, ...] = ()  # paths of translated files whose source has changed since
    missing: tuple[str, ...] = ()  # paths of files with no translation
    complete_percent: int = 0  # share of translatable pieces that are there


class Course(Value):
    id: str
    title: Text
    summary: Text
    language: str
    translations: tuple[Translation, ...] = ()
    level: Level
    hours: Decimal
    audience: tuple[OrganisationKind, ...] = ()  # empty: everyone
    visibility: Visibility = Visibility.LISTED
    open_module: bool = False
    requires: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    modules: tuple[Module, ...]
    questions: tuple[Question, ...] = ()
    quizzes: tuple[Quiz, ...] = ()  # practice
    exam: Quiz | None = None
    cases: tuple[Case, ...] = ()
    glossary: tuple[Term, ...] = ()
    media: tuple[Medium, ...] = ()
    certificate: CertificateRules = CertificateRules()
    instructors: tuple[str, ...] = ()
    reviewed_by: str | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The source language first, then the translations in the author's order."""
        return (self.language, *(t.language for t in self.translations))

    def say(self, text: Text, language: str) -> Said:
        return text.said(language, self.language)

    @cached_property
    def questions_by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def modules_by_id(self) -> dict[str, Module]:
        return {module.id: module for module in self.modules}

    @cached_property
    def quizzes_by_id(self) -> dict[str, Quiz]:
        """Practice quizzes and the exam."""
        quizzes = (*self.quizzes, *((self.exam,) if self.exam else ()))
        return {quiz.id: quiz for quiz in quizzes}

    @cached_property
    def cases_by_id(self) -> dict[str, Case]:
        return {case.id: case for case in self.cases}

    @property
    def cases_owed(self) -> tuple[Case, ...]:
        """Those of the outline, in its order."""
        return tuple(case for case in self.cases if case.is_owed)

    @property
    def steps(self) -> Iterator[Module | Case]:
        """Modules and cases in the order of the outline."""
        for number in range(len(self.modules) + 1):
            yield from self.modules[number - 1 : number] if number else ()
            yield from (case for case in self.cases if case.after == number)

    def pool(self, draw: Draw) -> tuple[Question, ...]:
        """The questions that `draw` may take from, in the author's order."""
        if draw.question is not None:
            return (self.questions_by_id[draw.question],)
        return tuple(
            question
            for question in self.questions
            if question.bank == draw.bank
            and question.void is not Void.DROP
            and (draw.outcome is None or question.outcome == draw.outcome)
        )

    def languages_of(self, quiz: Quiz) -> tuple[str, ...]:
        """Languages in which every drawable question is complete, current and reviewed."""
        drawable = [question for draw in quiz.draws for question in self.pool(draw)]
        return tuple(
            language for language in self.languages if all(language in question.ready for question in drawable)
        )
