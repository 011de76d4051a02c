"""The values of a course, from a manuscript without errors."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from college.courseware import handling
from college.courseware.manuscript import Manuscript, Written, WrittenModule, WrittenPage, WrittenQuiz
from college.courseware.outline import (
    CertificateRules,
    Course,
    Draw,
    Module,
    Outcome,
    Page,
    Quiz,
    QuizKind,
    Rules,
    Term,
    Translation,
)
from college.courseware.reader import asked, coverage, told
from college.courseware.shapes import CourseShape, CourseTranslationShape, DrawShape, ModuleTranslationShape
from college.courseware.texts import Text

_PRACTICE_REVIEW = ("score", "outcomes", "pages", "answers", "feedback")
_EXAM_REVIEW = ("score", "outcomes", "pages")


def course_of(manuscript: Manuscript) -> Course | None:
    head = manuscript.head
    if head is None:
        return None
    build = _Build(manuscript, head)
    quizzes = [build.quiz(quiz) for quiz in manuscript.quizzes.values() if quiz.head]
    return Course(
        id=head.id,
        title=build.head_text(manuscript.course, head.title, "title"),
        summary=build.head_text(manuscript.course, head.summary, "summary"),
        language=head.language,
        translations=tuple(build.translations()),
        level=head.level,
        hours=head.hours,
        audience=head.audience,
        visibility=head.visibility,
        open_module=head.open_module,
        requires=head.requires,
        outcomes=tuple(build.outcomes()),
        modules=tuple(build.module(manuscript.modules[path]) for path in manuscript.outline),
        questions=tuple(asked.questions(manuscript)),
        quizzes=tuple(quiz for quiz in quizzes if quiz.kind is QuizKind.PRACTICE),
        exam=next((quiz for quiz in quizzes if quiz.kind is QuizKind.EXAM), None),
        cases=told.cases(manuscript),
        glossary=tuple(build.terms()),
        media=tuple(written.medium for written in manuscript.media.values()),
        certificate=build.certificate(),
        instructors=head.instructors,
        reviewed_by=head.reviewed_by,
    )


class _Build:
    def __init__(self, manuscript: Manuscript, head: CourseShape) -> None:
        self.manuscript = manuscript
        self.head = head

    def text(self, source: str, others: Mapping[str, str | None]) -> Text:
        return asked.text(self.head.language, source, others)

    def head_text(self, written: Written, source: str, key: str) -> Text:
        """Words of the head of a file, such as its title."""
        return self.text(source, {each.language: getattr(each.head, key) for each in written.translations.values()})

    def outcomes(self) -> Iterator[Outcome]:
        heads = {
            language: each.head.outcomes
            for language, each in self.manuscript.course.translations.items()
            if isinstance(each.head, CourseTranslationShape)
        }
        for key, title in self.head.outcomes.items():
            others = {language: outcomes.get(key) for language, outcomes in heads.items()}
            yield Outcome(id=key, title=self.text(title, others))

    def translations(self) -> Iterator[Translation]:
        for language in self.manuscript.languages:
            head = self.manuscript.course.translations.get(language)
            state = coverage.of(self.manuscript, language)
            yield Translation(
                language=language,
                translated_by=head.head.translated_by if head else None,
                reviewed_by=head.head.reviewed_by if head else None,
                stale=state.stale,
                missing=state.missing,
                complete_percent=state.percent,
            )

    def module(self, written: WrittenModule) -> Module:
        head = written.head
        assert head is not None, "a module without a head is an error, and this is read without errors"
        words = None
        if head.handling:
            others = {
                language: each.head.handling
                for language, each in written.translations.items()
                if isinstance(each.head, ModuleTranslationShape)
            }
            words = self.text(head.handling, others)
        stale = tuple(language for language, each in written.translations.items() if each.stale)
        quiz = self.manuscript.quizzes[head.quiz].head if head.quiz else None
        return Module(
            id=head.id,
            path=written.path,
            title=self.head_text(written, head.title, "title"),
            minutes=head.minutes,
            outcomes=head.outcomes,
            pages=tuple(self.page(page, written, stale) for page in written.pages[""]),
            quiz=quiz.id if quiz else None,
            handling=words,
            audience=handling.narrowed(self.head.audience, head.readers),
        )

    def page(self, page: WrittenPage, written: WrittenModule, stale: tuple[str, ...]) -> Page:
        others = _by_language(written.pages, page.id)
        return Page(
            id=page.id,
            title=self.text(page.title, {language: each.title for language, each in others.items()}),
            body=self.text(page.body, {language: each.body for language, each in others.items()}),
            stale=stale,
        )

    def terms(self) -> Iterator[Term]:
        glossary = self.manuscript.glossary
        for term in glossary.terms[""] if glossary else ():
            others = _by_language(glossary.terms, term.id) if glossary else {}
            yield Term(
                id=term.id,
                term=self.text(term.title, {language: each.title for language, each in others.items()}),
                meaning=self.text(term.body, {language: each.body for language, each in others.items()}),
            )

    def quiz(self, written: WrittenQuiz) -> Quiz:
        head = written.head
        assert head is not None, "a quiz that cannot be read is an error"
        exam = head.kind is QuizKind.EXAM
        return Quiz(
            id=head.id,
            path=written.path,
            kind=head.kind,
            title=self.head_text(written, head.title, "title"),
            pass_mark=head.pass_mark,
            attempts=head.attempts,
            wait=head.wait or timedelta(0),
            time_limit=head.time_limit,
            rules=Rules(materials=head.rules.materials, help=head.rules.help),
            shuffle_questions="questions" in head.shuffle,
            shuffle_choices="choices" in head.shuffle,
            navigation=head.navigation,
            review=head.review or (_EXAM_REVIEW if exam else _PRACTICE_REVIEW),
            questions_per_page=head.questions_per_page,
            opens_after=head.opens_after,
            draws=tuple(draw(each) for each in head.draw),
        )

    def certificate(self) -> CertificateRules:
        shape = self.head.certificate
        needs = shape.requires
        has_exam = self.manuscript.exam is not None
        return CertificateRules(
            exam=has_exam and (needs is None or needs.exam is not None),
            modules=needs is None or needs.modules is not None,
            valid_months=shape.valid_for,
            endorsed_by=shape.endorsed_by,
        )


def draw(shape: DrawShape) -> Draw:
    bank, _, question = shape.source.partition("#")
    return Draw(bank=bank, outcome=shape.outcome, question=question or None, count=shape.count or 1)


def _by_language(pages: Mapping[str, Sequence[WrittenPage]], name: str) -> dict[str, WrittenPage]:
    """The translations of one page or term."""
    return {language: page for language, all_ in pages.items() if language for page in all_ if page.id == name}
