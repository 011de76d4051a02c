"""What a case says: frozen values, in every language it says it in."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from college.courseware.texts import Text, Value


class Ending(StrEnum):
    PASSED = "pass"
    FAILED = "fail"


class Decision(Value):
    """One way on from a scene; `words` and `consequence` are Markdown."""

    id: str
    words: Text
    target: str  # id of the scene that follows
    score: int = 0
    outcome: str | None = None
    consequence: Text | None = None  # shown above the scene that follows


class Scene(Value):
    """One screen of a case; `body` is Markdown. It either offers decisions or is an end."""

    id: str
    title: Text
    body: Text
    decisions: tuple[Decision, ...] = ()
    end: Ending | None = None

    @cached_property
    def decisions_by_id(self) -> dict[str, Decision]:
        return {decision.id: decision for decision in self.decisions}


def address_of(case_id: str) -> str:
    """What attempts and progress call a case; no page, quiz or exam is named so."""
    return f"case:{case_id}"


class Case(Value):
    """A branching exercise; `briefing` is Markdown."""

    id: str
    path: str  # cases/the-parcel.md
    title: Text
    minutes: int
    outcomes: tuple[str, ...] = ()
    start: str  # id of the first scene
    briefing: Text | None = None
    scenes: tuple[Scene, ...]
    after: int | None = None  # how many modules precede it in the outline; None: practice, which nobody must do
    stale: tuple[str, ...] = ()  # languages whose translation is older than the source text

    @property
    def address(self) -> str:
        return address_of(self.id)

    @property
    def is_owed(self) -> bool:
        return self.after is not None

    @cached_property
    def scenes_by_id(self) -> dict[str, Scene]:
        return {scene.id: scene for scene in self.scenes}
