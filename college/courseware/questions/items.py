"""The lines of one answer under a question, or of one choice under a scene, as the author wrote them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from college.courseware.lines import Line


@dataclass
class Item:
    """The line with the box or the equals sign, and the indented lines under it."""

    line: Line
    rest: list[Line] = field(default_factory=list)


def item_end(lines: Sequence[Line], at: int) -> int:
    """Where the indented lines under the item at `at` end; blank lines between them belong to it."""
    end = at + 1
    while end < len(lines):
        step = run_end(lines, end, lambda each: each.blank)
        inside = run_end(lines, step, lambda each: each.text.startswith(("  ", "\t")) and not each.blank)
        if inside == step:
            break
        end = inside
    return end


def run_end(lines: Sequence[Line], at: int, holds: Callable[[Line], bool]) -> int:
    """The first place from `at` on whose line is not as `holds` wants it."""
    while at < len(lines) and holds(lines[at]):
        at += 1
    return at
