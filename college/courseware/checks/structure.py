"""Outline, ids and outcomes: what must fit together between the files of a course."""

from collections.abc import Iterable

from college.courseware import files
from college.courseware.manuscript import OPENING, Manuscript, WrittenModule
from college.courseware.mistakes import START, Place
from college.courseware.shapes import CourseShape, CourseTranslationShape

LONGEST_MODULE = 25  # minutes


def check(manuscript: Manuscript) -> None:
    if manuscript.head:
        _outline(manuscript, manuscript.head)
        _certificate(manuscript, manuscript.head)
    _unused(manuscript)
    for module in manuscript.modules.values():
        _module(module, manuscript)
    _ids(manuscript)
    for translated in manuscript.course.translations.values():
        if isinstance(translated.head, CourseTranslationShape) and manuscript.head:
            for key in translated.head.outcomes.keys() - manuscript.head.outcomes.keys():
                place = translated.located.at_key("outcomes", key) if translated.located else START
                manuscript.mistakes.add("orphan/id", translated.path, place, id=key)


def missing_file(manuscript: Manuscript, path: str, place: Place, target: str, known: Iterable[str]) -> None:
    """Notes that `target` names no file; the nearest name is offered."""
    names = sorted(known)
    if name := next((each for each in names if each.rpartition("/")[2] == target.rpartition("/")[2]), None):
        manuscript.mistakes.add("missing-file/meant", path, place, wrong=target, meant=name)
    else:
        manuscript.mistakes.add_guess("missing-file", path, place, target[:100], names, alike=0.85)


def unknown_outcome(manuscript: Manuscript, path: str, place: Place, outcome: str) -> None:
    if manuscript.head and outcome not in manuscript.head.outcomes:
        manuscript.mistakes.add_guess("unknown-outcome", path, place, outcome[:60], manuscript.head.outcomes)


def _outline(manuscript: Manuscript, head: CourseShape) -> None:
    located = manuscript.course.located
    seen: set[str] = set()
    for number, path in enumerate(head.outline):
        place = located.at("outline", number) if located else START
        if path in seen:
            manuscript.mistakes.add("outline-twice", "course.yaml", place, path=path)
        elif path not in manuscript.paths:
            known = [*manuscript.modules, *manuscript.cases, *manuscript.quizzes]
            missing_file(manuscript, "course.yaml", place, path, known)
        elif not (path.startswith(("modules/", "quizzes/", "cases/")) or path == "exam.yaml"):
            manuscript.mistakes.add("outline-kind", "course.yaml", place, path=path)
        seen.add(path)
    if not manuscript.outline:
        place = located.at("outline") if located else START
        manuscript.mistakes.add("no-module", "course.yaml", place)


def _certificate(manuscript: Manuscript, head: CourseShape) -> None:
    needs = head.certificate.requires
    if needs and needs.exam and "exam.yaml" not in manuscript.paths and manuscript.course.located:
        place = manuscript.course.located.at_key("certificate", "requires", "exam.yaml")
        missing_file(manuscript, "course.yaml", place, "exam.yaml", manuscript.quizzes)


def _unused(manuscript: Manuscript) -> None:
    if manuscript.head is None:
        return
    outlined = set(manuscript.head.outline)
    for path in manuscript.modules.keys() - outlined:
        manuscript.mistakes.add("not-in-outline", path)
    quizzes = {module.head.quiz for module in manuscript.modules.values() if module.head}
    for path, quiz in manuscript.quizzes.items():
        if quiz.head and path not in outlined | quizzes:
            name = "not-in-outline" if quiz.head.kind == "exam" else "quiz-unused"
            manuscript.mistakes.add(name, path, START, **({} if name == "not-in-outline" else {"path": path}))


def _module(module: WrittenModule, manuscript: Manuscript) -> None:
    head, path = module.head, module.path
    if head is None:
        return
    if head.minutes > LONGEST_MODULE:
        manuscript.mistakes.add("module-long", path, module.at("minutes"), minutes=head.minutes)
    for number, outcome in enumerate(head.outcomes):
        unknown_outcome(manuscript, path, module.at("outcomes", number), outcome)
    if head.quiz is None:
        return
    quiz = manuscript.quizzes.get(head.quiz)
    if quiz is None:
        missing_file(manuscript, path, module.at("quiz"), head.quiz, manuscript.quizzes)
    elif quiz.head and quiz.head.kind != "practice":
        manuscript.mistakes.add("quiz-not-practice", path, module.at("quiz"), path=head.quiz)


def _ids(manuscript: Manuscript) -> None:
    """Modules, quizzes, questions and cases are each named once in a course."""
    modules = [(each.head.id, each.path, each.at("id")) for each in manuscript.modules.values() if each.head]
    quizzes = [(each.head.id, each.path, each.at("id")) for each in manuscript.quizzes.values() if each.head]
    questions = [(each.id, each.path, each.id_place) for bank in manuscript.banks.values() for each in bank.questions]
    cases = [(each.head.id, each.path, each.at("id")) for each in manuscript.cases.values() if each.head]
    for named in (modules, quizzes, questions, cases):
        seen: dict[str, tuple[str, Place]] = {}
        for name, path, place in named:
            if name in seen and not name.startswith("?"):
                first, where = seen[name]
                manuscript.mistakes.add("repeated-id", path, place, id=name, path=first, line=where.line)
            seen.setdefault(name, (path, place))
    exams = [quiz for quiz in manuscript.quizzes.values() if quiz.head and quiz.head.kind == "exam"]
    for quiz in exams[1:]:
        manuscript.mistakes.add("exam-twice", quiz.path, quiz.at("kind"), path=exams[0].path)


def anchors(manuscript: Manuscript, path: str) -> set[str] | None:
    """The ids that a link may name in the file `path`; None for files without any."""
    if path in manuscript.modules:
        return {page.id for page in manuscript.modules[path].pages[""]} | {OPENING}
    if path in manuscript.banks:
        return {question.id for question in manuscript.banks[path].questions}
    if manuscript.glossary and path == manuscript.glossary.path:
        return {term.id for term in manuscript.glossary.terms[""]}
    return None


def pages(manuscript: Manuscript) -> set[str]:
    """Every page that learners can read, as module/page; none while a module cannot be read."""
    if any(manuscript.modules[path].head is None for path in manuscript.outline):
        return set()
    found = set()
    for path in manuscript.outline:
        module = manuscript.modules[path]
        if module.head:
            found |= {f"{module.head.id}/{page.id}" for page in module.pages[""]}
    return found


def is_translation(path: str) -> bool:
    return files.name(path).language is not None
