"""Ways through a case: reachable, leading out, best; by hand and against a search that tries them all."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from college.courseware import scenario
from college.courseware.scenario import Ending, Graph, Path, Step, TooTangled, Way


def graph(start: str, ends: str, **scenes: str) -> Graph:
    """`scenes` are written as "choice>target=score choice>target"; `ends` as "good=pass bad=fail"."""
    ways = {name: tuple(_way(each) for each in written.split()) for name, written in scenes.items()}
    closed = {name: Ending(end) for name, _, end in (each.partition("=") for each in ends.split())}
    return Graph(start, {**ways, **dict.fromkeys(closed, ())}, closed)


def _way(written: str) -> Way:
    name, _, rest = written.partition(">")
    target, _, score = rest.partition("=")
    return Way(name, target, int(score or 0), "prove" if score == "1" else "tell")


def test_what_is_reached_and_what_leads_out() -> None:
    case = graph("a", "good=pass bad=fail", a="x>b y>bad", b="x>c", c="x>b", d="x>good")
    assert case.reached == {"a", "b", "c", "bad"}
    assert case.leading_out == {"a", "d", "good", "bad"}
    assert case.leading_to_pass == {"d", "good"}
    assert scenario.best_path(case) is None


def test_the_best_path_has_the_highest_score_of_those_that_pass() -> None:
    case = graph("a", "good=pass bad=fail", a="x>good=1 y>b=2 z>bad=9", b="x>good=1 y>bad=5")
    assert scenario.best_path(case) == Path(3, (Step("a", "y"), Step("b", "x")), "good")


def test_of_two_best_paths_the_shorter_then_the_first_of_the_author() -> None:
    case = graph("a", "good=pass", a="long>b=1 second>good=2 third>good=2", b="x>good=1")
    assert scenario.best_path(case) == Path(2, (Step("a", "second"),), "good")


def test_no_scene_stands_in_the_best_path_twice() -> None:
    case = graph("a", "good=pass", a="on>b round>a=9", b="back>a=9 on>good")
    assert scenario.best_path(case) == Path(0, (Step("a", "on"), Step("b", "on")), "good")


def test_what_is_possible_counts_ways_to_every_end() -> None:
    case = graph("a", "good=pass bad=fail", a="x>good=2 y>b=1", b="x>bad=1")
    assert scenario.possible(case) == 2
    assert scenario.possible(case, "prove") == 2
    assert scenario.possible(case, "tell") == 2
    assert scenario.possible(case, "other") == 0
    assert scenario.outcomes_of(case) == ("tell", "prove")


def test_coming_back_takes_back_what_followed() -> None:
    assert scenario.straightened(["a", "b", "c", "d"]) == (0, 1, 2, 3)
    assert scenario.straightened(["a", "b", "a", "c"]) == (2, 3)
    assert scenario.straightened(["a", "b", "c", "b", "d"]) == (0, 3, 4)
    assert scenario.straightened(["a", "a"]) == (1,)


def test_the_first_choice_is_always_best_only_where_scores_tell() -> None:
    assert scenario.first_is_always_best([[2, 1], [1, 0, 1]])
    assert not scenario.first_is_always_best([[2, 1], [0, 1]])
    assert not scenario.first_is_always_best([[2, 1], [0, 0]])


def test_a_long_row_of_scenes_is_searched_at_once_although_its_ways_are_countless() -> None:
    rows = {f"s{n}": f"x>s{n + 1}=1 y>s{n + 1}=2 z>s{n + 1}" for n in range(scenario.MOST_SCENES - 1)}
    case = graph("s0", f"s{scenario.MOST_SCENES - 1}=pass", **rows)
    best = scenario.best_path(case)
    assert best is not None
    assert best.score == 2 * (scenario.MOST_SCENES - 1)


def test_scenes_that_all_lead_to_each_other_are_given_up() -> None:
    every = " ".join(f"c{n}>s{n}" for n in range(40))
    case = graph("s0", "good=pass", **{f"s{n}": f"{every} out>good" for n in range(40)})
    with pytest.raises(TooTangled):
        scenario.best_path(case)


@pytest.mark.parametrize("seed", range(40))
def test_the_search_finds_what_trying_every_way_finds(seed: int) -> None:
    luck = random.Random(seed)
    names = [f"s{n}" for n in range(7)]
    scenes = {
        name: " ".join(f"c{n}>{luck.choice([*names, 'good', 'bad'])}={luck.randrange(4)}" for n in range(3))
        for name in names
    }
    case = graph("s0", "good=pass bad=fail", **scenes)
    passing = [score for score, end in _walks(case, "s0", ()) if end == "good"]
    best = scenario.best_path(case)
    assert (best.score if best else None) == max(passing, default=None)
    assert scenario.possible(case) == max((score for score, _ in _walks(case, "s0", ())), default=0)


def _walks(case: Graph, scene: str, behind: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    if scene in case.ends:
        yield 0, scene
    for way in case.ways[scene]:
        if way.target not in (*behind, scene):
            for score, end in _walks(case, way.target, (*behind, scene)):
                yield score + way.score, end
