"""A reader's test sees what a careful editor would see."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from college.courseware import reader
from college.courseware.measures import Measures, measure, reading
from college.courseware.scenario import CaseMeasures, Scored
from config import ROOT
from tests.sample_course import as_bytes, sample

SHIPPED = sorted(path.parent for path in (ROOT / "courses").glob("*/course.yaml"))
MODULE = "modules/010-telling.md"
BANK = "questions/exam.md"
CASE = "cases/the-parcel.md"
LESSON = "Nobody saw what was in it, so nobody can say it."
TRAP = Fraction(1, 10)
"""How far beyond chance a rule may find the best choices of a case before learners notice."""


def measured(**changed: str) -> Measures:
    """The sample course, with texts by path put in the place of its own; its translations are left out."""
    files = {path: body for path, body in sample().items() if ".ar." not in path}
    files["course.yaml"] = str(files["course.yaml"]).replace("translations: [ar]", "translations: []")
    course = reader.read_files(as_bytes({**files, **changed})).course
    assert course is not None
    return measure(course)


def with_passage(passage: str) -> Measures:
    text = str(sample()[MODULE])
    head, heading, rest = text.partition("\n## ")
    return measured(**{MODULE: f"{head}\n\n{passage}\n{heading}{rest}"})


@pytest.mark.parametrize(
    "passage",
    [
        "The trade is worth USD 467 billion a year.",
        "Up to 2.3 per cent of imports are fake.",
        "Officers stopped 48,218 samples.",
        "- One line\n- Some 76 million items",
    ],
)
def test_a_figure_without_a_source_is_named_with_its_page(passage: str) -> None:
    (found,) = with_passage(passage).unsourced
    assert found == ("telling/start", " ".join(passage.split()))


@pytest.mark.parametrize(
    "passage",
    [
        "The trade is worth USD 467 billion a year.[^who]\n\n[^who]: OECD, 2025.",
        "It was USD 3.4 billion.[^who]\n\nDivide 3.4 billion by the items.\n\n[^who]: OECD, 2025.",
        "The table shows it.[^who]\n\n| Year | Items |\n|---|---|\n| 2023 | 152 million |\n\n[^who]: OECD, 2025.",
        "Suppose a parcel is declared at EUR 3,000.",
        "Three officers open 12 parcels in 2026.",
    ],
)
def test_a_figure_with_a_source_or_an_invented_one_is_let_pass(passage: str) -> None:
    assert with_passage(passage).unsourced == ()


def test_a_wrong_choice_without_feedback_is_counted_for_its_question() -> None:
    asked = (
        "## Which one? {#which outcome=tell}\n\n- [x] This {#this}\n- [ ] That {#that}\n  > No.\n- [ ] It {#it}\n"
        "\n## And which? {#and-which outcome=tell}\n\n- [x] A {#a}\n- [ ] B {#b}\n  > No.\n- [ ] C {#c}\n  > No.\n"
    )
    found = measured(**{BANK: asked, "exam.yaml": str(sample()["exam.yaml"]).replace("count: 10", "count: 1")})
    assert "which" in found.silent
    assert "and-which" not in found.silent


def test_an_outcome_is_tested_only_by_what_the_exam_can_draw() -> None:
    found = dict(measured().tested)
    assert set(found) == {"tell", "prove"}
    asked = (
        "".join(
            f"## Is it {n}? {{#is-{n} outcome=tell}}\n\n- [x] Yes {n} {{#yes}}\n- [ ] Not {n} {{#no}}\n\n"
            for n in (1, 2, 3)
        )
        + "## Proved? {#proved outcome=prove}\n\n- [x] Yes {#yes}\n- [ ] No {#no}\n"
    )
    few = measured(**{BANK: asked, "exam.yaml": str(sample()["exam.yaml"]).replace("count: 10", "count: 2")})
    assert few.tested == (("tell", 3), ("prove", 1))
    assert few.faults > 0


def test_picking_the_longest_is_measured_beside_a_blind_guess() -> None:
    def bank(right: str) -> Measures:
        asked = "\n".join(
            f"## Is it {n}? {{#is-{n} outcome=tell}}\n\n- [x] {right} {n} {{#a}}\n- [ ] So it is {n} {{#b}}\n"
            for n in (1, 2, 3)
        )
        return measured(**{BANK: asked, "exam.yaml": str(sample()["exam.yaml"]).replace("count: 10", "count: 1")})

    longest, shortest, tied = bank("It surely is"), bank("It is"), bank("Is it so")
    assert (longest.by_longest - shortest.by_longest) * longest.single == 3
    assert (longest.by_longest - tied.by_longest) * longest.single == Fraction(3, 2)
    assert longest.by_chance == shortest.by_chance == tied.by_chance


def case(*scenes: str, head: str = "outcomes: [prove]") -> CaseMeasures:
    """The figures of a case of these scenes, s1 first; its ends are `good` and `bad`."""
    told = "\n\n".join(f"## Scene {n} {{#s{n}}}\n\nTold.\n\n{scene}" for n, scene in enumerate(scenes, start=1))
    ends = "## Good {#good end=pass}\n\nStands.\n\n## Bad {#bad end=fail}\n\nFalls.\n"
    text = f"---\nid: the-parcel\ntitle: The parcel\nminutes: 5\nstart: s1\n{head}\n---\nAim.\n\n{told}\n\n{ends}"
    return measured(**{CASE: text}).cases[0]


def choice(words: str, target: str, name: str, more: str = "", *, follows: str = LESSON) -> str:
    return f"- [{words}](#{target}) {{#{name}{more}}}\n" + (f"  > {follows}\n" if follows else "")


BEST = " score=2 outcome=prove"


def found(case: CaseMeasures, rule: str) -> Fraction:
    (share,) = {guess.found for guess in case.guesses if guess.rule == rule}
    return share


def test_what_length_and_place_tell_of_a_case_is_measured_beside_a_blind_guess() -> None:
    seen = case(
        choice("Wait", "bad", "a") + choice("Call a witness first", "s2", "b", BEST) + choice("Open it", "bad", "c"),
        choice("Seal it", "s3", "d", BEST) + choice("Put it on the shelf", "bad", "e"),
        choice("Go back and ask", "s1", "f") + choice("Go on and do not ask", "good", "g"),
    )
    assert (seen.scenes, seen.good_ends, seen.bad_ends, seen.weighed) == (5, 1, 1, 2)
    assert seen.by_chance == Fraction(5, 12)
    assert found(seen, "longest") == found(seen, "shortest") == found(seen, "first") == Fraction(1, 2)
    assert found(seen, "last") == 0


def test_among_equally_long_choices_the_longest_is_a_guess() -> None:
    seen = case(choice("Seal it", "good", "a", BEST) + choice("Keep it", "bad", "b") + choice("Go", "bad", "c"))
    assert found(seen, "longest") == Fraction(1, 2)


def test_a_rule_that_brings_a_case_to_a_good_end_is_named() -> None:
    seen = case(
        choice("Call a witness", "s2", "a", BEST) + choice("Wait", "bad", "b"),
        choice("Seal it", "good", "c", BEST) + choice("Put it on the shelf", "bad", "d"),
    )
    assert [guess.rule for guess in seen.passing] == ["first"]
    assert {guess.rule: guess.end for guess in seen.guesses} == {
        "longest": "bad", "shortest": "bad", "first": "good", "last": "bad",
    }  # fmt: skip


def test_a_rule_that_goes_round_and_round_reaches_no_end() -> None:
    seen = case(
        choice("Go on", "s2", "a") + choice("Stop at once", "bad", "b"),
        choice("Back", "s1", "c") + choice("Seal it", "good", "d", BEST),
    )
    assert {guess.rule: guess.end for guess in seen.guesses}["first"] is None


def test_lengths_of_a_case_are_measured_in_each_of_its_languages() -> None:
    course = reader.read_files(as_bytes(sample())).course
    assert course is not None
    (seen,) = measure(course).cases
    assert [(guess.rule, guess.language) for guess in seen.guesses] == [
        ("longest", "en"), ("longest", "ar"), ("shortest", "en"), ("shortest", "ar"), ("first", ""), ("last", ""),
    ]  # fmt: skip
    assert found(seen, "first") == Fraction(1, 2)


def test_a_consequence_teaches_unless_it_is_missing_short_or_that_of_another_choice() -> None:
    seen = case(
        choice("Seal it", "s2", "best", BEST, follows="The seal holds.")
        + choice("Open it", "bad", "short", follows="It opens.")
        + choice("Wait", "bad", "taught", follows="The clerk goes home, and takes the parcel with him."),
        choice("Seal it", "good", "dumb", BEST, follows="")
        + choice("Ask", "bad", "one", follows=LESSON)
        + choice("Look", "bad", "other", follows=LESSON),
    )
    assert seen.silent == ("s1/short", "s2/dumb", "s2/one", "s2/other")
    assert seen.faults == 4


def test_an_outcome_that_a_case_names_and_never_scores_is_a_fault() -> None:
    only = choice("Seal it", "good", "a", BEST, follows="The seal holds.") + choice("Wait", "bad", "b")
    seen = case(only, head="outcomes: [tell, prove]")
    assert seen.scored == (Scored("tell", 0, 0), Scored("prove", 2, 2))
    assert seen.faults == 1


def test_what_the_best_way_leaves_unscored_of_an_outcome_is_measured() -> None:
    seen = case(
        choice("Seal it", "s2", "a", BEST) + choice("Open it", "s3", "b"),
        choice("Go on", "good", "c", " score=3 outcome=tell") + choice("Stop", "bad", "d"),
        choice("Call a witness", "s2", "e", " score=1 outcome=tell") + choice("Leave it", "bad", "f"),
    )
    assert seen.scored == (Scored("prove", 2, 2), Scored("tell", 3, 4))


def test_short_words_in_short_sentences_read_more_easily() -> None:
    plain = reading("He saw it. She took it. It was wet.")
    heavy = reading("Notwithstanding jurisdictional considerations, administrative determinations predominate.")
    assert (plain.words, plain.words_a_sentence, plain.lix) == (9, 3.0, 3.0)
    assert heavy.lix > 60 > plain.lix


def test_what_is_no_prose_is_not_read() -> None:
    table, code = "| A | B |\n|---|---|\n| ccc | ddd |", "```\ncode here\n```"
    text = f"He saw it.[^a]\n\n{table}\n\n{code}\n\n[^a]: An extraordinarily long note."
    assert reading(text).words == 3
    assert reading("").lix == 0.0


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_course_passes_the_readers_test(folder: Path) -> None:
    course = reader.read(folder).course
    assert course is not None
    found = measure(course)
    assert [outcome for outcome, count in found.tested if count < 3] == []
    assert found.silent == ()
    assert found.unsourced == ()
    assert abs(found.by_longest - found.by_chance) < Fraction(1, 10)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: path.name)
def test_the_cases_of_a_shipped_course_are_won_by_reading_them(folder: Path) -> None:
    course = reader.read(folder).course
    assert course is not None
    for seen in measure(course).cases:
        assert seen.silent == (), seen.case
        assert [each for each in seen.scored if not 0 < each.on_best == each.possible] == [], seen.case
        assert seen.passing == (), seen.case
        assert [guess for guess in seen.guesses if guess.found >= seen.by_chance + TRAP] == [], seen.case
        longest = [guess.found for guess in seen.guesses if guess.rule == "longest"]
        assert all(abs(share - seen.by_chance) < TRAP for share in longest), seen.case


def test_the_command_prints_the_figures_of_each_course(app: Flask) -> None:
    result: Result = app.test_cli_runner().invoke(args=["courses", "measure", str(ROOT / "courses")])
    assert result.exit_code == 0, result.output
    for folder in SHIPPED:
        assert folder.name in result.output
    assert "passages with a figure and no source: 0" in result.output
    assert "case the-parcel: 20 scenes; good ends: 1, bad ends: 6" in result.output
    assert "choices without a consequence that teaches: 0" in result.output


@pytest.mark.parametrize("signs", ["1", "1 ", "1,", "![", "[^", "]("])
def test_a_row_of_signs_without_end_is_measured_too(signs: str) -> None:
    """Looked at once more from each of its signs, it would take hours."""
    assert with_passage("x " + signs * (400_000 // len(signs))).unsourced == ()
