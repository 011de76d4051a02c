"""How words are compared, what is read from what was typed, and what is shown of what was found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from college.courseware.finding import Asked, excerpt, marked, passages_of, read_asked
from college.courseware.finding.excerpts import LENGTH
from college.courseware.finding.normal import LONGEST_WORD, keys, normal
from college.courseware.finding.passages import MOST_BYTES, text_of
from tests.catalogue.probes import make_probe_course
from tests.factories import sample_edition

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=60)
"""Lone surrogates, NUL and all."""
LETTERS = st.text("aAéßıİ'’qul ـاألإآلهةىيبوفكَّ٣走私货物ガｶﾞ½ŉ\u0345\u200f\x00\ud800%_\"*:()-", max_size=40)
QUESTIONS = ANYTHING | LETTERS

SAME = (
    ("Café", "cafe"), ("ÉCOLE", "école"), ("Straße", "STRASSE"), ("ﬁne", "fine"), ("œuvre", "oeuvre"),
    ("kaçakçılık", "KAÇAKÇILIK"), ("İstanbul", "istanbul"), ("ısı", "isi"), ("Łódź", "lodz"),
    ("smørrebrød", "smorrebrod"),
    ("coun\u00adterfeit", "counterfeit"), ("l’origine", "origine"), ("L'ORIGINE", "origine"), ("qu'une", "une"),
    ("officer's", "officer"), ("'seal'", "seal"), ("‘a’", "a"),
    ("كِتَابٌ", "كتاب"), ("كتـــاب", "كتاب"), ("الكتاب", "كتاب"), ("والكتاب", "كتاب"), ("بالكتاب", "كتاب"),
    ("للكتاب", "كتاب"), ("وبالكتاب", "كتاب"), ("أمن", "امن"), ("إمن", "امن"), ("آمن", "امن"), ("مصطفى", "مصطفي"),
    ("شحنة", "شحنه"), ("مؤسسة", "موسسه"), ("هيئة", "هييه"), ("الحقّ", "حق"), ("٢٠٢٥", "2025"), ("۲۰۲۵", "2025"),
    ("کتاب", "كتاب"), ("ＡＢＣ１２", "abc12"), ("走私", "走私"), ("trade-mark", "trade mark"),
)  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other) != ""


@pytest.mark.parametrize("word", ["بالغ", "الله", "والد", "كالح", "ال", "لله"])
def test_letters_that_only_look_like_the_article_stay(word: str) -> None:
    assert normal(word) == word


@pytest.mark.parametrize(("one", "other"), [("cat", "cut"), ("10", "100"), ("علم", "عمل"), ("走私", "私走")])
def test_words_that_differ_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@given(QUESTIONS)
@example("الالتزام")
@example("l'a' 'b")
@example("ﷺ ㍿ ½ ŉ")
def test_what_is_normal_stays_so(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(QUESTIONS)
def test_what_is_normal_is_words_and_single_spaces(text: str) -> None:
    found = normal(text)
    assert found == " ".join(found.split())
    kinds = {unicodedata.category(letter) for letter in found.replace(" ", "")}
    assert all(kind[0] in "LN" or kind == "Mc" for kind in kinds), kinds
    found.encode()


@given(QUESTIONS)
def test_no_case_makes_a_difference(text: str) -> None:
    """The dotless i is taken for an i, as search engines do, whichever way it was folded."""
    assert normal(text.swapcase().casefold()) == normal(text.casefold().swapcase().casefold())


def test_chinese_is_kept_by_characters_and_pairs() -> None:
    assert list(keys("走私货WTO")) == ["走", "私", "货", "走私", "私货", "wto"]


def test_a_word_without_an_end_is_cut() -> None:
    assert list(keys("x" * 1000)) == ["x" * LONGEST_WORD]
    asked = read_asked("x" * 100)
    assert asked.beginnings == ("x" * LONGEST_WORD,)
    assert [one.found for one in marked("y " + "x" * 1000, asked)] == [False, True]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("false papers", Asked(beginnings=("false", "papers"))),
        ("of 2025 no", Asked(whole=("of", "2025", "no"))),
        ('"bill of lading" seal', Asked(("bill", "of", "lading"), ("seal",), ("bill of lading",))),
        ("seal «غسل الأموال»", Asked(("غسل", "اموال"), ("seal",), ("غسل اموال",))),
        ('one "two', Asked(beginnings=("one", "two"))),
        ('"one" two "three', Asked(("one",), ("two", "three"), ("one",))),
        ('""', Asked()),
        ("走", Asked(whole=("走",))),
        ("走私货", Asked(whole=("走私", "私货"))),
        ("seal SEAL séal", Asked(beginnings=("seal",))),
        ("?! — …", Asked()),
        ("", Asked()),
    ],
)
def test_what_was_typed_is_read(typed: str, asked: Asked) -> None:
    assert read_asked(typed) == asked
    assert bool(asked) == bool(asked.whole or asked.beginnings)


@given(QUESTIONS)
def test_nothing_that_is_asked_can_be_taken_for_an_operator(typed: str) -> None:
    asked = read_asked(typed)
    for word in (*asked.whole, *asked.beginnings):
        assert word and not set(word) & set(" '\"*:()&|!<>-+^{}\\\0")


@given(QUESTIONS, QUESTIONS)
def test_marking_changes_no_letter(text: str, typed: str) -> None:
    assert "".join(one.words for one in marked(text, read_asked(typed))) == text


@given(st.text("ab 走私\n", max_size=900), st.sampled_from(["ab", "走私", "aaa", "b"]))
def test_an_excerpt_is_short_and_shows_what_was_found(text: str, typed: str) -> None:
    asked = read_asked(typed)
    shown = excerpt(text, asked)
    assert sum(len(one.words) for one in shown) <= LENGTH + 4 + 2 * text.count("\n")
    assert any(one.found for one in shown) == any(one.found for one in marked(text, asked))


def test_an_excerpt_stands_where_most_words_meet() -> None:
    text = "A seal. " + "Nothing of interest here. " * 20 + "The seal of the carrier broke. " + "And more. " * 40
    shown = excerpt(text, read_asked("carrier seal"))
    assert [one.words for one in shown if one.found] == ["seal", "carrier"]
    assert (shown[0].words, shown[-1].words) == ("… ", " …")


def test_marks_cover_the_word_as_its_author_wrote_it() -> None:
    found = [one.words for one in marked("وتُخفى السِّلَعُ، l’origine (Café)", read_asked("سلع")) if one.found]
    assert found == ["السِّلَعُ"]
    assert [one.words for one in marked("L’origine.", read_asked("l'origine")) if one.found] == ["origine"]
    assert [one.words for one in marked("查走私货物。", read_asked("走私货")) if one.found] == ["走私货"]


def test_a_text_is_read_block_by_block_without_what_rendering_adds() -> None:
    html = (
        '<p>Some <strong>coun</strong>terfeit goods.<sup id="r"><a class="footnote-ref" href="#n">1</a></sup></p>'
        '<div class="question-here" data-question="q"></div><figure class="picture">'
        '<img alt="A seal &amp; a cut" src="/x.png"><figcaption>At dawn</figcaption></figure>'
        '<p>Beside it <img src="/y.png" alt="a thumb"> lies.</p><ul><li>走私\n货物 &amp; more</li></ul>'
        '<section class="footnotes"><h2 id="notes">Sources and notes</h2><ol><li>Institute.'
        ' <a class="footnote-backref" href="#r">↩</a></li></ol></section>'
        '<section class="terms"><h2>Words explained</h2><dl><dt>Seal</dt><dd>A closure</dd></dl></section>'
    )
    assert (
        text_of(html)
        == "Some counterfeit goods.\nA seal & a cut\nAt dawn\nBeside it\na thumb\nlies.\n走私货物 & more\nInstitute."
    )


def test_a_course_is_found_by_titles_pages_and_terms_but_by_no_question() -> None:
    edition = sample_edition()
    assert {passage.kind for passage in edition.passages} == {"course", "page", "term"}
    assert {passage.language for passage in edition.passages} == {"en", "ar"}
    said = " ".join(passage.plain for passage in edition.passages)
    for asked in ("librarians", "manifest", "stitching costs", "who took it when and where", "try it"):
        assert f" {asked} " not in said
    assert "one sign is no proof" in said


def test_a_term_that_is_not_translated_is_found_in_its_own_language_alone() -> None:
    course = make_probe_course()
    found = [one for one in passages_of(course, {}) if one.key == "zone"]
    assert [(one.language, one.title) for one in found] == [("en", "Free zone")]


def test_more_words_than_postgresql_can_hold_are_left_out() -> None:
    course = make_probe_course()
    words = " ".join(f"word{n:030d}" for n in range(40_000))
    page = next(
        one for one in passages_of(course, {("page", "roads/start", "en"): f"<p>{words}</p>"}) if one.kind == "page"
    )
    assert MOST_BYTES - 100 < len(page.all_keys.replace(" ", "").encode()) <= MOST_BYTES
