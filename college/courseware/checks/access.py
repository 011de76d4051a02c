"""What keeps a text from being read by everyone: tables without names, signs for bullets, alerts of no kind."""

import re
from collections.abc import Sequence

from college.courseware.lines import Document, Line
from college.courseware.manuscript import Manuscript

ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "LAW")
_ALERT = re.compile(r"^[ \t]*>[ \t]*\[!([^\]\n]*)\]", re.MULTILINE)
_RULE = re.compile(r"^\|? {0,40}:?-+:? {0,40}(\| {0,40}:?-+:? {0,40})*\|? {0,40}$")
_BULLET = re.compile(
    r"^[ \t>]*(?:[-*+][ \t]+)?([\u2022\u2023\u25a0-\u25ff\u2600-\u27bf\u2b50\U0001f300-\U0001faff]\ufe0f?)[ \t]"
)


def check(manuscript: Manuscript) -> None:
    for document, _ in manuscript.documents:
        for match in _ALERT.finditer(document.masked):
            if match[1].upper() not in ALERTS:
                place = document.place(match.start(1))
                manuscript.mistakes.add_guess("unknown-alert", document.path, place, match[1][:30], ALERTS)
        _tables(document, manuscript)
        for line in document.lines:
            if not line.code and (bullet := _BULLET.match(line.text)):
                manuscript.mistakes.add("emoji-bullet", document.path, line.at(bullet.start(1) + 1))


def _tables(document: Document, manuscript: Manuscript) -> None:
    rows: list[Line] = []
    for line in [*document.lines, Line(0, "")]:
        if not line.code and line.text.lstrip().startswith("|"):
            rows.append(line)
            continue
        if rows and not _has_header(rows):
            manuscript.mistakes.add("table-header", document.path, rows[0].at())
        rows = []


def _has_header(rows: Sequence[Line]) -> bool:
    named = any(cell.strip() for cell in rows[0].text.split("|"))
    return named and len(rows) > 1 and _RULE.match(rows[1].text.strip()) is not None
