"""Ways through a case: reachable, leading out, best; by hand and against a search that tries them all."""

from __future__ import annotations

import hashlib
import inspect
import itertools
import random
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from college.courseware import reader, scenario
from college.courseware.scenario import (
    Case,
    Decision,
    Ending,
    Graph,
    Path,
    Scene,
    Share,
    Step,
    TooTangled,
    Verdict,
    Walk,
    Way,
)
from college.courseware.scenario.layers import Layout, Spot, laid_out
from college.courseware.texts import Text
from tests import sample_course


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


def play(*choices: str) -> scenario.Walk:
    course = reader.read_files(sample_course.as_bytes(sample_course.sample())).course
    assert course is not None
    return scenario.walk(course.cases[0], choices)


def test_a_walk_knows_where_it_stands_and_what_it_scores() -> None:
    walk = play("form", "back", "witness")
    assert (walk.scene.id, walk.next_number, walk.is_over) == ("table", 4, False)
    assert [each.counts for each in walk.taken] == [False, False, True]
    assert (walk.score(), walk.score("prove"), walk.score("tell")) == (2, 2, 0)
    done = play("witness", "seal")
    assert (done.is_over, done.passed, done.share()) == (True, True, Share(4, 4))
    assert done.shares() == {"prove": Share(4, 4), "tell": Share(0, 1)}


def test_a_choice_that_its_scene_does_not_offer_makes_no_walk() -> None:
    with pytest.raises(KeyError):
        play("seal")


def test_the_comparison_goes_scene_by_scene() -> None:
    rows = scenario.compare(play("form", "release"))
    assert [(row.scene.id, row.verdict, row.taken and row.taken.id, row.best and row.best.id) for row in rows] == [
        ("counter", Verdict.BETTER_CHOICE, "form", "witness"),
        ("form", Verdict.OFF_THE_WAY, "release", None),
        ("table", Verdict.MISSED, None, "seal"),
    ]


def test_what_was_skipped_stands_where_the_best_way_has_it() -> None:
    case = chain("a", "b", "c")
    rows = scenario.compare(scenario.walk(case, ["skip-1", "on"]))
    assert [(row.scene.id, row.verdict) for row in rows] == [
        ("a", Verdict.BETTER_CHOICE), ("b", Verdict.MISSED), ("c", Verdict.SAME),
    ]  # fmt: skip


def chain(*names: str) -> Case:
    """Scenes in a row, of which each scores; `skip-1` leaves one out."""
    every = [*names, "end", "end"]
    scenes = [
        Scene(
            id=name,
            title=Text({"en": name}),
            body=Text({"en": name}),
            decisions=(
                Decision(id="on", words=Text({"en": "On"}), target=every[place + 1], score=1),
                Decision(id="skip-1", words=Text({"en": "Skip"}), target=every[place + 2]),
            ),
        )
        for place, name in enumerate(names)
    ]
    end = Scene(id="end", title=Text({"en": "End"}), body=Text({"en": "End"}), end=Ending.PASSED)
    return Case(
        id="chain", path="cases/chain.md", title=Text({"en": "Chain"}), minutes=1, start=names[0], scenes=(*scenes, end)
    )


SCORING = (scenario.graph, Walk.score, Walk.share, Walk.shares, scenario.walk, scenario.straightened)
KNOWN_SCORERS = {"case-1": "218fe0be2f1fd14e8c9d6950b40ee6ffe7294098cabe09feccc38292d5e557a3"}


def test_the_scorer_has_a_new_version_whenever_scoring_changes() -> None:
    source = "".join(inspect.getsource(one) for one in SCORING)
    assert hashlib.sha256(source.encode()).hexdigest() == KNOWN_SCORERS[scenario.SCORER], (
        "scoring has changed: raise SCORER and add its hash here; never change a hash that scores were given under"
    )


def drawn(case: Case, language: str = "en") -> ET.Element:
    titles = {scene.id: scene.title.root["en"] for scene in case.scenes}
    return ET.fromstring(scenario.chart(case, titles, "A <map> & more", language=language))


SVG = "{http://www.w3.org/2000/svg}"


def test_the_map_draws_every_scene_and_every_choice() -> None:
    case = chain("a", "b", "c")
    svg = drawn(case)
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"1. a", "2. b", "3. c", "4. End", "Start", "Good end"} <= set(words)
    assert words.count("1 (+1)") == words.count("2 (0)") == 3
    arrows = [path for path in svg.iter(f"{SVG}path") if path.get("marker-end")]
    assert len(arrows) == 6
    title = svg.find(f"{SVG}title")
    assert title is not None and title.text == "A <map> & more"


