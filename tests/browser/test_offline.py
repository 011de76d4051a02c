"""Courses kept on a device: read without a line, marked once, and gone with their reader."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from college.courseware.texts import day_in_words
from college.database import db
from college.learning.models import Enrolment, PageRead
from college.web.locale import LANGUAGES
from tests.browser.conftest import Visit
from tests.browser.sitting import LONG, make_learner
from tests.browser.visiting import Visitor
from tests.factories import publish_sample
from tests.sample_course import COURSE
from tests.serving import Served

pytestmark = pytest.mark.browser

HOME = f"/courses/{COURSE}/"
FIRST, SIGNS, PROVING = f"{HOME}telling/start", f"{HOME}telling/signs", f"{HOME}proving/start"
PATIENCE_MS = 60_000
LEFT = """async () => {
    const store = await new Promise((resolve) => {
        const opening = indexedDB.open("college");
        opening.onsuccess = () => resolve(opening.result);
    });
    const rows = [];
    for (const name of store.objectStoreNames)
        rows.push(...await new Promise((resolve) => {
            const asked = store.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result);
        }));
    store.close();
    const workers = await navigator.serviceWorker.getRegistrations();
    return { rows, caches: await caches.keys(), workers: workers.length };
}"""
KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
    return found;
}"""
MARKS = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("college");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const asked = opening.result.transaction("marks").objectStore("marks").getAll();
        asked.onsuccess = () => { opening.result.close(); resolve(asked.result.map((one) => one.page)); };
    };
})"""


def keep(visitor: Visitor, course: str = COURSE) -> None:
    """Keep the course, as its reader does."""
    page = visitor.go(f"/courses/{course}/")
    visitor.press("Keep this course on this device")
    expect(visitor.content.locator(".keep [role=status]")).to_contain_text("Kept on this device.")
    wait_until(page, "navigator.serviceWorker.controller !== null")


def read_by(college: Served, person_id: int) -> list[str]:
    """The pages that the college has noted as read, each row of them."""
    with college.app.app_context():
        rows = select(PageRead.page_id).join(Enrolment, Enrolment.id == PageRead.enrolment_id)
        found = list(db.session.scalars(rows.where(Enrolment.person_id == person_id)))
        db.session.remove()
        return sorted(found)


def marks(page: Page) -> list[str]:
    found: list[str] = page.evaluate(MARKS)
    return sorted(found)


def wait_until(page: Page, condition: str) -> None:
    """Until that is so; the page looks again as often as it draws, and gives up with what it waited for."""
    page.evaluate(
        f"""async () => {{
            const end = Date.now() + {PATIENCE_MS};
            while (!({condition})) {{
                if (Date.now() > end) throw new Error("never so: " + {json.dumps(condition)});
                await new Promise(requestAnimationFrame);
            }}
        }}"""
    )


def await_nothing(page: Page, found: str) -> None:
    """Until that function finds nothing any more."""
    wait_until(page, f"(await ({found})()).length === 0")


def save_data(visitor: Visitor) -> None:
    """From now on the worker finds that its reader saves data, as the browser's own setting says it."""
    browser = visitor.context.browser
    assert browser is not None
    session = browser.new_browser_cdp_session()
    ask = {"id": 1, "method": "Emulation.setDataSaverOverride", "params": {"dataSaverEnabled": True}}
    for target in session.send("Target.getTargets")["targetInfos"]:
        if target["type"] == "service_worker" and target["url"].startswith(visitor.college.url):
            found = session.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": False})
            message = {"sessionId": found["sessionId"], "message": json.dumps(ask)}
            session.send("Target.sendMessageToTarget", message)
    (worker,) = visitor.context.service_workers
    assert worker.evaluate("navigator.connection.saveData") is True


