from decimal import Decimal

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as some

from college.courseware import questions
from college.courseware.outline import Accepted, Choice, Question, QuestionKind, Void
from college.courseware.questions.numbers import read_number
from college.courseware.texts import Text


def make_choices(right: str, wrong: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=name,
            words=Text({"en": name}),
            right=name in right,
            feedback=Text({"en": name}) if name in "bc" else None,
        )
        for name in sorted(right + wrong)
    )


def make_question(kind: QuestionKind = QuestionKind.ONE, *, right: str = "a", wrong: str = "bc", points: int = 1,
                  void: Void | None = None, accepted: tuple[Accepted, ...] = ()) -> Question:  # fmt: skip
    choices = () if accepted else make_choices(right, wrong)
    ask = Text({"en": "Which?"})
    return Question(
        id="q", bank="questions/b.md", kind=kind, ask=ask, choices=choices, points=points, void=void, accepted=accepted
    )


TEXT = make_question(
    QuestionKind.TEXT, accepted=(Accepted(spellings={"en": ("SHA-256",), "ar": ("شهادة  المنشأ",), "de": ("Straße",)}),)
)
NUMBER = make_question(
    QuestionKind.NUMBER,
    accepted=(Accepted(low=Decimal("12.5"), high=Decimal("12.5")), Accepted(low=Decimal(20), high=Decimal(30))),
)
BOXES = make_question(QuestionKind.MANY, right="abc", wrong="de", points=2)


def earned(question: Question, given: object) -> int:
    return questions.grade(question, given).earned


def test_one_choice_is_right_or_wrong() -> None:
    question = make_question(points=3)
    assert questions.grade(question, {"choices": ["a"]}) == questions.Points(3000, 3000)
    assert questions.grade(question, {"choices": ["b"]}) == questions.Points(0, 3000)
    assert earned(question, {"choices": ["a", "b"]}) == 0
    assert earned(question, {"choices": []}) == 0


@pytest.mark.parametrize(
    ("ticked", "points"),
    [("abc", 2000), ("ab", 1333), ("a", 666), ("abd", 666), ("abcde", 666), ("ad", 0), ("de", 0), ("", 0)],
)
def test_check_boxes_earn_right_ticks_minus_wrong_ones_rounded_down(ticked: str, points: int) -> None:
    assert questions.grade(BOXES, {"choices": list(ticked)}) == questions.Points(points, 2000)


def test_a_void_question_gives_full_marks_or_counts_nowhere() -> None:
    assert questions.grade(make_question(void=Void.FULL_MARKS), None) == questions.Points(1000, 1000)
    assert questions.grade(make_question(void=Void.DROP), {"choices": ["a"]}) == questions.Points(0, 0)


@pytest.mark.parametrize("typed", ["SHA-256", " sha-256 ", "ＳＨＡ-256", "شهادة المنشأ", "STRASSE"])
def test_typed_words_are_right_in_any_language_and_case(typed: str) -> None:
    assert earned(TEXT, {"text": typed}) == 1000


@pytest.mark.parametrize("typed", ["", "   ", "SHA256", "SHA-256 or so"])
def test_other_words_are_wrong(typed: str) -> None:
    assert earned(TEXT, {"text": typed}) == 0


@pytest.mark.parametrize(
    "typed",
    ["12.5", "12,5", "١٢٫٥", "١٢,٥", "۱۲٫۵", "१२.५", "１２．５", " 12.50 ", "+12.5", "\u200f12.5", "25", "20", "30"],
)
def test_numbers_are_read_in_every_script(typed: str) -> None:
    assert earned(NUMBER, questions.parse_given(NUMBER, [typed])) == 1000


@pytest.mark.parametrize("typed", ["12.51", "-12.5", "30.0001", "125"])
def test_other_numbers_are_wrong(typed: str) -> None:
    assert earned(NUMBER, questions.parse_given(NUMBER, [typed])) == 0


