"""JSON Schemas of the YAML that authors write, for completion in their editors."""

from college.courseware.shapes import (
    CaseShape,
    CaseTranslationShape,
    CourseShape,
    CourseTranslationShape,
    ModuleShape,
    ModuleTranslationShape,
    QuizShape,
    QuizTranslationShape,
    Shape,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SHAPES: dict[str, tuple[type[Shape], str]] = {
    "course": (CourseShape, "course.yaml"),
    "course-translation": (CourseTranslationShape, "course.<language>.yaml"),
    "module": (ModuleShape, "Front matter of a module"),
    "module-translation": (ModuleTranslationShape, "Front matter of a translated module"),
    "case": (CaseShape, "Front matter of a case"),
    "case-translation": (CaseTranslationShape, "Front matter of a translated case"),
    "quiz": (QuizShape, "exam.yaml and quizzes/*.yaml"),
    "quiz-translation": (QuizTranslationShape, "A translated quiz"),
}


def schemas() -> dict[str, dict[str, object]]:
    """By name, such as course for course.schema.json."""
    return {
        name: {"$schema": DIALECT, **shape.model_json_schema(by_alias=True), "title": title}
        for name, (shape, title) in _SHAPES.items()
    }
