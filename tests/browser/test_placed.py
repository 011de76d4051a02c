"""Questions of order and of match in a browser: by keyboard, with scripts and without, in both languages."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.sitting import PLACED, begin, kept, make_learner, question
from tests.browser.visiting import Visitor
from tests.serving import Served

pytestmark = pytest.mark.browser
SAVED = re.compile("^Saved ")
STEPS = {
    "en": ("Photograph the parcel", "Open it before a witness", "Write the record", "Seal the evidence bag"),
    "ar": ("تصوير الطرد", "فتحه أمام شاهد", "كتابة المحضر", "ختم كيس الأدلة"),
}
PAIRS = {
    "en": {"Trade mark": "A sign of origin", "Patent": "An invention", "Copyright": "A work of an author"},
    "ar": {"علامة تجارية": "دلالة على المصدر", "براءة اختراع": "اختراع", "حق المؤلف": "مصنف لمؤلف"},
}
WHOLE = {
    "seizure": {"places": {"photo": 1, "witness": 2, "record": 3, "seal": 4}},
    "rights": {"pairs": {"mark": "mark", "patent": "patent", "copyright": "copyright"}},
}
HEAVIEST = 24_000
"""Bytes of an exam page with all that it loads on a first visit, compressed."""


def sit(visit: Visit, college: Served, **options: object) -> tuple[Visitor, int]:
    visitor = visit(**options)
    visitor.sign_in_as(make_learner(college))
    return visitor, begin(visitor, PLACED)


def lists(page: Page, question_id: str) -> Locator:
    return question(page, question_id).locator("select")


def answer(page: Page, language: str) -> None:
    """Everything where it belongs."""
    for place, words in enumerate(STEPS[language], start=1):
        question(page, "seizure").get_by_label(words, exact=True).select_option(str(place))
    for words, partner in PAIRS[language].items():
        question(page, "rights").get_by_label(words, exact=True).select_option(partner)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scripted", [True, False])
def test_an_exam_of_places_is_sat_and_passed(visit: Visit, college: Served, language: str, scripted: bool) -> None:
    visitor, attempt_id = sit(visit, college, java_script_enabled=scripted)
    page = visitor.go(f"/attempts/{attempt_id}/1?per=all&lang={language}")
    answer(page, language)
    page.locator("button.primary").click()
    page.wait_for_url("**/check*")
    assert kept(college, attempt_id) == WHOLE
    page.locator("form[action$='/submit'] button").click()
    page.wait_for_url(f"**/attempts/{attempt_id}")
    expect(page.locator(".score")).to_contain_text("100")


def test_each_list_is_reached_and_answered_by_keyboard_and_saved_at_once(visit: Visit, college: Served) -> None:
    visitor, attempt_id = sit(visit, college)
    page = visitor.go(f"/attempts/{attempt_id}/1?per=all")
    first = lists(page, "seizure").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_value("1-2")
    page.keyboard.press("Tab")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("^Saved .*3 items have no place yet"))
    given = kept(college, attempt_id)["seizure"]["places"]
    assert list(given.values()) == [2]
    page.keyboard.press("ArrowDown")
    expect(lists(page, "seizure").nth(1)).to_have_value("2-1")


def test_two_in_one_place_are_told_as_soon_as_they_are_saved(visit: Visit, college: Served) -> None:
    visitor, attempt_id = sit(visit, college)
    page = visitor.go(f"/attempts/{attempt_id}/1?per=all")
    for number in (0, 1):
        lists(page, "seizure").nth(number).select_option("3")
    expect(page.locator("[data-saved]")).to_contain_text("Several items stand at place 3")
    page.reload()
    expect(question(page, "seizure")).to_contain_text("Several items stand at place 3")
    expect(lists(page, "seizure").nth(1)).to_have_value("2-3")


def test_what_was_chosen_while_the_line_was_down_comes_back_into_its_lists(visit: Visit, college: Served) -> None:
    visitor, attempt_id = sit(visit, college)
    page = visitor.go(f"/attempts/{attempt_id}/1?per=all")
    with visitor.offline():
        lists(page, "rights").nth(2).select_option(index=1)
        lists(page, "rights").nth(0).select_option(index=3)
        expect(page.locator("[data-offline] .notice")).to_be_visible()
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.evaluate("""() => {
      const name = `exam:${document.querySelector("[data-attempt]").dataset.attempt}:lost`;
      const given = {tab: "lost", seq: 1, given: ["2-4"], at: Date.now() + 60000};
      localStorage.setItem(name, JSON.stringify({rights: given}));
    }""")
    page.reload()
    expect(lists(page, "rights").nth(0)).to_have_value("")
    expect(lists(page, "rights").nth(1)).to_have_value("2-4")
    expect(lists(page, "rights").nth(2)).to_have_value("")


def test_a_change_of_language_in_the_midst_keeps_every_place(visit: Visit, college: Served) -> None:
    visitor, attempt_id = sit(visit, college)
    page = visitor.go(f"/attempts/{attempt_id}/1?per=all")
    answer(page, "en")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    visitor.speak("ar")
    page.wait_for_load_state()
    for place, words in enumerate(STEPS["ar"], start=1):
        chosen = question(page, "seizure").get_by_label(words, exact=True)
        expect(chosen).to_have_value(re.compile(f"-{place}$"))
    assert kept(college, attempt_id) == WHOLE


def test_the_exam_page_stays_light(visit: Visit, college: Served) -> None:
    visitor, attempt_id = sit(visit, college)
    bodies: list[bytes] = []
    visitor.page.on("response", lambda response: bodies.append(response.body()) if response.ok else None)
    visitor.go(f"/attempts/{attempt_id}/1?per=all")
    visitor.page.wait_for_load_state("networkidle")
    assert len(bodies) >= 3, "the page, its style and its script"
    assert sum(len(gzip.compress(body)) for body in bodies) <= HEAVIEST
