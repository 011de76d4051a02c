"""Code within a line of Markdown, blanked out so that its signs mean nothing."""

import re
from collections.abc import Sequence

_TICKS = re.compile(r"`+|\n[ \t]*\n")


def without_spans(text: str) -> str:
    """Blanks out what stands between two runs of as many backticks in one paragraph, in one pass."""
    runs: list[tuple[int, int]] = []
    spans: list[tuple[int, int]] = []
    for found in [*_TICKS.finditer(text), None]:
        if found and found[0].startswith("`"):
            runs.append(found.span())
        else:
            spans += _spans(runs)
            runs = []
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "".join("\n" if letter == "\n" else " " for letter in text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _spans(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs each run of backticks with the next of its length."""
    closing: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        closing.setdefault(runs[number][1] - runs[number][0], []).append(number)
    spans, at = [], 0
    while at < len(runs):
        same = closing[runs[at][1] - runs[at][0]]
        while same and same[-1] <= at:
            same.pop()
        if same:
            spans.append((runs[at][0], runs[same[-1]][1]))
            at = same[-1]
        at += 1
    return spans
