"""Modules that only some of a course's readers may read: what narrows them, and what must not lead or ask into them."""

from college.courseware import handling
from college.courseware.checks.draws import Drawn
from college.courseware.manuscript import Manuscript, WrittenModule
from college.courseware.outline import OrganisationKind
from college.courseware.shapes import ModuleShape

EVERYBODY = frozenset({"", *OrganisationKind})
"""All kinds of organisations, and those who serve in none."""


def check(manuscript: Manuscript, drawn: Drawn) -> None:
    for path in manuscript.outline:
        module = manuscript.modules[path]
        if module.head:
            _words(module, module.head, manuscript)
            _kinds(module, module.head, manuscript)
    _outline(manuscript)
    _asked(manuscript, drawn)


def readers_of(manuscript: Manuscript, path: str) -> frozenset[str]:
    """Whom the file is for, as kinds of organisations; all whom the course is for where it is no narrowed module."""
    course = frozenset(manuscript.head.audience if manuscript.head else ()) or EVERYBODY
    module = manuscript.modules.get(path)
    narrowed = module.head.readers if module and module.head else ()
    return course.intersection(narrowed) if narrowed else course


def listed(kinds: frozenset[str] | tuple[str, ...]) -> str:
    """In the order in which the documentation names them."""
    return ", ".join(kind.value for kind in OrganisationKind if kind in kinds)


def _words(module: WrittenModule, head: ModuleShape, manuscript: Manuscript) -> None:
    """Words without readers, readers without words, and words that name other readers."""
    mistakes = manuscript.mistakes
    meant = handling.meant_by(head.handling or "")
    if head.handling and meant is None and not head.names_readers:
        mistakes.add("handling-readers", module.path, module.at("handling"), wrong=head.handling[:60])
    if head.audience and not head.handling:
        mistakes.add("handling-unsaid", module.path, module.at("audience"))
    if meant is not None and head.names_readers and not set(head.audience or OrganisationKind) <= set(meant):
        place = module.at("audience")
        wrong = (head.handling or "")[:60]
        mistakes.add("handling-contradicts", module.path, place, wrong=wrong, known=listed(meant))


def _kinds(module: WrittenModule, head: ModuleShape, manuscript: Manuscript) -> None:
    """Readers whom the course itself keeps out."""
    course = manuscript.head.audience if manuscript.head else ()
    if not course:
        return
    beyond = tuple(kind for kind in head.audience if kind not in course)
    if beyond:
        mistakes, place = manuscript.mistakes, module.at("audience")
        mistakes.add("audience-beyond", module.path, place, wrong=listed(beyond), known=listed(course))
    elif not readers_of(manuscript, module.path):
        manuscript.mistakes.add("handling-nobody", module.path, module.at("handling"), known=listed(course))


def _outline(manuscript: Manuscript) -> None:
    head, located = manuscript.head, manuscript.course.located
    if head is None or located is None or not manuscript.outline:
        return
    everyone = readers_of(manuscript, "course.yaml")
    narrowed = [path for path in manuscript.outline if readers_of(manuscript, path) != everyone]
    if len(narrowed) == len(manuscript.outline):
        manuscript.mistakes.add("handling-all", "course.yaml", located.at("outline"))
    elif head.open_module and manuscript.outline[0] in narrowed:
        manuscript.mistakes.add("handling-open", "course.yaml", located.at("open_module"), path=narrowed[0])


def _asked(manuscript: Manuscript, drawn: Drawn) -> None:
    """Questions about a narrowed module that are put to others than its readers."""
    modules = {each.head.id: path for path, each in manuscript.modules.items() if each.head}
    for name, question in manuscript.questions.items():
        asked = {kind for path in drawn.quizzes.get(name, ()) for kind in _asked_by(manuscript, path)}
        for page in (question.attribute("pages") or "").split():
            module = modules.get(page.partition("/")[0])
            if module and not asked <= readers_of(manuscript, module):
                manuscript.mistakes.add("handling-asked", question.path, question.at("pages"), path=module)


def _asked_by(manuscript: Manuscript, quiz: str) -> frozenset[str]:
    """Whom a quiz asks: the readers of the modules that name it, and everyone where none does, as with the exam."""
    naming = [path for path in manuscript.outline if (head := manuscript.modules[path].head) and head.quiz == quiz]
    return frozenset(kind for path in naming or ["course.yaml"] for kind in readers_of(manuscript, path))