def test_the_map_marks_bad_ends_by_shape_and_what_is_never_reached_in_words() -> None:
    course = reader.read_files(sample_course.as_bytes(sample_course.sample())).course
    assert course is not None
    case = course.cases[0]
    lost = Scene(id="lost", title=Text({"en": "Lost"}), body=Text({"en": "x"}), decisions=case.scenes[1].decisions)
    svg = drawn(case.model_copy(update={"scenes": (*case.scenes, lost)}), "ar")
    assert len(list(svg.iter(f"{SVG}polygon"))) == 1
    words = [text.text for text in svg.iter(f"{SVG}text")]
    assert words.count("Never reached") == 1
    assert svg.get("direction") == "rtl"


def test_the_map_carries_no_style_and_no_script() -> None:
    for element in drawn(chain("a", "b")).iter():
        assert element.tag.removeprefix(SVG) in {
            "svg", "title", "defs", "marker", "path", "rect", "g", "text", "polygon",
        }  # fmt: skip
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def lines(layout: Layout) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Every piece of an arrow from one layer to the next, by layer and place."""
    places = {spot: (number, at) for number, layer in enumerate(layout.layers) for at, spot in enumerate(layer)}
    found = []
    for arrow in layout.arrows:
        stops = [Spot(arrow.scene), *arrow.bends, Spot(arrow.target)]
        found += [] if arrow.leads_back else [(places[a], places[b]) for a, b in itertools.pairwise(stops)]
    return found


def test_a_map_that_can_be_drawn_without_crossings_is() -> None:
    case = graph(
        "a", "good=pass bad=fail", a="x>b y>c", b="x>d y>good", c="x>good y>d", d="x>bad y>e", e="x>good y>good"
    )
    crossed = [
        (one, other)
        for one, other in itertools.combinations(lines(laid_out(case)), 2)
        if one[0][0] == other[0][0] and (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0
    ]
    assert crossed == []


def mapped(case: Graph) -> Case:
    scenes = [
        Scene(
            id=name,
            title=Text({"en": name}),
            body=Text({"en": name}),
            end=case.ends.get(name),
            decisions=tuple(
                Decision(id=way.id, words=Text({"en": way.id}), target=way.target, score=way.score) for way in ways
            ),
        )
        for name, ways in case.ways.items()
    ]
    return Case(
        id="map", path="cases/map.md", title=Text({"en": "Map"}), minutes=1, start=case.start, scenes=tuple(scenes)
    )


CURVE = re.compile(r"C(\S+) \S+ \S+ \S+ (\S+) \S+?(?=[CV]|$)")


@pytest.mark.parametrize("seed", range(10))
def test_arrows_leave_and_meet_boxes_in_the_order_of_where_they_lead_and_come_from(seed: int) -> None:
    luck = random.Random(seed)
    names = [f"s{n}" for n in range(10)]
    ahead = {name: [*names[n + 1 :], "good", "bad"] for n, name in enumerate(names)}
    scenes = {name: " ".join(f"c{n}>{to}" for n, to in enumerate([ahead[name][0], *luck.choices(ahead[name], k=2)]))
              for name in names}  # fmt: skip
    case = graph("s0", "good=pass bad=fail", **scenes)
    drawings = [path.get("d") or "" for path in drawn(mapped(case)).iter(f"{SVG}path") if path.get("marker-end")]
    arrows = laid_out(case).arrows
    leaving: dict[str, list[tuple[float, float]]] = {}
    meeting: dict[str, list[tuple[float, float]]] = {}
    for arrow, drawing in zip(arrows, drawings, strict=True):
        curves = [(float(start), float(stop)) for start, stop in CURVE.findall(drawing)]
        leaving.setdefault(arrow.scene, []).append(curves[0])
        meeting.setdefault(arrow.target, []).append(curves[-1])
    assert len(arrows) == 30
    for curves in [*leaving.values(), *meeting.values()]:
        for one, other in itertools.combinations(curves, 2):
            assert (one[0] - other[0]) * (one[1] - other[1]) >= 0


@pytest.mark.parametrize("seed", range(10))
def test_boxes_of_a_map_never_overlap_and_arrows_go_down_unless_they_lead_back(seed: int) -> None:
    luck = random.Random(seed)
    names = [f"s{n}" for n in range(12)]
    scenes = {name: " ".join(f"c{n}>{luck.choice([*names, 'good'])}" for n in range(3)) for name in names}
    case = graph("s0", "good=pass", **scenes)
    layout = laid_out(case)
    placed = [spot.scene for layer in layout.layers for spot in layer if not spot.is_bend]
    assert sorted(placed) == sorted([*names, "good"])
    depth = {spot.scene: number for number, layer in enumerate(layout.layers) for spot in layer if not spot.is_bend}
    assert len(layout.arrows) == 36
    for arrow in layout.arrows:
        assert arrow.leads_back == (depth[arrow.target] <= depth[arrow.scene])
        assert len(arrow.bends) == (0 if arrow.leads_back else depth[arrow.target] - depth[arrow.scene] - 1)
