"""Films and recordings: told apart, measured, checked, and shown so that nothing of them loads before a tap."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as some

from college.courseware import lengths, media, reader
from college.courseware.captions import check
from college.courseware.edition import Edition
from college.courseware.mistakes import Mistakes, as_text
from tests import films, sample_course
from tests.factories import edition_of
from tests.films import filmed, mp3, mp4, ogg, webm

PROVING = "modules/020-proving.md"


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (mp4(200.5), "video/mp4", 200.5), (mp4(200.5, long=True), "video/mp4", 200.5),
        (mp4(12, handler=b"soun"), "audio/mp4", 12), (mp4(12, brand=b"M4A "), "audio/mp4", 12),
        (webm(61.25), "video/webm", 61.25), (webm(61.25, told=False), "video/webm", 61.25),
        (ogg(7), "audio/ogg", 7), (ogg(7, opus=False), "audio/ogg", 7),
        (mp3(5), "audio/mpeg", 5), (mp3(5, tag=True), "audio/mpeg", 5), (mp3(300, counted=True), "audio/mpeg", 300),
    ],
)  # fmt: skip
def test_the_type_and_the_length_are_read_from_the_bytes(content: bytes, kind: str, seconds: float) -> None:
    assert media.kind_of(content) == kind
    assert lengths.seconds_of(content, kind) == pytest.approx(seconds, abs=0.05)


MADE = [
    mp4(9),
    mp4(9, long=True),
    webm(9),
    webm(9, told=False),
    ogg(9),
    ogg(9, opus=False),
    mp3(1),
    mp3(9, counted=True),
]


@given_that(
    content=some.sampled_from(MADE), at=some.integers(0, 400), put=some.binary(max_size=12), cut=some.integers(0, 500)
)
def test_a_broken_file_breaks_nothing(content: bytes, at: int, put: bytes, cut: int) -> None:
    broken = (content[:at] + put + content[at + len(put) :])[: len(content) - cut]
    kind = media.kind_of(broken) or "video/mp4"
    seconds = lengths.seconds_of(broken, kind)
    assert seconds is None or 0 < seconds < 24 * 3600


def told(text: str) -> list[tuple[int, str]]:
    mistakes = Mistakes()
    check("media/a.vtt", text.encode(), mistakes)
    return [(mistake.line, mistake.said.partition(";")[0]) for mistake in mistakes.sorted()]


def test_good_captions_are_left_alone() -> None:
    assert told(films.CAPTIONS) == []
    assert told(films.CAPTIONS_ARABIC) == []
    assert told("\ufeffWEBVTT - a title\r\nKind: captions\r\n\r\n01:00:00.000 --> 01:00:01.000\r\nx\r\n") == []


CUE = "00:01.000 --> 00:02.000\nx\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("WEBVTTX\n\n" + CUE, 1, "the captions do not begin"),
        ("WEBVTT\n", 1, "there are no captions"),
        ("WEBVTT\n\nHello\nthere\n", 3, "the caption has no time"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nx\n", 3, "“00:01,000 --> 00:02,000” cannot be read"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nx\n", 3, "“00:61.000 --> 00:62.000” cannot be read"),
        ("WEBVTT\n\nname\n00:02.000 --> 00:01.000\nx\n", 4, "the caption ends before"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n" + CUE, 6, "the caption begins before"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", 3, "the caption has no words"),
        ("WEBVTT\n\n" + CUE + CUE, 5, "a time stands within"),
    ],
)
def test_a_mistake_in_captions_is_told_at_its_line(text: str, line: int, words: str) -> None:
    found = told(text)
    assert any(at == line and said.startswith(words) for at, said in found), found


def read(files: dict[str, str | bytes]) -> list[str]:
    return [str(mistake) for mistake in reader.read_files(sample_course.as_bytes(files)).mistakes]


def test_a_film_with_all_that_belongs_to_it_is_faultless() -> None:
    assert read(filmed()) == []


@pytest.mark.parametrize(
    ("left_out", "told"),
    [
        ("media/telling.en.vtt", "media/telling.mp4:1:1: error[captions-missing]"),
        ("media/telling.ar.vtt", "media/telling.mp4:1:1: warning[captions-missing-here]"),
        ("media/telling.en.md", "media/telling.mp4:1:1: warning[transcript-missing]"),
        ("media/telling-heard.en.md", "media/telling-heard.mp3:1:1: error[recording-without-words]"),
        ("media/telling.png", None), ("media/telling.ar.md", None),
    ],
)  # fmt: skip
def test_what_a_film_lacks_is_told(left_out: str, told: str | None) -> None:
    files = filmed()
    del files[left_out]
    found = read(files)
    assert len(found) == (told is not None), found
    assert told is None or found[0].startswith(told)


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("media/telling.mp4", mp4(3, size=80_000), "media/telling.mp4:1:1: warning[film-large] the film has 1.6 MB"),
        ("media/telling.mp4", mp4(0, size=16_000_000), "media/telling.mp4:1:1: warning[film-large] the film has 16 MB"),
        ("media/telling.mp4", mp3(3), "media/telling.mp4:1:1: error[media-extension]"),
        ("media/other.mp4", mp4(3), "media/other.mp4:1:1: warning[media-unused]"),
        ("media/other.en.vtt", films.CAPTIONS, "media/other.en.vtt:1:1: warning[media-unused]"),
        ("media/other.wav", b"RIFF\0\0\0\0WAVEfmt ", "media/other.wav:1:1: error[media-type]"),
        ("media/telling.en.vtt", "WEBVTT\n\nx\n", "media/telling.en.vtt:3:1: error[captions-form]"),
        ("media/telling.en.md", "A [link](nowhere.md).\n", "media/telling.en.md:1:10: error[missing-file]"),
        ("media/telling.en.md", "Some <b>HTML</b>.\n", "media/telling.en.md:1:6: error[raw-html]"),
        ("media/telling.en.md", "![x](telling.mp4)\n", "media/telling.en.md:1:6: error[film-place]"),
        ("media/telling.en.md", "An \u202eofficer.\n", "media/telling.en.md:1:4: error[bidi-override]"),
        ("media/telling.en.md", "An\0 officer.\n", "media/telling.en.md:1:3: error[control-character]"),
        ("media/telling.en.vtt", f"{films.CAPTIONS}\u2066", "media/telling.en.vtt:12:1: error[bidi-override]"),
    ],
)
def test_what_is_wrong_with_a_film_is_told(path: str, content: str | bytes, told: str) -> None:
    found = read({**filmed(), path: content})
    assert any(each.startswith(told) for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("![An officer", "Look: ![An officer", "error[film-inline]"),
        ("![An officer tells]", "![]", "error[alt-missing]"),
        ("telling.mp4)", "telling.en.vtt)", "error[film-part]"),
        ("![An officer tells](../media/telling.mp4)", "[An officer tells](../media/telling.mp4)", None),
    ],
)
def test_a_film_stands_alone_on_a_page(old: str, new: str, told: str | None) -> None:
    files = filmed()
    files[PROVING] = str(files[PROVING]).replace(old, new)
    errors = [each for each in read(files) if " error[" in each]
    assert [told] == [each.split(" ")[1] for each in errors] if told else errors == []


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(filmed())


def page(edition: Edition, language: str) -> str:
    return next(
        part.body for part in edition.parts
        if (part.kind, part.key, part.language) == ("page", "proving/start", language)
    )  # fmt: skip


def test_nothing_of_a_film_loads_before_it_is_played_and_its_size_is_said(edition: Edition) -> None:
    english = page(edition, "en")
    (video,) = re.findall(r"<video [^>]*>", english)
    for attribute in ('controls=""', 'preload="none"', 'aria-label="An officer tells"', 'width="2"', "/telling.png"):
        assert attribute in video
    assert "autoplay" not in english
    assert "An officer tells · Film, 0:03, 0.1 MB; loads when it is played" in english
    (audio,) = re.findall(r"<audio [^>]*>", english)
    assert 'preload="none"' in audio
    assert "The same, to be heard · Recording, 0:02, 0.1 MB" in english
    assert english.count("<track ") == 2
    assert " default" not in english


def test_what_a_film_is_stands_behind_its_player_and_is_not_read_twice(edition: Edition) -> None:
    english = page(edition, "en")
    (surface,) = re.findall(r'<div class="screen">(<p [^>]*>.*?</p>)<video ', english)
    assert surface == '<p aria-hidden="true" class="surface"><strong>An officer tells</strong> Film, 0:03, 0.1 MB</p>'
    (found,) = [
        each.body for each in edition.passages if (each.module, each.key, each.language) == ("proving", "start", "en")
    ]
    assert found.count("Film, 0:03") == 1


def test_a_reader_of_a_translation_sees_captions_and_reads_words_in_that_language(edition: Edition) -> None:
    arabic = page(edition, "ar")
    tracks = re.findall(r"<track [^>]*>", arabic)
    assert [track for track in tracks if "default" in track] == [track for track in tracks if 'srclang="ar"' in track]
    assert 'label="العربية"' in arabic
    assert "فتحناه أمام شاهد ثم وثّقناه" in arabic
    assert re.search(r'<div lang="en" dir="ltr"><p>The same words.</p></div>', arabic), "what has no translation"


def test_captions_of_a_language_with_a_script_carry_its_name() -> None:
    files = {**filmed(), "media/telling.zh-Hant.vtt": films.CAPTIONS}
    files["course.yaml"] = str(files["course.yaml"]).replace("translations: [ar]", "translations: [ar, zh-Hant]")
    assert 'label="中文 (繁體)" src=' in page(edition_of(files), "en")


def test_the_words_of_a_film_stand_under_it_with_notes_of_their_own(edition: Edition) -> None:
    english = page(edition, "en")
    details = english[english.index("<details>") :]
    assert details.startswith("<details><summary>Transcript: An officer tells</summary><p><strong>An officer:")
    assert 'id="film-1-notes"' in details
    assert "transcript-here" not in english


def test_films_of_one_name_and_films_shown_twice_keep_their_notes_apart() -> None:
    files = filmed()
    files |= {path.replace("media/", "media/again/"): files[path] for path in list(files) if path.startswith("media/t")}
    shown = "![An officer tells](../media/telling.mp4)\n"
    for path in (PROVING, "modules/020-proving.ar.md"):
        others = f"{shown}\n{shown}\n{shown.replace('media/', 'media/again/')}"
        files[path] = str(files[path]).replace(shown, others)
    ids = re.findall(r' id="([^"]+)"', page(edition_of(files), "en"))
    assert len([one for one in ids if one.endswith("-notes")]) == 3
    assert len(ids) == len(set(ids))


def test_a_transcript_may_begin_with_a_byte_order_mark_and_a_head() -> None:
    words = f"\ufeff---\nof: a film\n---\n{films.TRANSCRIPT}"
    english = page(edition_of({**filmed(), "media/telling.en.md": words}), "en")
    assert "<p><strong>An officer:" in english
    assert "of: a film" not in english
    assert "\ufeff" not in english


def test_what_is_said_in_a_film_can_be_found_and_the_players_own_words_cannot(edition: Edition) -> None:
    (found,) = [
        each.body for each in edition.passages if (each.module, each.key, each.language) == ("proving", "start", "en")
    ]
    assert "Then we wrote it down." in found
    assert "Fetch the file" not in found
    assert "A finding is worth" in found


def test_each_module_knows_its_weight(edition: Edition) -> None:
    for language in ("en", "ar"):
        (body,) = [part.body for part in edition.parts if part.kind == "outline" and part.language == language]
        weights = json.loads(body)
        sizes = {medium.path: medium.size for medium in edition.course.media}
        assert weights["telling"]["played"] == 0
        assert weights["telling"]["read"] > sizes["media/parcel.png"]
        assert weights["proving"]["played"] == sizes["media/telling.mp4"] + sizes["media/telling-heard.mp3"]


def test_a_course_with_films_says_all_that_is_wrong_with_it_as_text() -> None:
    assert as_text(reader.read_files(sample_course.as_bytes(filmed())).mistakes) == ""
