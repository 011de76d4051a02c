"""Questions of order and of match: how they are written, what is kept of an answer, and what it earns."""

from pathlib import Path

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as some

from college.courseware import questions, reader
from college.courseware.edition import canonical_text, course_of
from college.courseware.ids import write_ids
from college.courseware.mistakes import as_text
from college.courseware.outline import Course, Item, Pair, Question, QuestionKind, Text, Void
from college.courseware.questions import BadAnswer, Points, UnknownChoice
from tests import sample_course
from tests.placed_course import placed
from tests.sample_course import EXAM_BANK


def text(words: str) -> Text:
    return Text({"en": words})


def order(ids: str = "abcd", *, points: int = 1, void: Void | None = None) -> Question:
    items = tuple(Item(id=one, words=text(one)) for one in ids)
    ask = text("?")
    return Question(id="o", bank="b", kind=QuestionKind.ORDER, ask=ask, items=items, points=points, void=void)


def match(ids: str = "abc", strangers: str = "x", *, points: int = 1, void: Void | None = None) -> Question:
    pairs = tuple(Pair(id=one, words=text(one), partner=text(one * 2)) for one in ids)
    others = tuple(Item(id=one, words=text(one)) for one in strangers)
    ask, kind = text("?"), QuestionKind.MATCH
    return Question(id="m", bank="b", kind=kind, ask=ask, pairs=pairs, distractors=others, points=points, void=void)


def earned(question: Question, given: object) -> int:
    return questions.grade(question, given).earned


@pytest.mark.parametrize(
    ("places", "points"),
    [
        ({"a": 1, "b": 2, "c": 3, "d": 4}, 3000), ({"a": 1, "b": 2, "c": 4, "d": 3}, 1500), ({"a": 1}, 750),
        ({"b": 1, "c": 2, "d": 3, "a": 4}, 0), ({"a": 2, "b": 2, "c": 2, "d": 2}, 750), ({}, 0),
    ],
)  # fmt: skip
def test_an_order_earns_the_share_of_its_right_places(places: dict[str, int], points: int) -> None:
    assert questions.grade(order(points=3), {"places": places}) == Points(points, 3000)


@pytest.mark.parametrize(
    ("pairs", "points"),
    [
        ({"a": "a", "b": "b", "c": "c"}, 1000), ({"a": "a", "b": "c", "c": "b"}, 333), ({"a": "a", "b": "b"}, 666),
        ({"a": "x", "b": "x", "c": "x"}, 0), ({"a": "a", "b": "a", "c": "a"}, 333),
    ],
)  # fmt: skip
def test_a_match_earns_the_share_of_its_right_pairs_rounded_down(pairs: dict[str, str], points: int) -> None:
    assert questions.grade(match(), {"pairs": pairs}) == Points(points, 1000)


@pytest.mark.parametrize("make", [order, match])
def test_a_void_question_of_places_gives_full_marks_or_counts_nowhere(make: type[Question]) -> None:
    assert questions.grade(make(points=2, void=Void.FULL_MARKS), None) == Points(2000, 2000)
    assert questions.grade(make(void=Void.DROP), {"places": {"a": 1}, "pairs": {"a": "a"}}) == Points(0, 0)


JUNK = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=4) | some.floats(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=3), inner, max_size=4),
)


@given_that(given=JUNK, key=some.sampled_from(["places", "pairs"]))
def test_whatever_is_kept_earns_something_between_nothing_and_all(given: object, key: str) -> None:
    for value in (given, {key: given}, {key: {"a": given, "b": given}}):
        for question in (order(), match()):
            points = questions.grade(question, value)
            assert 0 <= points.earned <= points.possible == 1000
            assert isinstance(questions.is_answered(value), bool)
            questions.fault_of(question, value)


def test_true_is_no_place() -> None:
    assert earned(order(), {"places": {"a": True}}) == 0


@given_that(shown=some.permutations("abcde"), places=some.permutations([1, 2, 3, 4, 5]))
def test_an_order_sent_from_a_shuffled_page_earns_what_stands_right(shown: list[str], places: list[int]) -> None:
    question = order("abcde", points=7)
    raw = [f"{number}-{place}" for number, place in enumerate(places, start=1)]
    given = questions.parse_given(question, questions.from_page(question, shown, raw))
    assert given == {"places": dict(zip(shown, places, strict=True))}
    right = sum("abcde"[place - 1] == one for one, place in zip(shown, places, strict=True))
    assert earned(question, given) == 7000 * right // 5
    assert questions.fault_of(question, given) is None


