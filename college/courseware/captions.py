"""Captions: whether a WebVTT file (W3C, WebVTT: The Web Video Text Tracks Format) can be shown, and where it cannot."""

import re
from collections.abc import Sequence

from college.courseware import files
from college.courseware.mistakes import Mistakes, Place

_MARK = "-->"
_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?$")
_ASIDE = re.compile(r"^(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


def check(path: str, content: bytes, mistakes: Mistakes) -> None:
    """Notes what keeps players from showing the captions, or from showing them in time."""
    text = files.text(path, content, mistakes)
    if text is None:
        return
    rows = text.split("\n")
    if not re.match(r"^WEBVTT(?:[ \t]|$)", rows[0]):
        mistakes.add("captions-form", path)
    cues = before = 0
    for start, block in _blocks(rows):
        if _ASIDE.match(block[0]):
            continue
        cues += 1
        before = _cue(start, block, before, path, mistakes)
    if not cues:
        mistakes.add("captions-form/empty", path)


def _blocks(rows: Sequence[str]) -> list[tuple[int, list[str]]]:
    """What stands between blank lines, with the number of its first line; the head of the file is left out."""
    found: list[tuple[int, list[str]]] = []
    inside = True  # of the head
    for number, row in enumerate(rows[1:], start=2):
        if not row.strip():
            inside = False
        elif inside and found:
            found[-1][1].append(row)
        elif not inside:
            found.append((number, [row]))
            inside = True
    return found


def _cue(start: int, block: Sequence[str], before: int, path: str, mistakes: Mistakes) -> int:
    """Checks one cue; when it begins, in thousandths of a second."""
    at = next((at for at, row in enumerate(block[:2]) if _MARK in row), None)
    if at is None:
        mistakes.add("captions-form/no-time", path, Place(start))
        return before
    place = Place(start + at)
    found = _CUE.match(block[at].rstrip())
    if not found:
        mistakes.add("captions-form/time", path, place, wrong=block[at].strip()[:60])
        return before
    begin, end = _thousandths(found.groups()[:4]), _thousandths(found.groups()[4:])
    if end <= begin:
        mistakes.add("captions-form/ends", path, place)
    elif begin < before:
        mistakes.add("captions-form/order", path, place)
    elif not "".join(block[at + 1 :]).strip():
        mistakes.add("captions-form/no-words", path, place)
    for offset, row in enumerate(block[at + 1 :], start=at + 1):
        if _MARK in row:
            mistakes.add("captions-form/blank", path, Place(start + offset))
    return max(begin, before)


def _thousandths(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
