"""Cases that cannot be played to an end, or that teach less than they could."""

from collections.abc import Collection, Sequence

from college.courseware import scenario
from college.courseware.amounts import is_id, whole
from college.courseware.checks import structure
from college.courseware.lines import refers_to_note
from college.courseware.manuscript import Manuscript, WrittenCase, WrittenDecision, WrittenScene
from college.courseware.mistakes import Mistakes
from college.courseware.scenario import Ending, Graph, Way

MOST_CHOICES = 10
"""Of one scene; among more nobody decides, and no map shows them apart."""


def check(manuscript: Manuscript, linked: Collection[str]) -> None:
    """`linked` are the files that some text shows or links to."""
    outlined = manuscript.head.outline if manuscript.head else ()
    for case in manuscript.cases.values():
        scenes = case.scenes[""]
        _head(case, manuscript)
        _ids(scenes, case.path, manuscript.mistakes)
        for scene in scenes:
            _end(scene, case.path, manuscript.mistakes)
            for decision in scene.decisions:
                _decision(decision, case, manuscript)
            _choices(scene, case.path, manuscript.mistakes)
        _notes(case, manuscript.mistakes)
        _ways(case, manuscript.mistakes)
        if manuscript.head and case.path not in outlined and case.path not in linked:
            manuscript.mistakes.add("case-unused", case.path)


def _head(case: WrittenCase, manuscript: Manuscript) -> None:
    if not case.briefings[""] and case.scenes[""]:
        manuscript.mistakes.add("briefing-missing", case.path)
    for number, outcome in enumerate(case.head.outcomes if case.head else ()):
        structure.unknown_outcome(manuscript, case.path, case.at("outcomes", number), outcome)
    scenes = {scene.id: scene for scene in case.scenes[""] if not scene.id.startswith("?")}
    if not (case.head and scenes):
        return
    if case.head.start not in scenes:
        manuscript.mistakes.add_guess("unknown-scene", case.path, case.at("start"), case.head.start, scenes)
    elif scenes[case.head.start].end is not None:
        manuscript.mistakes.add("start-ends", case.path, case.at("start"), id=case.head.start)


def _ids(scenes: Sequence[WrittenScene], path: str, mistakes: Mistakes) -> None:
    """Scenes are named once in a case, choices once in a scene."""
    seen: dict[str, WrittenScene] = {}
    for scene in scenes:
        if scene.id in seen:
            mistakes.add("repeated-id", path, scene.place, id=scene.id, path=path, line=seen[scene.id].place.line)
        seen.setdefault(scene.id, scene)
        taken: dict[str, int] = {}
        for decision in scene.decisions:
            if decision.id is None:
                mistakes.add("id-missing", path, decision.place)
                continue
            if not is_id(decision.id):
                mistakes.add("bad-id", path, decision.id_place, wrong=decision.id[:60])
            if decision.id in taken:
                mistakes.add("repeated-id", path, decision.id_place, id=decision.id, path=path, line=taken[decision.id])
            taken.setdefault(decision.id, decision.place.line)


def _end(scene: WrittenScene, path: str, mistakes: Mistakes) -> None:
    if scene.end is None:
        if not scene.decisions:
            mistakes.add("dead-end", path, scene.title_place)
    elif scene.end not in set(Ending):
        mistakes.add("bad-end", path, scene.attributes["end"][1], wrong=scene.end[:20])
    elif scene.decisions:
        mistakes.add("end-with-choices", path, scene.attributes["end"][1], end=scene.end)


def _decision(decision: WrittenDecision, case: WrittenCase, manuscript: Manuscript) -> None:
    path, mistakes = case.path, manuscript.mistakes
    names = {scene.id for scene in case.scenes[""] if not scene.id.startswith("?")}
    if decision.target not in names:
        mistakes.add_guess("unknown-scene", path, decision.target_place, decision.target[:64], names)
    score, outcome = decision.attribute("score"), decision.attribute("outcome")
    if score is not None and whole(score) not in range(101):
        mistakes.add("bad-score", path, decision.at("score"), wrong=score[:20])
    if outcome is not None:
        structure.unknown_outcome(manuscript, path, decision.at("outcome"), outcome)


def _choices(scene: WrittenScene, path: str, mistakes: Mistakes) -> None:
    if len(scene.decisions) == 1:
        mistakes.add("one-way", path, scene.decisions[0].place)
    if len(scene.decisions) > MOST_CHOICES:
        mistakes.add("too-many-choices", path, scene.title_place, count=len(scene.decisions), limit=MOST_CHOICES)
    said: dict[str, WrittenDecision] = {}
    for decision in scene.decisions:
        words = " ".join(decision.words.split()).casefold()
        if words in said:
            mistakes.add("repeated-choice", path, decision.place, line=said[words].place.line)
        said.setdefault(words, decision)
        if decision.consequence is None:
            mistakes.add("consequence-missing", path, decision.place)


def _notes(case: WrittenCase, mistakes: Mistakes) -> None:
    paths = {"": case.path, **{language: document.path for language, document in case.documents.items()}}
    for language, path in paths.items():
        for decision in (each for scene in case.scenes[language] for each in scene.decisions):
            if refers_to_note(decision.words) or refers_to_note(decision.consequence):
                mistakes.add("footnote-place", path, decision.place)


def _ways(case: WrittenCase, mistakes: Mistakes) -> None:
    """What only shows on the whole map; told where its parts are sound."""
    scenes = {scene.id: scene for scene in case.scenes[""]}
    if len(case.scenes[""]) > scenario.MOST_SCENES:
        count = len(case.scenes[""])
        mistakes.add("case-too-large", case.path, count=count, limit=scenario.MOST_SCENES)
        return
    if case.head is None or case.head.start not in scenes:
        return
    graph = _graph(case.head.start, scenes)
    for name, scene in scenes.items():
        if name not in graph.reached:
            mistakes.add("scene-unreached", case.path, scene.title_place)
        if scene.decisions and name not in graph.leading_out and name in graph.reached:
            mistakes.add("no-way-out", case.path, scene.title_place)
    if case.head.start not in graph.leading_to_pass:
        mistakes.add("no-passing-end", case.path)
    _scores(case, graph, mistakes)


def _graph(start: str, scenes: dict[str, WrittenScene]) -> Graph:
    ways = {
        name: tuple(
            Way(each.id or "", each.target, each.score, each.attribute("outcome"))
            for each in scene.decisions
            if each.target in scenes
        )
        for name, scene in scenes.items()
    }
    ends = {name: Ending(scene.end) for name, scene in scenes.items() if scene.end in set(Ending)}
    return Graph(start, ways, ends)


def _scores(case: WrittenCase, graph: Graph, mistakes: Mistakes) -> None:
    try:
        # What a choice scores changes nothing in how many ways are tried, so that outcomes need no turns of their own.
        scenario.possible(graph)
        scenario.best_path(graph)
    except scenario.TooTangled:
        mistakes.add("case-tangled", case.path)
    asked = [scene for scene in case.scenes[""] if scene.id in graph.reached and scene.decisions]
    if scenario.first_is_always_best([each.score for each in scene.decisions] for scene in asked):
        mistakes.add("first-best", case.path, asked[0].decisions[0].place)
