"""Course folders from the command line: checked, published, exported unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select

from college.catalogue import models, queries
from college.database import db
from tests import sample_course
from tests.conftest import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sample_course.write(tmp_path / "sample-course")


def run(store: Store, *words: object) -> Result:
    return store.app.test_cli_runner().invoke(args=["courses", *map(str, words)])


def change(folder: Path, path: str, old: str, new: str) -> None:
    file = folder / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def count(store: Store, table: type[models.Model]) -> int:
    with store.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_sound_course_passes_the_check(sqlite_store: Store, folder: Path) -> None:
    result = run(sqlite_store, "check", folder)
    assert result.exit_code == 0, result.output
    assert "1 checked: 0 errors" in result.output


def test_all_courses_of_a_folder_are_checked(sqlite_store: Store, folder: Path) -> None:
    sample_course.write(folder.parent / "other", sample_course.sample(course="other"))
    assert "2 checked" in run(sqlite_store, "check", folder.parent).output


def test_a_mistake_is_told_with_its_place_and_fails_the_check(sqlite_store: Store, folder: Path) -> None:
    change(folder, "course.yaml", "level: introductory", "level: easy")
    result = run(sqlite_store, "check", folder)
    assert result.exit_code == 1
    assert f"{folder}/course.yaml:6:" in result.output


def test_a_mistake_can_be_read_by_machines(sqlite_store: Store, folder: Path) -> None:
    change(folder, "course.yaml", "level: introductory", "level: easy")
    found = json.loads(run(sqlite_store, "check", folder, "--format", "json").output)
    (mistake,) = (one for one in found if one["level"] == "error")
    assert (mistake["path"], mistake["line"], mistake["level"]) == (f"{folder}/course.yaml", 6, "error")
    assert mistake["code"] and mistake["message"]
    lines = run(sqlite_store, "check", folder, "--format", "github").output.splitlines()
    place = f"file={folder}/course.yaml,line=6,col={mistake['column']},title={mistake['code']}"
    assert [line for line in lines if line.startswith("::error")] == [f"::error {place}::{mistake['message']}"]
    assert len(lines) == len(found)


def test_no_name_and_no_word_of_a_course_commands_the_terminal_or_the_workflow(
    sqlite_store: Store, folder: Path
) -> None:
    (folder / "media" / "a\n::error::b\x1b[2J.png").write_bytes(b"")
    change(folder, "course.yaml", "level: introductory", 'level: "easy\u202e\\e[2J\\n::error::c"')
    for style in ("text", "github"):
        output = run(sqlite_store, "check", folder, "--format", style).output
        assert "\x1b" not in output and "\u202e" not in output
        assert not any(line.startswith("::error::") for line in output.splitlines())
        assert "2J" in output


def test_a_course_is_published_once_and_then_found(store: Store, folder: Path) -> None:
    assert run(store, "publish", folder).output == "sample-course: edition 1 published\n"
    assert run(store, "publish", folder).output == "sample-course: edition 1 is current already\n"
    change(folder, "course.yaml", "hours: 1", "hours: 2")
    assert run(store, "publish", folder, "--change", "material").output == "sample-course: edition 2 published\n"
    with store.app.app_context():
        published = queries.find_course("sample-course")
        assert published is not None
        assert (published.number, published.change, int(published.course.hours)) == (2, "material", 2)


def test_a_course_with_a_mistake_is_refused_whole_and_the_next_is_published(store: Store, folder: Path) -> None:
    sample_course.write(folder.parent / "zeta", sample_course.sample(course="zeta"))
    change(folder, "modules/010-telling.md", "020-proving.md#records", "nowhere.md")
    result = run(store, "publish", folder.parent)
    assert result.exit_code == 1
    assert "modules/010-telling.md:" in result.output
    assert "zeta: edition 1 published" in result.output
    assert count(store, models.Course) == 1


def test_an_exported_course_is_the_folder_that_was_published(store: Store, folder: Path, tmp_path: Path) -> None:
    run(store, "publish", folder)
    result = run(store, "export", "sample-course", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert contents(tmp_path / "out") == contents(folder)


def test_an_earlier_edition_can_be_exported(store: Store, folder: Path, tmp_path: Path) -> None:
    before = contents(folder)
    run(store, "publish", folder)
    change(folder, "course.yaml", "hours: 1", "hours: 2")
    run(store, "publish", folder)
    run(store, "export", "sample-course", tmp_path / "out", "--edition", "1")
    assert contents(tmp_path / "out") == before


def test_nothing_is_exported_over_other_files_or_from_nowhere(store: Store, folder: Path, tmp_path: Path) -> None:
    run(store, "publish", folder)
    assert "is not empty" in run(store, "export", "sample-course", folder).output
    assert "no such course" in run(store, "export", "never", tmp_path / "out").output
    assert "no such course" in run(store, "export", "sample-course", tmp_path / "out", "--edition", "9").output
    assert not (tmp_path / "out").exists()


def test_a_new_course_passes_the_check(sqlite_store: Store, tmp_path: Path) -> None:
    result = run(sqlite_store, "new", "first-aid", tmp_path / "first-aid", "--title", "First aid")
    assert result.exit_code == 0, result.output
    checked = run(sqlite_store, "check", tmp_path / "first-aid")
    assert checked.exit_code == 0, checked.output
    assert "is not empty" in run(sqlite_store, "new", "first-aid", tmp_path / "first-aid").output


def test_ids_that_were_left_out_are_written(sqlite_store: Store, folder: Path) -> None:
    change(folder, "questions/shown.md", " {#always}", "")
    assert run(sqlite_store, "check", folder).exit_code == 1
    assert f"{folder}/questions/shown.md:5: " in run(sqlite_store, "ids", folder).output
    assert "{#always" in (folder / "questions/shown.md").read_text()
    assert run(sqlite_store, "ids", folder).output == ""


def test_translations_are_said_to_be_current(sqlite_store: Store, folder: Path) -> None:
    change(folder, "glossary.md", "\n", "\n\n")
    file = folder / "glossary.ar.md"
    assert "warning[stale]" in run(sqlite_store, "check", folder).output
    assert run(sqlite_store, "current", file).output == f"{file}: current\n"
    assert "0 errors, 0 warnings" in run(sqlite_store, "check", folder).output
    assert run(sqlite_store, "current", file).output == f"{file}: was current\n"


@pytest.mark.parametrize(
    ("named", "told"), [("glossary.md", "is not a translation"), ("../stray.ar.md", "is in no course")]
)
def test_a_file_that_translates_nothing_cannot_be_current(
    sqlite_store: Store, folder: Path, named: str, told: str
) -> None:
    (folder.parent / "stray.ar.md").write_text("---\n---\n")
    result = run(sqlite_store, "current", folder / named)
    assert (result.exit_code, told in result.output) == (1, True), result.output


def test_schemas_are_written_for_editors(sqlite_store: Store, tmp_path: Path) -> None:
    assert run(sqlite_store, "schemas", tmp_path).exit_code == 0
    schema = json.loads((tmp_path / "course.schema.json").read_text())
    assert "title" in schema["properties"]


def test_a_case_is_drawn_as_a_map(sqlite_store: Store, folder: Path) -> None:
    drawn = run(sqlite_store, "map", folder, "the-parcel").output
    assert drawn.startswith("<svg ") and drawn.endswith("</svg>\n")
    assert "At the counter" in drawn and "Bad end" in drawn
    translated = run(sqlite_store, "map", folder, "the-parcel", "--language", "ar").output
    assert "عند الشباك" in translated and "نهاية سيئة" in translated and "Bad end" not in translated
    assert "Bad end" in run(sqlite_store, "map", folder, "the-parcel", "--language", "xx").output


def test_no_map_is_drawn_of_what_is_not_there_or_cannot_be_read(sqlite_store: Store, folder: Path) -> None:
    unknown = run(sqlite_store, "map", folder, "the-letter")
    assert unknown.exit_code == 1
    assert "the-parcel" in unknown.output
    change(folder, "cases/the-parcel.md", "](#table)", "](#tables)")
    broken = run(sqlite_store, "map", folder, "the-parcel")
    assert broken.exit_code == 1
    assert "error[unknown-scene]" in broken.output
