"""Scenes laid out in layers from top to bottom, so that nearly every choice leads downwards."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from college.courseware.scenario.graph import Graph

SWEEPS = 8
"""How often the order within the layers is bettered; more changes next to nothing."""
ROUNDS = 4
"""How often in each sweep neighbours are looked at once more."""

Near = Mapping["Spot", Sequence["Spot"]]
"""The spots of the layer above, or below, that arrows join a spot with."""


class Spot(NamedTuple):
    """A scene, or a place in a layer that a long arrow goes through: (scene, number of the choice, layer)."""

    scene: str
    choice: int = -1
    layer: int = -1

    @property
    def is_bend(self) -> bool:
        return self.choice >= 0


@dataclass(frozen=True)
class Arrow:
    """One choice; `bends` are the places between, and none where it leads back up or stays in its layer."""

    scene: str
    choice: int  # from 0, in the author's order
    target: str
    leads_back: bool
    bends: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Layout:
    layers: tuple[tuple[Spot, ...], ...]
    arrows: tuple[Arrow, ...]


def laid_out(graph: Graph) -> Layout:
    """What is never reached stands in layers of its own below the rest."""
    reached = [scene for scene in graph.ways if scene in graph.reached]
    depth = _depths(graph, graph.start, reached)
    below = max(depth.values(), default=-1) + 1
    for place, scene in enumerate(each for each in graph.ways if each not in depth):
        depth[scene] = below + place // 4
    arrows = tuple(_arrows(graph, depth))
    layers: list[list[Spot]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for scene in graph.ways:
        layers[depth[scene]].append(Spot(scene))
    for arrow in arrows:
        for bend in arrow.bends:
            layers[bend.layer].append(bend)
    return Layout(_ordered(layers, arrows), arrows)


def _depths(graph: Graph, start: str, scenes: Sequence[str]) -> dict[str, int]:
    """The longest way from the start to each scene that no choice leads back on."""
    forward = _forward(graph, start)
    depth = dict.fromkeys(scenes, 0)
    for _ in scenes:  # as many rounds as the longest way can have steps
        moved = False
        for scene, target in forward:
            if depth[target] < depth[scene] + 1:
                depth[target], moved = depth[scene] + 1, True
        if not moved:
            break
    return depth


def _forward(graph: Graph, start: str) -> list[tuple[str, str]]:
    """The choices that close no loop, found by going as deep as possible from the start."""
    forward: list[tuple[str, str]] = []
    open_scenes, done = {start}, set[str]()
    stack = [(start, iter(graph.ways.get(start, ())))]
    while stack:
        scene, ways = stack[-1]
        way = next(ways, None)
        if way is None:
            open_scenes.discard(scene)
            done.add(scene)
            stack.pop()
        elif way.target not in open_scenes and way.target in graph.ways:
            forward.append((scene, way.target))
            if way.target not in done:
                open_scenes.add(way.target)
                stack.append((way.target, iter(graph.ways[way.target])))
    return forward


def _arrows(graph: Graph, depth: Mapping[str, int]) -> Iterator[Arrow]:
    for scene, ways in graph.ways.items():
        for choice, way in enumerate(ways):
            if way.target in depth:
                between = range(depth[scene] + 1, depth[way.target])
                bends = tuple(Spot(scene, choice, layer) for layer in between)
                yield Arrow(scene, choice, way.target, depth[way.target] <= depth[scene], bends)


def _ordered(layers: Sequence[Sequence[Spot]], arrows: Sequence[Arrow]) -> tuple[tuple[Spot, ...], ...]:
    """Sorts each layer by where its neighbours above, then below, stand, and keeps what crosses fewest arrows."""
    above, below = _neighbours(arrows)
    found = [list(layer) for layer in layers]
    best, fewest = tuple(tuple(layer) for layer in found), crossings(found, below)
    for sweep in range(SWEEPS):
        places = {spot: place for layer in found for spot, place in _places(layer)}
        neighbours, order = (above, found) if sweep % 2 == 0 else (below, found[::-1])
        for layer in order:
            layer.sort(key=lambda spot: _middle(spot, neighbours, places))
            places.update(_places(layer))
        _exchange(found, above, below)
        crossed = crossings(found, below)
        if crossed < fewest:
            best, fewest = tuple(tuple(layer) for layer in found), crossed
    return best


def _neighbours(arrows: Sequence[Arrow]) -> tuple[Near, Near]:
    above: dict[Spot, list[Spot]] = {}
    below: dict[Spot, list[Spot]] = {}
    for arrow in arrows:
        line = [Spot(arrow.scene), *arrow.bends, Spot(arrow.target)] if not arrow.leads_back else []
        for one, other in pairwise(line):
            below.setdefault(one, []).append(other)
            above.setdefault(other, []).append(one)
    return above, below


def crossings(layers: Sequence[Sequence[Spot]], below: Near) -> int:
    """How often arrows cross that lead down; those of one spot leave it in the order of where they lead."""
    total = 0
    for upper, lower in pairwise(layers):
        places = {spot: place for place, spot in enumerate(lower)}
        passed: list[int] = []
        for spot in upper:
            targets = [places[each] for each in below.get(spot, ())]
            total += sum(len(passed) - bisect_right(passed, target) for target in targets)
            for target in targets:
                insort(passed, target)
    return total


def _exchange(layers: Sequence[list[Spot]], above: Near, below: Near) -> None:
    """Lets two spots that stand side by side change places wherever that uncrosses arrows."""
    for _ in range(ROUNDS):
        moved = False
        for number, layer in enumerate(layers):
            beside = layers[max(number - 1, 0) : number + 2]
            places = {spot: place for one in beside for place, spot in enumerate(one)}
            for at in range(len(layer) - 1):
                left, right = layer[at], layer[at + 1]
                pairs = [(near.get(left, ()), near.get(right, ())) for near in (above, below)]
                kept = sum(places[a] > places[b] for ours, theirs in pairs for a in ours for b in theirs)
                changed = sum(places[a] < places[b] for ours, theirs in pairs for a in ours for b in theirs)
                if changed < kept:
                    layer[at], layer[at + 1] = right, left
                    moved = True
        if not moved:
            break


def _places(layer: Sequence[Spot]) -> Iterator[tuple[Spot, float]]:
    """Where each stands in its layer, as a share of its length."""
    return ((spot, place / len(layer)) for place, spot in enumerate(layer))


def _middle(spot: Spot, neighbours: Near, places: Mapping[Spot, float]) -> float:
    near = neighbours.get(spot)
    return sum(places[each] for each in near) / len(near) if near else places[spot]
