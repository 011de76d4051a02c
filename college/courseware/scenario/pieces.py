"""What the scenes of a case come to once they are rendered, each piece apart from those that give it away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple, Protocol

from college.courseware.scenario.values import Case, Scene
from college.courseware.texts import Text


class Tell(Protocol):
    """Renders a text of the case; `piece` names it within the case."""

    def __call__(self, text: Text, piece: str, *, inline: bool = False, terms: bool = False) -> str: ...


class Told(NamedTuple):
    """`kind` is that of an edition's parts; the briefing has no scene."""

    kind: str
    scene: str
    body: str


def pieces_of(case: Case, tell: Tell) -> Iterator[Told]:
    """Per scene what is told, what may be chosen, and apart from both what follows; targets and scores nowhere."""
    if case.briefing:
        yield Told("page", "", tell(case.briefing, "briefing", terms=True))
    for scene in case.scenes:
        yield Told("page", scene.id, tell(scene.body, scene.id, terms=True))
        if scene.decisions:
            yield Told("question", scene.id, _json(_offered(scene, tell)))
            yield Told("feedback", scene.id, _json(_consequences(scene, tell)))


def _offered(scene: Scene, tell: Tell) -> dict[str, str]:
    return {each.id: tell(each.words, f"{scene.id}-{each.id}", inline=True) for each in scene.decisions}


def _consequences(scene: Scene, tell: Tell) -> dict[str, str]:
    return {
        each.id: tell(each.consequence, f"{scene.id}-{each.id}-after") for each in scene.decisions if each.consequence
    }


def _json(value: dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
