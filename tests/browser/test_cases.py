"""A case played in a browser, with scripts and without, from left to right and from right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.sitting import make_learner
from tests.serving import Served

pytestmark = pytest.mark.browser

CASE = "/courses/sample-course/cases/the-parcel"


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without scripts"])
def test_a_case_is_played_through_and_played_again(visit: Visit, college: Served, scripted: bool) -> None:
    learner = visit(java_script_enabled=scripted)
    learner.sign_in_as(make_learner(college))
    page = learner.go("/courses/sample-course/proving/records")
    learner.follow("The parcel")
    learner.press("Begin the case")
    expect(page.locator("h1")).to_have_text("At the counter")
    learner.press("Do this")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("Choose what you do.")
    if scripted:
        expect(summary).to_be_focused()
    page.get_by_label("Open it at once, alone").check()
    learner.press("Do this")
    expect(page.locator("h1")).to_have_text("The finding falls")
    expect(learner.content).to_contain_text("Nobody saw what was in it.")
    expect(learner.content).to_contain_text("Another choice was better here")
    learner.press("Try again")
    page.get_by_label("Call a witness, then open it").check()
    learner.press("Do this")
    expect(page.locator("h1")).to_have_text("On the table")
    learner.speak("ar")
    expect(page.locator("h1")).to_have_text("على الطاولة")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label("تدوين من احتفظ بها ثم ختمها").check()
    learner.press("تنفيذ الاختيار")
    expect(page.locator("h1")).to_have_text("النتيجة ثابتة")
    expect(page.locator(".ways .status")).to_have_text(["كما في الطريق الأفضل", "كما في الطريق الأفضل"])


def test_going_back_in_the_browser_and_deciding_otherwise_changes_nothing(visit: Visit, college: Served) -> None:
    learner = visit()
    learner.sign_in_as(make_learner(college))
    page = learner.go(CASE)
    learner.press("Begin the case")
    page.get_by_label("Ask for the form again").check()
    learner.press("Do this")
    expect(page.locator("h1")).to_have_text("The form")
    page.get_by_label("Go back to the counter").check()
    learner.press("Do this")
    expect(page.locator("h1")).to_have_text("At the counter")
    other = visit()
    other.context.add_cookies(learner.context.cookies())  # type: ignore[arg-type]
    stale = other.go(f"{CASE}/play")
    page.get_by_label("Call a witness, then open it").check()
    learner.press("Do this")
    expect(page.locator("h1")).to_have_text("On the table")
    stale.get_by_label("Open it at once, alone").check()
    other.press("Do this")
    expect(other.content).to_contain_text("Nothing is lost: this is where it stands.")
    expect(stale.locator("h1")).to_have_text("On the table")
