"""The same words find the same places in the same order on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from college.accounts.rules import Role
from college.catalogue import queries
from college.catalogue.queries import Found
from college.catalogue.rules import Reader
from college.courseware import finding
from college.courseware.finding.normal import keys
from college.database import db
from tests.catalogue.offered import publish
from tests.catalogue.probes import LANGUAGES, PROBES, Probe, make_probe_course
from tests.conftest import Store

HOSTILE = (
    '"', "'", "''", '" OR 1=1 --', "'; DROP TABLE search_words; --", "title : seal", "seal NEAR container",
    "NEAR(seal 2)", "seal*", "* seal", "^seal", "seal AND", "AND", "NOT seal", "OR", "seal OR", "(((((", "seal)",
    "-seal", "+seal", "{title}", "seal & !container", "seal <-> container", "seal:*", ":*", "seal:ABCD", "!!!", "&",
    "|", "\\", "\\'", "%", "%seal%", "_", "seal\x01", "seal\x00", "seal\ud800", "seal\t\r\n", "\u202eseal", "\ufeff",
    "\U0010ffff",
    "é" * 200, "走" * 200, "走私" * 100, "ال" * 100, "a " * 100, "ﷺ" * 200, "'" * 200, '"' * 200, "a'b" * 60,
    "".join(map(chr, range(0x4E00, 0x4EC8))), "x" * 10_000, "𝕊𝔼𝔸𝕃", "🦭", "$$", "$1", ":q", "?", "{{7*7}}",
    "<script>alert(1)</script>",
)  # fmt: skip

LEARNER = Reader(signed_in=True, roles=frozenset({Role.LEARNER}))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stocked(request: pytest.FixtureRequest) -> Store:
    """A college with the probe course alone; the tests here only read."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    store: Store = request.getfixturevalue(name)
    store.lay()
    with store.app.app_context():
        publish(make_probe_course())
        db.session.remove()
    return store


@pytest.fixture
def searched(stocked: Store) -> Iterator[Store]:
    with stocked.app.app_context():
        yield stocked
        db.session.remove()


def find(words: str, language: str) -> tuple[Found, ...]:
    return queries.find(finding.read_asked(words), queries.offers(LEARNER), LEARNER, language=language).places


def name_of(place: Found) -> str:
    return {"course": "course", "term": f"term {place.key}"}.get(place.kind, f"{place.module}/{place.key}")


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: f"{probe.language} {probe.words}")
def test_words_find_what_they_should_and_nothing_else(probe: Probe, searched: Store) -> None:
    assert tuple(map(name_of, find(probe.words, probe.language))) == probe.wanted


@pytest.mark.parametrize("probe", [probe for probe in PROBES if probe.wanted], ids=lambda probe: probe.words)
def test_what_was_found_is_marked(probe: Probe, searched: Store) -> None:
    asked = finding.read_asked(probe.words)
    for place in find(probe.words, probe.language):
        shown = (*finding.marked(place.title, asked), *finding.excerpt(place.body, asked))
        marks = {asked.key_of(word) for one in shown if one.found for word in keys(one.words)}
        assert marks >= {*asked.whole, *asked.beginnings}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_place_is_told_once_and_in_the_language_of_the_reader(language: str, searched: Store) -> None:
    """`10` stands on the same page in all six languages."""
    [place] = find("10", language)
    assert (name_of(place), place.language) == ("roads/start", language)


def test_the_probes_are_many_and_of_every_language() -> None:
    for language in LANGUAGES:
        of_it = [probe for probe in PROBES if probe.language == language]
        assert any(probe.wanted for probe in of_it) and any(not probe.wanted for probe in of_it), language
    assert len(PROBES) >= 40


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_do_harm(words: str, searched: Store) -> None:
    """Asked past the edge of the web, which refuses some of these before they come so far."""
    find(words, "en")
    assert [name_of(place) for place in find("seal", "en")] == ["term seal", "roads/start"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=[]), max_size=80))
def test_no_text_at_all_does_harm(words: str, searched: Store) -> None:
    for typed in (words, f'"{words}"', f"{words} seal"):
        find(typed, "en")
