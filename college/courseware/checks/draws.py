"""What quizzes and the exam draw: pools that are there, large enough, and kept apart."""

from dataclasses import dataclass, field

from college.courseware.checks import structure
from college.courseware.manuscript import Manuscript, WrittenQuestion, WrittenQuiz
from college.courseware.mistakes import Mistakes, Place
from college.courseware.shapes import DrawShape, QuizShape

ENOUGH = 3  # times the draw, so that two exams differ


@dataclass
class Drawn:
    """Questions by id that the exam and that practice may draw; `path` is the exam's file."""

    exam: dict[str, str] = field(default_factory=dict)  # to the path of the exam
    practice: frozenset[str] = frozenset()
    quizzes: dict[str, list[str]] = field(default_factory=dict)  # to the paths of what may draw them


def check(manuscript: Manuscript) -> Drawn:
    drawn = Drawn()
    practice: list[tuple[WrittenQuiz, Place, list[str]]] = []
    for quiz in manuscript.quizzes.values():
        if quiz.head is None:
            continue
        _review(quiz, quiz.head, manuscript)
        for place, pool in _draws(quiz, quiz.head, manuscript):
            for each in pool:
                drawn.quizzes.setdefault(each, []).append(quiz.path)
            if quiz.head.kind == "exam":
                drawn.exam |= dict.fromkeys(pool, quiz.path)
            else:
                practice.append((quiz, place, pool))
    for quiz, place, pool in practice:
        if shared := next((each for each in pool if each in drawn.exam), None):
            manuscript.mistakes.add("revealed", quiz.path, place, id=shared, path=drawn.exam[shared])
    drawn.practice = frozenset(each for _, _, pool in practice for each in pool)
    return drawn


def _review(quiz: WrittenQuiz, head: QuizShape, manuscript: Manuscript) -> None:
    for number, item in enumerate(head.review or ()):
        if head.kind == "exam" and item in ("answers", "feedback"):
            manuscript.mistakes.add("answers-in-exam", quiz.path, quiz.at("review", number), wrong=item)


def _draws(quiz: WrittenQuiz, head: QuizShape, manuscript: Manuscript) -> list[tuple[Place, list[str]]]:
    """The pool of each draw with its place; notes pools that overlap."""
    found: list[tuple[Place, list[str]]] = []
    taken: set[str] = set()
    for number, draw in enumerate(head.draw):
        place = quiz.at("draw", number, "from")
        pool = _pool(draw, number, quiz, manuscript)
        if pool is None:
            continue
        if twice := next((each for each in pool if each in taken), None):
            manuscript.mistakes.add("draw-overlap", quiz.path, place, id=twice)
        taken |= set(pool)
        found.append((place, pool))
        if "#" not in draw.source:
            _size(draw, number, len(pool), quiz, manuscript)
    return found


def _pool(draw: DrawShape, number: int, quiz: WrittenQuiz, manuscript: Manuscript) -> list[str] | None:
    path, _, name = draw.source.partition("#")
    place = quiz.at("draw", number, "from")
    if path not in manuscript.banks:
        structure.missing_file(manuscript, quiz.path, place, path, manuscript.banks)
        return None
    questions = manuscript.banks[path].questions
    if name:
        return _named(draw, place, questions, quiz.path, manuscript.mistakes)
    if draw.outcome is not None:
        structure.unknown_outcome(manuscript, quiz.path, quiz.at("draw", number, "outcome"), draw.outcome)
    return [
        each.id
        for each in questions
        if each.attribute("void") != "drop" and draw.outcome in (None, each.attribute("outcome"))
    ]


def _named(
    draw: DrawShape, place: Place, questions: list[WrittenQuestion], path: str, mistakes: Mistakes
) -> list[str] | None:
    bank, _, name = draw.source.partition("#")
    question = next((each for each in questions if each.id == name), None)
    if question is None:
        mistakes.add_anchor(path, place, bank, name, [each.id for each in questions])
        return None
    if draw.count not in (None, 1) or draw.outcome is not None:
        mistakes.add("draw-shape", path, place)
    if question.attribute("void") == "drop":
        mistakes.add("void-drawn", path, place)
    return [name]


def _size(draw: DrawShape, number: int, pool: int, quiz: WrittenQuiz, manuscript: Manuscript) -> None:
    count = draw.count or 1
    place = quiz.at("draw", number, "count")
    if count > pool:
        manuscript.mistakes.add("draw-too-large", quiz.path, place, count=count, pool=pool)
    elif quiz.head and quiz.head.kind == "exam" and pool < ENOUGH * count:
        manuscript.mistakes.add("pool-small", quiz.path, place, count=count, pool=pool, wanted=ENOUGH * count)