@given_that(shown=some.permutations("abcdxy"), chosen=some.lists(some.integers(1, 6), min_size=4, max_size=4))
def test_a_match_sent_from_a_shuffled_page_earns_its_right_pairs(shown: list[str], chosen: list[int]) -> None:
    question = match("abcd", "xy")
    raw = [f"{row}-{number}" for row, number in enumerate(chosen, start=1)]
    given = questions.parse_given(question, questions.from_page(question, shown, raw))
    right = sum(shown[number - 1] == one for one, number in zip("abcd", chosen, strict=True))
    assert earned(question, given) == 1000 * right // 4
    fault = questions.fault_of(question, given)
    assert (fault is None) == (len(set(chosen)) == 4)


HOSTILE = [
    "1",
    "1-",
    "-1",
    "0-1",
    "1-0",
    "9-1",
    "1-9",
    "a-1",
    "1-1-1",
    "١-١",
    "1-²",
    "1-999999999999",
    "-",
    "1 - 1",
    "1-1\0",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_no_page_offers_is_refused(value: str) -> None:
    for question in (order(), match()):
        with pytest.raises(UnknownChoice):
            questions.from_page(question, questions.shown_ids(question), [value])


@pytest.mark.parametrize("raw", [["a:1", "a:2"], ["z:1"], ["a:9"], ["a:0"], ["a"], ["a:z"], [":"], ["x:a"]])
def test_what_does_not_belong_to_the_question_is_refused(raw: list[str]) -> None:
    with pytest.raises(UnknownChoice):
        questions.parse_given(order(), raw)
    pairs = [value.replace("1", "a").replace("2", "b") for value in raw]
    with pytest.raises(UnknownChoice):
        questions.parse_given(match(), pairs)


def said(fault: BadAnswer | None) -> str:
    assert fault is not None
    words = fault.said
    return (words.text if words.count in (None, 1) else words.plural or "") % words.values


def test_an_answer_that_is_not_whole_says_what_it_lacks() -> None:
    assert said(questions.fault_of(order(), {"places": {"a": 2, "b": 2, "c": 1}})).startswith("Several items stand at")
    assert said(questions.fault_of(order(), {"places": {"a": 1, "b": 2}})) == "2 items have no place yet."
    assert said(questions.fault_of(order(), {"places": {"a": 1, "b": 2, "c": 3}})) == "1 item has no place yet."
    assert said(questions.fault_of(match(), {"pairs": {"a": "x", "b": "x"}})).startswith("The same answer is chosen")
    assert said(questions.fault_of(match(), {"pairs": {"a": "a"}})) == "2 rows have no answer yet."
    assert questions.fault_of(order(), {"places": {}}) is None
    assert questions.fault_of(match(), None) is None


def course(files: dict[str, str | bytes]) -> Course:
    reading = reader.read_files(sample_course.as_bytes(files))
    assert reading.course is not None, as_text(reading.mistakes)
    return reading.course


def test_order_and_match_are_read_in_both_languages() -> None:
    known = course(placed()).questions_by_id
    seizure, rights = known["seizure"], known["rights"]
    assert (seizure.kind, rights.kind) == (QuestionKind.ORDER, QuestionKind.MATCH)
    assert [item.id for item in seizure.items] == ["photo", "witness", "record", "seal"]
    assert seizure.items[0].words.root == {"en": "Photograph the **parcel**", "ar": "تصوير **الطرد**"}
    assert seizure.items[0].feedback is not None
    assert seizure.stem is not None
    assert seizure.hint is not None
    assert seizure.explanation is not None
    assert [name.root["en"] for name in rights.columns] == ["Right", "Protects"]
    assert [(pair.id, pair.partner.root["en"]) for pair in rights.pairs] == [
        ("mark", "A sign of origin"), ("patent", "An *invention*"), ("copyright", "A work of an author"),
    ]  # fmt: skip
    assert [(other.id, other.words.root["ar"]) for other in rights.distractors] == [("secret", "وصفة سرية")]
    assert rights.pairs[1].feedback is None
    assert seizure.ready == rights.ready == ("en", "ar")


def test_the_canonical_text_holds_the_new_kinds_only_where_a_course_has_them() -> None:
    plain, with_places = course(sample_course.sample()), course(placed())
    assert not any(f'"{name}"' in canonical_text(plain) for name in ("items", "pairs", "columns", "distractors"))
    for each in (plain, with_places):
        assert course_of(canonical_text(each)) == each


def read_question(body: str) -> Question:
    files = sample_course.sample()
    files[EXAM_BANK] = str(files[EXAM_BANK]).replace("- = 72\n", body)
    del files["questions/exam.ar.md"]
    return course(files).questions_by_id["hours"]


LIST = "1. One {#one}\n2. Two {#two}\n3. Three {#three}\n"
TABLE = "| A | B |\n|---|---|\n| a {#a} | 1 |\n| b {#b} | 2 |\n| c {#c} | 3 |\n"


def test_lists_and_tables_before_other_answers_belong_to_the_stem() -> None:
    for kind, body in ((QuestionKind.NUMBER, "- = 72\n"), (QuestionKind.ONE, "- [x] y {#y}\n- [ ] n {#n}\n")):
        question = read_question(f"{LIST}\n{TABLE}\n{body}")
        assert question.kind is kind
        assert question.stem is not None
        assert "1. One" in question.stem.root["en"]
        assert "| a " in question.stem.root["en"]
    assert read_question(f"{TABLE}\nNow:\n\n{LIST}").kind is QuestionKind.ORDER
    assert read_question(f"{LIST}\nNow:\n\n{TABLE}").kind is QuestionKind.MATCH


def test_items_may_go_on_over_lines_and_stand_apart() -> None:
    question = read_question(
        "1. One\n   goes on {#one}\n   > Why\n\n2. Two {#two}\n\n3. Three {#three}\n\n> [!NOTE]\n> So.\n"
    )
    assert [item.words.root["en"] for item in question.items] == ["One\ngoes on", "Two", "Three"]
    assert question.items[0].feedback == text("Why")
    assert question.explanation == text("So.")


def test_bars_in_code_or_escaped_part_no_cells() -> None:
    table = TABLE.replace("| a {#a} | 1 |", r"| `a | b` \| c {#a} | one \| two |").replace(
        "| c {#c} | 3 |", "c {#c} | 3"
    )
    question = read_question(table)
    assert question.pairs[0].words == text("`a | b` | c")
    assert question.pairs[0].partner == text("one | two")
    assert question.pairs[2].id == "c"


def test_the_tool_writes_the_ids_of_items_and_rows(tmp_path: Path) -> None:
    files = placed()
    bank, translation = str(files[EXAM_BANK]), str(files["questions/exam.ar.md"])
    shorn = bank.replace(" {#witness}", "").replace(" {#patent}", "").replace(" {#secret}", "")
    files[EXAM_BANK] = shorn.replace("\n", "\r\n")
    files["questions/exam.ar.md"] = translation.replace(" {#witness}", "").replace(" {#secret}", "")
    folder = sample_course.write(tmp_path, files)
    told = write_ids(folder)
    assert [line.partition(" {#")[0] for line in told] == [
        "questions/exam.md:10:", "questions/exam.md:23:", "questions/exam.md:25:",
        "questions/exam.ar.md:14:", "questions/exam.ar.md:29:",
    ]  # fmt: skip
    written = (folder / EXAM_BANK).read_bytes().decode()
    assert "2. Open it before a witness {#open-it-before-a-witness-" in written
    assert "| Patent {#patent-" in written
    assert "| | A secret recipe {#a-secret-recipe-" in written
    assert written.count("\r\n") == written.count("\n")
    assert write_ids(folder) == []
    again = reader.read(folder)
    # The Arabic rows that kept their ids still name those that the source lost and got anew.
    assert {mistake.code for mistake in again.mistakes} <= {"other-order", "stale", "near-duplicate", "pool-small"}


def test_an_id_goes_to_the_last_line_of_a_choice_or_an_item(tmp_path: Path) -> None:
    files = sample_course.sample()
    del files["questions/exam.ar.md"]
    longer = "1. One\n   goes on\n   > Why\n2. Two {#two}\n3. Three {#three}\n"
    files[EXAM_BANK] = (
        str(files[EXAM_BANK])
        .replace("- = 72\n", longer)
        .replace("- [ ] Speeding {#speeding}", "- [ ] Speeding\n  in town")
    )
    folder = sample_course.write(tmp_path, files)
    assert len(write_ids(folder)) == 2
    assert write_ids(folder) == []
    assert "   goes on {#one-goes-on" not in (folder / EXAM_BANK).read_text()
    assert reader.read(folder).course is not None


def test_an_order_without_translation_is_shown_whole_in_the_source_language() -> None:
    files = placed()
    files["questions/exam.ar.md"] = str(files["questions/exam.ar.md"]).replace("{#seizure}", "{#other}")
    reading = reader.read_files(sample_course.as_bytes(files))
    assert {"orphan"} == {m.code for m in reading.mistakes if m.level == "error"}
    del files["questions/exam.ar.md"]
    assert course(files).questions_by_id["seizure"].ready == ("en",)