def fill(visitor: Visitor) -> None:
    """Leave no room on the device for anything more of the college."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": visitor.college.url, "quotaSize": 1})


def on(visitor: Visitor) -> None:
    before = visitor.page.url
    visitor.page.locator(".page-end form button").click()
    visitor.page.wait_for_url(lambda url: url != before)


def offer(college: Served, course: str, title: str) -> None:
    """Publish the sample course under that name, anew where it is there."""
    with college.app.app_context():
        publish_sample(course=course, title=title)
        db.session.remove()


@pytest.fixture
def reader(visit: Visit, college: Served) -> tuple[Visitor, int]:
    person = make_learner(college)
    visitor = visit()
    visitor.sign_in_as(person, own_device=True)
    return visitor, person


def test_a_kept_course_is_read_without_a_line(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        visitor.go(SIGNS)
        expect(page.locator("h1")).to_have_text("Signs to look for")
        visitor.go(FIRST)
        picture = page.locator(".picture img")
        picture.scroll_into_view_if_needed()
        wait_until(page, "document.querySelector('.picture img').naturalWidth > 0")
        assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBlockEndWidth") == "4px"
        visitor.go(f"{HOME}glossary")
        expect(visitor.content).to_contain_text("without the consent of its holder")
        visitor.go(HOME)
        visitor.follow("Proving it")
        expect(page.locator("h1")).to_have_text("Proving it")


def test_without_a_line_everything_else_is_an_honest_page(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        for path in ("/account", f"/courses/{LONG}/telling/start", "/certificates/", "/"):
            visitor.go(path)
            expect(page.locator("h1")).to_have_text("There is no line just now")
            expect(visitor.content.locator("[data-kept-courses] a")).to_have_text("Illicit goods in brief")
        visitor.follow("Illicit goods in brief")
        expect(page.locator("h1")).to_have_text("Illicit goods in brief")


def test_only_reading_pages_are_kept(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    for path in ("/account", f"{HOME}exam", "/certificates/", "/kept/", f"{HOME}quizzes/telling-quiz"):
        visitor.go(path)
    kept = set(visitor.page.evaluate(KEPT))
    pages = {path for path in kept if not path.startswith(("/static/", f"{HOME}media/"))}
    every = {f"{HOME}{rest}" for rest in ("", "telling/start", "telling/signs", "proving/start", "proving/records")}
    assert pages == {*every, f"{HOME}glossary", "/offline"}


def test_pages_marked_without_a_line_are_sent_once_each_when_it_is_back(
    reader: tuple[Visitor, int], college: Served
) -> None:
    visitor, person = reader
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        visitor.go(FIRST)
        on(visitor)
        assert visitor.path() == SIGNS
        expect(visitor.content.locator("p.notice")).to_have_text("Marked as read on this device, not yet sent: 1")
        visitor.go(FIRST)
        on(visitor)
        on(visitor)
        assert visitor.path() == PROVING
        assert marks(page) == ["telling/signs", "telling/start"]
        assert read_by(college, person) == []
    expect(visitor.content.locator("p.notice")).to_have_text("The line is back. Marked as read at the college: 2")
    assert marks(page) == []
    assert read_by(college, person) == ["telling/signs", "telling/start"]
    visitor.go(FIRST)
    expect(page.locator(".side")).to_contain_text("2 of 4 pages of the course read")


def test_marks_wait_for_a_reader_whose_sign_in_has_ended(reader: tuple[Visitor, int], college: Served) -> None:
    visitor, person = reader
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        visitor.go(FIRST)
        on(visitor)
        visitor.context.clear_cookies()
    visitor.forgiven.add(401)
    expect(visitor.content.locator("p.notice")).to_contain_text("You are signed out.")
    assert marks(page) == ["telling/start"]
    with visitor.offline():
        visitor.go(FIRST)
        expect(page.locator("h1")).to_have_text("There is no line just now")
        expect(visitor.content).to_contain_text("What is kept opens again when you have signed in.")
    visitor.sign_in_as(person, own_device=True)
    visitor.go(SIGNS)
    await_nothing(page, MARKS)
    assert read_by(college, person) == ["telling/start"]


def test_kept_pictures_of_a_course_are_shown_to_its_reader_only(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    page = visitor.page
    address = next(path for path in page.evaluate(KEPT) if path.startswith(f"{HOME}media/"))
    is_shown = "address => fetch(address).then(answer => answer.ok, () => false)"
    with visitor.offline():
        assert page.evaluate(is_shown, address)
    visitor.context.clear_cookies()
    visitor.go("/")  # the worker sees that nobody is signed in
    with visitor.offline():
        assert not page.evaluate(is_shown, address)


def test_signing_out_leaves_nothing_and_sends_what_waited(reader: tuple[Visitor, int], college: Served) -> None:
    visitor, person = reader
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        visitor.go(FIRST)
        on(visitor)
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("h1")).to_have_text("There is no line just now")
        visitor.go(SIGNS)
        assert marks(page) == ["telling/start"]
    visitor.go(SIGNS)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert read_by(college, person) == ["telling/start"]
    left: dict[str, Any] = page.evaluate(LEFT)
    assert left == {"rows": [], "caches": [], "workers": 0}


def test_another_person_finds_nothing_of_the_first_and_sends_nothing_for_them(
    reader: tuple[Visitor, int], college: Served
) -> None:
    visitor, first = reader
    second = make_learner(college, name="Kwame Mensah")
    keep(visitor)
    page = visitor.page
    with visitor.offline():
        visitor.go(FIRST)
        on(visitor)
        visitor.context.clear_cookies()
    visitor.forgiven.add(401)
    visitor.go("/sign-in")
    warned = "kept until you sign in: 1. If somebody else signs in here first, it is lost."
    expect(visitor.content.locator("p.notice")).to_contain_text(warned)
    visitor.sign_in_as(second, own_device=True)
    visitor.go(HOME)
    expect(visitor.content.get_by_role("button", name="Keep this course on this device")).to_be_visible()
    await_nothing(page, "() => caches.keys()")
    await_nothing(page, MARKS)
    assert read_by(college, first) == [] and read_by(college, second) == []


def test_what_is_forgotten_does_not_come_back_by_pages_asked_for_at_that_moment(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    (worker,) = visitor.context.service_workers
    worker.evaluate(
        """async (address) => {
            let done = false;
            const asked = [], forgetting = forget().then(() => { done = true; });
            while (!done) {
                asked.push(keptPage(new URL(address)));
                await new Promise((next) => setTimeout(next));
            }
            await Promise.all([forgetting, ...asked]);
        }""",
        f"{visitor.college.url}{FIRST}",
    )
    left: dict[str, Any] = visitor.page.evaluate(LEFT)
    assert (left["rows"], left["caches"]) == ([], [])


def test_a_course_forgotten_while_it_is_fetched_is_not_kept(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    (worker,) = visitor.context.service_workers
    said: list[dict[str, Any]] = worker.evaluate(
        """async (course) => {
            const said = [];
            let forgotten;
            const port = { postMessage(words) { said.push(words); forgotten ||= forget(); } };
            await keep(course, port);
            await forgotten;
            return said;
        }""",
        COURSE,
    )
    assert said[-1]["failed"] == "no_line"
    left: dict[str, Any] = visitor.page.evaluate(LEFT)
    assert (left["rows"], left["caches"]) == ([], [])


def test_a_new_edition_replaces_the_copy_and_the_reader_is_told(reader: tuple[Visitor, int], college: Served) -> None:
    visitor, _ = reader
    keep(visitor, LONG)
    with college.app.app_context():
        publish_sample(course=LONG, title="Illicit goods, anew", question_count=10)
        db.session.remove()
    page = visitor.go(f"/courses/{LONG}/proving/start")
    told = "“Illicit goods, anew” was published anew. The copy on this device is renewed."
    expect(visitor.content.locator("p.notice")).to_have_text(told)
    with visitor.offline():
        visitor.go(f"/courses/{LONG}/")
        expect(page.locator("h1")).to_have_text("Illicit goods, anew")
        visitor.go("/kept/")
        expect(visitor.content.locator("[data-kept-courses] li")).to_contain_text("Edition 2, kept on")


def test_a_reader_who_saves_data_is_told_of_a_new_edition_once_and_fetches_it_when_asked(
    reader: tuple[Visitor, int], college: Served
) -> None:
    visitor, _ = reader
    offer(college, "saving-course", "Saved data")
    keep(visitor, "saving-course")
    save_data(visitor)
    offer(college, "saving-course", "Saved data, anew")
    page, home = visitor.page, "/courses/saving-course/"
    news = visitor.content.locator("p.notice")
    old = "“Saved data” was published anew. The copy on this device is the old one until you renew it."
    visitor.go(f"{home}proving/start")
    expect(news).to_have_text(old)
    visitor.go(f"{home}proving/records")
    visitor.go("/kept/")
    expect(visitor.content.locator("[data-kept-courses] li")).to_contain_text(old)
    assert news.count() == 0
    with visitor.offline():
        visitor.go(home)
        expect(page.locator("h1")).to_have_text("Saved data")
    visitor.go(home)
    expect(visitor.content.locator(".keep [role=status]")).to_have_text(old)
    visitor.press("Renew the copy on this device")
    expect(visitor.content.locator(".keep [role=status]")).to_contain_text("Kept on this device.")
    with visitor.offline():
        visitor.go(home)
        expect(page.locator("h1")).to_have_text("Saved data, anew")


def test_a_full_device_says_so_and_what_was_kept_before_stays(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    page = visitor.page
    fill(visitor)
    visitor.go(f"/courses/{LONG}/")
    visitor.press("Keep this course on this device")
    told = "There is not enough room on this device. Nothing was kept."
    expect(visitor.content.locator(".keep [role=status]")).to_have_text(told)
    assert not [path for path in page.evaluate(KEPT) if path.startswith(f"/courses/{LONG}/")]
    with visitor.offline():
        visitor.go(SIGNS)
        expect(page.locator("h1")).to_have_text("Signs to look for")
        visitor.go("/kept/")
        expect(visitor.content.locator("[data-kept-courses] a")).to_have_text(["Illicit goods in brief"])


def test_a_new_edition_for_which_there_is_no_room_leaves_the_old_copy_and_says_so(
    reader: tuple[Visitor, int], college: Served
) -> None:
    visitor, _ = reader
    offer(college, "growing-course", "Growing")
    keep(visitor, "growing-course")
    fill(visitor)
    offer(college, "growing-course", "Grown")
    page = visitor.go("/courses/growing-course/proving/start")
    told = "“Growing” was published anew. The copy on this device is the old one until you renew it."
    expect(visitor.content.locator("p.notice")).to_have_text(told)
    with visitor.offline():
        visitor.go("/courses/growing-course/")
        expect(page.locator("h1")).to_have_text("Growing")


def test_on_a_line_too_slow_to_wait_for_the_copy_is_shown(reader: tuple[Visitor, int], college: Served) -> None:
    visitor, person = reader
    keep(visitor)
    page = visitor.page
    with college.held():
        visitor.go(SIGNS)
        expect(page.locator("h1")).to_have_text("Signs to look for")
    visitor.go(f"{HOME}exam")
    expect(page.locator("h1")).to_have_text("Final examination")
    assert read_by(college, person) == []


def test_a_course_that_closes_is_removed_from_the_device(reader: tuple[Visitor, int], college: Served) -> None:
    visitor, _ = reader
    with college.app.app_context():
        publish_sample(course="passing-course", title="In passing")
        db.session.remove()
    keep(visitor, "passing-course")
    with college.app.app_context():
        publish_sample(course="passing-course", title="In passing", audience="[judiciary]")
        db.session.remove()
    visitor.forgiven.add(403)
    page = visitor.go("/courses/passing-course/")
    told = "“In passing” is no longer open to you. The copy on this device is removed."
    expect(visitor.content.locator("p.notice")).to_have_text(told)
    assert not [path for path in page.evaluate(KEPT) if path.startswith("/courses/")]


def test_a_course_is_removed_from_the_list_of_what_is_kept(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    page = visitor.go("/kept/")
    expect(visitor.content.locator("[data-kept-courses] li")).to_contain_text("Edition 1, kept on")
    visitor.press("Remove from this device Illicit goods in brief")
    expect(visitor.content.locator("[data-kept-said]")).to_have_text("Removed from this device.")
    assert not [path for path in page.evaluate(KEPT) if path.startswith("/courses/")]


def test_the_day_of_a_copy_is_written_as_pages_write_days(reader: tuple[Visitor, int]) -> None:
    visitor, _ = reader
    keep(visitor)
    visitor.go("/kept/?lang=en")
    row = visitor.content.locator("[data-kept-courses] li")
    expect(row).to_contain_text("Edition 1, kept on")
    said, today = row.inner_text(), datetime.now(UTC).date()
    # The browser's own zone decides which day that was.
    day = next(day for n in (0, 1, -1) if day_in_words(day := today + timedelta(days=n), "en") in said)
    for language in LANGUAGES:
        visitor.go(f"/kept/?lang={language}")
        expect(row).to_contain_text(day_in_words(day, language))


def test_on_a_shared_computer_nothing_can_be_kept(visit: Visit, college: Served) -> None:
    visitor = visit()
    visitor.sign_in_as(make_learner(college))
    visitor.go(HOME)
    assert visitor.content.get_by_role("button", name="Keep this course on this device").count() == 0
    expect(visitor.content).to_contain_text("On a device of your own the browser can keep the course as well")
