"""Films and recordings where they cannot play, on paper and in packs: their picture, their words, and where they do."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import html5lib
import pytest
from flask import Flask

from college.courseware.edition import Edition
from tests.browser_like import Client
from tests.factories import edition_of, publish
from tests.films import filmed
from tests.learning.sitting import learner

HOME = "/courses/sample-course/"
AT_THE_COLLEGE = "http://localhost/courses/sample-course/proving/start"
LONG = "We opened it before a witness, and then we wrote down what lay in it. " * 30
SIGNS = ("<video", "<audio", "<track", "loads when it is played", "التحميل عند التشغيل", "<details")


@cache
def edition(*left_out: str, words: str = "") -> Edition:
    files = {path: content for path, content in filmed().items() if path not in left_out}
    if words:
        files["media/telling.en.md"] = f"{words}\n"
        del files["media/telling.ar.md"]
    return edition_of(files)


def printed(client: Client, language: str = "en") -> str:
    return client.get(f"{HOME}proving/print?lang={language}").get_data(as_text=True)


def unpacked(client: Client, language: str = "en") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(client.get(f"{HOME}pack?lang={language}").data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def taken(app: Flask, way: str, language: str = "en") -> str:
    """The module with the film, as a reader has it on paper or in a pack."""
    client = learner(app).client
    return printed(client, language) if way == "print" else unpacked(client, language)["02-proving.html"].decode()


def content(page: str) -> str:
    """The page without its header, which is not printed."""
    return page.partition("</header>")[2]


def box(page: str, number: int) -> str:
    """What is told of the n-th film."""
    return page.split('<div class="film still">')[1 + number].partition("</div>")[0]


@pytest.mark.parametrize("way", ["print", "pack"])
def test_a_film_is_its_picture_its_words_and_the_address_where_it_plays(app: Flask, way: str) -> None:
    publish(edition())
    page = taken(app, way)
    film, recording = box(page, 0), box(page, 1)
    assert film.count("<img ") == 1 and "<img" not in recording
    assert "<figcaption>An officer tells · Film, 0:03, 0.1 MB</figcaption>" in film
    assert "<figcaption>The same, to be heard · Recording, 0:02, 0.1 MB</figcaption>" in recording
    for one in (film, recording):
        assert f'Plays at the college: <a href="{AT_THE_COLLEGE}">' in one
    assert "<strong>An officer:</strong> We opened it before a witness." in film
    assert "The same words." in recording
    assert not [sign for sign in SIGNS if sign in content(page)]


def test_its_picture_lies_in_the_pack_and_the_film_does_not(app: Flask) -> None:
    publish(edition())
    files = unpacked(learner(app).client)
    picture = box(files["02-proving.html"].decode(), 0).partition('<img src="')[2].partition('"')[0]
    assert picture.startswith("media/") and files[picture].startswith(b"\x89PNG")
    assert not [name for name in files if name.endswith((".mp4", ".mp3", ".vtt", ".md"))]
    assert all("/media/" not in content.decode() for name, content in files.items() if name.endswith(".html"))


@pytest.mark.parametrize("way", ["print", "pack"])
def test_a_reader_of_a_translation_is_told_in_it(app: Flask, way: str) -> None:
    publish(edition())
    page = taken(app, way, "ar")
    film, recording = box(page, 0), page.split('<div class="film still">')[2]
    assert "للمشاهدة أو الاستماع في الكلية" in film and "فتحناه أمام شاهد ثم وثّقناه" in film
    assert '<div lang="en" dir="ltr"><p>The same words.</p></div>' in recording, "what has no translation"
    assert not [sign for sign in SIGNS if sign in content(page)]


@pytest.mark.parametrize("way", ["print", "pack"])
def test_long_words_stand_at_the_end_and_the_film_leads_there(app: Flask, way: str) -> None:
    publish(edition(words=LONG))
    page = taken(app, way)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (place,) = [node for node in tree.iter("div") if node.get("id") == "transcript-1"]
    assert "".join(place.itertext()).split()[:3] == ["An", "officer", "tells"]
    assert LONG.strip() in " ".join("".join(place.itertext()).split())
    film = box(page, 0)
    assert '<a href="#transcript-1">' in film and LONG[:30] not in film
    assert page.index(">Transcripts</h2>") > page.index("The same words."), "short ones stay where they are"


@pytest.mark.parametrize("way", ["print", "pack"])
def test_a_film_without_a_picture_and_without_words_is_no_empty_box(app: Flask, way: str) -> None:
    publish(edition("media/telling.png", "media/telling.en.md", "media/telling.ar.md"))
    film = box(taken(app, way), 0)
    assert "<img" not in film and "Transcript" not in film
    assert "An officer tells · Film, 0:03, 0.1 MB" in film and AT_THE_COLLEGE in film
