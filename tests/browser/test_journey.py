"""The whole journey in a browser: from the registration form to a certificate that a stranger verifies."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser import key
from tests.browser.conftest import Visit
from tests.browser.visiting import Visitor
from tests.sample_course import ARABIC_TITLE
from tests.serving import Served

pytestmark = pytest.mark.browser

PASSWORD = "seven kettles under a blue staircase"
NAME = "Amina Haddad"
NATIVE = "أمينة حداد"
COURSE = "/courses/sample-course"


@pytest.mark.parametrize("scripted", [True, False], ids=["with scripts", "without scripts"])
def test_from_registration_to_a_verified_certificate(visit: Visit, college: Served, scripted: bool) -> None:
    learner, administrator, stranger = (visit(java_script_enabled=scripted) for _ in range(3))
    number = register(learner)
    sign_in(learner, number, PASSWORD)
    expect(learner.content).to_contain_text("Your registration waits for approval")
    approve(administrator, college, number)
    learner.go("/")
    read_the_course(learner)
    sit(learner, rightly=False)
    expect(learner.page.locator("h1")).to_have_text("You have not passed")
    expect(learner.content).to_contain_text("You have 2 attempts left")
    sit(learner, rightly=True)
    expect(learner.page.locator("h1")).to_have_text("You have passed")
    code, address = get_certificate(learner)
    download(learner, code)
    sign_out(learner)
    verify(stranger, code, address)


def register(visitor: Visitor) -> str:
    """Register, first with a mistake; the learner number."""
    page = visitor.go("/register")
    page.get_by_label("Name in Latin letters").fill(NAME)
    page.get_by_label("Name in its own script").fill(NATIVE)
    page.get_by_label("Country or territory").select_option("LB")
    page.get_by_label("Organisation", exact=True).fill("Customs of Freedonia")
    page.get_by_label("Type of organisation").select_option("customs")
    page.get_by_label("Your work there").fill("Risk analyst")
    page.get_by_label("I have read the privacy notice").check()
    page.get_by_label("I accept the rules of use").check()
    page.get_by_label("Password").fill("too short")
    visitor.press("Register")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("15 characters")
    expect(page.get_by_label("Name in Latin letters")).to_have_value(NAME)
    if visitor.scripted:
        expect(summary).to_be_focused()
    page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Register")
    expect(page.locator("h1")).to_have_text("You are registered")
    return page.locator(".score .code").inner_text()


def sign_in(visitor: Visitor, number: str, password: str) -> None:
    page = visitor.go("/sign-in")
    page.get_by_label("Learner number or e-mail address").fill(number)
    page.get_by_label("Password").fill(password)
    visitor.press("Sign in")
    expect(page.locator("h1")).not_to_have_text("Sign in")


def approve(visitor: Visitor, college: Served, number: str) -> None:
    """An administrator, made by the operator, signs in with a second factor and approves."""
    told = college.flask("people", "add", "--name", "Ada Admin", "--role", "administrator")
    made = dict(re.findall(r"^(Number|Password|Second factor, key): +(\S+)$", told, re.MULTILINE))
    sign_in(visitor, made["Number"], made["Password"])
    page = visitor.page
    expect(page.locator("h1")).to_have_text("Type your code")
    page.get_by_label("Code of six digits").fill(pyotp.TOTP(made["Second factor, key"]).at(datetime.now(UTC)))
    visitor.press("Sign in")
    expect(page.get_by_role("link", name="People")).to_be_visible()
    visitor.go("/people/?state=registered")
    page.get_by_role("row").filter(has_text=number).get_by_role("link").click()
    expect(visitor.content).to_contain_text("Customs of Freedonia")
    visitor.press("Approve")
    expect(visitor.content).to_contain_text("is approved")


def read_the_course(visitor: Visitor) -> None:
    """The first module in Arabic, switched in place; the rest in English."""
    page = visitor.go("/courses/")
    visitor.follow("Illicit goods in brief")
    visitor.press("Start this course")
    expect(page.locator("h1")).to_have_text("Telling goods apart")
    here = visitor.path()
    visitor.speak("ar")
    assert visitor.path() == here
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("h1")).to_have_text("التمييز بين السلع")
    expect(page.locator(".crumbs")).to_contain_text(ARABIC_TITLE)
    on(visitor)
    expect(page.locator("h1")).to_have_text("علامات ينبغي البحث عنها")
    on(visitor)
    page.wait_for_url("**/quizzes/telling-quiz")
    visitor.speak("en")
    practise(visitor)
    visitor.go(COURSE + "/")
    visitor.follow("Continue reading")
    answer_the_check(visitor)
    on(visitor)
    on(visitor)
    expect(page.locator("#missing ~ ul")).to_have_text("Pass the exam.")


def on(visitor: Visitor) -> None:
    """Mark as read and continue, in whatever language the page speaks."""
    before = visitor.page.url
    visitor.page.locator(".page-end form button").click()
    visitor.page.wait_for_url(lambda url: url != before)


def practise(visitor: Visitor) -> None:
    """Answer the practice quiz, one question wrongly, and be told why."""
    visitor.press("Start the quiz")
    page = visitor.page
    for rightly in (True, False, True):
        expect(page.locator("fieldset.question")).to_have_count(1)
        (field,) = key.asked(page)
        question_id = field.get_attribute("data-question") or ""
        key.answer(field, rightly=rightly)
        visitor.press("Check my answer")
        told = page.locator("section.question [role=status]")
        expect(told).to_have_text("Right" if rightly else re.compile("^(Not right|Partly right)$"))
        if rightly and question_id == "first-sign":
            expect(page.locator("section.question")).to_contain_text("makers of fakes save on work")
        if page.get_by_role("link", name="Next question").count():
            visitor.follow("Next question")
    visitor.press("See my result")
    expect(page.locator("h1")).to_have_text("Your result")


def answer_the_check(visitor: Visitor) -> None:
    """A question in the text: wrong first, then right; nothing of it is kept."""
    check = visitor.page.locator("section.check")
    for words, told in (("Always", "Not quite."), ("Only with its history", "Right.")):
        check.get_by_label(words, exact=True).check()
        check.get_by_role("button").click()
        expect(check.get_by_role("status")).to_contain_text(told)
    expect(check).to_contain_text("Who took it, when and where must be known.")
    visitor.go(visitor.path().removesuffix("/check"))


def sit(visitor: Visitor, *, rightly: bool) -> None:
    """One attempt from its start page to its result; whoever fails it has answered everything but one."""
    page = visitor.go(COURSE + "/exam")
    confirm = page.get_by_label("This is my name as it is to be printed")
    if confirm.count():
        visitor.press("Start the exam")
        expect(page.locator("[data-error-summary]")).to_be_visible()
        expect(visitor.content).to_contain_text(NATIVE)
        confirm.check()
    page.get_by_label("I have read what is allowed", exact=False).check()
    visitor.press("Start the exam")
    for n in range(1, 11):
        expect(page.locator("h1")).to_have_text(f"Question {n} of 10")
        (field,) = key.asked(page)
        if n == 3:
            visitor.press("Mark to look at again")
            expect(visitor.content).to_contain_text("Marked to look at again")
        if rightly or n != 5:
            key.answer(field, rightly=rightly)
        visitor.press("Save and check your answers" if n == 10 else "Save and continue")
    expect(page.locator("h1")).to_have_text("Check your answers")
    if not rightly:
        expect(visitor.content).to_contain_text("1 question is not answered")
    visitor.follow("Go on to submit")
    expect(page.locator("h1")).to_have_text("Submit the exam?")
    visitor.press("Submit the exam")


def get_certificate(visitor: Visitor) -> tuple[str, str]:
    """The code and the address in the QR code."""
    page = visitor.go("/certificates/")
    if page.get_by_role("button", name="Get my certificate").count():
        visitor.press("Get my certificate")
    else:
        visitor.content.locator(".certificates a").click()
    expect(visitor.content).to_contain_text(NAME)
    expect(visitor.content).to_contain_text(NATIVE)
    address = visitor.content.locator("p.code").inner_text()
    assert address.startswith("https://verify.test.example/verify/")
    return visitor.path().split("/")[2], address


def download(visitor: Visitor, code: str) -> None:
    """The paper is a PDF, and the same bytes each time."""
    with visitor.page.expect_download() as waiting:
        visitor.follow("PDF, A4")
    first = waiting.value.path().read_bytes()
    assert first.startswith(b"%PDF")
    again = visitor.context.request.get(f"/certificates/{code}.pdf")
    assert again.headers["content-type"] == "application/pdf"
    assert again.body() == first


def sign_out(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Sign out").click()
    expect(visitor.page.get_by_role("link", name="Sign in").first).to_be_visible()
    visitor.go("/certificates/")
    expect(visitor.page.locator("h1")).to_have_text("Sign in")


def verify(visitor: Visitor, code: str, address: str) -> None:
    """By what is printed, typed carelessly, and by what the QR code holds."""
    today = datetime.now(UTC)
    page = visitor.go("/verify/")
    page.get_by_label("Certificate code").fill(f"  {code.lower()} ")
    for label, value in (("Day", str(today.day)), ("Year", str(today.year - 1))):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Month").select_option(str(today.month))
    visitor.press("Verify")
    expect(page.locator("[data-error-summary]")).to_contain_text("no certificate with this code and day")
    page.get_by_label("Year", exact=True).fill(str(today.year))
    visitor.press("Verify")
    expect_genuine(visitor, code)
    parts = urlsplit(address)
    visitor.go(f"{parts.path}?{parts.query}")
    expect_genuine(visitor, code)
    visitor.go(parts.path)
    expect(visitor.content).not_to_contain_text(NAME)


def expect_genuine(visitor: Visitor, code: str) -> None:
    expect(visitor.page.locator("h1")).to_contain_text(code)
    for words in (NAME, NATIVE, "Illicit goods in brief", "Current"):
        expect(visitor.content).to_contain_text(words)
