import pytest

from college.courseware import codes, reader
from college.courseware.mistakes import Level, Mistake, as_text
from tests import sample_course
from tests.courseware.planted import ERRORS, EXAM_BANK, EXAM_BANK_AR, SHOWN, TWICE, WARNINGS, Planted, Twice
from tests.films import CAPTIONS, mp4

# A mistake that cannot help but bring another with it: a module that cannot be read has no pages to link to.
FOLLOWS = {
    "bad-id", "missing-page", "missing-anchor", "orphan", "unknown-page", "missing-file", "other-count", "other-order",
    "other-shape", "other-tick", "id-missing", "unknown-outcome", "draw-too-large", "other-number", "table-header",
    "one-choice", "link-language", "missing-key", "media-unused", "exam-twice", "revealed", "reserved-id",
    "module-empty", "target-hidden", "quiz-not-practice", "no-tick", "unknown-scene", "other-target", "case-empty",
    "too-few-pairs", "handling-asked", "handling-open",
}  # fmt: skip


def broken(planted: Planted) -> dict[str, bytes]:
    files = sample_course.sample()
    if planted.code == "void-drawn":
        files[SHOWN] = f"{files[SHOWN]!s}\n## Void? {{#voided void=drop outcome=prove}}\n\n- = 1\n"
    before = files.get(planted.path, "")
    assert isinstance(before, str)
    assert planted.old in before
    text = before.replace(planted.old, planted.new, 1) if planted.old else planted.new or before
    if planted.code in ("film-part", "film-inline", "film-place"):
        files |= {"media/film.mp4": mp4(3), "media/film.en.vtt": CAPTIONS}
    contents = sample_course.as_bytes(files)
    contents[planted.path] = text.encode("utf-8", "surrogateescape")
    return contents


def place_of(planted: Planted, contents: dict[str, bytes]) -> tuple[int, int]:
    if planted.at is None:
        return 1, 1
    text = contents[planted.found or planted.path].decode("utf-8", "surrogateescape")
    offset = text.index(planted.at)
    return text[:offset].count("\n") + 1, offset - text[:offset].rfind("\n")


def told(planted: Planted, mistakes: tuple[Mistake, ...]) -> list[tuple[int, int]]:
    return [
        (m.line, m.column) for m in mistakes if m.path == (planted.found or planted.path) and m.code == planted.code
    ]


@pytest.mark.parametrize("planted", ERRORS, ids=lambda planted: f"{planted.code} in {planted.path}")
def test_a_planted_error_is_named_at_its_place_and_the_course_is_refused(planted: Planted) -> None:
    contents = broken(planted)
    reading = reader.read_files(contents)
    assert place_of(planted, contents) in told(planted, reading.mistakes), as_text(reading.mistakes)
    assert reading.course is None
    errors = {mistake.code for mistake in reading.mistakes if mistake.level is Level.ERROR}
    assert errors - {planted.code} <= FOLLOWS, as_text(reading.mistakes)


@pytest.mark.parametrize("twice", TWICE, ids=lambda twice: f"{twice.code} at {twice.at}")
def test_a_translation_that_asks_otherwise_is_refused_at_its_place(twice: Twice) -> None:
    files = sample_course.as_bytes(sample_course.sample())
    files[EXAM_BANK] = files[EXAM_BANK].replace(b"- = 72\n", twice.source.encode())
    files[EXAM_BANK_AR] = files[EXAM_BANK_AR].replace("- = ٧٢\n".encode(), twice.translated.encode())
    planted = Planted(twice.code, EXAM_BANK_AR, "", "", twice.at)
    reading = reader.read_files(files)
    assert told(planted, reading.mistakes) == [place_of(planted, files)], as_text(reading.mistakes)
    assert {mistake.code for mistake in reading.mistakes if mistake.level is Level.ERROR} == {twice.code}


@pytest.mark.parametrize("planted", WARNINGS, ids=lambda planted: f"{planted.code} in {planted.path}")
def test_a_planted_weakness_is_named_at_its_place(planted: Planted) -> None:
    contents = broken(planted)
    reading = reader.read_files(contents)
    assert place_of(planted, contents) in told(planted, reading.mistakes), as_text(reading.mistakes)


def test_every_mistake_is_told_not_only_the_first() -> None:
    files = sample_course.as_bytes(sample_course.sample())
    files["course.yaml"] = files["course.yaml"].replace(b"level: introductory", b"level: easy\ntitel: x")
    files["exam.yaml"] = files["exam.yaml"].replace(b"80%", b"much").replace(b"exam.md", b"nothing.md")
    files["modules/020-proving.md"] = files["modules/020-proving.md"].replace(b"A finding", b"<b>")
    reading = reader.read_files(files)
    errors = {(m.path, m.code) for m in reading.mistakes if m.level is Level.ERROR}
    assert errors >= {
        ("course.yaml", "unknown-value"),
        ("course.yaml", "unknown-key"),
        ("exam.yaml", "bad-percentage"),
        ("modules/020-proving.md", "raw-html"),
    }


def test_a_question_may_stand_on_two_pages_of_a_module() -> None:
    files = sample_course.as_bytes(sample_course.sample())
    files["modules/020-proving.md"] += b"\n![Once more](../questions/shown.md#is-proof)\n"
    assert "error[" not in as_text(reader.read_files(files).mistakes)


def test_no_course_at_all_is_said_in_one_sentence() -> None:
    reading = reader.read_files({})
    assert [mistake.code for mistake in reading.mistakes] == ["file-missing"]


def test_every_code_is_either_planted_or_needs_a_folder() -> None:
    planted = {each.code for each in (*ERRORS, *WARNINGS)}
    elsewhere = {
        *("file-missing", "file-too-large", "too-many-files", "folder-missing", "file-unreadable", "link-outside"),
        *("no-module", "target-hidden", "unreviewed", "film-large", "external-link"),
        *("audience-beyond", "handling-all", "handling-nobody"),
    }
    known = {name.partition("/")[0] for name in (*codes.ERRORS, *codes.WARNINGS)}
    assert known - planted == elsewhere


@pytest.mark.parametrize("name", [*codes.ERRORS, *codes.WARNINGS])
def test_every_message_says_what_is_wrong_and_reads_without_shouting(name: str) -> None:
    text = (codes.ERRORS | codes.WARNINGS)[name]
    assert not text.endswith(".")
    assert text[0].islower() or text[0] in "%“H"
