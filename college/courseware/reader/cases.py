"""Cases, as written: the briefing, the scenes, and the choices at the end of each."""

import re
from collections.abc import Mapping, Sequence

from college.courseware.lines import Attributes, Document, Line, Section, braces, check_notes, dedented, leaf, unquoted
from college.courseware.lines import sections as split
from college.courseware.manuscript import WrittenCase, WrittenDecision, WrittenScene
from college.courseware.mistakes import Mistakes
from college.courseware.questions.items import Item, item_end
from college.courseware.reader import compare
from college.courseware.reader.modules import identify, provisional
from college.courseware.reader.shelf import Shelf
from college.courseware.shapes import CaseShape, CaseTranslationShape

_WORDS = r"\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
ITEM = re.compile(rf"^[-*+][ \t]+{_WORDS}\(#")
LINK = re.compile(rf"[-*+][ \t]+{_WORDS}\(#(?P<target>[^()\s]*)\)")
SCENE = ("end", "was")
DECISION = ("score", "outcome", "was")
_SOURCE_ONLY = ("end", "score", "outcome")
Notes = dict[str, list[Line]]


def case(path: str, shelf: Shelf) -> WrittenCase:
    document = shelf.document(path)
    head = shelf.front(CaseShape, document, "id, title, minutes, start")
    written = WrittenCase(path, document.front, document, head=head)
    written.briefings[""], written.scenes[""] = _scenes(written, document, document.notes, shelf.mistakes)
    if not written.scenes[""]:
        shelf.mistakes.add("case-empty", path)
    check_notes(document, (), shelf.mistakes)
    shelf.translate_text(written, CaseTranslationShape)
    for language, translated in written.documents.items():
        notes = {**document.notes, **translated.notes}
        briefing, scenes = _scenes(written, translated, notes, shelf.mistakes, translation=True)
        written.briefings[language] = briefing
        written.scenes[language] = compare.scenes(written.scenes[""], scenes, translated.path, shelf.mistakes)
        check_notes(translated, list(document.notes), shelf.mistakes)
    return written


def _scenes(
    written: WrittenCase, document: Document, notes: Notes, mistakes: Mistakes, *, translation: bool = False
) -> tuple[str, list[WrittenScene]]:
    before, rest = split(document, mistakes)
    written.choice_lines[document.path] = {
        line.number for section in rest for line in section.lines if not line.code and ITEM.match(line.text)
    }
    return leaf(before, notes), [_scene(each, document.path, notes, mistakes, translation) for each in rest]


def _scene(section: Section, path: str, notes: Notes, mistakes: Mistakes, translation: bool) -> WrittenScene:
    identify(section, path, mistakes)
    _known(section.attributes, SCENE, path, mistakes, translation)
    told, items = _parts(section.lines, path, mistakes)
    body = leaf(told, notes)
    if not body.strip():
        mistakes.add("empty-page/scene", path, section.place)
    decisions = [found for item in items if (found := _decision(item, path, mistakes, translation))]
    return WrittenScene(
        section.id or provisional(section.place),
        section.words,
        body,
        section.attributes.place,
        section.place,
        section.attributes.values,
        decisions,
    )


def _parts(lines: Sequence[Line], path: str, mistakes: Mistakes) -> tuple[list[Line], list[Item]]:
    """What a scene tells, and the choices under it; after the first choice come only choices."""
    told: list[Line] = []
    items: list[Item] = []
    noted, at = False, 0
    while at < len(lines):
        line = lines[at]
        if not line.code and ITEM.match(line.text):
            end = item_end(lines, at)
            items.append(Item(line, list(lines[at + 1 : end])))
            at = end
            continue
        if not items:
            told.append(line)
        elif not line.blank and not noted:
            mistakes.add("feedback-outside" if line.text.startswith(">") else "text-after-choices", path, line.at())
            noted = True
        at += 1
    return told, items


def _decision(item: Item, path: str, mistakes: Mistakes, translation: bool) -> WrittenDecision | None:
    written, attributes = braces(item.line.text, item.line, 0, path, mistakes)
    found = LINK.fullmatch(written)
    lines = dedented(item.rest)
    if not found or any(not line.blank and not line.text.startswith(">") for line in lines):
        mistakes.add("choice-form", path, item.line.at())
        return None
    _known(attributes, DECISION, path, mistakes, translation)
    if not found["words"].strip():
        mistakes.add("empty-choice", path, item.line.at())
    return WrittenDecision(
        attributes.id,
        found["words"].strip(),
        found["target"],
        item.line.at(),
        attributes.place,
        item.line.at(found.start("target") + 1),
        attributes.values,
        "\n".join(line.text.rstrip() for line in unquoted(lines)).strip() or None,
    )


def _known(attributes: Attributes, known: Sequence[str], path: str, mistakes: Mistakes, translation: bool) -> None:
    allowed = ["was"] if translation else known
    for key in attributes.values.keys() - set(allowed):
        at = attributes.at(key)
        if translation and key in _SOURCE_ONLY:
            mistakes.add("id-in-translation", path, at, key=key)
        else:
            mistakes.add_guess("unknown-attribute", path, at, key, ["#id", *allowed])


def by_language(scenes: Mapping[str, Sequence[WrittenScene]], name: str) -> dict[str, WrittenScene]:
    """The translations of one scene."""
    return {language: each for language, every in scenes.items() if language for each in every if each.id == name}
