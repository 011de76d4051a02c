"""A translated bank or case beside its source: the same questions or scenes, choices, order, ticks and targets."""

from collections.abc import Container, Iterable, Sequence
from typing import TypeVar

from college.courseware.manuscript import WrittenBank, WrittenQuestion, WrittenScene
from college.courseware.mistakes import Mistakes, Place
from college.courseware.questions import typed

T = TypeVar("T", WrittenQuestion, WrittenScene)


def questions(
    source: WrittenBank, translated: Sequence[WrittenQuestion], path: str, mistakes: Mistakes
) -> dict[str, WrittenQuestion]:
    """The translated questions that the source knows, by id; notes where they ask otherwise."""
    known = {question.id: question for question in source.questions}
    found = _matched(known, [(question, question.id_place) for question in translated], path, mistakes)
    for name, question in found.items():
        _compare(known[name], question, path, mistakes)
    return found


def scenes(
    source: Sequence[WrittenScene], translated: Sequence[WrittenScene], path: str, mistakes: Mistakes
) -> list[WrittenScene]:
    """The translated scenes that the source knows; notes those missing and those whose choices are others."""
    known = {scene.id: scene for scene in source}
    found = _matched(known, [(scene, scene.place) for scene in translated], path, mistakes)
    for name, scene in found.items():
        _decisions(known[name], scene, path, mistakes)
    for name in known.keys() - found.keys():
        if not name.startswith("?"):
            mistakes.add("missing-page/scene", path, id=name)
    return list(found.values())


def _matched(
    known: Container[str], translated: Iterable[tuple[T, Place]], path: str, mistakes: Mistakes
) -> dict[str, T]:
    """Those whose ids are known, by id; each comes with the place of its id, where strangers and repetitions are."""
    found: dict[str, tuple[T, Place]] = {}
    for each, place in translated:
        if each.id.startswith("?"):
            continue
        if each.id not in known:
            mistakes.add("orphan/id", path, place, id=each.id)
        elif each.id in found:
            mistakes.add("repeated-id", path, place, id=each.id, path=path, line=found[each.id][1].line)
        else:
            found[each.id] = each, place
    return {name: each for name, (each, _) in found.items()}


def _decisions(source: WrittenScene, translated: WrittenScene, path: str, mistakes: Mistakes) -> None:
    count, wanted = len(translated.decisions), len(source.decisions)
    if count != wanted:
        mistakes.add("other-count", path, translated.title_place, count=count, wanted=wanted)
        return
    for mine, theirs in zip(source.decisions, translated.decisions, strict=True):
        if theirs.id is None:
            mistakes.add("id-missing", path, theirs.place)
        elif mine.id is not None and mine.id != theirs.id:
            mistakes.add("other-order", path, theirs.id_place, id=mine.id)
        elif mine.target != theirs.target:
            mistakes.add("other-target", path, theirs.target_place, id=mine.target)


def _compare(source: WrittenQuestion, translated: WrittenQuestion, path: str, mistakes: Mistakes) -> None:
    if _has_answers(translated) and _shape(source) != _shape(translated):
        mistakes.add("other-shape", path, translated.place)
        return
    if _shape(source) != _TYPED and not _same_count(source, translated, path, mistakes):
        return
    for mine, theirs in zip(source.named, translated.named, strict=True):
        if theirs.id is None:
            mistakes.add("id-missing", path, theirs.place)
        elif mine.id is not None and mine.id != theirs.id:
            mistakes.add("other-order", path, theirs.id_place, id=mine.id)
    for ours, ticks in zip(source.choices, translated.choices, strict=True):
        if ours.id == ticks.id and ours.ticked != ticks.ticked:
            mistakes.add("other-tick", path, ticks.place)
    if source.answers and translated.answers and typed.kind_of(source.answers) == "number":
        wanted_numbers = [typed.numbers(answer.text) for answer in source.answers]
        if [typed.numbers(answer.text) for answer in translated.answers] != wanted_numbers:
            mistakes.add("other-number", path, translated.answers[0].place)


_TYPED = (False, False, False)


def _shape(question: WrittenQuestion) -> tuple[bool, bool, bool]:
    """Which of choices, items and pairs stand under the question."""
    return bool(question.choices), bool(question.items), bool(question.pairs)


def _has_answers(question: WrittenQuestion) -> bool:
    return bool(question.named or question.answers)


def _same_count(source: WrittenQuestion, translated: WrittenQuestion, path: str, mistakes: Mistakes) -> bool:
    if source.choices:
        code, mine, theirs = "other-count", len(source.choices), len(translated.choices)
    elif source.items:
        code, mine, theirs = "other-count/items", len(source.items), len(translated.items)
    else:
        code, mine, theirs = "other-count/rows", len(source.named), len(translated.named)
    if mine == theirs and len(source.pairs) == len(translated.pairs):
        return True
    mistakes.add(code, path, translated.place, count=theirs, wanted=mine)
    return False
