"""A way that somebody took through a case: where it stands, what it scores, and how it compares with the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from college.courseware.scenario.graph import Graph, Path, best_path, graph_of, outcomes_of, possible
from college.courseware.scenario.values import Case, Decision, Ending, Scene

SCORER = "case-1"
"""The version of everything that decides about scores; a test fails when that changes and this does not."""


@dataclass(frozen=True)
class Taken:
    """`number` counts decisions from 1; `counts` is False where the learner came back and decided anew."""

    number: int
    scene: Scene
    decision: Decision
    counts: bool = True


@dataclass(frozen=True)
class Share:
    """What was scored, and what could have been."""

    earned: int
    possible: int


@dataclass(frozen=True)
class Walk:
    case: Case
    taken: tuple[Taken, ...]
    scene: Scene  # where it has led to

    @property
    def is_over(self) -> bool:
        return self.scene.end is not None

    @property
    def passed(self) -> bool:
        return self.scene.end is Ending.PASSED

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the decisions."""
        return tuple(each.decision.id for each in self.taken)

    @property
    def next_number(self) -> int:
        return len(self.taken) + 1

    def score(self, outcome: str | None = None) -> int:
        """In all, or for one outcome; only the straight way to the end counts."""
        return sum(
            each.decision.score for each in self.taken if each.counts and outcome in (None, each.decision.outcome)
        )

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.case)

    @cached_property
    def best(self) -> Path | None:
        return best_path(self.graph)

    def share(self) -> Share:
        return Share(self.score(), possible(self.graph))

    def shares(self) -> dict[str, Share]:
        """By outcome, in the author's order."""
        return {each: Share(self.score(each), possible(self.graph, each)) for each in outcomes_of(self.graph)}


def walk(case: Case, choices: Sequence[str]) -> Walk:
    """The way that these choices make from the start; KeyError where a scene does not offer one of them."""
    scene = case.scenes_by_id[case.start]
    scenes = [scene]
    decisions: list[Decision] = []
    for choice in choices:
        decisions.append(scene.decisions_by_id[choice])
        scene = case.scenes_by_id[decisions[-1].target]
        scenes.append(scene)
    straight = straightened([each.id for each in scenes])
    taken = tuple(
        Taken(place + 1, scenes[place], decision, place in straight) for place, decision in enumerate(decisions)
    )
    return Walk(case, taken, scene)


def straightened(scenes: Sequence[str]) -> tuple[int, ...]:
    """The places in a walk that count: whoever comes back to a scene has taken back what followed it."""
    kept: list[int] = []
    for place, scene in enumerate(scenes):
        again = next((at for at, earlier in enumerate(kept) if scenes[earlier] == scene), None)
        kept = [*(kept if again is None else kept[:again]), place]
    return tuple(kept)


class Verdict(Enum):
    """How a row of the comparison stands to the best way."""

    SAME = auto()
    BETTER_CHOICE = auto()  # the scene is on the best way, the choice is not
    OFF_THE_WAY = auto()  # the best way does not come here
    TAKEN_BACK = auto()  # the learner came back and decided anew
    MISSED = auto()  # the learner never came here


@dataclass(frozen=True)
class Row:
    """A scene with what was chosen there, and what the best way chooses."""

    scene: Scene
    verdict: Verdict
    taken: Decision | None
    best: Decision | None


def compare(walk: Walk) -> tuple[Row, ...]:
    """The way that was taken beside the best one, scene by scene, in the order of the former."""
    scenes = walk.case.scenes_by_id
    steps = walk.best.steps if walk.best else ()
    best = {step.scene: scenes[step.scene].decisions_by_id[step.choice] for step in steps}
    visited = {each.scene.id for each in walk.taken}
    waiting = [scene for scene in best if scene not in visited]
    order = list(best)
    rows: list[Row] = []
    for each in walk.taken:
        here = order.index(each.scene.id) if each.scene.id in best else -1
        while waiting and order.index(waiting[0]) < here:
            rows.append(_missed(scenes[waiting[0]], best[waiting.pop(0)]))
        rows.append(_row(each, best.get(each.scene.id)))
    return (*rows, *(_missed(scenes[scene], best[scene]) for scene in waiting))


def _row(taken: Taken, best: Decision | None) -> Row:
    if not taken.counts:
        verdict = Verdict.TAKEN_BACK
    elif best is None:
        verdict = Verdict.OFF_THE_WAY
    else:
        verdict = Verdict.SAME if best.id == taken.decision.id else Verdict.BETTER_CHOICE
    return Row(taken.scene, verdict, taken.decision, best)


def _missed(scene: Scene, best: Decision) -> Row:
    return Row(scene, Verdict.MISSED, None, best)
