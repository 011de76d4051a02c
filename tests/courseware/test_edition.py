"""A course made final yields everything that its pages show, and no key where none belongs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from college.courseware.edition import Edition, canonical_text, course_of, make_edition
from college.courseware.markup import Renderer, RenderingFailed
from college.courseware.outline import (
    Accepted,
    Choice,
    Course,
    Draw,
    Level,
    Medium,
    Module,
    Page,
    Question,
    QuestionKind,
    Quiz,
    QuizKind,
    Term,
    Translation,
)
from college.courseware.scenario import Case, Decision, Ending, Scene
from college.courseware.texts import Text

PICTURE = b"GIF89a" + (3).to_bytes(2, "little") + (2).to_bytes(2, "little")
MEDIA = {"media/parcel.gif": PICTURE}


def text(en: str, ar: str | None = None) -> Text:
    return Text({"en": en} if ar is None else {"en": en, "ar": ar})


CHOICE = Question(
    id="share",
    bank="questions/scale.md",
    kind=QuestionKind.ONE,
    ask=text("How much?", "كم؟"),
    stem=text("See ![the parcel](../media/parcel.gif)", "انظر"),
    hint=text("Think of *shoes*"),
    choices=(
        Choice(id="a", words=text("2 %", "٢"), right=False, feedback=text("FEEDBACK-CANARY", "خطأ")),
        Choice(id="b", words=text("*3* %", "٣"), right=True),
    ),
    explanation=text("EXPLANATION-CANARY"),
)
TYPED = Question(
    id="hash",
    bank="questions/scale.md",
    kind=QuestionKind.TEXT,
    ask=text("Which?"),
    accepted=(Accepted(spellings={"en": ("KEY-CANARY", "other")}), Accepted(low=Decimal("1.40"), high=Decimal("1.5"))),
)
COURSE = Course(
    id="goods",
    title=text("Goods", "بضائع"),
    summary=text("About goods"),
    language="en",
    translations=(Translation(language="ar"),),
    level=Level.INTRODUCTORY,
    hours=Decimal("1.5"),
    modules=(
        Module(
            id="what",
            path="modules/010-what.md",
            title=text("What"),
            minutes=5,
            pages=(
                Page(id="start", title=text("Start"), body=text("A [mark](../glossary.md#mark)[^1].", "علامة")),
                Page(id="more", title=text("More"), body=text("![The parcel](../media/parcel.gif)\n\n[^1]: Source.")),
            ),
        ),
    ),
    questions=(CHOICE, TYPED),
    exam=Quiz(
        id="exam",
        path="exam.yaml",
        kind=QuizKind.EXAM,
        title=text("Exam"),
        wait=timedelta(hours=24),
        time_limit=timedelta(minutes=90),
        draws=(Draw(bank="questions/scale.md", count=2),),
    ),
    glossary=(
        Term(id="mark", term=text("Trade mark", "علامة"), meaning=text("A *sign* & more", "إشارة")),
        Term(id="fake", term=text("Fake"), meaning=text("Not genuine")),
    ),
    media=(
        Medium(
            path="media/parcel.gif", sha256=hashlib.sha256(PICTURE).hexdigest(), type="image/gif", size=len(PICTURE)
        ),
    ),
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as renderer:
        yield renderer


@pytest.fixture(scope="module")
def edition(renderer: Renderer) -> Edition:
    return make_edition(COURSE, MEDIA, renderer, sources={"course.yaml": b"id: goods\r\n"})


def body(edition: Edition, kind: str, key: str, language: str) -> str:
    found = [part.body for part in edition.parts if (part.kind, part.key, part.language) == (kind, key, language)]
    assert len(found) == 1
    return found[0]


def test_a_course_comes_back_from_its_canonical_text_whole() -> None:
    assert course_of(canonical_text(COURSE)) == COURSE


def test_the_digest_is_that_of_the_canonical_text_and_of_nothing_else(edition: Edition, renderer: Renderer) -> None:
    assert edition.digest == hashlib.sha256(edition.canonical.encode()).hexdigest()
    again = make_edition(course_of(edition.canonical), MEDIA, renderer)
    assert again.digest == edition.digest
    changed = COURSE.model_copy(update={"hours": Decimal(2)})
    assert make_edition(changed, MEDIA, renderer).digest != edition.digest


def test_a_page_is_there_in_the_languages_that_have_it(edition: Edition) -> None:
    pages = {(part.key, part.language) for part in edition.parts if part.kind == "page"}
    assert pages == {("what/start", "en"), ("what/start", "ar"), ("what/more", "en")}


def test_a_page_shows_its_notes_terms_and_pictures(edition: Edition) -> None:
    start = body(edition, "page", "what/start", "en")
    assert "Source." in start
    assert 'title="A sign &amp; more"' in start
    assert 'width="3"' in body(edition, "page", "what/more", "en")


def test_what_is_asked_holds_nothing_of_what_is_right(edition: Edition) -> None:
    for part in edition.parts:
        if part.kind not in ("feedback", "source"):
            assert "CANARY" not in part.body
    asked = json.loads(body(edition, "question", "share", "en"))
    assert set(asked) == {"ask", "stem", "choices", "hint"}
    assert asked["choices"] == {"a": "2 %", "b": "<em>3</em> %"}


def test_feedback_is_a_part_of_its_own(edition: Edition) -> None:
    feedback = json.loads(body(edition, "feedback", "share", "en"))
    assert feedback["right"] == ["b"]
    assert "FEEDBACK-CANARY" in feedback["choices"]["a"]
    assert json.loads(body(edition, "feedback", "hash", "en"))["right"] == ["KEY-CANARY", "other", "1.40–1.5"]


def test_a_question_without_its_translation_has_no_part_and_what_falls_back_says_its_language(edition: Edition) -> None:
    languages = {part.language for part in edition.parts if (part.kind, part.key) == ("question", "hash")}
    assert languages == {"en"}
    asked = json.loads(body(edition, "question", "share", "ar"))
    assert asked["hint"] == '<div lang="en" dir="ltr"><p>Think of <em>shoes</em></p></div>'


def test_the_glossary_lists_every_term_in_order_and_marks_the_untranslated(edition: Edition) -> None:
    english = body(edition, "glossary", "glossary", "en")
    assert english.index("Fake") < english.index("Trade mark")
    assert '<dt id="term-mark">' in english
    assert '<span lang="en" dir="ltr">Fake</span>' in body(edition, "glossary", "glossary", "ar")


def test_sources_and_media_are_kept_as_they_were(edition: Edition) -> None:
    assert body(edition, "source", "course.yaml", "") == "id: goods\r\n"
    assert body(edition, "media", "media/parcel.gif", "") == COURSE.media[0].sha256
    assert [blob.bytes for blob in edition.blobs] == [PICTURE]


def test_a_text_that_cannot_be_shown_is_named_with_its_place(renderer: Renderer) -> None:
    page = COURSE.modules[0].pages[0].model_copy(update={"body": text("[x](nowhere.md)")})
    module = COURSE.modules[0].model_copy(update={"pages": (page,)})
    with pytest.raises(RenderingFailed, match=r"modules/010-what.md \(en; start\): .*nowhere.md"):
        make_edition(COURSE.model_copy(update={"modules": (module,)}), MEDIA, renderer)


def test_a_picture_that_is_not_the_one_that_was_read_is_refused(renderer: Renderer) -> None:
    with pytest.raises(RenderingFailed, match=r"media/parcel\.gif"):
        make_edition(COURSE, {"media/parcel.gif": b"other"}, renderer)


def test_a_course_without_cases_is_the_text_that_it_was_before_there_were_any() -> None:
    assert '"cases"' not in canonical_text(COURSE)
    assert course_of(canonical_text(COURSE)).cases == ()


CASE = Case(
    id="parcel",
    path="cases/parcel.md",
    title=text("The parcel", "الطرد"),
    minutes=5,
    start="counter",
    briefing=text("You are [at work](../modules/010-what.md).", "أنت"),
    scenes=(
        Scene(
            id="counter",
            title=text("Counter", "الشباك"),
            body=text("Look: ![it](../media/parcel.gif)", "انظر"),
            decisions=(
                Decision(
                    id="open", words=text("*Open* it", "فتحه"), target="TARGET-CANARY", score=77,
                    consequence=text("CONSEQUENCE-CANARY"),
                ),
            ),
        ),
        Scene(id="TARGET-CANARY", title=text("End", "نهاية"), body=text("Over", "انتهى"), end=Ending.PASSED),
    ),
    after=1,
)  # fmt: skip


def test_a_case_yields_what_is_told_what_may_be_chosen_and_apart_from_both_what_follows(renderer: Renderer) -> None:
    made = make_edition(COURSE.model_copy(update={"cases": (CASE,)}), MEDIA, renderer)
    assert course_of(made.canonical).cases == (CASE,)
    assert 'href="/courses/goods/what/start"' in body(made, "page", "cases/parcel/", "en")
    assert 'width="3"' in body(made, "page", "cases/parcel/counter", "en")
    assert json.loads(body(made, "question", "cases/parcel/counter", "en")) == {"open": "<em>Open</em> it"}
    followed = json.loads(body(made, "feedback", "cases/parcel/counter", "ar"))
    assert followed == {"open": '<div lang="en" dir="ltr"><p>CONSEQUENCE-CANARY</p></div>'}
    for part in made.parts:
        if part.key == "cases/parcel/counter" and part.kind in ("page", "question"):
            assert "CANARY" not in part.body
            assert "77" not in part.body


def test_a_module_shows_the_card_of_a_case(renderer: Renderer) -> None:
    page = COURSE.modules[0].pages[0].model_copy(update={"body": text("![The parcel](../cases/parcel.md)")})
    module = COURSE.modules[0].model_copy(update={"pages": (page,)})
    made = make_edition(COURSE.model_copy(update={"cases": (CASE,), "modules": (module,)}), MEDIA, renderer)
    shown = body(made, "page", "what/start", "en")
    assert '<div class="case-here">' in shown
    assert '<a href="/courses/goods/cases/parcel">The parcel</a>' in shown
