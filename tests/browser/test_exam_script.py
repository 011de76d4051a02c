"""The script of exam pages: each answer is saved as it is given, and nothing that was given is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from college.accounts.models import SignInSession
from college.assessment.models import Attempt
from college.database import transaction
from tests.accounts.people import PASSWORD, number_of
from tests.browser import key
from tests.browser.conftest import Visit
from tests.browser.sitting import LONG, attempts_of, begin, chosen, kept, make_learner, question
from tests.browser.visiting import Visitor
from tests.serving import Served

pytestmark = pytest.mark.browser
SAVED = re.compile("^Saved ")
# A loop of its own: what Playwright would do to wait needs an eval, which the policy of the pages forbids.
ALL_SENT = """async () => {
  for (let n = 0; n < 400; n++) {
    if (!Object.keys(localStorage).some((name) => /^exam:[0-9]+:/.test(name))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""


@pytest.fixture
def learner(college: Served) -> int:
    return make_learner(college)


@pytest.fixture
def sitting(visit: Visit, learner: int) -> tuple[Visitor, int]:
    """A learner with all questions of an open attempt on one page."""
    visitor = visit()
    visitor.sign_in_as(learner)
    attempt_id = begin(visitor)
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    return visitor, attempt_id


def choose(page: Page, question_id: str, words: str) -> None:
    question(page, question_id).get_by_label(words, exact=True).check()


def expect_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text(SAVED)


def expect_all_sent(page: Page) -> None:
    """Nothing waits in the browser any more."""
    assert page.evaluate(ALL_SENT), "something is still waiting in the browser"


def test_a_choice_is_saved_without_pressing_anything(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    choose(visitor.page, "brake-pads", "Drivers")
    expect_saved(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]
    visitor.page.reload()
    expect(question(visitor.page, "brake-pads").get_by_label("Drivers")).to_be_checked()


def test_what_is_typed_is_saved_when_the_typing_rests(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    question(visitor.page, "cargo-paper").locator("input[type=text], input:not([type])").press_sequentially("Manifest")
    expect_saved(visitor.page)
    assert kept(college, attempt_id)["cargo-paper"] == {"text": "Manifest"}


def test_the_last_of_many_changes_counts(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    for words in ("Drivers", "Singers", "Painters", "Drivers", "Singers"):
        choose(visitor.page, "brake-pads", words)
    for words in ("Counterfeit toys", "Untaxed tobacco"):
        choose(visitor.page, "illicit-goods", words)
    visitor.press("Save and check your answers")
    visitor.page.wait_for_url("**/check*")
    assert chosen(college, attempt_id, "brake-pads") == ["singers"]
    assert sorted(chosen(college, attempt_id, "illicit-goods")) == ["tobacco", "toys"]


def test_a_dropped_line_is_told_and_heals(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    alert = visitor.page.locator("[data-offline]")
    with visitor.offline():
        choose(visitor.page, "brake-pads", "Drivers")
        expect(alert).to_contain_text("The line is down")
        choose(visitor.page, "money", "Shell companies")
        assert kept(college, attempt_id) == {}
    expect_saved(visitor.page)
    expect(alert).to_be_empty()
    expect(visitor.page.locator("[data-saved]")).to_have_text(SAVED)
    expect_all_sent(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]
    assert chosen(college, attempt_id, "money") == ["shell-companies"]


def test_leaving_the_page_without_a_line_keeps_the_answer_for_the_next_page(
    sitting: tuple[Visitor, int], college: Served
) -> None:
    visitor, attempt_id = sitting
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    with visitor.offline():
        choose(visitor.page, "brake-pads", "Drivers")
        expect(visitor.page.locator("[data-offline]")).to_contain_text("The line is down")
        visitor.page.goto("about:blank")
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    expect(question(visitor.page, "brake-pads").get_by_label("Drivers")).to_be_checked()
    expect_saved(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]


def test_without_a_time_limit_a_slow_clock_does_not_lose_the_newer_answer(
    visit: Visit, college: Served, learner: int
) -> None:
    visitor = visit()
    visitor.context.add_init_script("const now = Date.now; Date.now = () => now() - 3600000;")
    visitor.sign_in_as(learner)
    attempt_id = begin(visitor)
    with college.app.app_context(), transaction() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(deadline_at=None))
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    visitor.page.on("dialog", lambda dialog: dialog.accept())
    choose(visitor.page, "brake-pads", "Singers")
    expect_saved(visitor.page)
    expect_all_sent(visitor.page)
    visitor.forgiven = {451}  # as a portal in between would answer
    visitor.context.route("**/answers*", lambda route: route.fulfill(status=451))
    choose(visitor.page, "brake-pads", "Drivers")
    expect(visitor.page.locator("[data-offline]")).to_contain_text("The line is down")
    visitor.page.goto("about:blank")
    visitor.context.unroute("**/answers*")
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    expect(question(visitor.page, "brake-pads").get_by_label("Drivers")).to_be_checked()
    expect_all_sent(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]


@pytest.mark.parametrize(
    ("content_type", "body"), [("text/html", "<h1>Pay for the line</h1>"), ("application/json", "null")]
)
def test_what_a_portal_in_the_line_refuses_is_sent_again(
    sitting: tuple[Visitor, int], college: Served, content_type: str, body: str
) -> None:
    visitor, attempt_id = sitting
    visitor.forgiven = {403}
    visitor.page.route(
        "**/answers*", lambda route: route.fulfill(status=403, content_type=content_type, body=body), times=1
    )
    with visitor.page.expect_response(lambda response: response.status == 403):
        choose(visitor.page, "brake-pads", "Drivers")
    expect_saved(visitor.page)
    expect_all_sent(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]


def test_what_the_college_itself_refuses_is_told_and_not_sent_again(
    sitting: tuple[Visitor, int], college: Served
) -> None:
    visitor, attempt_id = sitting
    visitor.forgiven = {409}
    with college.app.app_context(), transaction() as session:
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(state="void"))
    choose(visitor.page, "brake-pads", "Drivers")
    expect(visitor.page.locator("[data-offline]")).to_contain_text("This attempt has been submitted")
    expect_all_sent(visitor.page)
    assert kept(college, attempt_id) == {}


def test_a_server_that_is_killed_and_comes_back_loses_nothing(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    choose(visitor.page, "brake-pads", "Drivers")
    expect_saved(visitor.page)
    visitor.is_offline = True
    college.kill()
    choose(visitor.page, "money", "Shell companies")
    expect(visitor.page.locator("[data-offline]")).to_contain_text("The line is down")
    college.start()
    expect(visitor.page.locator("[data-offline]")).to_be_empty(timeout=60_000)
    visitor.is_offline = False
    expect_saved(visitor.page)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]
    assert chosen(college, attempt_id, "money") == ["shell-companies"]


def test_two_tabs_are_one_attempt_and_the_later_answer_counts(
    sitting: tuple[Visitor, int], college: Served, learner: int
) -> None:
    visitor, attempt_id = sitting
    first, second = visitor.page, visitor.context.new_page()
    second.goto(f"/attempts/{attempt_id}/1?per=all")
    choose(first, "brake-pads", "Singers")
    expect_saved(first)
    choose(second, "brake-pads", "Drivers")
    expect_saved(second)
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]
    choose(first, "brake-pads", "Painters")
    choose(first, "money", "Libraries")
    expect_all_sent(first)
    assert chosen(college, attempt_id, "brake-pads") == ["painters"]
    second.goto(f"/courses/{LONG}/exam")
    second.get_by_role("link", name="Go on with the exam").click()
    second.wait_for_url("**/attempts/**")
    assert attempts_of(college, learner) == [attempt_id]


def end_sign_in(college: Served, person_id: int) -> None:
    """As if the page had been left open over night."""
    with college.app.app_context(), transaction() as session:
        ended = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(update(SignInSession).where(SignInSession.person_id == person_id).values(expires_at=ended))


@pytest.mark.parametrize("how", ["expired", "signed out elsewhere"])
def test_a_sign_in_that_ends_in_mid_exam_loses_nothing(
    sitting: tuple[Visitor, int], college: Served, learner: int, how: str
) -> None:
    visitor, attempt_id = sitting
    visitor.forgiven = {400, 401}
    if how == "expired":
        end_sign_in(college, learner)
    else:
        visitor.context.clear_cookies()
    choose(visitor.page, "brake-pads", "Drivers")
    alert = visitor.page.locator("[data-offline]")
    expect(alert).to_contain_text("Your sign-in has ended")
    with visitor.context.expect_page() as opened:
        alert.get_by_role("link").click()
    sign_in(opened.value, learner, college)
    expect(opened.value.locator("h1")).to_contain_text("Question")
    opened.value.close()
    visitor.page.bring_to_front()
    visitor.page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(visitor.page)
    expect(alert).to_be_empty()
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]


def test_without_scripts_a_sign_in_that_ends_gives_the_answer_back_to_be_sent(
    visit: Visit, college: Served, learner: int
) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.sign_in_as(learner)
    attempt_id = begin(visitor)
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    choose(visitor.page, "brake-pads", "Drivers")
    end_sign_in(college, learner)
    visitor.press("Save and check your answers")
    expect(visitor.content).to_contain_text("is kept on this page")
    sign_in(visitor.page, learner, college)
    expect(visitor.page.locator("h1")).to_have_text("Send what you typed")
    visitor.press("Send it now")
    visitor.page.wait_for_url("**/check*")
    assert chosen(college, attempt_id, "brake-pads") == ["drivers"]


def sign_in(page: Page, person_id: int, college: Served) -> None:
    with college.app.app_context():
        number = number_of(person_id)
    page.get_by_label("Learner number").fill(number)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_when_the_time_is_up_what_is_saved_is_submitted(sitting: tuple[Visitor, int], college: Served) -> None:
    visitor, attempt_id = sitting
    for field in key.asked(visitor.page):
        key.answer(field)
    expect_saved(visitor.page)
    expect_all_sent(visitor.page)
    with college.app.app_context(), transaction() as session:
        soon = datetime.now(UTC) + timedelta(seconds=2)
        session.execute(update(Attempt).where(Attempt.id == attempt_id).values(deadline_at=soon))
    visitor.page.reload()
    visitor.page.wait_for_url(f"**/attempts/{attempt_id}")
    expect(visitor.page.locator("h1")).to_have_text("You have passed")


def test_the_clock_can_be_hidden_and_stays_hidden_on_the_next_page(sitting: tuple[Visitor, int]) -> None:
    visitor, attempt_id = sitting
    clock = visitor.page.locator("[data-clock]")
    expect(clock).to_have_text(re.compile(r"\d\d:\d\d"))
    visitor.press("Hide the clock")
    expect(clock).to_be_hidden()
    visitor.go(f"/attempts/{attempt_id}/2")
    expect(clock).to_be_hidden()
    visitor.press("Show the clock")
    expect(clock).to_be_visible()


def test_switching_the_language_in_mid_exam_keeps_attempt_answers_and_order(
    sitting: tuple[Visitor, int], college: Served
) -> None:
    visitor, attempt_id = sitting
    choose(visitor.page, "brake-pads", "Drivers")
    expect_saved(visitor.page)
    order = [field.get_attribute("data-question") for field in key.asked(visitor.page)]
    visitor.speak("ar")
    expect(visitor.page.locator("html")).to_have_attribute("dir", "rtl")
    assert [field.get_attribute("data-question") for field in key.asked(visitor.page)] == order
    expect(question(visitor.page, "brake-pads").get_by_label("السائقين")).to_be_checked()
    choose(visitor.page, "money", "شركات وهمية")
    expect_all_sent(visitor.page)
    assert chosen(college, attempt_id, "money") == ["shell-companies"]
