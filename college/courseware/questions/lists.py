"""Where the answers under a question begin, and where their lists end."""

from collections.abc import Sequence

from college.courseware.lines import Line
from college.courseware.questions import choice, matching, ordering, typed
from college.courseware.questions.items import item_end, run_end


def answers_at(lines: Sequence[Line]) -> int:
    """Index of the numbered list or the table that is the answer: the last one.

    Where there are boxes or typed answers it is the number of lines: lists and tables belong to the stem then.
    """
    found, at = len(lines), 0
    while at < len(lines):
        line = lines[at]
        if not line.code and (choice.BOX.match(line.text) or typed.LINE.match(line.text)):
            return len(lines)
        if ordering.is_item(line):
            found, at = at, _list_end(lines, at)
        elif matching.starts_at(lines, at):
            found, at = at, matching.end_of(lines, at)
        else:
            at += 1
    return found


def _list_end(lines: Sequence[Line], at: int) -> int:
    """Where the numbered list at `at` ends; blank lines between its items belong to it."""
    end = at
    while end < len(lines) and ordering.is_item(lines[end]):
        at = item_end(lines, end)
        end = run_end(lines, at, lambda each: each.blank)
    return at


def words_end(lines: Sequence[Line], at: int) -> Line:
    """The last line of the words of the item at `at`, where its id stands; feedback comes after it."""
    inside = lines[at + 1 : item_end(lines, at)]
    return [lines[at], *(line for line in inside if not line.blank and not line.text.lstrip().startswith(">"))][-1]
