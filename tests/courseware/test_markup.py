"""Markdown becomes safe HTML, and no text can hang the renderer."""

from __future__ import annotations

import re
import struct
import time
from collections.abc import Iterator
from contextlib import suppress

import html5lib
import pytest

from college.courseware.markup import (
    ModulePlace,
    Picture,
    Piece,
    Renderer,
    RenderingFailed,
    Surroundings,
    Term,
    TooHard,
    size_of,
)
from college.courseware.markup.notes import share_notes

AROUND = Surroundings(
    course="goods",
    modules={
        "modules/010-what.md": ModulePlace(id="what", pages=("start", "scale")),
        "modules/020-who.md": ModulePlace(id="who", pages=("start", "routes")),
    },
    questions={"questions/scale.md": ("share",)},
    pictures={"media/parcel.webp": Picture(sha256="ab" * 32, width=640, height=480)},
    terms={
        "mark": {"en": Term(term="Trade mark", meaning="A sign of origin"), "ar": Term(term="علامة", meaning="إشارة")},
        "fake": {"en": Term(term="Fake", meaning="Not genuine")},
    },
    exam="exam.yaml",
    quizzes={"quizzes/scale.yaml": "practice"},
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


def html(renderer: Renderer, markdown: str, *, language: str = "en", inline: bool = False, terms: bool = False) -> str:
    piece = Piece(markdown=markdown, path="modules/010-what.md", language=language, inline=inline, terms=terms)
    return renderer.render(piece, AROUND)


# Structure


def test_an_alert_carries_its_kind_and_the_title_of_its_language(renderer: Renderer) -> None:
    shown = html(renderer, "> [!LAW]\n> Look it up.\n>\n> - first\n> - second")
    assert shown.startswith('<div class="alert law" role="note">')
    assert '<p class="alert-title">Check your own law</p>' in shown
    assert "<li>first</li>" in shown
    assert "مراجعة القانون الوطني" in html(renderer, "> [!LAW]\n> نص", language="ar")


def test_words_after_the_marker_replace_the_title_of_an_alert(renderer: Renderer) -> None:
    assert '<p class="alert-title">In <em>your</em> country</p>' in html(renderer, "> [!law] In *your* country\n> Text")


def test_alerts_that_touch_stay_apart_and_a_quote_stays_a_quote(renderer: Renderer) -> None:
    shown = html(renderer, "> [!NOTE]\n> One\n> [!TIP]\n> Two\n\n> Said by another")
    assert shown.count('role="note"') == 2
    assert "<blockquote>\n<p>Said by another</p>" in shown


def test_headings_move_up_so_that_the_title_of_the_page_is_its_only_h1(renderer: Renderer) -> None:
    shown = html(renderer, "# One\n\n### Three {#three}\n\n#### Four *words*")
    assert re.findall(r"<h(\d)>(.*?)</h\d>", shown) == [("2", "One"), ("2", "Three"), ("3", "Four <em>words</em>")]


def test_a_table_can_be_scrolled_by_keyboard_and_says_what_it_is(renderer: Renderer) -> None:
    shown = html(renderer, "| Goods | Share |\n|---|--:|\n| Shoes | 22 % |")
    wrapper = re.match(r"<div ([^>]*)>", shown)
    assert wrapper is not None
    assert {'class="table"', 'role="region"', 'tabindex="0"', 'aria-label="Table 1"'} <= set(
        re.findall(r'[\w-]+="[^"]*"', wrapper[1])
    )
    assert shown.count('scope="col"') == 2
    assert '<td class="end">22 %</td>' in shown
    assert "style" not in shown


def test_lists_nest_by_two_spaces_and_may_follow_a_line_of_text(renderer: Renderer) -> None:
    shown = html(renderer, "Three kinds:\n- goods\n  - shoes\n    more\n  - bags\n- works")
    assert "<p>Three kinds:</p>" in shown
    assert shown.count("<ul>") == 2
    assert "<p>goods" not in shown


def test_a_numbered_list_with_paragraphs_stays_one_list(renderer: Renderer) -> None:
    shown = html(renderer, "1. First\n\n   Its reason.\n2. Second\n\nAfter.")
    assert shown.count("<ol>") == 1
    assert shown.count("<li>") == 2
    assert shown.endswith("<p>After.</p>")


def test_code_is_left_to_right_and_keeps_its_letters(renderer: Renderer) -> None:
    shown = html(renderer, "```sh\nrm <file> & wait\n```", language="ar")
    assert 'dir="ltr"' in shown
    assert "rm &lt;file&gt; &amp; wait" in shown


def test_notes_are_gathered_under_a_heading_with_links_there_and_back(renderer: Renderer) -> None:
    shown = html(renderer, "One[^b], two[^a], again[^b].\n\n[^a]: First source.\n[^b]: Second source.")
    assert "Sources and notes</h2>" in shown
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    for address in re.findall(r'href="#([^"]+)"', shown):
        assert address in ids
    assert shown.count('aria-label="Back to the text from note 1"') == 2
    assert shown.index("Second source") < shown.index("First source")


def test_a_page_gets_the_notes_that_stand_at_the_end_of_its_file() -> None:
    first, second = share_notes(["Text[^a].", "More[^b].\n\n[^a]: A\n    and on\n\n    still\n[^b]: B[^a]\n"])
    assert first == "Text[^a].\n\n[^a]: A\n    and on\n\n    still"
    assert second.startswith("More[^b].\n\n[^b]: B[^a]\n\n[^a]: A")


def test_a_line_for_a_label_has_no_blocks(renderer: Renderer) -> None:
    assert html(renderer, "1914. The *year*", inline=True) == "1914. The <em>year</em>"
    assert html(renderer, "# not a heading\n\n- not a list", inline=True) == "# not a heading<br>- not a list"


# Links and pictures


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../modules/020-who.md#routes", "/courses/goods/who/routes"),
        ("020-who.md", "/courses/goods/who/start"),
        ("#scale", "/courses/goods/what/scale"),
        ("../exam.yaml", "/courses/goods/exam"),
        ("../quizzes/scale.yaml", "/courses/goods/quizzes/practice"),
        ("../course.yaml", "/courses/goods/"),
        ("../glossary.md", "/courses/goods/glossary"),
        ("../media/parcel.webp", "/courses/goods/media/abababababab/parcel.webp"),
    ],
)
def test_a_link_leads_to_its_page(renderer: Renderer, target: str, address: str) -> None:
    assert html(renderer, f"[there]({target})") == f'<p><a href="{address}">there</a></p>'


