"""What is right in an open exam stands in no answer that a learner can get."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from flask import Flask

from college.catalogue import services as catalogue
from college.courseware import reader
from college.courseware.edition import make_edition
from college.courseware.markup import Renderer
from college.database import transaction
from tests.factories import edition_of, publish, sign_in
from tests.learning.playing import CASE, PLAY
from tests.learning.sitting import EXAM, Sitting, learner, right_values, wrong_values
from tests.placed_course import placed
from tests.sample_course import EXAM_BANK, as_bytes, sample

LINK = re.compile(r'(?:href|src|action|data-save-url)="([^"#]+)')
CANARY = re.compile(r"kestrel", re.IGNORECASE)
CHOICE = re.compile(r'<div class="choice">.*?</div>', re.DOTALL)
VARIES = re.compile(r'q-\d+-\d+|given-\d+|value="\d+"|(?<=">)[^<]*(?=</label>)')


def planted_bank() -> str:
    """Ten questions whose keys, feedback and explanations can be told from everything else."""
    blocks = []
    for n in range(8):
        blocks.append(f"""\
## Question of choice number {n}? {{#choice-{n} outcome=tell pages="telling/signs"}}

- [x] Words of the first, {n} {{#kestrel-right-{n}}}
  > Kestrel feedback of the right one {n}
- [ ] Words of the second, {n} {{#other-{n}}}
  > Kestrel feedback of a wrong one {n}
- [ ] Words of the third, {n} {{#third-{n}}}

> [!NOTE]
> Kestrel explanation {n}
""")
    blocks.append("## Which word is meant? {#typed outcome=prove}\n\n- = kestrelword\n\n> [!NOTE]\n> Kestrel typed\n")
    blocks.append("## Which number is meant? {#number outcome=prove}\n\n- = 1234567 ± 3\n")
    return "\n".join(blocks)


def publish_planted() -> None:
    files = as_bytes({**sample(), EXAM_BANK: planted_bank()})
    del files["questions/exam.ar.md"]
    reading = reader.read_files(files)
    assert reading.course is not None, [str(mistake) for mistake in reading.mistakes]
    media = {path: body for path, body in files.items() if path.startswith("media/")}
    with Renderer() as renderer:
        edition = make_edition(reading.course, media, renderer, sources=files_of_text(files))
    with transaction():
        catalogue.publish(edition, by_id=None, change="wording", now=datetime.now(UTC))


KEYS = ("photo", "witness", "record", "seal", "mark", "patent", "copyright", "secret", "closed", "alone", "keep")
TOLD = (
    "A picture shows it as it was found", "What was not recorded", "It tells who made it", "That is a trade secret",
    "One product may carry", "Nobody saw what", "Every hand is on", "The court accepts", "Nobody can say what was in",
)  # fmt: skip


def publish_planted_places_and_case() -> None:
    """Ids, feedback, consequences and ends that can be told from everything else: of an order, a match and a case."""
    files = placed()
    for path in (EXAM_BANK, "cases/the-parcel.md"):
        text = str(files[path])
        for key in KEYS:
            text = text.replace(f"{{#{key}", f"{{#kestrel-{key}").replace(f"(#{key})", f"(#kestrel-{key})")
        for words in TOLD:
            text = text.replace(words, f"Kestrel {words}")
        files[path] = text
    for path in ("questions/exam.ar.md", "cases/the-parcel.ar.md"):
        del files[path]
    publish(edition_of(files))


def files_of_text(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in files.items() if path.endswith((".md", ".yaml"))}


def walk(sitting: Sitting, *starts: str) -> dict[str, str]:
    """Every page and asset that links, forms and scripts lead to, in both languages."""
    waiting, found = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in found or len(found) > 400 or address.startswith("/sign-out"):
            continue
        answer = sitting.client.get(address)
        text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
        found[address] = text
        for link in [*LINK.findall(text), *([answer.location] if answer.location else [])]:
            parts = urlsplit(urljoin(address, link.replace("&amp;", "&")))
            if not parts.netloc or parts.netloc == "localhost":
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def test_no_page_asset_or_answer_tells_what_is_right_while_an_exam_is_open(app: Flask) -> None:
    publish_planted()
    sitting = learner(app)
    assert sitting.start().status_code == 303
    begun = sitting.begun
    answers = [
        sitting.save(n, values).get_data(as_text=True) + str(sitting.answer_page(n, values).headers)
        for n in range(1, 11)
        for values in (wrong_values(begun, n), right_values(begun, n)[:0])
    ]
    answers.append(sitting.save(10, ["no number"]).get_data(as_text=True))
    answers.append(sitting.save(1, ["99"]).get_data(as_text=True))
    pages = [f"{sitting.address}{tail}" for tail in ("", "/1?per=all", "/1?per=1", "/questions", "/check", "/submit")]
    found = walk(sitting, "/", EXAM, *pages, *(f"{page}{'&' if '?' in page else '?'}lang=ar" for page in pages))
    assert len(found) > 40, "the walk has come about"
    assert any("Words of the first, 3" in text for text in found.values()), "the walk has seen the questions"
    leaks = [address for address, text in found.items() if CANARY.search(text) or "1234567" in text]
    assert leaks == []
    assert [text for text in answers if CANARY.search(text) or "1234567" in text] == []


def test_nothing_but_its_words_sets_one_choice_apart_from_another(app: Flask) -> None:
    publish_planted()
    sitting = learner(app)
    sitting.start()
    page = sitting.page("/1?per=all")
    shapes = {VARIES.sub("", choice) for choice in CHOICE.findall(page)}
    assert len(CHOICE.findall(page)) == 24
    assert len(shapes) == 1, shapes


def test_the_result_of_an_exam_tells_the_score_but_not_the_answers(app: Flask) -> None:
    publish_planted()
    sitting = learner(app)
    sitting.start()
    begun = sitting.begun
    for n in range(1, 11):
        given = wrong_values(begun, n) if begun.drawn[n - 1][0] == "choice-0" else right_values(begun, n)
        if begun.drawn[n - 1][0] == "typed":
            given = ["another word"]
        sitting.save(n, given)
    sitting.submit()
    texts = [sitting.page(), sitting.page("/record"), sitting.page("?lang=ar")]
    assert "80%" in texts[0]
    assert "/courses/sample-course/telling/signs" in texts[0], "the page to read again"
    assert [
        text for text in texts if CANARY.search(text) or "Words of the" in text or "Question of choice" in text
    ] == []
    for n in (1, 5, 10):
        answer = sitting.client.get(f"{sitting.address}/{n}")
        assert answer.status_code == 303
        assert answer.location == sitting.address


def test_practice_tells_nothing_before_it_is_answered(app: Flask) -> None:
    publish_planted()
    sitting = learner(app)
    sitting.client.get("/courses/sample-course/quizzes/telling-quiz")
    began = sitting.client.post("/courses/sample-course/quizzes/telling-quiz")
    sitting.attempt_id = int(began.location.split("/")[2])
    begun = sitting.begun
    n = next(i for i, (name, _) in enumerate(begun.drawn, start=1) if name == "first-sign")
    assert "makers of fakes save on work" not in sitting.page(f"/{n}")
    sitting.answer_page(n, right_values(begun, n))
    told = sitting.page(f"/{n}")
    assert "makers of fakes save on work" in told
    assert "Workmanship costs money" in told
    assert "/courses/sample-course/telling/start" in told
    for other in {1, 2, 3} - {n}:
        assert "Workmanship" not in sitting.page(f"/{other}")


def test_nothing_tells_places_partners_or_what_a_case_leads_to_before_it_is_decided(app: Flask) -> None:
    publish_planted_places_and_case()
    sitting = learner(app)
    sign_in(sitting.client, sitting.person_id, own_device=True)
    assert sitting.start().status_code == 303
    sitting.client.get(CASE)
    assert sitting.client.post(CASE, {"number": "1"}).status_code == 303
    begun = sitting.begun
    answers = [
        sitting.save(n, values).get_data(as_text=True) + str(sitting.answer_page(n, values).headers)
        for n in range(1, len(begun.drawn) + 1)
        for values in (wrong_values(begun, n), ["9-9"], ["1-1", "1-1"], right_values(begun, n)[:1])
    ]
    course = "/courses/sample-course"
    asked = [f"{sitting.address}{tail}" for tail in ("", "/1?per=all", "/1?per=1", "/questions", "/check", "/submit")]
    asked += [f"{course}{tail}" for tail in ("/", "/kept", "/telling/print", "/proving/print", "/glossary")]
    asked += [CASE, PLAY, f"{CASE}/1", f"{CASE}/map", f"{CASE}/map.svg", "/search?q=kestrel", "/kept/"]
    found = walk(sitting, "/", EXAM, *asked, *(f"{one}{'&' if '?' in one else '?'}lang=ar" for one in asked))
    with zipfile.ZipFile(io.BytesIO(sitting.client.get(f"{course}/pack").data)) as pack:
        found |= {name: pack.read(name).decode(errors="replace") for name in pack.namelist()}
    assert any("Call a witness" in text for text in found.values()), "the walk has seen the case"
    assert any("Write the record" in text for text in found.values()), "the walk has seen the questions"
    # The search repeats what was typed into it.
    leaks = [address for address, text in found.items() if CANARY.search(text) and not address.startswith("/search")]
    assert leaks == []
    assert not any("Kestrel " in text for text in found.values())
    assert [text for text in answers if CANARY.search(text)] == []
