"""Films and recordings in a browser: nothing loads before a tap, then they play; with scripts and without."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.sitting import make_learner
from tests.browser.visiting import Visitor
from tests.films import filmed, mp3
from tests.sample_course import write
from tests.serving import Served

pytestmark = pytest.mark.browser
COURSE = "filmed-course"
PAGE = f"/courses/{COURSE}/proving/start"
RECORD = """async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [160, 90];
  const brush = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: "video/webm;codecs=vp8"});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let n = 0; n < 50; n++) {
    brush.fillStyle = n % 2 ? "red" : "blue";
    brush.fillRect(0, 0, 160, 90);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
PLAYED = """(selector) => new Promise((resolve, reject) => {
  const player = document.querySelector(selector);
  player.onerror = () => reject(player.error?.message ?? "error");
  player.ontimeupdate = () => player.currentTime > 0 && resolve(player.currentTime);
  player.muted = true;
  player.play().catch(reject);
})"""


@pytest.fixture(scope="module")
def film(chromium: Browser) -> bytes:
    """A second of red and blue, recorded by the browser itself."""
    context = chromium.new_context()
    page = context.new_page()
    recorded: str = page.evaluate(RECORD)
    context.close()
    return base64.b64decode(recorded)


@pytest.fixture(scope="module")
def offered(college: Served, film: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = filmed(course=COURSE, title="Illicit goods on film")
    del files["media/telling.mp4"]
    files["media/telling.webm"] = film
    files["media/telling-heard.mp3"] = mp3(3)
    files["media/bare.webm"], files["media/bare.en.vtt"] = film + b"\0", files["media/telling.en.vtt"]
    folder: Path = tmp_path_factory.mktemp("filmed")
    for name in ("modules/020-proving.md", "modules/020-proving.ar.md"):
        files[name] = f"{str(files[name]).replace('telling.mp4', 'telling.webm')}\n![No picture](../media/bare.webm)\n"
    college.flask("courses", "publish", str(write(folder / COURSE, files)))


@pytest.fixture
def reading(offered: None, visit: Visit, college: Served) -> Visitor:
    visitor = visit()
    visitor.sign_in_as(make_learner(college))
    return visitor


def media_asked(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    return asked


def at_rest(place: Locator) -> bytes:
    """What is to be seen there once nothing moves any more, as browsers' own signs of loading do."""
    before = place.screenshot()
    for _ in range(200):
        now = place.screenshot()
        if now == before:
            return now
        before = now
    raise AssertionError("it never came to rest")


def test_a_film_loads_and_plays_when_it_is_tapped_and_not_before(reading: Visitor) -> None:
    asked = media_asked(reading.page)
    page = reading.go(PAGE)
    page.wait_for_load_state("networkidle")
    assert not [name for name in asked if name.endswith((".webm", ".mp3"))]
    assert "telling.png" in asked, "the picture before the film"
    expect(page.locator(".film figcaption").first).to_contain_text("Film")
    expect(page.locator(".film figcaption").first).to_contain_text("0.1 MB; loads when it is played")
    video = page.locator("video")
    height = video.evaluate("(video) => video.clientHeight")
    with page.expect_request("**/telling.webm"):
        video.click(position={"x": 25, "y": height - 48})  # the browser's own button
    assert page.evaluate(PLAYED, "video") > 0
    assert page.evaluate(PLAYED, "audio") > 0


def test_what_a_film_without_a_picture_is_stands_where_it_will_play(reading: Visitor) -> None:
    page = reading.go(PAGE.replace("start", "records"))
    screen = page.locator(".screen")
    words = screen.locator(".surface")
    expect(words).to_have_text("No picture Film, 0:01, 0.1 MB")
    page.wait_for_load_state("networkidle")

    def seen() -> bool:
        """Whether it makes a difference to the eye that the words are there."""
        shown = at_rest(screen)
        words.evaluate("(words) => words.style.setProperty('visibility', 'hidden')")
        without = at_rest(screen)
        words.evaluate("(words) => words.style.removeProperty('visibility')")
        return shown != without

    assert seen()
    assert page.evaluate(PLAYED, "video") > 0
    screen.locator("video").evaluate("(video) => video.pause()")
    assert not seen(), "the film covers them"


def test_captions_follow_the_reader_of_a_translation(reading: Visitor) -> None:
    page = reading.go(f"{PAGE}?lang=ar")
    modes = "[...document.querySelector('video').textTracks].map((track) => `${track.language} ${track.mode}`)"
    assert page.evaluate(modes) == ["en disabled", "ar showing"]
    page = reading.go(f"{PAGE}?lang=en")
    assert page.evaluate(modes) == ["en disabled", "ar disabled"]


def test_the_words_are_read_under_the_film_without_scripts(offered: None, visit: Visit, college: Served) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.sign_in_as(make_learner(college))
    page = visitor.go(PAGE)
    words = page.locator(".film details").first
    expect(words.get_by_text("We opened it before a witness")).to_be_hidden()
    words.locator("summary").click()
    expect(words.get_by_text("We opened it before a witness")).to_be_visible()
    expect(page.locator("video[controls]")).to_be_visible()


@pytest.mark.parametrize("path", [PAGE, PAGE.replace("start", "print")])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_a_page_with_films(reading: Visitor, language: str, path: str) -> None:
    page = reading.go(f"{path}?lang={language}")
    for details in page.locator(".film summary").all():
        details.click()
    page.evaluate(Axe().axe_script)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        violations = page.evaluate("async () => (await axe.run()).violations.map(({id, nodes}) => [id, nodes[0].html])")
        assert violations == []
