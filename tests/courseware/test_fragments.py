"""Fragments moved onto a sheet: ids apart, headings lower, addresses led on, meanings taken out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from college.courseware.fragments import FilmHere, Meaning, QuestionHere, moved, pictures_in, questions_in


def put(fragment: str) -> list[str | QuestionHere | FilmHere]:
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
    assert pictures_in('<video src="/m/3/c.mp4" poster="/m/4/d.png"></video>') == ["/m/4/d.png"], "not the film itself"


FILM = (
    '<div class="film"><figure><div class="screen"><p class="surface" aria-hidden="true"><strong>A &amp; B</strong>'
    ' Film</p><video controls="" src="/m/3/c.mp4" aria-label="A &amp; B" poster="/m/4/d.png" width="16" height="9">'
    '<track src="/m/5/c.vtt"><a href="/m/3/c.mp4">Fetch</a></video></div>'
    "<figcaption>A &amp; B · Film, 0:03; loads when it is played</figcaption></figure>{words}</div>"
)
WORDS = (
    '<details><summary>Transcript: A &amp; B</summary><div lang="en" dir="ltr"><h2>First &amp; last</h2>'
    '<p>Said.<sup id="film-c-ref-1"><a href="#film-c-note-1">1</a></sup></p></div></details>'
)


def test_a_film_parts_the_text_and_is_told_by_its_picture_and_its_words() -> None:
    found = put(f"<p>before</p>{FILM.format(words=WORDS)}<p>after</p>")
    words = (
        '<div lang="en" dir="ltr"><h3>First &amp; last</h3>'
        '<p>Said.<sup id="p1-film-c-ref-1"><a href="#p1-film-c-note-1">1</a></sup></p></div>'
    )
    assert found == [
        "<p>before</p>",
        FilmHere("A & B", "A & B · Film, 0:03", False, "led:/m/4/d.png", "16", "9", words),
        "<p>after</p>",
    ]


def test_a_film_without_picture_and_words_is_told_by_its_name() -> None:
    (silent,) = put(FILM.format(words="").replace(' poster="/m/4/d.png" width="16" height="9"', ""))
    assert silent == FilmHere("A & B", "A & B · Film, 0:03", False)
    heard = '<audio src="/m/3/c.mp3" aria-label="C"></audio><figcaption>C</figcaption>'
    within = f'<blockquote><div class="film"><figure>{heard}</figure></div></blockquote>'
    assert put(within) == ["<blockquote>", FilmHere("C", "C", True), "</blockquote>"]


@given(st.text())
def test_text_comes_through_as_it_was(text: str) -> None:
    import html

    shown = html.escape(text.strip())
    found = put(f"<p>{shown}</p>")
    assert found == [f"<p>{shown}</p>"]
