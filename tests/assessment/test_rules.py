"""Drawing, beginning, timing, saving and grading, as plain values."""

from __future__ import annotations

import hashlib
import inspect
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from college.assessment import rules
from college.assessment.rules import Adjusted, Adjustments, Asks, Given, Hindrance, Kept, Past, Standing, grading
from college.courseware import questions as kinds
from college.courseware.outline import (
    Accepted,
    Choice,
    Course,
    Draw,
    Item,
    Level,
    Module,
    Page,
    Pair,
    Question,
    QuestionKind,
    Quiz,
    QuizKind,
)
from college.courseware.questions import choice, matching, numbers, ordering, points, typed
from college.courseware.texts import Text

KEY_BEFORE_PLACES = "24705141307774a48c5c3b005990701dfceb20173c594cb6bdbdea804cb1e8b9"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def text(words: str) -> Text:
    return Text({"en": words})


def make_question(
    name: str, *, bank: str = "a", outcome: str | None = None, choices: int = 4, worth: int = 1
) -> Question:
    return Question(
        id=name,
        bank=bank,
        kind=QuestionKind.ONE,
        ask=text(name),
        choices=tuple(Choice(id=f"c{i}", words=text(f"{name} {i}"), right=i == 0) for i in range(choices)),
        outcome=outcome,
        points=worth,
        pages=(f"module/{name}",),
    )


def make_course(*banks: tuple[str, int]) -> Course:
    questions = tuple(
        make_question(f"{bank}-{i}", bank=bank, outcome=("first", "second")[i % 2])
        for bank, n in banks
        for i in range(n)
    )
    page = Page(id="start", title=text("Start"), body=text("Words"))
    module = Module(id="module", path="modules/module.md", title=text("Module"), minutes=5, pages=(page,))
    return Course(
        id="course",
        title=text("Course"),
        summary=text("Summary"),
        language="en",
        level=Level.INTRODUCTORY,
        hours=Decimal(1),
        modules=(module,),
        questions=questions,
    )


def make_quiz(*draws: Draw, **changed: object) -> Quiz:
    values: dict[str, object] = {"id": "exam", "path": "exam.yaml", "kind": QuizKind.EXAM, "title": text("Exam")}
    return Quiz.model_validate({**values, "attempts": 3, "wait": timedelta(days=1), "draws": draws, **changed})


seeds = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)