@pytest.mark.parametrize("typed", ["1,234", "1.234,5", "1,234,567", "12 500", "12'500", "١٬٢٣٤", "1\u202f234", "1_000"])
def test_separators_of_thousands_are_refused_and_explained(typed: str) -> None:
    with pytest.raises(questions.GroupedNumber) as refusal:
        questions.parse_given(NUMBER, [typed])
    assert "without separators" in refusal.value.said.text


@pytest.mark.parametrize("typed", ["twelve", "12%", "1e3", "12.", ".", "-", "--1", "1/2", "NaN", "Infinity", "9" * 41])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(questions.NotANumber):
        questions.parse_given(NUMBER, [typed])


def test_a_fraction_of_three_digits_after_nothing_is_a_fraction() -> None:
    assert read_number("0,125") == Decimal("0.125")
    assert read_number("−0.125") == Decimal("-0.125")
    assert read_number("1.414") == Decimal("1.414")
    assert read_number("1234,567") == Decimal("1234.567")


def test_an_answer_is_kept_as_typed() -> None:
    assert questions.parse_given(NUMBER, [" ١٢٫٥ "]) == {"text": "١٢٫٥"}
    assert questions.parse_given(TEXT, ["Sha-256"]) == {"text": "Sha-256"}


def test_choices_are_kept_sorted_and_once() -> None:
    assert questions.parse_given(BOXES, ["c", "a", "c", ""]) == {"choices": ["a", "c"]}


def test_nothing_given_is_an_empty_answer() -> None:
    assert questions.parse_given(BOXES, []) == {"choices": []}
    assert questions.parse_given(TEXT, []) == {"text": ""}
    assert questions.parse_given(NUMBER, [""]) == {"text": ""}
    for empty in ({"choices": []}, {"text": ""}, {"text": "  "}, {}, None, [], "text"):
        assert not questions.is_answered(empty)
    assert questions.is_answered({"choices": ["a"]})
    assert questions.is_answered({"text": "0"})


def test_values_that_no_page_offers_are_refused() -> None:
    with pytest.raises(questions.UnknownChoice):
        questions.parse_given(BOXES, ["a", "z"])
    with pytest.raises(questions.OneChoiceOnly):
        questions.parse_given(make_question(), ["a", "b"])
    with pytest.raises(questions.BadAnswer):
        questions.parse_given(TEXT, ["a", "b"])
    with pytest.raises(questions.AnswerTooLong) as refusal:
        questions.parse_given(TEXT, ["a" * 501])
    assert refusal.value.said.values == {"limit": 500}


def test_feedback_shows_for_what_was_ticked_in_the_order_of_the_author() -> None:
    assert questions.feedback_for(BOXES, {"choices": ["c", "b", "a"]}) == ["b", "c"]
    assert questions.feedback_for(TEXT, {"text": "x"}) == []


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["choices", "text"]), inner),
    max_leaves=5,
)
every_kind = some.sampled_from(
    [make_question(), BOXES, TEXT, NUMBER, make_question(void=Void.DROP), make_question(void=Void.FULL_MARKS)]
)


@given_that(every_kind, json_values)
def test_no_answer_earns_less_than_nothing_or_more_than_everything(question: Question, given: object) -> None:
    points = questions.grade(question, given)
    assert 0 <= points.earned <= points.possible


@given_that(some.permutations("abcde"), some.sets(some.sampled_from("abcde")), some.permutations("abcde"))
def test_the_order_of_choices_does_not_matter(order: list[str], ticked: set[str], ticking: list[str]) -> None:
    by_id = {choice.id: choice for choice in BOXES.choices}
    shuffled = BOXES.model_copy(update={"choices": tuple(by_id[name] for name in order)})
    given = {"choices": [name for name in ticking if name in ticked]}
    assert questions.grade(shuffled, given) == questions.grade(BOXES, {"choices": sorted(ticked)})


@given_that(some.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        value = read_number(text)
    except questions.BadAnswer:
        return
    assert value.is_finite()


@given_that(some.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_reads_the_same_with_a_point_and_with_arabic_signs(number: Decimal) -> None:
    plain = f"{number:f}"
    arabic = plain.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    assert read_number(plain) == read_number(arabic) == number
