"""The values of cases, in every language in which they are written."""

from collections.abc import Mapping

from college.courseware.manuscript import Manuscript, WrittenCase, WrittenDecision, WrittenScene
from college.courseware.reader.asked import text
from college.courseware.reader.cases import by_language
from college.courseware.scenario import Case, Decision, Ending, Scene


def cases(manuscript: Manuscript) -> tuple[Case, ...]:
    """Those of the outline in its order, then those that are practice only."""
    places = _places(manuscript)
    every = [_case(each, manuscript.language, places.get(each.path)) for each in manuscript.cases.values()]
    order = list(places)
    return tuple(sorted(every, key=lambda case: order.index(case.path) if case.path in places else len(order)))


def _places(manuscript: Manuscript) -> dict[str, int]:
    """The cases of the outline in its order, each with the number of modules before it."""
    found: dict[str, int] = {}
    modules = 0
    for path in manuscript.head.outline if manuscript.head else ():
        if path in manuscript.cases:
            found[path] = modules
        modules += path in manuscript.modules
    return found


def _case(written: WrittenCase, language: str, after: int | None) -> Case:
    head = written.head
    assert head is not None, "a case without a head is an error, and this is read without errors"
    briefing = written.briefings[""]
    others = {other: words for other, words in written.briefings.items() if other}
    titles = {other: each.head.title for other, each in written.translations.items()}
    return Case(
        id=head.id,
        path=written.path,
        title=text(language, head.title, titles),
        minutes=head.minutes,
        outcomes=head.outcomes,
        start=head.start,
        briefing=text(language, briefing, others) if briefing else None,
        scenes=tuple(_scene(each, by_language(written.scenes, each.id), language) for each in written.scenes[""]),
        after=after,
        stale=tuple(other for other, each in written.translations.items() if each.stale),
    )


def _scene(source: WrittenScene, others: Mapping[str, WrittenScene], language: str) -> Scene:
    return Scene(
        id=source.id,
        title=text(language, source.title, {other: each.title for other, each in others.items()}),
        body=text(language, source.body, {other: each.body for other, each in others.items()}),
        decisions=tuple(
            _decision(mine, {other: each.decisions[at] for other, each in others.items()}, language)
            for at, mine in enumerate(source.decisions)
        ),
        end=Ending(source.end) if source.end else None,
    )


def _decision(source: WrittenDecision, others: Mapping[str, WrittenDecision], language: str) -> Decision:
    assert source.id is not None, "a choice without an id is an error, and this is read without errors"
    consequence = None
    if source.consequence:
        consequence = text(language, source.consequence, {other: each.consequence for other, each in others.items()})
    return Decision(
        id=source.id,
        words=text(language, source.words, {other: each.words for other, each in others.items()}),
        target=source.target,
        score=source.score,
        outcome=source.attribute("outcome"),
        consequence=consequence,
    )
