"""Match: each row of the first column is given its partner in the second."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from college.courseware.lines import Attributes, Line, bare, braces
from college.courseware.manuscript import WrittenItem, WrittenPair
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Question
from college.courseware.questions.items import check_attributes, note_repeated_ids, note_repeated_words
from college.courseware.questions.ordering import pairs_of_numbers
from college.courseware.questions.points import (
    BadAnswer,
    NoPartnerYet,
    Points,
    SamePartnerTwice,
    UnknownChoice,
    share_of_places,
)
from college.courseware.spans import without_spans

_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*){1,2}\|?[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")
_EMPHASIS = re.compile(r"[*_`]")
_PICTURE = re.compile(r"!\[")
MOST_COLUMNS = 3  # the third holds feedback


@dataclass
class Table:
    """A table as written: the names of its columns, its pairs, and words of the second column that have no partner."""

    columns: list[str] = field(default_factory=list)
    pairs: list[WrittenPair] = field(default_factory=list)
    distractors: list[WrittenItem] = field(default_factory=list)


@dataclass(frozen=True)
class _Cell:
    words: str
    column: int  # where its words start in their line, counted from nought
    end: int


def starts_at(lines: Sequence[Line], at: int) -> bool:
    """Whether a table of two or three columns begins at line `at`."""
    if at + 1 >= len(lines) or lines[at].code or lines[at + 1].code:
        return False
    return "|" in lines[at].text and _RULE.match(lines[at + 1].text) is not None


def end_of(lines: Sequence[Line], at: int) -> int:
    end = at
    while end < len(lines) and not lines[end].code and not lines[end].blank and "|" in lines[end].text:
        end += 1
    return end


def read(lines: Sequence[Line], path: str, mistakes: Mistakes) -> Table:
    """The pairs that the rows write; notes rows that cannot be read, empty cells and repetitions."""
    table = Table()
    if not lines:
        return table
    header = _cells(lines[0])
    table.columns = [cell.words for cell in header[:2]]
    if not all(table.columns):
        mistakes.add("column-unnamed", path, lines[0].at())
    for line in lines[2:]:
        cells = _cells(line)
        if len(cells) != len(header):
            mistakes.add("row-cells", path, line.at(), count=len(cells), wanted=len(header))
        else:
            _row(table, line, cells, path, mistakes)
    note_repeated_words(table.pairs, "repeated-item", path, mistakes)
    note_repeated_words(_second_column(table), "repeated-item", path, mistakes)
    note_repeated_ids([*table.pairs, *table.distractors], path, mistakes)
    return table


def _second_column(table: Table) -> list[WrittenItem]:
    """Its words as they are chosen from a list, which shows no emphasis."""
    words = [(pair.partner, pair) for pair in table.pairs] + [(other.words, other) for other in table.distractors]
    items = [WrittenItem(None, _EMPHASIS.sub("", said), each.place, each.id_place) for said, each in words]
    return sorted(items, key=lambda each: each.place)


def _row(table: Table, line: Line, cells: Sequence[_Cell], path: str, mistakes: Mistakes) -> None:
    words, attributes = _read(cells[0], line, path, mistakes)
    partner, of_partner = _read(cells[1], line, path, mistakes)
    feedback = (cells[2].words or None) if len(cells) == MOST_COLUMNS else None
    place = line.at(cells[0].column + 1)
    if not partner:
        mistakes.add("empty-cell", path, line.at(cells[1].column + 1))
    if _PICTURE.search(partner):
        mistakes.add("partner-picture", path, line.at(cells[1].column + 1))
    if not words:
        name = of_partner if of_partner.id else attributes
        table.distractors.append(WrittenItem(name.id, partner, place, name.place, feedback))
        return
    if of_partner.id:
        mistakes.add("id-in-second-cell", path, of_partner.place)
    table.pairs.append(WrittenPair(attributes.id, words, place, attributes.place, feedback, partner=partner))


def _read(cell: _Cell, line: Line, path: str, mistakes: Mistakes) -> tuple[str, Attributes]:
    words, attributes = braces(cell.words, line, cell.column, path, mistakes)
    check_attributes(attributes, path, mistakes)
    return words, attributes


def _cells(line: Line) -> list[_Cell]:
    """The cells of a row; bars in code and escaped ones part nothing."""
    masked = without_spans(line.text)
    bars = [found.start() for found in _BAR.finditer(masked)]
    edges = [-1, *bars, len(line.text)]
    found = [_cell(line.text, start + 1, end) for start, end in pairwise(edges)]
    if bars and not line.text[: bars[0]].strip():
        found = found[1:]
    if len(bars) > 1 and not line.text[bars[-1] + 1 :].strip():
        found = found[:-1]
    return found


def _cell(text: str, start: int, end: int) -> _Cell:
    inside = text[start:end]
    words = inside.strip()
    column = start + len(inside) - len(inside.lstrip()) if words else start
    return _Cell(words.replace("\\|", "|"), column, column + len(words))


def span_of_id(line: Line) -> tuple[int, int]:
    """Where the words that carry the id of a row start and end: the first cell, or the second where that is empty."""
    cells = _cells(line)
    cell = next((each for each in cells[:2] if bare(each.words)[0]), cells[0])
    return cell.column, cell.end


def from_page(question: Question, shown: Sequence[str], raw: Sequence[str]) -> list[str]:
    """Form values of a page that showed the second column in the order `shown`, with ids for numbers."""
    found = pairs_of_numbers(raw, len(question.pairs), len(shown))
    return [f"{question.pairs[row - 1].id}:{shown[partner - 1]}" for row, partner in found]


def partner_ids(question: Question) -> tuple[str, ...]:
    """Ids of what the second column holds, in the author's order."""
    return (*(pair.id for pair in question.pairs), *(other.id for other in question.distractors))


def parse_given(question: Question, raw: Sequence[str]) -> dict[str, object]:
    """The answer to be kept, from values such as row:partner; UnknownChoice where a form holds what no page offered."""
    rows, partners = {pair.id for pair in question.pairs}, set(partner_ids(question))
    matched: dict[str, object] = {}
    for value in raw:
        row, _, partner = value.partition(":")
        if row not in rows or row in matched or partner not in partners:
            raise UnknownChoice
        matched[row] = partner
    return {"pairs": matched}


def matched(question: Question, given: object) -> dict[str, str]:
    """The partner given to each row, in the author's order; what the question does not have counts for nothing."""
    found = given.get("pairs") if isinstance(given, Mapping) else None
    if not isinstance(found, Mapping):
        return {}
    known = partner_ids(question)
    return {pair.id: found[pair.id] for pair in question.pairs if found.get(pair.id) in known}


def right_ones(question: Question, given: object) -> frozenset[str]:
    """Ids of the rows that have their own partner."""
    return frozenset(row for row, partner in matched(question, given).items() if row == partner)


def grade(question: Question, given: object) -> Points:
    """The share of pairs that are right, rounded down."""
    return share_of_places(question, len(right_ones(question, given)), len(question.pairs))


def fault(question: Question, given: object) -> BadAnswer | None:
    """What keeps the answer from being whole, worded for the learner."""
    found = matched(question, given)
    if len(set(found.values())) < len(found):
        return SamePartnerTwice()
    missing = len(question.pairs) - len(found)
    return NoPartnerYet(count=missing) if missing else None
