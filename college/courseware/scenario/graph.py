"""The ways through a case: what can be reached, what leads out, and which way is best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from college.courseware.scenario.values import Case, Decision, Ending

MOST_SCENES = 100
MOST_STEPS = 10_000
"""Of the search for the best way; in loops that cross each other the ways are more than can be tried."""


class TooTangled(Exception):
    """There are more ways through a case than can be tried."""


@dataclass(frozen=True)
class Way:
    """One choice of a scene, as the graph sees it."""

    id: str
    target: str
    score: int = 0
    outcome: str | None = None


@dataclass(frozen=True)
class Graph:
    """The scenes of a case by id, each with its choices; `ends` are the scenes where it is over."""

    start: str
    ways: Mapping[str, tuple[Way, ...]]
    ends: Mapping[str, Ending]

    @cached_property
    def reached(self) -> frozenset[str]:
        """Every scene that some learner may come to."""
        return frozenset(_spread([self.start], lambda scene: (way.target for way in self.ways.get(scene, ()))))

    @cached_property
    def leading_out(self) -> frozenset[str]:
        """Every scene from which some end can be reached, ends included."""
        return self._leading_to(self.ends)

    @cached_property
    def leading_to_pass(self) -> frozenset[str]:
        return self._leading_to([scene for scene, end in self.ends.items() if end is Ending.PASSED])

    def _leading_to(self, scenes: Iterable[str]) -> frozenset[str]:
        before: dict[str, list[str]] = {}
        for scene, ways in self.ways.items():
            for way in ways:
                before.setdefault(way.target, []).append(scene)
        return frozenset(_spread(scenes, lambda scene: before.get(scene, ())))


def _spread(starts: Iterable[str], further: Callable[[str], Iterable[str]]) -> set[str]:
    waiting = list(starts)
    found = set(waiting)
    while waiting:
        for scene in further(waiting.pop()):
            if scene not in found:
                found.add(scene)
                waiting.append(scene)
    return found


def graph_of(case: Case) -> Graph:
    return Graph(
        case.start,
        {scene.id: tuple(_way(decision) for decision in scene.decisions) for scene in case.scenes},
        {scene.id: scene.end for scene in case.scenes if scene.end},
    )


def _way(decision: Decision) -> Way:
    return Way(decision.id, decision.target, decision.score, decision.outcome)


@dataclass(frozen=True)
class Step:
    """A scene and what is chosen in it."""

    scene: str
    choice: str


@dataclass(frozen=True)
class Path:
    score: int
    steps: tuple[Step, ...]
    end: str  # the scene it leads to


def best_path(graph: Graph) -> Path | None:
    """The passing path of the highest score, of several the shortest, of those the author's first.

    No scene stands in it twice. Raises TooTangled."""
    return _Search(graph, [scene for scene, end in graph.ends.items() if end is Ending.PASSED]).best()


def possible(graph: Graph, outcome: str | None = None) -> int:
    """The highest score of any path from the start to an end: in all, or for one outcome. Raises TooTangled."""
    ways = {
        scene: tuple(Way(w.id, w.target, w.score if outcome in (None, w.outcome) else 0) for w in every)
        for scene, every in graph.ways.items()
    }
    best = _Search(Graph(graph.start, ways, graph.ends), graph.ends).best()
    return best.score if best else 0


def outcomes_of(graph: Graph) -> tuple[str, ...]:
    """The outcomes that choices of the case score for, in the author's order."""
    named = (way.outcome for ways in graph.ways.values() for way in ways if way.score and way.outcome)
    return tuple(dict.fromkeys(named))


Found = tuple[int, int, tuple[tuple[str, Way], ...], str]  # score, scenes still to come (negative), steps, end


@dataclass
class _Search:
    """Tries each scene once for each set of scenes that it could come back to; where nothing loops, that is once."""

    graph: Graph
    goals: Iterable[str]
    tried: dict[tuple[str, frozenset[str]], Found | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.goals = frozenset(self.goals)
        self.knots = knots(self.graph)

    def best(self) -> Path | None:
        found = self._from(self.graph.start, frozenset())
        if found is None:
            return None
        score, _, steps, end = found
        return Path(score, tuple(Step(scene, way.id) for scene, way in steps), end)

    def _from(self, scene: str, behind: frozenset[str]) -> Found | None:
        """`behind` are the scenes of the same knot that the path has already been through."""
        key = (scene, behind)
        if key not in self.tried:
            if len(self.tried) >= MOST_STEPS:
                raise TooTangled
            self.tried[key] = self._search(scene, behind)
        return self.tried[key]

    def _search(self, scene: str, behind: frozenset[str]) -> Found | None:
        if scene in self.goals:
            return 0, 0, (), scene
        knot = self.knots.get(scene, frozenset())
        best: Found | None = None
        for way in self.graph.ways.get(scene, ()):
            inside = (behind | {scene}) if way.target in knot else frozenset()
            if way.target in inside or way.target not in self.graph.ways:
                continue
            rest = self._from(way.target, inside)
            if rest is not None:
                found = (rest[0] + way.score, rest[1] - 1, ((scene, way), *rest[2]), rest[3])
                best = found if best is None or found[:2] > best[:2] else best
        return best


def knots(graph: Graph) -> dict[str, frozenset[str]]:
    """For each scene the scenes that it leads to and that lead back to it, itself among them."""
    ahead = {
        scene: frozenset(_spread([scene], lambda each: (way.target for way in graph.ways.get(each, ()))))
        for scene in graph.ways
    }
    return {scene: frozenset(each for each in ahead[scene] if scene in ahead.get(each, ())) for scene in ahead}


def first_is_always_best(choices: Iterable[Sequence[int]]) -> bool:
    """Whether learners could pass by always taking the first choice; `choices` are the scores of each scene."""
    telling = [scores for scores in choices if len(set(scores)) > 1]
    return len(telling) > 1 and all(scores[0] == max(scores) for scores in telling)
