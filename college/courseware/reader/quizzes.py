"""Quizzes and the exam, as written."""

from college.courseware.manuscript import WrittenQuiz
from college.courseware.reader.shelf import Shelf
from college.courseware.shapes import QuizShape, QuizTranslationShape


def quiz(path: str, shelf: Shelf) -> WrittenQuiz:
    written = WrittenQuiz(path, located=shelf.yaml(path))
    written.head = shelf.shaped(QuizShape, written.located)
    shelf.translate_yaml(written, QuizTranslationShape)
    return written
