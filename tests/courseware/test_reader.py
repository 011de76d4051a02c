from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from college.courseware import reader
from college.courseware.mistakes import Mistakes, as_github, as_json, as_text
from college.courseware.outline import Course, QuestionKind, QuizKind, Void
from college.courseware.scenario import Ending
from tests import sample_course


def course_of(files: dict[str, str | bytes]) -> Course:
    reading = reader.read_files(sample_course.as_bytes(files))
    assert reading.course is not None, as_text(reading.mistakes)
    return reading.course


@pytest.fixture(scope="module")
def course() -> Course:
    return course_of(sample_course.sample())


def test_the_sample_course_has_no_mistakes() -> None:
    assert as_text(reader.read_files(sample_course.as_bytes(sample_course.sample())).mistakes) == ""


def test_a_folder_reads_as_its_files_do(tmp_path: Path, course: Course) -> None:
    sample_course.write(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("not of the course")
    assert reader.read(tmp_path) == reader.Reading(course, ())


def test_modules_come_in_the_order_of_the_outline(course: Course) -> None:
    assert [module.id for module in course.modules] == ["telling", "proving"]
    assert [page.id for page in course.modules[0].pages] == ["start", "signs"]
    assert course.modules[0].quiz == "telling-quiz"


def test_the_opening_page_bears_the_title_of_its_module(course: Course) -> None:
    opening = course.modules[0].pages[0]
    assert opening.title == course.modules[0].title
    assert course.say(opening.title, "ar").words == "التمييز بين السلع"


def test_a_page_keeps_the_footnotes_that_it_refers_to_and_no_others(course: Course) -> None:
    opening, signs = course.modules[0].pages
    assert opening.body.root["en"].endswith("[^share]: Sample Institute, *Trade in Figures*, 2025.")
    assert "[^share]" not in signs.body.root["en"]


def test_a_page_without_its_heading_starts_with_its_text(course: Course) -> None:
    assert course.modules[1].pages[1].body.root["en"].startswith("1. Who found it")


def test_questions_carry_every_part_in_both_languages(course: Course) -> None:
    question = course.questions_by_id["first-sign"]
    assert question.kind is QuestionKind.ONE
    assert question.hint is not None
    assert question.hint.root["en"] == "Look at what is hard to copy."
    assert question.explanation is not None
    assert question.explanation.root["ar"].startswith("الإتقان")
    feedback = question.choices[1].feedback
    assert feedback is not None
    assert feedback.root == {"en": "Colours are easily copied.", "ar": "الألوان سهلة التقليد."}
    assert [choice.right for choice in question.choices] == [True, False, False]
    assert question.pages == ("telling/start",)


def test_several_ticks_make_check_boxes(course: Course) -> None:
    assert course.questions_by_id["illicit-goods"].kind is QuestionKind.MANY


def test_one_tick_makes_check_boxes_where_the_author_says_so() -> None:
    files = sample_course.sample()
    files["questions/shown.md"] = sample_course.SHOWN.replace("outcome=prove}", "outcome=prove choose=many}")
    assert course_of(files).questions_by_id["is-proof"].kind is QuestionKind.MANY


def test_typed_words_are_accepted_in_each_language(course: Course) -> None:
    question = course.questions_by_id["cargo-paper"]
    assert question.kind is QuestionKind.TEXT
    assert question.accepted[0].spellings == {
        "en": ("manifest", "cargo manifest"),
        "ar": ("بيان الحمولة", "المانيفست"),
    }


def test_typed_numbers_are_ranges(course: Course) -> None:
    question = course.questions_by_id["estimate"]
    assert question.kind is QuestionKind.NUMBER
    assert (question.accepted[0].low, question.accepted[0].high) == (Decimal("3.13"), Decimal("3.15"))


def test_quotation_marks_make_words_of_digits() -> None:
    files = sample_course.sample()
    files["questions/exam.md"] = str(files["questions/exam.md"]).replace("- = 72", '- = "0402"')
    files["questions/exam.ar.md"] = str(files["questions/exam.ar.md"]).replace("- = ٧٢", '- = "0402"')
    question = course_of(files).questions_by_id["hours"]
    assert question.kind is QuestionKind.TEXT
    assert question.accepted[0].spellings["en"] == ("0402",)


def test_the_exam_is_as_its_file_says(course: Course) -> None:
    exam = course.exam
    assert exam is not None
    assert (exam.kind, exam.pass_mark, exam.attempts) == (QuizKind.EXAM, 80, 3)
    assert exam.wait.total_seconds() == 24 * 3600
    assert exam.time_limit is None
    assert exam.review == ("score", "outcomes", "pages")
    assert course.quizzes[0].review == ("score", "outcomes", "pages", "answers", "feedback")
    assert [len(course.pool(draw)) for draw in exam.draws] == [30]


def test_a_reviewed_and_current_translation_may_be_examined(course: Course) -> None:
    assert course.exam is not None
    assert course.languages_of(course.exam) == ("en", "ar")
    assert course.translations[0].complete_percent == 100


def test_a_translation_older_than_its_source_is_stale_and_not_examined() -> None:
    files = sample_course.sample()
    files["questions/exam.md"] = str(files["questions/exam.md"]).replace("Arson", "Burning")
    files["modules/010-telling.md"] = sample_course.TELLING.replace("Some goods", "Certain goods")
    course = course_of(files)
    assert course.exam is not None
    assert course.languages_of(course.exam) == ("en",)
    assert course.modules[0].pages[0].stale == ("ar",)
    assert course.modules[1].pages[0].stale == ()
    assert course.translations[0].stale == ("modules/010-telling.md", "questions/exam.md")


def test_a_translation_that_nobody_reviewed_is_not_examined() -> None:
    files = {
        path: text.replace(f"reviewed_by: {sample_course.REVIEWER}\n", "") if isinstance(text, str) else text
        for path, text in sample_course.sample().items()
        if ".ar." in path
    }
    course = course_of(sample_course.sample() | files)
    assert course.exam is not None
    assert course.questions_by_id["hours"].ready == ("en",)


def test_a_question_that_lacks_a_part_is_shown_in_its_source_and_not_examined() -> None:
    files = sample_course.sample()
    files["questions/exam.ar.md"] = str(files["questions/exam.ar.md"]).partition("## كم ساعة")[0]
    course = course_of(files)
    assert course.questions_by_id["hours"].ready == ("en",)
    assert course.questions_by_id["chain"].ready == ("en", "ar")
    assert course.questions_by_id["hours"].ask.said("ar", "en").language == "en"


def test_a_language_without_any_file_is_a_warning_only() -> None:
    files = {path: text for path, text in sample_course.sample().items() if ".ar." not in path}
    reading = reader.read_files(sample_course.as_bytes(files))
    assert [mistake.code for mistake in reading.mistakes] == ["untranslated"]
    assert reading.course is not None
    assert reading.course.translations[0].complete_percent == 0


def test_words_of_yaml_stay_words() -> None:
    files = sample_course.sample(title="no", time_limit="90 minutes")
    files["course.yaml"] = str(files["course.yaml"]).replace("[Sam Reader]", "[12:30, no, 2026-11-23]")
    course = course_of(files)
    assert course.instructors == ("12:30", "no", "2026-11-23")
    assert course.exam is not None
    assert course.exam.time_limit is not None
    assert course.exam.time_limit.total_seconds() == 5400


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(course: Course) -> None:
    files = sample_course.sample()
    files["modules/020-proving.md"] = "\ufeff" + sample_course.PROVING.replace("\n", "\r\n")
    assert course_of(files).modules[1].pages[1].body.root["en"] == course.modules[1].pages[1].body.root["en"]


def test_what_stands_in_fenced_code_is_no_structure() -> None:
    files = sample_course.sample()
    fenced = "\n```\n## Not a page\n<b>not HTML</b> [no](link.md)\n```\n"
    files["modules/020-proving.md"] = sample_course.PROVING + fenced
    page = course_of(files).modules[1].pages[-1]
    assert page.id == "records"
    assert "## Not a page" in page.body.root["en"]


def test_a_void_question_leaves_the_pool_only_when_it_is_dropped() -> None:
    files = sample_course.sample()
    bank = str(files["questions/exam.md"])
    files["questions/exam.md"] = bank.replace("{#hours", "{#hours void=drop").replace(
        "{#chain", "{#chain void=full-marks"
    )
    course = course_of(files)
    assert course.exam is not None
    pool = {question.id for question in course.pool(course.exam.draws[0])}
    assert "hours" not in pool
    assert "chain" in pool
    assert course.questions_by_id["chain"].void is Void.FULL_MARKS


def test_a_certificate_may_be_valid_without_end() -> None:
    assert course_of(sample_course.sample(valid_for="unlimited")).certificate.valid_months is None
    assert course_of(sample_course.sample()).certificate.valid_months == 36


def test_mistakes_are_told_for_terminals_for_pull_requests_and_for_programs() -> None:
    mistakes = Mistakes()
    mistakes.add("missing-key", "course.yaml", key="title")
    found = mistakes.sorted()
    words = "the key “title” is missing; add it"
    assert as_text(found) == f"course.yaml:1:1: error[missing-key] {words}\n"
    assert as_github([replace(one, path=f"courses/x/{one.path}") for one in found]) == (
        f"::error file=courses/x/course.yaml,line=1,col=1,title=missing-key::{words}\n"
    )
    assert '"code": "missing-key"' in as_json(found)


def test_a_link_that_leaves_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    folder = sample_course.write(tmp_path / "course")
    (folder / "modules" / "030-link.md").symlink_to(secret)
    reading = reader.read(folder)
    assert [(m.path, m.code) for m in reading.mistakes] == [("modules/030-link.md", "link-outside")]
    assert reading.course is None


def test_links_to_other_sites_are_listed_on_request() -> None:
    files = sample_course.sample()
    files["modules/020-proving.md"] = sample_course.PROVING + "\nSee [the treaty](https://example.org/treaty).\n"
    quiet = reader.read_files(sample_course.as_bytes(files))
    told = reader.read_files(sample_course.as_bytes(files), verbose=True)
    assert "external-link" not in {mistake.code for mistake in quiet.mistakes}
    assert ("external-link", 22) in {(mistake.code, mistake.line) for mistake in told.mistakes}


def test_a_case_is_read_with_its_scenes_choices_and_translations() -> None:
    course = reader.read_files(sample_course.as_bytes(sample_course.sample())).course
    assert course is not None
    case = course.cases_by_id["the-parcel"]
    assert (case.start, case.minutes, case.outcomes, case.after) == ("counter", 5, ("prove",), None)
    assert case.briefing is not None
    assert set(case.briefing.root) == {"en", "ar"}
    assert [(scene.id, scene.end) for scene in case.scenes] == [
        ("counter", None), ("form", None), ("table", None), ("closed", Ending.PASSED), ("opened", Ending.FAILED),
    ]  # fmt: skip
    witness = case.scenes_by_id["counter"].decisions_by_id["witness"]
    assert (witness.target, witness.score, witness.outcome) == ("table", 2, "prove")
    assert witness.words.root == {"en": "Call a witness, then open it", "ar": "استدعاء شاهد ثم فتحه"}
    assert witness.consequence is not None
    assert witness.consequence.root["en"] == "The clerk stays and **signs** what you write."
    assert "| Forty watches | Toys |" in case.scenes_by_id["counter"].body.root["en"]


def test_a_case_of_the_outline_stands_between_its_neighbours() -> None:
    course = reader.read_files(sample_course.as_bytes(sample_course.sample(case_owed=True))).course
    assert course is not None
    assert [each.id for each in course.steps] == ["telling", "proving", "the-parcel"]
    assert [each.id for each in course.cases_owed] == ["the-parcel"]


def test_a_case_of_which_the_translation_lags_behind_is_marked_as_stale() -> None:
    files = sample_course.sample()
    files["cases/the-parcel.md"] = sample_course.CASE.replace("A clerk puts", "A man puts")
    course = reader.read_files(sample_course.as_bytes(files)).course
    assert course is not None
    assert course.cases_by_id["the-parcel"].stale == ("ar",)
    assert "cases/the-parcel.md" in course.translations[0].stale


@pytest.mark.parametrize("head", ["---o\n", "---\n---\n", "----\n", ""])
def test_a_module_without_a_head_is_told_so(head: str) -> None:
    files = sample_course.sample()
    body = str(files["modules/020-proving.md"]).partition("prove]\n---\n")[2]
    files["modules/020-proving.md"] = head + body
    reading = reader.read_files(sample_course.as_bytes(files))
    assert reading.course is None
    assert "front-matter" in {mistake.code for mistake in reading.mistakes if mistake.path == "modules/020-proving.md"}
