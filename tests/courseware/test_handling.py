"""How a module is to be handled, and for whom that leaves it."""

from __future__ import annotations

import pytest

from college.courseware import reader
from college.courseware.edition import canonical_text, digest_of
from college.courseware.handling import MEANT, meant_by, narrowed
from college.courseware.mistakes import as_text
from college.courseware.outline import Course, OrganisationKind
from tests import sample_course
from tests.sample_course import sample

ONLY = "handling: Law enforcement only"
TELLING = "modules/010-telling.md"
QUIZ = "quizzes/telling.yaml"
POLICE, CUSTOMS = OrganisationKind.POLICE, OrganisationKind.CUSTOMS


def read(files: dict[str, str | bytes]) -> tuple[Course | None, list[str]]:
    reading = reader.read_files(sample_course.as_bytes(files))
    return reading.course, [str(mistake) for mistake in reading.mistakes]


def course(**knobs: str) -> Course:
    """The sample course as it is read, whatever it is warned of."""
    found, mistakes = read(sample(**knobs))  # type: ignore[arg-type]
    assert found is not None, mistakes
    return found


def codes(files: dict[str, str | bytes]) -> set[str]:
    return {mistake.partition("[")[2].partition("]")[0] for mistake in read(files)[1]}


def with_quiz_in_both(files: dict[str, str | bytes], narrowed: str) -> dict[str, str | bytes]:
    """As it is where the first module is narrowed, and its quiz is the second one's too."""
    telling, proving = str(files[TELLING]), str(files["modules/020-proving.md"])
    files[TELLING] = telling.replace("minutes: 10\n", f"minutes: 10\n{narrowed}\n")
    files["modules/020-proving.md"] = proving.replace("minutes: 10\n", f"minutes: 10\nquiz: {QUIZ}\n")
    files["questions/exam.md"] = str(files["questions/exam.md"]).replace(' pages="telling/signs"', "")
    files["course.yaml"] = str(files["course.yaml"]).replace("open_module: true", "open_module: false")
    return files


def test_words_that_name_their_readers_narrow_by_themselves() -> None:
    for words in ("Law enforcement only", "LAW ENFORCEMENT  ONLY.", "law enforcement only"):
        assert meant_by(words) == MEANT["law enforcement only"]
    assert meant_by("Not for release") is None
    first, second = course(narrowed=ONLY).modules
    assert (first.audience, second.audience) == ((), MEANT["law enforcement only"])
    assert OrganisationKind.PRIVATE not in second.audience


def test_an_author_says_for_whom_other_words_leave_a_module() -> None:
    module = course(narrowed="handling: Réservé\naudience: [police, judiciary]").modules[1]
    assert module.audience == (POLICE, OrganisationKind.JUDICIARY)
    assert course(narrowed="handling: Not for release\naudience: everyone").modules[1].audience == ()
    assert course(narrowed=f"{ONLY}\naudience: [police]").modules[1].audience == (POLICE,)


def test_a_module_never_widens_what_the_course_says() -> None:
    module = course(audience="[customs, judiciary]", narrowed=ONLY).modules[1]
    assert module.audience == (CUSTOMS,)
    assert course(audience="[customs]", narrowed=ONLY).modules[1].audience == (), "it leaves everyone of the course"
    assert narrowed((), (POLICE,)) == (POLICE,)
    assert narrowed((CUSTOMS, POLICE), (POLICE, CUSTOMS)) == ()
    assert narrowed((CUSTOMS,), ()) == ()


def test_readers_whom_the_course_keeps_out_are_refused() -> None:
    beyond = sample(audience="[customs]", narrowed="handling: Réservé\naudience: [customs, police]")
    _, mistakes = read(beyond)
    (told,) = [each for each in mistakes if "audience-beyond" in each]
    assert told.startswith("modules/020-proving.md:7:11: error[audience-beyond]")
    assert "is for customs alone, so police never come here" in told
    assert "handling-nobody" in codes(sample(audience="[judiciary, private]", narrowed=ONLY))


def test_a_course_of_which_a_stranger_would_find_no_module_is_refused() -> None:
    files = with_quiz_in_both(sample(narrowed=ONLY), "handling: Réservé\naudience: [customs]")
    assert "handling-all" in codes(files)


def test_a_question_may_point_into_a_narrowed_module_for_its_readers_alone() -> None:
    files = sample()
    files[TELLING] = str(files[TELLING]).replace("minutes: 10\n", f"minutes: 10\n{ONLY}\n")
    files["course.yaml"] = str(files["course.yaml"]).replace("open_module: true", "open_module: false")
    files["questions/exam.md"] = str(files["questions/exam.md"]).replace(' pages="telling/signs"', "")
    assert "handling-asked" not in codes(files), "its own practice asks its own readers"
    assert "handling-asked" in codes(with_quiz_in_both(sample(), ONLY)), "the other module's readers are asked too"


@pytest.mark.parametrize("linked", ["the same", "another"])
def test_a_link_into_a_narrowed_module_is_told_where_others_read_it(linked: str) -> None:
    files = sample(narrowed=ONLY)
    if linked == "the same":
        for path in (TELLING, TELLING.replace(".md", ".ar.md")):
            files[path] = str(files[path]).replace("(020-proving.md#records)", "(#signs)")
        proving = str(files["modules/020-proving.md"])
        files["modules/020-proving.md"] = proving.replace("is worth.", "is [worth](020-proving.md#records).")
    assert ("handling-linked" in codes(files)) == (linked == "another")


def test_a_course_without_narrowed_modules_has_the_text_that_it_always_had() -> None:
    text = canonical_text(course())
    assert text.startswith('{"audience":[],'), "that of the course"
    assert text.count('"audience"') == 1
    assert digest_of(text) != digest_of(canonical_text(course(narrowed=ONLY)))
    assert as_text(reader.read_files(sample_course.as_bytes(sample())).mistakes) == ""
