"""What is handed to the renderer: a piece of Markdown, and the course that stands around it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class RenderingFailed(Exception):
    """This text cannot be shown; `where` is for the caller to fill in."""

    def __init__(self, reason: str, where: str = "") -> None:
        self.reason = reason
        self.where = where
        super().__init__(f"{where}: {reason}" if where else reason)


class TooHard(RenderingFailed):
    """Rendering took more time, memory or depth than any honest text needs."""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Piece(Value):
    """One leaf of Markdown and where it stands."""

    markdown: str
    path: str  # the file it is written in, from which its links start: modules/010-….md
    language: str
    prefix: str = "text-"  # of every id that rendering makes, to keep it apart from the ids of the page around it
    inline: bool = False  # one line, as on a label: no blocks
    terms: bool = False  # list the glossary's words that were used, after the text


class Picture(Value):
    sha256: str
    width: int | None = None  # pixels
    height: int | None = None


class Captions(Value):
    language: str
    path: str
    sha256: str
    label: str  # the language's own name


class Film(Value):
    """A film, or a recording where its type is one of sound; `size` is in bytes."""

    sha256: str
    type: str
    size: int
    seconds: float | None = None
    poster: str | None = None  # path of the picture that stands there before it plays
    captions: tuple[Captions, ...] = ()
    transcripts: tuple[str, ...] = ()  # languages


class ModulePlace(Value):
    id: str
    pages: tuple[str, ...]


class Term(Value):
    """A glossary entry in one language, as plain words."""

    term: str
    meaning: str


class Surroundings(Value):
    """What the links of a course may point at; keys are paths as the author names them."""

    course: str
    modules: dict[str, ModulePlace] = {}
    questions: dict[str, tuple[str, ...]] = {}  # ids by bank
    pictures: dict[str, Picture] = {}
    films: dict[str, Film] = {}
    terms: dict[str, dict[str, Term]] = {}  # by id and language
    source: str = "en"  # the language that terms fall back to
    exam: str | None = None
    quizzes: dict[str, str] = {}  # ids of practice quizzes
    cases: dict[str, str] = {}  # ids of cases

    @property
    def address(self) -> str:
        return f"/courses/{self.course}/"
