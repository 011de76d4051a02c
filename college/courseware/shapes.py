"""The shapes of the YAML that authors write: course, quiz, front matter and their translations."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from college.courseware import amounts, handling
from college.courseware.outline import Level, Navigation, OrganisationKind, QuizKind, Visibility

Id = Annotated[
    str,
    BeforeValidator(amounts.checked_id),
    WithJsonSchema({"type": "string", "pattern": f"^{amounts.ID.pattern}$", "maxLength": 64}),
]
Language = Annotated[
    str,
    BeforeValidator(amounts.checked_language),
    WithJsonSchema({"type": "string", "pattern": f"^{amounts.LANGUAGE.pattern}$"}),
]
Digest = Annotated[
    str,
    BeforeValidator(amounts.checked_digest),
    WithJsonSchema({"type": "string", "pattern": f"^{amounts.DIGEST.pattern}$"}),
]
Percentage = Annotated[
    int, BeforeValidator(amounts.percentage), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,3} ?%$"})
]
Duration = Annotated[
    timedelta | None,
    BeforeValidator(amounts.duration),
    WithJsonSchema({"type": "string", "pattern": "^(none|[0-9]{1,4} ?(minute|hour|day|week)s?)$"}),
]
Validity = Annotated[
    int | None,
    BeforeValidator(amounts.validity),
    WithJsonSchema({"type": "string", "pattern": "^(unlimited|[0-9]{1,3} ?(month|year)s?)$"}),
]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Path = Annotated[str, Field(min_length=1, max_length=200)]


def _audience(value: object) -> object:
    return [] if value == "everyone" else value


def _per_page(value: object) -> object:
    return 0 if value == "all" else value


Audience = Annotated[
    tuple[OrganisationKind, ...],
    BeforeValidator(_audience),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "everyone"},
                {"type": "array", "items": {"enum": [kind.value for kind in OrganisationKind]}},
            ]
        }
    ),
]
PerPage = Annotated[
    int,
    BeforeValidator(_per_page),
    Field(ge=0, le=100),
    WithJsonSchema({"anyOf": [{"const": "all"}, {"type": "integer", "minimum": 1, "maximum": 100}]}),
]


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    inside: ClassVar[dict[tuple[str, ...], type[BaseModel]]] = {}

    @classmethod
    def known(cls, place: tuple[str | int, ...]) -> set[str]:
        """The keys possible in the mapping at `place`."""
        names = tuple(step for step in place if isinstance(step, str))
        shape = cls.inside.get(names, cls if not names else None)
        return {field.alias or name for name, field in shape.model_fields.items()} if shape else set()


class CertificateNeeds(Shape):
    exam: Literal["pass"] | None = Field(None, alias="exam.yaml")
    modules: Literal["all"] | None = None


class CertificateShape(Shape):
    requires: CertificateNeeds | None = None
    valid_for: Validity = None
    endorsed_by: Words | None = None


class CourseShape(Shape):
    id: Id
    title: Words
    summary: Words
    language: Language
    translations: tuple[Language, ...] = ()
    level: Level
    hours: Annotated[Decimal, Field(gt=0, le=1000)]
    audience: Audience = ()
    visibility: Visibility = Visibility.LISTED
    open_module: bool = False
    requires: tuple[Id, ...] = ()
    outcomes: dict[Id, Words] = {}
    outline: Annotated[tuple[Path, ...], Field(min_length=1)]
    certificate: CertificateShape = CertificateShape()
    instructors: tuple[Words, ...] = ()
    reviewed_by: Words | None = None
    was: tuple[Id, ...] = ()

    inside = {("certificate",): CertificateShape, ("certificate", "requires"): CertificateNeeds}


class DrawShape(Shape):
    source: Path = Field(alias="from")
    outcome: str | None = None
    count: Annotated[int, Field(ge=1, le=500)] | None = None


class RulesShape(Shape):
    materials: Literal["open-book", "closed-book"] = "open-book"
    help: Literal["not-allowed", "allowed"] = "not-allowed"


Review = Literal["score", "outcomes", "pages", "answers", "feedback"]


class QuizShape(Shape):
    id: Id
    kind: QuizKind
    title: Words
    pass_mark: Percentage = Field(80, alias="pass")
    attempts: Annotated[int, Field(ge=1, le=100)] | None = None
    wait: Duration = Field(None, alias="wait_between_attempts")
    time_limit: Duration = None
    rules: RulesShape = RulesShape()
    shuffle: tuple[Literal["questions", "choices"], ...] = ("questions", "choices")
    navigation: Navigation = Navigation.FREE
    review: tuple[Review, ...] | None = None
    questions_per_page: PerPage = 1
    opens_after: Literal["start", "modules"] = "start"
    draw: Annotated[tuple[DrawShape, ...], Field(min_length=1)]
    was: tuple[Id, ...] = ()

    inside = {("draw",): DrawShape, ("rules",): RulesShape}


class ModuleShape(Shape):
    """The front matter of a module."""

    id: Id
    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    outcomes: tuple[str, ...] = ()
    quiz: Path | None = None
    handling: Words | None = None
    audience: Audience = ()
    was: tuple[Id, ...] = ()

    @property
    def names_readers(self) -> bool:
        return "audience" in self.model_fields_set

    @property
    def readers(self) -> tuple[OrganisationKind, ...]:
        """Whom alone the module is for, as it says itself or as the words of its handling do; empty: everyone."""
        return self.audience if self.names_readers else handling.meant_by(self.handling or "") or ()


class CaseShape(Shape):
    """The front matter of a case."""

    id: Id
    title: Words
    minutes: Annotated[int, Field(ge=1, le=600)]
    start: Id
    outcomes: tuple[str, ...] = ()
    was: tuple[Id, ...] = ()


class ListShape(Shape):
    """The front matter that a bank or a glossary may have."""

    title: Words | None = None


class TranslationShape(Shape):
    """The front matter of a translated file; whole files of words only."""

    source: Digest | None = None
    title: Words | None = None
    translated_by: Words | None = None
    reviewed_by: Words | None = None


class ModuleTranslationShape(TranslationShape):
    title: Words
    handling: Words | None = None


class CaseTranslationShape(TranslationShape):
    title: Words


class QuizTranslationShape(TranslationShape):
    title: Words


class CourseTranslationShape(TranslationShape):
    title: Words
    summary: Words
    outcomes: dict[Id, Words] = {}
