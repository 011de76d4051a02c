"""Fragments moved onto a sheet: ids apart, headings lower, addresses led on, meanings taken out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from college.courseware.fragments import Meaning, QuestionHere, moved, pictures_in, questions_in


def put(fragment: str) -> list[str | QuestionHere]:
    return moved(fragment, prefix="p1-", meanings="meaning-en-", lead=lambda address: f"led:{address}").pieces


def test_ids_and_what_names_them_are_kept_apart() -> None:
    note = '<sup id="text-ref-1"><a href="#text-note-1" class="footnote-ref">1</a></sup>'
    assert put(note) == ['<sup id="p1-text-ref-1"><a href="#p1-text-note-1" class="footnote-ref">1</a></sup>']
    section = '<section aria-labelledby="text-notes"><h2 id="text-notes">Notes</h2></section>'
    assert put(section) == ['<section aria-labelledby="p1-text-notes"><h3 id="p1-text-notes">Notes</h3></section>']


def test_headings_stand_one_level_lower_and_never_below_the_sixth() -> None:
    assert put("<h2>a</h2><h5>b</h5><h6>c</h6>") == ["<h3>a</h3><h6>b</h6><h6>c</h6>"]


def test_addresses_are_led_on() -> None:
    fragment = '<p><a href="/courses/c/m/p">x</a><img alt="" loading="lazy" src="/courses/c/media/0/a.png"></p>'
    led = '<p><a href="led:/courses/c/m/p">x</a><img alt="" src="led:/courses/c/media/0/a.png"></p>'
    assert put(fragment) == [led]


def test_meanings_are_taken_out_and_links_to_terms_lead_to_where_they_will_stand() -> None:
    fragment = (
        '<p><a href="/courses/c/glossary#term-mark" class="term" aria-describedby="text-meaning-mark">m</a></p>'
        '<section class="terms" aria-labelledby="text-meanings"><h2 id="text-meanings">Words</h2>'
        '<dl><dt>Mark &amp; sign</dt><dd id="text-meaning-mark">A &lt;sign&gt;<br>of trade</dd></dl></section><p>on</p>'
    )
    found = moved(fragment, prefix="p1-", meanings="meaning-en-", lead=str)
    assert found.meanings == [Meaning("mark", "Mark & sign", "A <sign>of trade")]
    link = '<a href="#meaning-en-mark" class="term" aria-describedby="meaning-en-mark">m</a>'
    assert found.pieces == [f"<p>{link}</p><p>on</p>"]


def test_questions_part_the_text() -> None:
    fragment = '<p>a</p><div class="question-here" data-question="is-proof"></div><div class="table"><p>b</p></div>'
    assert put(fragment) == ["<p>a</p>", QuestionHere("is-proof"), '<div class="table"><p>b</p></div>']
    assert questions_in(fragment) == ["is-proof"]


def test_pictures_are_found_by_their_addresses() -> None:
    assert pictures_in('<img alt="a" src="/m/1/a.png" width="2"><img src="/m/2/b.png" alt="">') == [
        "/m/1/a.png",
        "/m/2/b.png",
    ]


@given(st.text())
def test_text_comes_through_as_it_was(text: str) -> None:
    import html

    shown = html.escape(text.strip())
    found = put(f"<p>{shown}</p>")
    assert found == [f"<p>{shown}</p>"]
