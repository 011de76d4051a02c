"""The lines of one answer under a question, as the author wrote them."""

from dataclasses import dataclass, field

from college.courseware.lines import Line


@dataclass
class Item:
    """The line with the box or the equals sign, and the indented lines under it."""

    line: Line
    rest: list[Line] = field(default_factory=list)
