"""The cases that ship, played in a browser by the way that their own source says: to the best end and to a bad one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from college.courseware import reader, scenario
from college.courseware.outline import Course
from college.courseware.scenario import Case, Ending, Step, Verdict
from college.courseware.texts import Text
from config import ROOT
from tests.browser.conftest import Visit
from tests.browser.looking import AXE, EVERYTHING, FITS, told
from tests.browser.sitting import make_learner
from tests.browser.visiting import Visitor
from tests.conftest import Store
from tests.serving import Served, served

pytestmark = pytest.mark.browser

NARROW = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Play:
    """A case of a course, and the language that it is played in."""

    folder: str
    case_id: str
    language: str

    @cached_property
    def course(self) -> Course:
        course = reader.read(ROOT / "courses" / self.folder).course
        assert course is not None
        return course

    @cached_property
    def case(self) -> Case:
        return self.course.cases_by_id[self.case_id]

    @property
    def path(self) -> str:
        return f"/courses/{self.folder}/cases/{self.case_id}"

    def say(self, text: Text) -> str:
        """The words in the language of the play, which has to have them."""
        return text.root[self.language]

    @property
    def best(self) -> scenario.Path:
        best = scenario.best_path(scenario.graph_of(self.case))
        assert best is not None
        return best

    @property
    def astray(self) -> tuple[Step, ...]:
        """The best way as far as a choice can still bring the case to a bad end at once, and that choice."""
        ends = {scene.id for scene in self.case.scenes if scene.end is Ending.FAILED}
        ways: list[tuple[Step, ...]] = []
        for number, step in enumerate(self.best.steps):
            for decision in self.case.scenes_by_id[step.scene].decisions:
                if decision.target in ends:
                    ways.append((*self.best.steps[:number], Step(step.scene, decision.id)))
        return max(ways, key=len)


PARCEL = Play("small-consignments", "the-parcel", "ar")
STAND = Play("illicit-goods-introduction", "the-witness-stand", "fr")
MARKET = Play("falsified-medicines", "the-night-market", "en")
PLAYS = [
    pytest.param(PARCEL, True, id="the parcel, in Arabic"),
    pytest.param(STAND, True, id="the witness stand, in French"),
    pytest.param(MARKET, False, id="the night market, without scripts"),
]


@pytest.fixture(scope="module")
def college(sqlite_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A college with the courses whose cases are played; publishing them takes seconds, so it is done once."""
    folder = tmp_path_factory.mktemp("shipped")
    assert isinstance(sqlite_store.master, Path)
    shutil.copyfile(sqlite_store.master, folder / "college.db")
    with served(folder, f"sqlite:///{folder / 'college.db'}") as running:
        running.flask("courses", "publish", *(str(_placed(play, folder)) for play in (PARCEL, STAND, MARKET)))
        yield running


def _placed(play: Play, folder: Path) -> Path:
    """The course, which here asks for no other one before it: earning certificates is no part of these tests."""
    copy = folder / play.folder
    shutil.copytree(ROOT / "courses" / play.folder, copy)
    overview = (copy / "course.yaml").read_text()
    (copy / "course.yaml").write_text(overview.replace(f"requires: [{STAND.folder}]", "requires: []"))
    return copy


def enter(visit: Visit, college: Served, play: Play, *, scripted: bool = True) -> Visitor:
    learner = visit(java_script_enabled=scripted, viewport=NARROW)
    learner.sign_in_as(make_learner(college))
    page = learner.go(f"{play.path}?lang={play.language}")
    expect(page.locator("html")).to_have_attribute("lang", play.language)
    begin(learner)
    return learner


def begin(learner: Visitor) -> None:
    learner.content.locator("form[method=post] button").click()


def heading(learner: Visitor, play: Play, scene: str) -> None:
    expect(learner.page.locator("h1")).to_have_text(play.say(play.case.scenes_by_id[scene].title))


def choose(learner: Visitor, play: Play, step: Step) -> None:
    """Find the choice by its words, take it, and be told what follows."""
    heading(learner, play, step.scene)
    decision = play.case.scenes_by_id[step.scene].decisions_by_id[step.choice]
    learner.page.get_by_label(play.say(decision.words), exact=True).check()
    learner.content.locator("form[method=post] button").click()
    heading(learner, play, decision.target)
    assert decision.consequence is not None
    expect(learner.content.locator(".consequence .chosen")).to_have_text(play.say(decision.words))
    expect(learner.content.locator(".consequence")).to_contain_text(play.say(decision.consequence)[:30])


def rows(learner: Visitor) -> list[Locator]:
    return learner.content.locator("table.ways tbody tr").all()


@pytest.mark.parametrize(("play", "scripted"), PLAYS)
def test_a_shipped_case_is_won_on_its_best_way_over_a_reload_and_a_return(
    visit: Visit, college: Served, play: Play, scripted: bool
) -> None:
    learner = enter(visit, college, play, scripted=scripted)
    half = len(play.best.steps) // 2
    for step in play.best.steps[:half]:
        choose(learner, play, step)
    learner.page.reload()
    heading(learner, play, play.best.steps[half].scene)
    learner.go(play.path)
    learner.content.locator(f"a[href$='{play.path}/play']").click()
    for step in play.best.steps[half:]:
        choose(learner, play, step)
    assert play.case.scenes_by_id[play.best.end].end is Ending.PASSED
    expect(learner.content.locator(".alert.tip")).to_be_visible()
    assert len(rows(learner)) == len(play.best.steps)
    expect(learner.content.locator("table.ways .status.done")).to_have_count(len(play.best.steps))


@pytest.mark.parametrize(("play", "scripted"), PLAYS)
def test_a_shipped_case_that_is_lost_shows_the_way_taken_beside_the_best_one(
    visit: Visit, college: Served, play: Play, scripted: bool
) -> None:
    learner = enter(visit, college, play, scripted=scripted)
    for step in play.astray:
        choose(learner, play, step)
    expect(learner.content.locator(".alert.warning")).to_be_visible()
    expected = scenario.compare(scenario.walk(play.case, [step.choice for step in play.astray]))
    assert [row.verdict for row in expected].count(Verdict.BETTER_CHOICE) == 1
    shown = rows(learner)
    assert len(shown) == len(expected)
    for row, line in zip(expected, shown, strict=True):
        expect(line.locator("th")).to_have_text(play.say(row.scene.title))
        for decision in (row.taken, row.best):
            if decision is not None:
                expect(line).to_contain_text(play.say(decision.words))
    begin(learner)
    heading(learner, play, play.case.start)


def test_the_parcel_runs_from_right_to_left_is_accessible_and_fits_a_telephone(visit: Visit, college: Served) -> None:
    learner = enter(visit, college, PARCEL)
    page = learner.page
    found: list[str] = []
    for step in [*PARCEL.astray, None]:
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert page.evaluate(FITS), f"{learner.heading} is wider than {NARROW['width']} pixels"
        page.evaluate(AXE)
        found += told(page, EVERYTHING)
        if step is not None:
            choose(learner, PARCEL, step)
    assert found == []