def test_a_link_to_the_outside_tells_it_nothing_of_where_it_came_from(renderer: Renderer) -> None:
    shown = html(renderer, "[WCO](https://www.wcoomd.org/a_b?x=1&y=2)")
    assert 'href="https://www.wcoomd.org/a_b?x=1&amp;y=2"' in shown
    assert 'rel="noopener noreferrer"' in shown


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "/sign-out", "nowhere.md",
     "../../other/course.yaml", "#missing", "java\tscript:alert(1)", "vbscript:x", "file:///etc/passwd"],
)  # fmt: skip
def test_a_link_that_may_not_or_cannot_be_followed_is_refused(renderer: Renderer, target: str) -> None:
    with pytest.raises(RenderingFailed):
        html(renderer, f"[there]({target})")


def test_a_term_shows_its_meaning_in_the_language_of_the_text(renderer: Renderer) -> None:
    shown = html(renderer, "A [mark](../glossary.md#mark).", terms=True)
    assert 'class="term"' in shown
    assert 'href="/courses/goods/glossary#term-mark"' in shown
    assert 'aria-describedby="text-meaning-mark"' in shown
    assert '<dd id="text-meaning-mark">A sign of origin</dd>' in shown
    assert 'title="إشارة"' in html(renderer, "[علامة](../glossary.md#mark)", language="ar")


