import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from college.courseware import reader
from college.courseware.mistakes import Level
from tests import sample_course

FILES = sample_course.as_bytes(sample_course.sample())
SIGNS = some.text(alphabet="#{}[]()!<>=-`~|:*^&\\\"'\n \tax1.\u202e\u0661\ud7ff", max_size=40)


@settings(deadline=None, max_examples=80)
@given(path=some.sampled_from(sorted(FILES)), at=some.integers(0, 4000), cut=some.integers(0, 60), put=SIGNS)
def test_whatever_is_written_the_checker_answers_and_never_keeps_a_course_with_errors(
    path: str, at: int, cut: int, put: str
) -> None:
    content = FILES[path]
    at %= len(content) + 1
    reading = reader.read_files({**FILES, path: content[:at] + put.encode() + content[at + cut :]})
    errors = [mistake for mistake in reading.mistakes if mistake.level is Level.ERROR]
    assert (reading.course is None) == bool(errors)
    assert all(mistake.line >= 1 and mistake.column >= 1 and mistake.said for mistake in reading.mistakes)


@settings(deadline=None, max_examples=50)
@given(path=some.sampled_from(sorted(FILES)), content=some.binary(max_size=200))
def test_a_file_of_anything_is_refused_in_words(path: str, content: bytes) -> None:
    reading = reader.read_files({**FILES, path: content})
    assert reading.mistakes


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_course_may_lack_any_file(path: str) -> None:
    reading = reader.read_files({other: content for other, content in FILES.items() if other != path})
    assert reading.mistakes


@pytest.mark.parametrize(
    "signs",
    ["` `` ", "[", "[a]", "![", "[a](b 'x ", "[^a", "a", "a@", "<a ", "{a}", ">", " ", "|", "+1", "which ", "1.."],
)
@pytest.mark.parametrize("path", ["modules/020-proving.md", "questions/shown.md"])
def test_no_repetition_of_signs_keeps_the_checker_busy(path: str, signs: str) -> None:
    check_soon(path, signs.encode() * (80_000 // len(signs)))


@pytest.mark.parametrize("signs", ["![a]", "[a](b)", "![a](b)", "\\[", "(b)"])
def test_a_bracket_that_nothing_closes_keeps_the_checker_no_longer(signs: str) -> None:
    check_soon("modules/020-proving.md", b"[" + signs.encode() * 10_000)


def check_soon(path: str, words: bytes) -> None:
    text = FILES[path] + b"\n## " + words + b"x"
    started = time.process_time()
    reader.read_files({**FILES, path: text})
    # Work that grows with the square of the length would take minutes here.
    assert time.process_time() - started < 10


def test_nested_and_endless_yaml_is_refused() -> None:
    for content in (b"a: " + b"{" * 90_000, b"a: [" + b"1," * 90_000 + b"]", b"a: &a [*a, *a]", b"? " * 5_000):
        reading = reader.read_files({**FILES, "exam.yaml": content})
        assert any(mistake.path == "exam.yaml" and mistake.level is Level.ERROR for mistake in reading.mistakes)