@given(seed=seeds, sizes=st.lists(st.integers(1, 12), min_size=1, max_size=4), data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_draw_repeats_no_question_and_takes_what_it_was_asked_for(
    seed: str, sizes: list[int], data: st.DataObject
) -> None:
    course = make_course(*((f"b{i}", n) for i, n in enumerate(sizes)))
    counts = [data.draw(st.integers(1, n)) for n in sizes]
    quiz = make_quiz(*(Draw(bank=f"b{i}", count=n) for i, n in enumerate(counts)))
    drawn = rules.draw(course, quiz, seed)
    ids = [question_id for question_id, _ in drawn]
    assert len(ids) == len(set(ids)) == sum(counts)
    assert drawn == rules.draw(course, quiz, seed)
    for question_id, order in drawn:
        assert sorted(order) == ["c0", "c1", "c2", "c3"], "each choice once, in whatever order"
        assert question_id in course.questions_by_id


@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_overlapping_draws_leave_enough_for_the_narrow_one(seed: str) -> None:
    course = make_course(("bank", 6))
    quiz = make_quiz(
        Draw(bank="bank", count=2),
        Draw(bank="bank", outcome="second", count=2),
        Draw(bank="bank", question="bank-0"),
    )
    ids = {question_id for question_id, _ in rules.draw(course, quiz, seed)}
    assert len(ids) == 5
    assert "bank-0" in ids
    assert sum(course.questions_by_id[str(one)].outcome == "second" for one in ids) >= 2


def test_a_quiz_that_does_not_shuffle_keeps_the_order_of_its_author() -> None:
    course = make_course(("bank", 6))
    quiz = make_quiz(Draw(bank="bank", count=6), shuffle_questions=False, shuffle_choices=False)
    drawn = rules.draw(course, quiz, "0" * 64)
    assert drawn == [[f"bank-{i}", ["c0", "c1", "c2", "c3"]] for i in range(6)]


def test_a_seed_draws_the_same_for_ever() -> None:
    course = make_course(("bank", 8))
    drawn = rules.draw(course, make_quiz(Draw(bank="bank", count=3)), "ab" * 32)
    assert drawn == [
        ["bank-3", ["c1", "c0", "c3", "c2"]],
        ["bank-7", ["c3", "c2", "c0", "c1"]],
        ["bank-2", ["c1", "c0", "c3", "c2"]],
    ]


def test_every_order_of_choices_comes_up() -> None:
    course = make_course(("bank", 1))
    quiz = make_quiz(Draw(bank="bank"))
    firsts = [rules.draw(course, quiz, f"{i:064x}")[0][1][0] for i in range(400)]  # type: ignore[index]
    for each in ("c0", "c1", "c2", "c3"):
        assert 60 < firsts.count(each) < 140


def past(*ended: datetime, passed: bool = False) -> list[Past]:
    return [Past(one - timedelta(hours=1), one, passed) for one in ended]


ASKS = Asks(language="en", offered=("en", "ar"), modules_complete=True, name_confirmed=True, rules_accepted=True)


def may(quiz: Quiz, before: list[Past], asks: Asks = ASKS, adjusted: list[Adjusted] | None = None) -> Hindrance | None:
    allowed = rules.allowance(quiz, before, Adjustments.valid(adjusted or [], NOW))
    return rules.may_begin(quiz, allowed, NOW, asks)


QUIZ = make_quiz(Draw(bank="bank"))


def test_the_first_attempt_may_begin_at_once() -> None:
    assert may(QUIZ, []) is None


def test_a_fourth_attempt_is_refused() -> None:
    before = past(*(NOW - timedelta(days=n) for n in (9, 6, 3)))
    assert may(QUIZ, before) is Hindrance.NO_ATTEMPTS_LEFT
    assert may(QUIZ, before, adjusted=[Adjusted("extra_attempt", 1, NOW)]) is None


def test_the_next_attempt_waits_from_the_end_of_the_last() -> None:
    assert may(QUIZ, past(NOW - timedelta(hours=23, minutes=59))) is Hindrance.TOO_SOON
    assert may(QUIZ, past(NOW - timedelta(hours=24))) is None


def test_an_unlock_gives_one_more_attempt_without_waiting_and_only_once() -> None:
    before = past(*(NOW - timedelta(days=n) for n in (9, 6)), NOW - timedelta(hours=2))
    unlock = Adjusted("unlock", 1, NOW - timedelta(minutes=1))
    assert may(QUIZ, before, adjusted=[unlock]) is None
    after = [*before, Past(NOW - timedelta(seconds=50), NOW - timedelta(seconds=10), passed=False)]
    assert may(QUIZ, after, adjusted=[unlock]) is Hindrance.NO_ATTEMPTS_LEFT


def test_an_adjustment_counts_only_in_its_time() -> None:
    before = past(*(NOW - timedelta(days=n) for n in (9, 6, 3)))
    ended = Adjusted("extra_attempt", 1, NOW - timedelta(days=5), NOW - timedelta(days=1))
    to_come = Adjusted("extra_attempt", 1, NOW + timedelta(days=1))
    assert may(QUIZ, before, adjusted=[ended, to_come]) is Hindrance.NO_ATTEMPTS_LEFT


def test_a_void_attempt_is_as_if_it_had_never_been() -> None:
    before = [Past(NOW - timedelta(hours=2), NOW - timedelta(hours=1), passed=True, void=True)]
    assert may(QUIZ, before) is None


@pytest.mark.parametrize(
    ("changed", "hindrance"),
    [
        ({"language": "fr"}, Hindrance.LANGUAGE_NOT_OFFERED),
        ({"name_confirmed": False}, Hindrance.NAME_NOT_CONFIRMED),
        ({"rules_accepted": False}, Hindrance.RULES_NOT_ACCEPTED),
    ],
)
def test_what_a_learner_must_say_before(changed: dict[str, object], hindrance: Hindrance) -> None:
    asks = Asks(**{**ASKS.__dict__, **changed})  # type: ignore[arg-type]
    assert may(QUIZ, [], asks) is hindrance


def test_an_exam_may_wait_for_the_modules() -> None:
    quiz = make_quiz(Draw(bank="bank"), opens_after="modules")
    unread = Asks(**{**ASKS.__dict__, "modules_complete": False})
    assert may(quiz, [], unread) is Hindrance.NOT_OPEN_YET
    assert may(quiz, []) is None
    assert may(QUIZ, [], unread) is None


def test_who_has_passed_sits_no_more() -> None:
    assert may(QUIZ, past(NOW - timedelta(days=5), passed=True)) is Hindrance.ALREADY_PASSED


def test_extra_time_lengthens_the_limit() -> None:
    assert rules.deadline(NOW, timedelta(minutes=60), 1250) == NOW + timedelta(minutes=75)
    assert rules.deadline(NOW, None, 1250) is None


def test_an_attempt_stands_as_its_deadline_says_whoever_has_settled_it() -> None:
    deadline = NOW + timedelta(hours=1)
    assert rules.state_at("open", deadline, deadline) is Standing.OPEN
    assert rules.state_at("open", deadline, deadline + timedelta(seconds=1)) is Standing.TIME_IS_UP
    assert rules.state_at("graded", deadline, deadline + timedelta(days=1)) is Standing.GRADED
    assert rules.is_late(deadline, deadline + timedelta(seconds=1))
    assert not rules.is_late(deadline, deadline)
    assert not rules.is_late(None, deadline)


@pytest.mark.parametrize(
    ("earned", "possible", "passed"), [(799, 1000, False), (7999, 10000, False), (800, 1000, True), (0, 0, False)]
)
def test_just_under_the_mark_is_not_a_pass(earned: int, possible: int, passed: bool) -> None:
    assert grading.is_pass(earned, possible, 80) is passed


def test_a_share_is_shown_rounded_down() -> None:
    assert rules.tenths_of_percent(79_96, 100_00) == 799
    assert rules.tenths_of_percent(0, 0) == 0


def test_grading_counts_what_was_drawn_and_nothing_else() -> None:
    drawn = [make_question("one", outcome="first"), make_question("two", outcome="second", worth=3)]
    graded = rules.grade(drawn, {"one": {"choices": ["c0"]}, "three": {"choices": ["c0"]}}, 80)
    assert (graded.earned, graded.possible, graded.passed) == (1000, 4000, False)
    assert graded.per_question == {"one": [1000, 1000], "two": [0, 3000]}
    shares = rules.by_outcome(drawn, graded.per_question)
    assert {name: (share.earned, share.possible) for name, share in shares.items()} == {
        "first": (1000, 1000),
        "second": (0, 3000),
    }
    assert rules.pages_again(drawn, graded.per_question) == ("module/two",)


def test_the_key_changes_with_what_is_right() -> None:
    one = make_question("one")
    moved = one.model_copy(update={"choices": (one.choices[0].model_copy(update={"right": False}), *one.choices[1:])})
    number = Question(
        id="n", bank="a", kind=QuestionKind.NUMBER, ask=text("n"), accepted=(Accepted(low=Decimal(1), high=Decimal(2)),)
    )
    assert rules.key_of([one]) != rules.key_of([moved])
    assert rules.key_of([one, number]) != rules.key_of([one])
    assert len({rules.key_of([each]) for each in (order_of("abc"), order_of("acb"), match_of("abc"), one)}) == 4


def test_the_key_of_a_question_of_choices_is_the_one_that_grades_were_given_under() -> None:
    assert rules.key_of([make_question("one")]) == KEY_BEFORE_PLACES


def order_of(ids: str) -> Question:
    items = tuple(Item(id=one, words=text(one)) for one in ids)
    return Question(id="o", bank="bank", kind=QuestionKind.ORDER, ask=text("o"), items=items)


def match_of(ids: str, strangers: str = "") -> Question:
    pairs = tuple(Pair(id=one, words=text(one), partner=text(one)) for one in ids)
    others = tuple(Item(id=one, words=text(one)) for one in strangers)
    return Question(id="m", bank="bank", kind=QuestionKind.MATCH, ask=text("m"), pairs=pairs, distractors=others)


PLACED = st.one_of(
    st.integers(2, 7).map(lambda n: order_of("abcdefg"[:n])),
    st.integers(2, 5).flatmap(lambda n: st.integers(0, 2).map(lambda m: match_of("abcde"[:n], "xy"[:m]))),
)


@given(question=PLACED, seed=st.text(max_size=20), shuffle=st.booleans())
def test_what_is_to_be_placed_is_always_shuffled_and_never_shown_as_it_belongs(
    question: Question, seed: str, shuffle: bool
) -> None:
    shown = rules.order_shown(question, seed, shuffle=shuffle)
    right = [one.id for one in (*question.items, *question.pairs)]
    assert sorted(shown) == sorted([*right, *(one.id for one in question.distractors)])
    assert [one for one in shown if one in right] != right
    assert rules.order_shown(question, seed, shuffle=shuffle) == shown


def test_every_order_but_the_right_one_comes_up_about_as_often() -> None:
    orders = Counter(tuple(rules.order_shown(order_of("abc"), str(seed), shuffle=True)) for seed in range(1000))
    assert len(orders) == 5
    assert min(orders.values()) > 150


GRADING = (
    grading.grade,
    grading.is_pass,
    kinds.grade,
    choice.grade,
    choice.chosen,
    typed.grade,
    typed.typed,
    typed.folded,
    typed._number_is_right,
    numbers,
    points.Points,
    points.all_or_nothing,
    points.share_of_places,
    ordering.grade,
    ordering.places,
    ordering.right_ones,
    matching.grade,
    matching.matched,
    matching.partner_ids,
    matching.right_ones,
)
KNOWN_GRADERS = {
    "1": "8cda249a26023e94adaa65514c9b92c0792fc059f8255d1d738171aab30d05e3",
    "2": "d9643ef919ef6413e2bb236fb14e452baa16cc160d39decf0e62bafdb69878c7",
}


def test_the_grader_has_a_new_version_whenever_grading_changes() -> None:
    source = "".join(inspect.getsource(one) for one in GRADING)
    assert hashlib.sha256(source.encode()).hexdigest() == KNOWN_GRADERS[rules.GRADER], (
        "grading has changed: raise GRADER and add its hash here; never change a hash that grades were given under"
    )


def kept(number: int, value: str, *, tab: str = "t", seq: int = 1, counts: bool = True, minute: int = 0) -> Kept:
    return Kept(number, "q", tab, seq, {"text": value}, counts, NOW + timedelta(minutes=minute))


def sent(value: str, *, tab: str = "t", seq: int = 1, was: int | None = None, minute: int | None = None) -> Given:
    return Given("q", {"text": value}, tab, seq, was, None if minute is None else NOW + timedelta(minutes=minute))


def test_the_same_save_sent_twice_is_kept_once() -> None:
    row = kept(7, "a")
    (save,) = rules.saves([sent("a")], [row])
    assert save.known == row


def test_a_save_overtaken_in_its_own_tab_is_kept_but_never_counts() -> None:
    (save,) = rules.saves([sent("late", seq=2)], [kept(1, "new", seq=3)])
    assert (save.counts, save.seq, save.known) == (False, 2, None)
    final = rules.final([kept(1, "new", seq=3), kept(2, "late", seq=2, counts=False)])
    assert final["q"].given == {"text": "new"}


def test_the_newest_save_of_two_tabs_counts() -> None:
    (save,) = rules.saves([sent("b", tab="other", seq=1)], [kept(1, "a", seq=9)])
    assert save.counts
    assert rules.final([kept(1, "a", seq=9), kept(2, "b", tab="other")])["q"].given == {"text": "b"}


def test_a_page_that_repeats_what_it_found_takes_nothing_back() -> None:
    rows = [kept(1, "old", tab="first"), kept(2, "new", tab="second")]
    assert rules.saves([sent("old", tab="third", was=1)], rows) == []
    assert rules.saves([sent("", tab="third", was=0)], rows) == []
    (save,) = rules.saves([sent("newer", tab="third", was=1)], rows)
    assert save.counts


def test_the_same_page_sent_again_with_another_answer_is_a_new_answer() -> None:
    (save,) = rules.saves([sent("b", seq=1, was=0)], [kept(1, "a", seq=1)])
    assert (save.seq, save.counts, save.known) == (2, True, None)


def test_an_answer_that_waited_in_the_browser_does_not_overtake_a_later_one() -> None:
    (stale,) = rules.saves([sent("a", tab="old", seq=5, minute=1)], [kept(1, "b", minute=2)])
    assert not stale.counts
    (fresh,) = rules.saves([sent("a", tab="old", seq=5, minute=3)], [kept(1, "b", minute=2)])
    assert fresh.counts


def test_a_fingerprint_names_the_answers_that_count() -> None:
    one = {"q": kept(1, "a")}
    assert rules.fingerprint(one) == rules.fingerprint({**one, "r": kept(2, "")}), "an empty answer is none"
    assert rules.fingerprint(one) != rules.fingerprint({"q": kept(3, "a")})
