"""axe finds nothing on any learner's page: narrow and wide, both directions, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from college.accounts.rules import Role
from tests import factories
from tests.accounts import people
from tests.browser import key
from tests.browser.looking import AXE, EVERYTHING, FITS, told
from tests.browser.sitting import PLACED, make_learner
from tests.browser.visiting import Visitor
from tests.browser_like import Client
from tests.journeys import story
from tests.journeys.story import COURSE, Reader
from tests.serving import Served

pytestmark = pytest.mark.browser

CASE = f"{COURSE}/cases/the-parcel"

NARROW, WIDE = (360, 740), (1280, 800)
ENLARGED = 320
"""What 1280 pixels become when a page is enlarged to 400 % (WCAG 2.2, 1.4.10)."""
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}
"""What a dark scheme can change."""


@dataclass
class Town:
    """People at every stage of the story, and the addresses that only they know."""

    college: Served
    cookies: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """A page: who looks at it, where it is, and what they press there first."""

    who: str
    path: str
    act: Callable[[Page], object] | None = None


def press(page: Page) -> None:
    page.locator("main form[method=post] button.button, main form[method=post] .button").first.click()


def press_last(page: Page) -> None:
    page.locator("main form[method=post] button.button").last.click()


def answer_wrongly(page: Page) -> None:
    for one in page.locator("section.check").all():
        one.locator(".choice input").last.check()
    page.locator("section.check button").first.click()


def practise(page: Page) -> None:
    press(page)
    for one in key.asked(page):  # none, where this very question was answered before
        key.answer(one, rightly=False, language=page.locator("html").get_attribute("lang") or "")
        press(page)


def place_anyhow(page: Page) -> None:
    check = page.locator("#check-steps")
    for one in check.locator("select").all():
        one.select_option(index=2)
    check.locator("button").click()


def type_code(page: Page) -> None:
    page.locator("[name=identifier]").fill("staff@test.example")
    page.locator("[name=password]").fill(people.PASSWORD)
    press(page)
    page.wait_for_url("**/sign-in/code*")


def verify_wrongly(page: Page) -> None:
    page.locator("[name=day]").fill("99")
    press(page)


SPOTS = {
    "home, signed out": Spot("nobody", "/"),
    "home, waiting for approval": Spot("waiting", "/"),
    "home, under way": Spot("sitting", "/"),
    "home, certified": Spot("certified", "/"),
    "courses": Spot("nobody", "/courses/"),
    "courses, nothing found": Spot("nobody", "/courses/?level=specialised"),
    "search": Spot("nobody", "/search"),
    "search, found": Spot("certified", "/search?q=goods"),
    "search, found in another language": Spot("nobody", "/search?q=السلع"),
    "search, nothing found": Spot("nobody", "/search?q=walrus"),
    "search, refused": Spot("nobody", "/search?q=" + "a" * 201),
    "course, signed out": Spot("nobody", f"{COURSE}/"),
    "course, not begun": Spot("fresh", f"{COURSE}/"),
    "course, under way": Spot("sitting", f"{COURSE}/"),
    "course, complete": Spot("certified", f"{COURSE}/"),
    "page": Spot("nobody", f"{COURSE}/telling/start"),
    "page with a table": Spot("certified", f"{COURSE}/telling/signs"),
    "page with a question": Spot("sitting", f"{COURSE}/proving/start"),
    "page with a question answered": Spot("certified", f"{COURSE}/proving/start", answer_wrongly),
    "report a problem": Spot("sitting", f"{COURSE}/telling/start/problem", press),
    "module to print": Spot("nobody", f"{COURSE}/telling/print"),
    "module to print, with a question": Spot("certified", f"{COURSE}/proving/print"),
    "courses on this device": Spot("fresh", "/kept/"),
    "courses on this device, shared": Spot("sitting", "/kept/"),
    "no line": Spot("nobody", "/offline"),
    "glossary": Spot("nobody", f"{COURSE}/glossary"),
    "quiz": Spot("sitting", f"{COURSE}/quizzes/telling-quiz"),
    "quiz question": Spot("fresh", f"{COURSE}/quizzes/telling-quiz", press),
    "quiz feedback": Spot("certified", f"{COURSE}/quizzes/telling-quiz", practise),
    "quiz result": Spot("certified", "{quiz}"),
    "case": Spot("fresh", CASE),
    "case, under way": Spot("sitting", CASE),
    "case, ended before": Spot("certified", CASE),
    "page with the card of a case": Spot("sitting", f"{COURSE}/proving/records"),
    "scene": Spot("sitting", f"{CASE}/play"),
    "scene, nothing chosen": Spot("sitting", f"{CASE}/play", press_last),
    "case, good end": Spot("certified", f"{CASE}/1"),
    "case, bad end": Spot("certified", f"{CASE}/2"),
    "map of a case": Spot("instructor", f"{CASE}/map"),
    "exam start": Spot("fresh", f"{COURSE}/exam"),
    "exam start, refused": Spot("fresh", f"{COURSE}/exam", press),
    "exam start, under way": Spot("sitting", f"{COURSE}/exam"),
    "exam start, passed": Spot("certified", f"{COURSE}/exam"),
    "exam question": Spot("sitting", "{open}/2"),
    "exam, all questions on a page": Spot("sitting", "{open}/1?per=all"),
    "exam, places and pairs": Spot("placing", "{places}/1?per=all"),
    "exam, places and pairs, not complete": Spot("placing", "{places}/check"),
    "page with places and pairs": Spot("placing", f"/courses/{PLACED}/proving/start", place_anyhow),
    "quiz feedback of places": Spot("placing", "{placed}/1?per=all"),
    "navigator": Spot("sitting", "{open}/questions"),
    "check answers": Spot("sitting", "{open}/check"),
    "submit": Spot("sitting", "{open}/submit"),
    "result, failed": Spot("certified", "{failed}"),
    "result, passed": Spot("certified", "{passed}"),
    "record": Spot("certified", "{passed}/record"),
    "certificates": Spot("certified", "/certificates/"),
    "certificates, none": Spot("fresh", "/certificates/"),
    "certificate": Spot("certified", "{certificate}"),
    "seal": Spot("certified", "{certificate}/seal"),
    "verify": Spot("nobody", "/verify/"),
    "verify, refused": Spot("nobody", "/verify/", verify_wrongly),
    "verify, shown": Spot("nobody", "{verify}"),
    "verify, unknown": Spot("nobody", "/verify/AAAA-AAAA-AAAA-AAAA-A"),
    "register": Spot("nobody", "/register"),
    "register, refused": Spot("nobody", "/register", press),
    "sign in": Spot("nobody", "/sign-in"),
    "sign in, refused": Spot("nobody", "/sign-in", press),
    "second factor": Spot("nobody", "/sign-in", type_code),
    "password lost": Spot("nobody", "/reset"),
    "account": Spot("certified", "/account"),
    "own names": Spot("sitting", "/account/names"),
    "own details": Spot("sitting", "/account/details"),
    "own address": Spot("sitting", "/account/email"),
    "own password": Spot("sitting", "/account/password"),
    "own second factor": Spot("sitting", "/account/second-factor"),
    "privacy notice": Spot("nobody", "/notices/privacy"),
    "rules of use": Spot("nobody", "/notices/rules"),
    "accessibility": Spot("nobody", "/accessibility"),
    "not found": Spot("nobody", "/nowhere"),
    "not allowed": Spot("fresh", "/people/"),
}


@pytest.fixture(scope="module")
def town(college: Served) -> Town:
    made = Town(college, {"nobody": ""})
    app = college.app
    with app.app_context():
        people.make_known(name="Ada Admin", email="staff@test.example", roles=(Role.ADMINISTRATOR,))
        waiting = people.make_known(name="Wang Xiaoming", state="registered")
        instructor = people.make_known(name="Sam Reader", roles=(Role.INSTRUCTOR,))
    readers = {"waiting": Reader(Client(app)), "instructor": Reader(Client(app))}
    _enter(made, app, "instructor", instructor, readers["instructor"])
    _enter(made, app, "waiting", waiting, readers["waiting"])
    for who in ("fresh", "sitting", "certified", "placing"):
        readers[who] = Reader(Client(app))
        person = make_learner(college, name=story.NAME, native=story.NATIVE) if who != "fresh" else _fresh(app)
        _enter(made, app, who, person, readers[who])
    _tell_who_sits(made, readers["sitting"])
    _tell_who_is_certified(made, readers["certified"])
    _tell_who_places(made, readers["placing"])
    return made


def _fresh(app: Flask) -> int:
    with app.app_context():
        return people.make_known(name="Kwame Mensah")


def _enter(town: Town, app: Flask, who: str, person_id: int, reader: Reader) -> None:
    factories.sign_in(reader.client, person_id, own_device=who == "fresh")
    cookie = reader.client.flask.get_cookie("college", "localhost")
    assert cookie is not None
    town.cookies[who] = cookie.value


def _tell_who_sits(town: Town, reader: Reader) -> None:
    """Two questions are answered, one of them is marked, the rest are open."""
    reader.go(f"{COURSE}/telling/start").press("Mark as read and continue")
    reader.go(CASE).press("Begin the case")
    reader.press("Do this", choice="3")
    attempt = story.begin(reader)
    for button in ("Save and continue", "Mark to look at again"):
        given = story.give(reader.questions()[0], key.questions(), rightly=True)
        reader.press(button, **given)
    town.places["open"] = f"/attempts/{attempt}"


def _tell_who_is_certified(town: Town, reader: Reader) -> None:
    story.read(reader)
    for button, choices in (("Begin the case", "21"), ("Try again", "3132")):
        reader.go(CASE).press(button)
        for choice in choices:
            reader.press("Do this", choice=choice)
    reader.go(f"{COURSE}/quizzes/telling-quiz").press("Start the quiz")
    town.places["quiz"] = f"/attempts/{reader.path.split('/')[2]}"
    reader.go(town.places["quiz"] + "/3").press("See my result")
    for name in ("failed", "passed"):
        town.places[name] = f"/attempts/{story.begin(reader)}"
        story.answer_all(reader, key.questions(), rightly=name == "passed")
        story.submit(reader)
    code, address = story.get_certificate(reader)
    town.places["certificate"] = f"/certificates/{code}"
    parts = urlsplit(address)
    town.places["verify"] = f"{parts.path}?{parts.query}"


def _tell_who_places(town: Town, reader: Reader) -> None:
    """In the exam two things stand at one place; in practice everything is answered, and not everything right."""
    town.places["places"] = f"/attempts/{story.begin(reader, f'/courses/{PLACED}')}"
    reader.press("Save and check your answers", **_rows(reader, lambda number: 1))
    reader.go(f"/courses/{PLACED}/quizzes/telling-quiz").press("Start the quiz")
    town.places["placed"] = f"/attempts/{reader.path.split('/')[2]}"
    reader.go(town.places["placed"] + "/1?per=all")
    reader.press("Check my answers", **_rows(reader, lambda number: number))


def _rows(reader: Reader, choose: Callable[[int], int]) -> dict[str, list[str]]:
    """Of each question of rows on the page, each row with the offer that `choose` chooses by its number."""
    given: dict[str, list[str]] = {}
    for fieldset in reader.questions():
        for number, one in enumerate(fieldset.iter("select"), start=1):
            given.setdefault(one.get("name", ""), []).append(f"{number}-{choose(number)}")
    return given


@pytest.fixture(scope="module")
def browsing(chromium: Browser, college: Served) -> Iterator[Visitor]:
    made = Visitor(chromium, college, color_scheme="light")
    yield made
    made.close()


@pytest.fixture
def visitor(browsing: Visitor) -> Iterator[Visitor]:
    """The same window for all tests here, emptied for each: opening one takes longer than looking."""
    browsing.context.clear_cookies()
    browsing.page.emulate_media(color_scheme="light")
    browsing.faults.clear()
    yield browsing
    assert browsing.faults == []


def test_axe_would_find_something(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.evaluate(AXE)
    page.evaluate("document.querySelector('h1').style.color = '#ccc'; document.documentElement.removeAttribute('lang')")
    found = told(page, EVERYTHING)
    assert {words.split(":")[0] for words in found} >= {"color-contrast", "html-has-lang"}


LOOKED_AT = [
    *((name, language) for name in SPOTS for language in ("en", "ar")),
    *(("course, under way", language) for language in ("fr", "es", "pt", "zh")),
]
"""Both directions everywhere; the other languages, whose words are longer or have no spaces, where there is most."""


@pytest.mark.parametrize(("name", "language"), LOOKED_AT)
def test_axe_finds_nothing(name: str, language: str, town: Town, visitor: Visitor) -> None:
    spot, page = SPOTS[name], visitor.page
    if town.cookies[spot.who]:
        cookie = {"name": "college", "value": town.cookies[spot.who], "url": town.college.url}
        visitor.context.add_cookies([cookie])  # type: ignore[list-item]
    path = spot.path.format(**town.places)
    visitor.go(f"{path}{'&' if '?' in path else '?'}lang={language}")
    if spot.act is not None:
        spot.act(page)
        page.wait_for_load_state()
    html = page.locator("html")
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(html).to_have_attribute("lang", language)
    page.set_viewport_size({"width": ENLARGED, "height": 256})
    assert page.evaluate(FITS), "scrolls sideways at 400 %"
    page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width, height in (NARROW, WIDE):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate(FITS), f"wider than {width} pixels"
            if violations := told(page, options):
                found[f"{scheme}, {width}"] = violations
    assert found == {}
