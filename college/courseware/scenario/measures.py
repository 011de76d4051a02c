"""A reader's test of a case, in figures: what is told by length or place alone, and which choices do not teach."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from college.courseware.scenario.graph import Graph, best_path, graph_of, outcomes_of, possible
from college.courseware.scenario.values import Case, Decision, Ending, Scene

TEACHING = 8
"""Words that a consequence needs to say what happened and why; shorter ones only say that it went on."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

Rule = Callable[[Sequence[int]], list[int]]
"""From the lengths of a scene's choices, the places that somebody picks who reads none of them; several: a tie."""

RULES: dict[str, Rule] = {
    "longest": lambda lengths: [place for place, length in enumerate(lengths) if length == max(lengths)],
    "shortest": lambda lengths: [place for place, length in enumerate(lengths) if length == min(lengths)],
    "first": lambda lengths: [0],
    "last": lambda lengths: [len(lengths) - 1],
}
_ANYWHERE = ("first", "last")


@dataclass(frozen=True)
class Guess:
    """What a rule finds: the share of scenes where it picks the best choice, and the end that it leads to."""

    rule: str
    language: str  # empty: the same in every language
    found: Fraction
    end: str | None  # None: it goes round and round


@dataclass(frozen=True)
class Scored:
    """What the best way scores for an outcome, and what any way could; learners see the one out of the other."""

    outcome: str
    on_best: int
    possible: int


@dataclass(frozen=True)
class CaseMeasures:
    """What the figures of one case are. `weighed` are the scenes where some choice scores more than another."""

    case: str
    scenes: int
    good_ends: int
    bad_ends: int
    weighed: int
    by_chance: Fraction
    guesses: tuple[Guess, ...]
    passing: tuple[Guess, ...]  # those that bring the case to a good end
    silent: tuple[str, ...]  # scene/choice that has no consequence that teaches
    scored: tuple[Scored, ...]

    @property
    def faults(self) -> int:
        """How many of the figures a careful editor would not let pass."""
        return len(self.silent) + sum(not each.possible for each in self.scored)


def measure_case(case: Case, language: str) -> CaseMeasures:
    """The figures of `case`, whose source is in `language`; lengths are measured in every language that it has."""
    graph = graph_of(case)
    scenes = [scene for scene in case.scenes if scene.id in graph.reached]
    weighed = [scene for scene in scenes if len({each.score for each in scene.decisions}) > 1]
    guesses = tuple(_guesses(case, weighed, language))
    ends = Counter(scene.end for scene in scenes)
    return CaseMeasures(
        case=case.id,
        scenes=len(scenes),
        good_ends=ends[Ending.PASSED],
        bad_ends=ends[Ending.FAILED],
        weighed=len(weighed),
        by_chance=_mean(Fraction(len(_best(scene)), len(scene.decisions)) for scene in weighed),
        guesses=guesses,
        passing=tuple(guess for guess in guesses if guess.end and graph.ends[guess.end] is Ending.PASSED),
        silent=tuple(_silent(scenes, language)),
        scored=tuple(_scored(case, graph)),
    )


def _best(scene: Scene) -> list[int]:
    most = max(each.score for each in scene.decisions)
    return [place for place, each in enumerate(scene.decisions) if each.score == most]


def _mean(parts: Iterable[Fraction]) -> Fraction:
    found = list(parts)
    return sum(found, Fraction(0)) / len(found) if found else Fraction(0)


def _guesses(case: Case, weighed: Sequence[Scene], source: str) -> Iterator[Guess]:
    for name, rule in RULES.items():
        for language in [""] if name in _ANYWHERE else case.title.root:

            def pick(scene: Scene, rule: Rule = rule, language: str = language) -> list[int]:
                return rule([len(each.words.said(language, source).words) for each in scene.decisions])

            found = _mean(_share(pick(scene), _best(scene)) for scene in weighed)
            yield Guess(name, language, found, _end(case, pick))


def _share(picked: Sequence[int], best: Sequence[int]) -> Fraction:
    """A tie is a guess among those that it leaves."""
    return Fraction(len(set(picked) & set(best)), len(picked))


def _end(case: Case, pick: Callable[[Scene], list[int]]) -> str | None:
    scene, behind = case.scenes_by_id[case.start], set[str]()
    while scene.end is None and scene.id not in behind:
        behind.add(scene.id)
        scene = case.scenes_by_id[scene.decisions[pick(scene)[0]].target]
    return scene.id if scene.end else None


def _silent(scenes: Sequence[Scene], language: str) -> Iterator[str]:
    """Choices of which nothing follows, or too little to learn from, or what follows from another one as well."""
    told = Counter(_told(each, language) for scene in scenes for each in scene.decisions)
    for scene in scenes:
        for place, each in enumerate(scene.decisions):
            said = _told(each, language)
            # A choice that is better than others has done what was to be learned.
            learned = len(_best(scene)) < len(scene.decisions) and place in _best(scene)
            if not said or told[said] > 1 or (len(_WORD.findall(said)) < TEACHING and not learned):
                yield f"{scene.id}/{each.id}"


def _told(decision: Decision, language: str) -> str:
    return " ".join(decision.consequence.root[language].split()) if decision.consequence else ""


def _scored(case: Case, graph: Graph) -> Iterator[Scored]:
    best = best_path(graph)
    taken = [case.scenes_by_id[step.scene].decisions_by_id[step.choice] for step in best.steps] if best else []
    for outcome in dict.fromkeys([*case.outcomes, *outcomes_of(graph)]):
        on_best = sum(each.score for each in taken if each.outcome == outcome)
        yield Scored(outcome, on_best, possible(graph, outcome))
