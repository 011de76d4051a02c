"""Films and recordings on their pages: who gets them, in which parts, and what is said of their weight."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from flask import Flask

from college.catalogue import queries as catalogue
from college.catalogue import views
from college.courseware.edition import Edition
from college.learning.views import page
from tests.browser_like import Client
from tests.factories import edition_of, publish
from tests.films import filmed, mp4
from tests.learning.sitting import learner

PAGE = "/courses/sample-course/proving/start"
FILM = mp4(3, size=5_000_000)


@cache
def edition() -> Edition:
    return edition_of({**filmed(), "media/telling.mp4": FILM})


def address(client: Client, ending: str, *, language: str = "en") -> str:
    page = client.get(f"{PAGE}?lang={language}").get_data(as_text=True)
    found = re.search(rf'(?:src|poster)="([^"]+{re.escape(ending)})"', page)
    assert found, page
    return found[1]


@pytest.fixture
def reader(app: Flask) -> Client:
    publish(edition())
    return learner(app).client


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (".mp4", "video/mp4"), (".mp3", "audio/mpeg"), ("telling.png", "image/png"),
        (".en.vtt", "text/vtt; charset=utf-8"), (".ar.vtt", "text/vtt; charset=utf-8"),
    ],
)  # fmt: skip
def test_what_belongs_to_a_film_is_served_as_what_it_is(reader: Client, ending: str, kind: str) -> None:
    answer = reader.get(address(reader, ending))
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_nobody_gets_a_film_who_may_not_read_its_course(app: Flask, reader: Client) -> None:
    stranger = Client(app)
    for ending in (".mp4", ".mp3", ".en.vtt", "telling.png"):
        found = address(reader, ending)
        assert reader.get(found).status_code == 200
        assert stranger.get(found).status_code == 404
        assert stranger.get(found, headers={"Range": "bytes=0-9"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10), ("bytes=4-7", 4, 8), ("bytes=5000000-5000003", 5_000_000, 5_000_004),
        ("bytes=-4", len(FILM) - 4, len(FILM)), ("bytes=5000000-99999999", 5_000_000, len(FILM)),
        ("bytes=0-", 0, views.LONGEST_PART), ("bytes=1000-4999999", 1000, 1000 + views.LONGEST_PART),
    ],
)  # fmt: skip
def test_a_part_of_a_film_is_sent_and_not_more_at_once_than_a_player_needs(
    reader: Client, asked: str, start: int, stop: int
) -> None:
    answer = reader.get(address(reader, ".mp4"), headers={"Range": asked})
    assert answer.status_code == 206
    assert answer.data == FILM[start:stop]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(FILM)}"
    assert answer.headers["Content-Length"] == str(stop - start)
    assert answer.content_type == "video/mp4"


def test_the_whole_is_put_together_from_its_parts(reader: Client) -> None:
    found, whole = address(reader, ".mp4"), b""
    while len(whole) < len(FILM):
        part = reader.get(found, headers={"Range": f"bytes={len(whole)}-"})
        assert part.status_code == 206
        whole += part.data
    assert whole == FILM
    assert reader.get(found).data == FILM


def test_the_last_bytes_of_a_file_that_has_fewer_are_all_of_it(reader: Client) -> None:
    found = address(reader, ".en.vtt")
    whole = reader.get(found).data
    answer = reader.get(found, headers={"Range": f"bytes=-{len(whole) + 1}"})
    assert (answer.status_code, answer.data) == (206, whole)
    assert answer.headers["Content-Range"] == f"bytes 0-{len(whole) - 1}/{len(whole)}"


def test_what_can_be_had_in_parts_is_never_packed(app: Flask) -> None:
    words = "The officer tells it once more. " * 100
    publish(edition_of({**filmed(), "media/telling.en.md": words}))
    client = learner(app).client
    course = catalogue.find_course("sample-course")
    assert course is not None
    (digest,) = [medium.sha256 for medium in course.course.media if medium.path == "media/telling.en.md"]
    found = f"/courses/sample-course/media/{digest[:12]}/telling.en.md"
    for asked, status, sent in (({}, 200, words), ({"Range": "bytes=4-1999"}, 206, words[4:2000])):
        answer = client.get(found, headers={"Accept-Encoding": "gzip", **asked})
        assert (answer.status_code, answer.get_data(as_text=True)) == (status, sent)


def test_what_lies_beyond_the_end_is_refused_with_the_size(reader: Client) -> None:
    answer = reader.get(address(reader, ".mp4"), headers={"Range": f"bytes={len(FILM)}-"})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(FILM)}"


@pytest.mark.parametrize("asked", ["bytes=9-1", "bytes=a-b", "lines=1-2", "bytes=", "bytes=0-1,5-6", "x" * 500])
def test_a_range_that_cannot_be_read_is_no_range(reader: Client, asked: str) -> None:
    answer = reader.get(address(reader, ".mp3"), headers={"Range": asked})
    assert answer.status_code == 200


def test_a_part_is_sent_only_of_the_file_that_the_player_has_begun(reader: Client) -> None:
    found = address(reader, ".mp4")
    etag = reader.get(found, headers={"Range": "bytes=0-1"}).headers["ETag"]
    for tag, status in ((etag, 206), ('"another"', 200), ("Wed, 21 Oct 2026 07:28:00 GMT", 200)):
        assert reader.get(found, headers={"Range": "bytes=2-3", "If-Range": tag}).status_code == status
    assert reader.get(found, headers={"If-None-Match": etag}).status_code == 304


def test_a_browser_that_saves_data_gets_no_picture_before_the_film(reader: Client) -> None:
    saving = reader.get(PAGE, headers={"Save-Data": "on"})
    text = saving.get_data(as_text=True)
    assert re.findall(r'poster="([^"]*)"', text) == [page.CLEAR]
    assert re.search(r'<video [^>]*preload="none"[^>]*>', text)
    assert "telling.mp4" in text
    assert "Save-Data" in saving.headers["Vary"]
    (poster,) = re.findall(r'poster="([^"]*)"', reader.get(PAGE).get_data(as_text=True))
    assert poster.endswith("/telling.png")


def test_each_module_says_how_much_it_weighs(reader: Client) -> None:
    text = reader.get("/courses/sample-course/").get_data(as_text=True)
    first, second = text.split("<h3>")[1:3]
    assert re.search(r"about 10 minutes, \d+ kB", first)
    assert "films and recordings" not in first
    assert re.search(r"films and recordings 5(\.\d)? MB more", second), "never less than there is"
    arabic = reader.get("/courses/sample-course/?lang=ar").get_data(as_text=True)
    assert re.search(r"5(\.\d)? م.ب", arabic)


def test_an_edition_of_an_earlier_version_says_nothing_of_weights(app: Flask) -> None:
    made = edition_of(filmed(title="Published long ago"))
    parts = tuple(part for part in made.parts if part.kind != "outline")
    publish(replace(made, parts=parts))
    text = learner(app).client.get("/courses/sample-course/").get_data(as_text=True)
    assert "about 10 minutes" in text
    assert not re.search(r"about 10 minutes, \d+ kB", text)