def test_a_picture_keeps_its_place_before_it_has_come(renderer: Renderer) -> None:
    shown = html(renderer, '![A parcel](../media/parcel.webp "Seized in 2022")')
    assert shown.startswith('<figure class="picture"><img ')
    assert {'alt="A parcel"', 'width="640"', 'height="480"', 'loading="lazy"'} <= set(
        re.findall(r'[\w-]+="[^"]*"', shown)
    )
    assert "<figcaption>Seized in 2022</figcaption>" in shown


def test_a_question_in_the_text_leaves_its_place_and_nothing_else(renderer: Renderer) -> None:
    shown = html(renderer, "Before.\n\n![Try it](../questions/scale.md#share)\n\nAfter.")
    assert '<div class="question-here" data-question="share"></div>' in shown
    assert "Try it" not in shown


@pytest.mark.parametrize(
    "markdown",
    ["![x](https://e.example/a.png)", "![x](020-who.md)", "Text ![x](../questions/scale.md#share) text",
     "[x](../questions/scale.md#share)", "[](#scale)"],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused(renderer: Renderer, markdown: str) -> None:
    with pytest.raises(RenderingFailed):
        html(renderer, markdown)


# Hostile texts

SCRIPTS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<style>*{display:none}</style>",
    '<iframe src="//evil.example"></iframe>',
    "<!--><script>alert(1)</script-->",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "`<script>`</code><script>alert(1)</script>",
    '[x](https://e.example/"onmouseover=alert(1)//)',
    '![" onerror="alert(1)](../media/parcel.webp "\\" onload=\\"alert(1)")',
    "> [!NOTE] <script>alert(1)</script>\n> x",
    "|<script>|\n|---|\n|<img onerror=x>|",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "``` {.language onclick=alert(1) #evil}\nx\n```",
    "&lt;script&gt; &#60;script&#62;",
]


@pytest.mark.parametrize("markdown", SCRIPTS)
def test_no_text_brings_in_an_element_or_attribute_of_its_own(renderer: Renderer, markdown: str) -> None:
    shown = html(renderer, markdown)
    tree = html5lib.parseFragment(shown, namespaceHTMLElements=False)
    allowed = {"p", "code", "pre", "a", "img", "div", "table", "thead", "tbody", "tr", "th", "td", "section", "h2",
               "ol", "li", "sup", "figure", "figcaption"}  # fmt: skip
    for element in tree.iter():
        if element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag in allowed
            assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc")]
            assert not element.get("href", "").lower().startswith(("javascript", "data"))


