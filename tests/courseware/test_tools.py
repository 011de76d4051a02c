import json
import time
from pathlib import Path

import pytest

from college.courseware import reader
from college.courseware.currency import NotATranslation, mark_current
from college.courseware.ids import write_ids
from college.courseware.mistakes import as_text
from college.courseware.schema import schemas
from college.courseware.starter import starter
from tests import sample_course


def test_a_new_course_passes_the_checker() -> None:
    files = starter("my-course", 'A "new" course: \\ the title')
    reading = reader.read_files({path: text.encode() for path, text in files.items()})
    assert as_text(reading.mistakes) == ""
    assert reading.course is not None
    assert reading.course.title.root == {"en": 'A "new" course: \\ the title'}


def test_missing_ids_are_written_and_all_else_is_kept(tmp_path: Path) -> None:
    files = sample_course.sample()
    shorn = sample_course.SHOWN.replace(" {#always}", "").replace("{#is-proof outcome=prove}", "{outcome=prove}")
    folder = sample_course.write(tmp_path, files | {"questions/shown.md": shorn.replace("\n", "\r\n")})
    told = write_ids(folder)
    text = (folder / "questions/shown.md").read_bytes().decode()
    assert [line.partition("{")[0] for line in told] == ["questions/shown.md:1: ", "questions/shown.md:5: "]
    assert text.startswith("## Is this picture a proof? {#is-this-picture-a-proof-")
    assert " outcome=prove}\r\n" in text
    assert "{#history}\r\n" in text
    assert text.count("\r\n") == text.count("\n") == shorn.count("\n")
    assert write_ids(folder) == []


def test_a_translation_takes_the_ids_of_its_source(tmp_path: Path) -> None:
    files = sample_course.sample()
    files["questions/shown.ar.md"] = str(files["questions/shown.ar.md"]).replace(" {#never}", "")
    folder = sample_course.write(tmp_path, files)
    assert write_ids(folder) == ["questions/shown.ar.md:11: {#never}"]
    assert reader.read(folder).mistakes == ()


def test_a_stale_translation_is_made_current_and_all_else_is_kept(tmp_path: Path) -> None:
    folder = sample_course.write(tmp_path, sample_course.sample())
    assert reader.read(folder).mistakes == ()
    for path in ("course.yaml", "modules/010-telling.md", "questions/shown.md"):
        (folder / path).write_bytes((folder / path).read_bytes() + b"\n")
    stale = [mistake.path for mistake in reader.read(folder).mistakes]
    before = {path: (folder / path).read_text() for path in stale}
    assert set(stale) == {"course.ar.yaml", "modules/010-telling.ar.md", "questions/shown.ar.md"}
    assert [mark_current(folder, path) for path in stale] == [True] * 3
    assert reader.read(folder).mistakes == ()
    for path, text in before.items():
        kept = [line for line in text.splitlines() if not line.startswith("source:")]
        assert [line for line in (folder / path).read_text().splitlines() if not line.startswith("source:")] == kept
    assert [mark_current(folder, path) for path in stale] == [False] * 3


def test_a_translation_that_names_no_source_is_given_one(tmp_path: Path) -> None:
    files = sample_course.sample()
    folder = sample_course.write(tmp_path, files | {"glossary.ar.md": b"## \xd9\x83\r\n\r\nsource: x\r\n"})
    assert mark_current(folder, "glossary.ar.md")
    told = (folder / "glossary.ar.md").read_bytes().split(b"\r\n")
    assert (told[0], told[1][:15], told[2:4]) == (b"---", b"source: sha256-", [b"---", b""])
    assert told[4:] == [b"## \xd9\x83", b"", b"source: x", b""]


@pytest.mark.parametrize("path", ["course.yaml", "modules/999-unknown.ar.md", "README.ar.md", "../course.ar.yaml"])
def test_what_is_no_translation_is_left_alone(tmp_path: Path, path: str) -> None:
    folder = sample_course.write(tmp_path / "course", sample_course.sample())
    with pytest.raises(NotATranslation):
        mark_current(folder, path)


def test_headings_without_latin_letters_get_ids_too(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "a.md").write_text("## سؤال\n\n## سؤال\n")
    first, second = write_ids(tmp_path)
    assert first.startswith("modules/a.md:1: {#id-")
    assert first.partition("{")[2] != second.partition("{")[2]


def test_schemas_name_the_keys_that_authors_write() -> None:
    told = schemas()
    assert json.loads(json.dumps(told)) == told
    quiz = told["quiz"]["properties"]
    assert isinstance(quiz, dict)
    assert {"pass", "wait_between_attempts", "draw", "opens_after"} <= quiz.keys()
    assert told["course"]["additionalProperties"] is False


def test_a_large_bank_is_read_in_little_time() -> None:
    files = sample_course.sample()
    many = [
        f"## Question {n} on topic {n * 7919 % 1400}? {{#q-{n} outcome=tell}}\n\n"
        f"- [x] Answer {n} of kind {n * 31 % 97} {{#a}}\n- [ ] Reply {n * 3} {{#b}}\n- [ ] Remark {n * 5} {{#c}}\n\n"
        for n in range(1400)
    ]
    files["questions/large.md"] = "".join(many)
    started = time.process_time()
    reading = reader.read_files(sample_course.as_bytes(files))
    # A generous bound: it fails when the work grows with the square of the questions, not on a slow machine.
    assert time.process_time() - started < 15
    assert reading.course is not None
    assert len(reading.course.questions) == 1434


def test_ids_of_scenes_and_choices_are_written(tmp_path: Path) -> None:
    files = sample_course.sample()
    shorn = sample_course.CASE.replace(" {#form}\n\nThe", "\n\nThe").replace("{#witness score", "{score")
    folder = sample_course.write(tmp_path, files | {"cases/the-parcel.md": shorn.replace(" {#release}", "")})
    told = write_ids(folder)
    assert [line.rpartition("-")[0] for line in told] == [
        "cases/the-parcel.md:21: {#call-a-witness-then-open-it",
        "cases/the-parcel.md:26: {#the-form",
        "cases/the-parcel.md:34: {#let-the-parcel-go",
    ]
    assert " score=2 outcome=prove}" in (folder / "cases/the-parcel.md").read_text().split("\n")[20]
    assert write_ids(folder) == []


def test_a_translated_case_takes_the_ids_of_its_source(tmp_path: Path) -> None:
    files = sample_course.sample()
    files["cases/the-parcel.ar.md"] = str(files["cases/the-parcel.ar.md"]).replace(" {#release}", "")
    folder = sample_course.write(tmp_path, files)
    assert write_ids(folder) == ["cases/the-parcel.ar.md:32: {#release}"]
    assert reader.read(folder).mistakes == ()
