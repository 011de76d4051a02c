"""Question banks, as written: stem, hint, answers, feedback and explanation of each question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from college.courseware.lines import Document, Line, Section, check_notes, leaf, sections, unquoted
from college.courseware.manuscript import WrittenBank, WrittenQuestion
from college.courseware.mistakes import Mistakes
from college.courseware.questions import choice, lists, matching, ordering, typed
from college.courseware.questions.items import Item, item_end, run_end
from college.courseware.reader import compare
from college.courseware.reader.modules import identify, note_untranslated, provisional
from college.courseware.reader.shelf import Shelf
from college.courseware.shapes import ListShape, TranslationShape

ATTRIBUTES = ("outcome", "points", "level", "tags", "choose", "void", "pages", "was")
_ALERT = re.compile(r"^>[ \t]*\[!([A-Za-z]+)\](.*)$")
_LIST = re.compile(r"^[-*+][ \t]")


def bank(path: str, shelf: Shelf) -> WrittenBank:
    document = shelf.document(path)
    shelf.front(ListShape, document, "title")
    written = WrittenBank(path, document.front, document)
    written.questions = _questions(document, document.notes, shelf.mistakes)
    check_notes(document, (), shelf.mistakes)
    shelf.translate_text(written, TranslationShape)
    for language, translated in written.documents.items():
        notes = {**document.notes, **translated.notes}
        questions = _questions(translated, notes, shelf.mistakes, translation=True)
        written.translated[language] = compare.questions(written, questions, translated.path, shelf.mistakes)
        missing = [each.id for each in written.questions if each.id not in written.translated[language]]
        note_untranslated(translated.path, missing, len(written.questions), shelf.mistakes)
        check_notes(translated, list(document.notes), shelf.mistakes)
    return written


def _questions(
    document: Document, notes: dict[str, list[Line]], mistakes: Mistakes, *, translation: bool = False
) -> list[WrittenQuestion]:
    _, entries = sections(document, mistakes)
    known = ("was",) if translation else ATTRIBUTES
    questions = []
    for section in entries:
        identify(section, document.path, mistakes)
        for key in section.attributes.values.keys() - set(known):
            at = section.attributes.at(key)
            if translation and key in ATTRIBUTES:
                mistakes.add("id-in-translation", document.path, at, key=key)
            else:
                mistakes.add_guess("unknown-attribute", document.path, at, key, ["#id", *known])
        questions.append(_question(section, document.path, notes, mistakes, translation=translation))
    return questions


def _question(
    section: Section, path: str, notes: dict[str, list[Line]], mistakes: Mistakes, *, translation: bool
) -> WrittenQuestion:
    parts = _Parts(path, mistakes, lists.answers_at(section.lines))
    parts.take(section.lines)
    table = matching.read(parts.table, path, mistakes)
    written = WrittenQuestion(
        section.id or provisional(section.place),
        path,
        section.words,
        section.place,
        section.attributes.place,
        section.attributes.values,
        stem=leaf(parts.stem, notes) or None,
        hint=leaf(parts.hint, notes) or None,
        explanation=leaf(parts.explanation, notes) or None,
        choices=choice.read(parts.boxes, path, mistakes),
        answers=typed.read(parts.typed, path, mistakes),
        items=ordering.read(parts.ordered, path, mistakes),
        columns=table.columns,
        pairs=table.pairs,
        distractors=table.distractors,
    )
    if parts.boxes and parts.typed:
        mistakes.add("mixed-answers", path, section.place)
    elif not parts.answering and not translation:
        _shapeless(parts.stem, section, path, mistakes)
    return written


def _shapeless(stem: Sequence[Line], section: Section, path: str, mistakes: Mistakes) -> None:
    shown = [line for line in stem if not line.blank and not line.code]
    if shown and _LIST.match(shown[-1].text):
        mistakes.add("choice-without-box", path, shown[-1].at())
    else:
        mistakes.add("no-shape", path, section.place)


@dataclass
class _Parts:
    """The lines of one question, told apart by the signs they start with."""

    path: str
    mistakes: Mistakes
    answers_at: int  # index of the first line of a numbered list or table that is the answer
    stem: list[Line] = field(default_factory=list)
    hint: list[Line] = field(default_factory=list)
    explanation: list[Line] = field(default_factory=list)
    boxes: list[Item] = field(default_factory=list)
    typed: list[Item] = field(default_factory=list)
    ordered: list[Item] = field(default_factory=list)
    table: list[Line] = field(default_factory=list)
    told: bool = False  # text after the answers is told once

    @property
    def answering(self) -> bool:
        return bool(self.boxes or self.typed or self.ordered or self.table)

    def take(self, lines: Sequence[Line]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            if not line.code and choice.BOX.match(line.text):
                at = self._item(lines, at, self.boxes)
            elif not line.code and typed.LINE.match(line.text):
                at = self._item(lines, at, self.typed)
            elif at >= self.answers_at and not self.table and ordering.is_item(line):
                at = self._item(lines, at, self.ordered)
            elif at == self.answers_at and matching.starts_at(lines, at):
                end = matching.end_of(lines, at)
                self.table = list(lines[at:end])
                at = end
            elif not line.code and line.text.startswith(">"):
                end = run_end(lines, at, lambda each: each.text.startswith(">"))
                self._quotation(lines[at:end])
                at = end
            elif self.answering and not line.code and _LIST.match(line.text):
                self.mistakes.add("choice-without-box", self.path, line.at())
                at = item_end(lines, at)
            else:
                self._other(line)
                at += 1

    def _item(self, lines: Sequence[Line], at: int, items: list[Item]) -> int:
        if not self.answering and self.stem and _LIST.match(self.stem[-1].text) and not self.stem[-1].code:
            self.mistakes.add("choice-without-box", self.path, self.stem[-1].at())
        end = item_end(lines, at)
        items.append(Item(lines[at], list(lines[at + 1 : end])))
        return end

    def _quotation(self, lines: Sequence[Line]) -> None:
        found = _ALERT.match(lines[0].text)
        kind = found[1].upper() if found else ""
        if self.answering and kind == "NOTE":
            self._part(self.explanation, lines, found)
        elif not self.answering and kind == "TIP":
            self._part(self.hint, lines, found)
        elif not self.answering:
            self.stem.extend(lines)
        elif kind:
            self._after(lines[0])
        else:
            self.mistakes.add("feedback-outside", self.path, lines[0].at())

    def _part(self, part: list[Line], lines: Sequence[Line], found: re.Match[str] | None) -> None:
        if part:
            self.mistakes.add("repeated-part", self.path, lines[0].at())
        title = found[2].strip() if found else ""
        first = [lines[0]._replace(text=f"**{title}**"), lines[0]._replace(text="")] if title else []
        part.extend([*first, *unquoted(lines[1:])])

    def _other(self, line: Line) -> None:
        if not self.answering:
            self.stem.append(line)
        elif not line.blank:
            self._after(line)

    def _after(self, line: Line) -> None:
        if not self.told:
            self.mistakes.add("text-after-answers", self.path, line.at())
        self.told = True