HARD = {
    "nested quotes": ">" * 20_000 + "x",
    "nested quotes with spaces": "> " * 5_000 + "x",
    "nested lists": "\n".join("  " * depth + "- x" for depth in range(800)),
    "nested lists in quotes": "> - " * 1_000 + "x",
    "open brackets": "[" * 50_000,
    "closed brackets": "[" * 5_000 + "]" * 5_000,
    "open pictures": "![" * 20_000,
    "links without end": "[a](" * 10_000,
    "nested links": "[" * 2_000 + "a" + "](b)" * 2_000,
    "angle links": "[a](<" * 10_000,
    "link titles": '[a](b "' * 10_000,
    "references": "[a][b]" * 10_000,
    "reference definitions": "".join(f"[{n}]: x\n" for n in range(20_000)),
    "stars": "*" * 50_000,
    "stars and words": "*a " * 20_000,
    "stars both ways": "*a **b " * 10_000,
    "stars closing": "a** *b" * 10_000,
    "underscores": "_" * 50_000,
    "underscores and words": "__a_ " * 10_000,
    "mixed emphasis": "*_" * 20_000 + "a" + "_*" * 20_000,
    "backticks": "".join("e" + "`" * n for n in range(600)),
    "backticks open": "`" * 50_000 + "a",
    "backslashes": "\\" * 100_000,
    "entities": "&" * 100_000,
    "tags": "<" * 100_000,
    "half tags": "<a " * 20_000,
    "comments": "<!-- " * 20_000,
    "processing instructions": "<?" * 50_000,
    "CDATA": "<![CDATA[" * 10_000,
    "fences": "```\n" * 20_001,
    "table columns": "|" * 20_000 + "\n" + "|-" * 20_000 + "\n" + "|x" * 20_000,
    "table rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * 10_000,
    "notes": "".join(f"x[^{n}]" for n in range(3_000)) + "\n\n" + "".join(f"[^{n}]: y\n" for n in range(3_000)),
    "notes in notes": "x[^0]\n\n" + "".join(f"[^{n}]: y[^{n + 1}]\n\n" for n in range(2_000)),
    "alerts": "> [!NOTE]\n" * 10_000,
    "definitions": "a\n: b\n" * 10_000,
    "rules": "- " * 50_000 + "x",
    "headings": "# " * 50_000,
    "underlined headings": "a\n=\n" * 20_000,
    "blank lines": "\n" * 150_000 + "x",
    "spaces": " " * 150_000 + "x",
    "bidirectional marks": "\u202e\u2066" * 20_000,
    "combining marks": "a" + "\u0301" * 50_000,
    "control letters": "".join(map(chr, range(1, 32))) * 2_000,
    "stash marks": "\x02wzxhzdk:0\x03" * 5_000,
    "too long": "x " * 150_000,
}


@pytest.fixture(scope="module")
def impatient() -> Iterator[Renderer]:
    with Renderer(seconds=0.5) as renderer:
        yield renderer


@pytest.mark.parametrize("name", HARD)
def test_a_pathological_text_is_finished_or_refused_and_the_next_is_rendered(impatient: Renderer, name: str) -> None:
    began = time.monotonic()
    with suppress(RenderingFailed):
        html(impatient, HARD[name])
    assert time.monotonic() - began < 10
    assert html(impatient, "*next*") == "<p><em>next</em></p>"


def test_a_text_that_takes_too_long_is_too_hard() -> None:
    with Renderer(seconds=0.001) as hasty, pytest.raises(TooHard):
        html(hasty, "*a **b " * 20_000)


def test_a_text_that_takes_too_much_memory_is_refused_and_the_next_is_rendered() -> None:
    with Renderer(megabytes=120, seconds=20) as poor:
        with pytest.raises(RenderingFailed):
            html(poor, "|" * 60_000 + "\n" + "|-" * 60_000 + "\n" + "|x" * 10_000)
        assert html(poor, "next") == "<p>next</p>"


def test_a_text_longer_than_the_limit_is_refused_unread() -> None:
    with Renderer(characters=10) as strict, pytest.raises(TooHard):
        html(strict, "x" * 11)


# Pictures

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08\x02\x00\x00\x00"
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
JPEG = b"\xff\xd8\xff\xe0\x00\x10" + b"\x00" * 14 + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640) + b"\x03"
LOSSY = b"RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00\x00\x00\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 640, 480)
LOSSLESS = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + (639 | 479 << 14).to_bytes(4, "little")
EXTENDED = b"RIFF\x00\x00\x00\x00WEBPVP8X" + b"\x00" * 8 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize(
    "picture",
    [PNG, GIF, JPEG, LOSSY, LOSSLESS, EXTENDED],
)
def test_the_size_of_a_picture_is_read_from_its_bytes(picture: bytes) -> None:
    assert size_of(picture) == (640, 480)


@pytest.mark.parametrize(
    "picture",
    [
        b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x00\x00\x00\x00WEBP", b"text",
        PNG.replace(b"IHDR", b"<b>x"), PNG.replace(struct.pack(">II", 640, 480), bytes(8)), b"GIF89a" + bytes(4),
    ],
)  # fmt: skip
def test_a_broken_picture_has_no_size(picture: bytes) -> None:
    assert size_of(picture) is None
