"""What the author wrote, each part with its place: between the lines of files and the values of the outline."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from college.courseware.amounts import whole
from college.courseware.lines import Document
from college.courseware.located import Located
from college.courseware.mistakes import START, Mistakes, Place
from college.courseware.outline import Medium
from college.courseware.shapes import CaseShape, CourseShape, ModuleShape, QuizShape, TranslationShape

OPENING = "start"  # the id of what stands before the first heading of a module


@dataclass
class WrittenPage:
    """A page of a module, or an entry of the glossary."""

    id: str
    title: str
    body: str
    place: Place
    title_place: Place


@dataclass
class WrittenItem:
    """Something that is put in order, or words of a second column."""

    id: str | None
    words: str
    place: Place
    id_place: Place
    feedback: str | None = None


@dataclass
class WrittenChoice(WrittenItem):
    ticked: bool = False


@dataclass
class WrittenPair(WrittenItem):
    """A row of a matching table; `words` are those of its first cell."""

    partner: str = ""


@dataclass
class WrittenAnswer:
    """A typed answer as it stands after the equals sign."""

    text: str
    place: Place


@dataclass
class WrittenQuestion:
    id: str
    path: str
    ask: str
    place: Place
    id_place: Place
    attributes: dict[str, tuple[str, Place]] = field(default_factory=dict)
    stem: str | None = None
    hint: str | None = None
    explanation: str | None = None
    choices: list[WrittenChoice] = field(default_factory=list)
    answers: list[WrittenAnswer] = field(default_factory=list)
    items: list[WrittenItem] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    pairs: list[WrittenPair] = field(default_factory=list)
    distractors: list[WrittenItem] = field(default_factory=list)

    def attribute(self, key: str) -> str | None:
        return self.attributes[key][0] if key in self.attributes else None

    def at(self, key: str) -> Place:
        return self.attributes[key][1] if key in self.attributes else self.place

    @property
    def named(self) -> list[WrittenItem]:
        """Everything under the question that carries an id."""
        return [*self.choices, *self.items, *self.pairs, *self.distractors]

    @property
    def words(self) -> str:
        """Everything that is asked, as one text."""
        second = [*(pair.partner for pair in self.pairs), *(each.words for each in self.distractors)]
        named = [each.words for each in (*self.choices, *self.items, *self.pairs)]
        parts = [self.ask, self.stem or "", *named, *second]
        return "\n".join(part for part in parts if part)


@dataclass
class Translated:
    """What the head of a translated file says about itself."""

    path: str
    language: str
    head: TranslationShape
    located: Located | None
    stale: bool

    @property
    def place(self) -> Place:
        return self.located.at("source") if self.located else START


@dataclass
class Written:
    """A source file and its translations."""

    path: str
    located: Located | None = None
    document: Document | None = None
    translations: dict[str, Translated] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)  # of the translations


@dataclass
class WrittenModule(Written):
    head: ModuleShape | None = None
    pages: dict[str, list[WrittenPage]] = field(default_factory=dict)  # by language, the source as ""

    def at(self, *key: str | int) -> Place:
        return self.located.at(*key) if self.located else START


@dataclass
class WrittenBank(Written):
    questions: list[WrittenQuestion] = field(default_factory=list)
    translated: dict[str, dict[str, WrittenQuestion]] = field(default_factory=dict)  # by language and id


@dataclass
class WrittenGlossary(Written):
    terms: dict[str, list[WrittenPage]] = field(default_factory=dict)  # by language, the source as ""


@dataclass
class WrittenQuiz(Written):
    head: QuizShape | None = None

    def at(self, *key: str | int) -> Place:
        return self.located.at(*key) if self.located else START


@dataclass
class WrittenDecision:
    """One way on from a scene; `target` is the id that its link names."""

    id: str | None
    words: str
    target: str
    place: Place
    id_place: Place
    target_place: Place
    attributes: dict[str, tuple[str, Place]] = field(default_factory=dict)
    consequence: str | None = None

    def attribute(self, key: str) -> str | None:
        return self.attributes[key][0] if key in self.attributes else None

    def at(self, key: str) -> Place:
        return self.attributes[key][1] if key in self.attributes else self.place

    @property
    def score(self) -> int:
        """What is written as a score; 0 where there is none or none that can be read."""
        return whole(self.attribute("score") or "0") or 0


@dataclass
class WrittenScene(WrittenPage):
    attributes: dict[str, tuple[str, Place]] = field(default_factory=dict)
    decisions: list[WrittenDecision] = field(default_factory=list)

    @property
    def end(self) -> str | None:
        return self.attributes["end"][0] if "end" in self.attributes else None

    @property
    def words(self) -> str:
        """Everything that is said, as one text."""
        said = [part for each in self.decisions for part in (each.words, each.consequence) if part]
        return "\n".join([self.title, self.body, *said])


@dataclass
class WrittenCase(Written):
    head: CaseShape | None = None
    briefings: dict[str, str] = field(default_factory=dict)  # by language, the source as ""
    scenes: dict[str, list[WrittenScene]] = field(default_factory=dict)  # by language, the source as ""
    choice_lines: dict[str, set[int]] = field(default_factory=dict)  # by path, of choices that cannot be read too

    def at(self, *key: str | int) -> Place:
        return self.located.at(*key) if self.located else START


@dataclass
class WrittenMedium:
    medium: Medium
    width: int | None = None
    height: int | None = None
    seconds: float | None = None  # of a film or a recording


@dataclass
class Manuscript:
    """A whole course as written; parts with mistakes may be missing."""

    mistakes: Mistakes
    course: Written
    head: CourseShape | None = None
    language: str = "en"
    languages: tuple[str, ...] = ()  # translations only
    modules: dict[str, WrittenModule] = field(default_factory=dict)
    banks: dict[str, WrittenBank] = field(default_factory=dict)
    quizzes: dict[str, WrittenQuiz] = field(default_factory=dict)
    cases: dict[str, WrittenCase] = field(default_factory=dict)
    glossary: WrittenGlossary | None = None
    media: dict[str, WrittenMedium] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()
    transcripts: dict[str, Document] = field(default_factory=dict)  # by path
    texts: dict[str, str] = field(default_factory=dict)  # of every file that is one, by path

    @property
    def outline(self) -> tuple[str, ...]:
        """Paths of modules in the learners' order; every module while course.yaml cannot be read."""
        if self.head is None:
            return tuple(self.modules)
        return tuple(path for path in self.head.outline if path in self.modules)

    @property
    def parts(self) -> Iterator[Written]:
        """Every source file that may have translations."""
        yield self.course
        yield from self.modules.values()
        yield from self.banks.values()
        yield from self.quizzes.values()
        yield from self.cases.values()
        if self.glossary:
            yield self.glossary

    @property
    def documents(self) -> Iterator[tuple[Document, str]]:
        """Every Markdown file with its language."""
        for part in self.parts:
            if part.document:
                yield part.document, self.language
            for language, document in part.documents.items():
                yield document, language
        for path, document in self.transcripts.items():
            yield document, path.split(".")[-2]

    @property
    def questions(self) -> dict[str, WrittenQuestion]:
        """By id; of two with one id the first."""
        found: dict[str, WrittenQuestion] = {}
        for bank in self.banks.values():
            for question in bank.questions:
                found.setdefault(question.id, question)
        return found

    @property
    def exam(self) -> WrittenQuiz | None:
        return next((quiz for quiz in self.quizzes.values() if quiz.head and quiz.head.kind == "exam"), None)
