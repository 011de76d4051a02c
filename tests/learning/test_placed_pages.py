"""Questions of order and of match on their pages: asked, kept, told and graded, without a script."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from college.accounts.views.held import find_held
from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment.services.submitting import digest_of
from college.courseware import questions
from college.database import db
from tests.factories import placed_edition, publish, publish_sample
from tests.learning.sitting import EXAM, Sitting, learner, placed_values, right_values, wrong_values

QUIZ = "/courses/sample-course/quizzes/telling-quiz"
CHECK = "/courses/sample-course/proving/start/check"
ROW = re.compile(r'<div class="placed">.*?</div>', re.DOTALL)
OFFERED = re.compile(r'<option value="(\d+)-(\d+)"( selected)?>([^<]*)</option>')
LABEL = re.compile(r"<label[^>]*>(.*?)</label>")
KEYS = ("photo", "witness", "record", "seal", "mark", "patent", "copyright", "secret")
REASONS = (
    "A picture shows it",
    "Without one, the finder",
    "What was not recorded",
    "It tells who made it",
    "trade secret",
)


def sit(app: Flask, **knobs: object) -> Sitting:
    publish(placed_edition(**knobs))
    sitting = learner(app)
    assert sitting.start().status_code == 303
    return sitting


def practise(app: Flask) -> Sitting:
    publish(placed_edition())
    sitting = learner(app)
    sitting.client.get(QUIZ)
    began = sitting.client.post(QUIZ)
    sitting.attempt_id = int(began.location.split("/")[2])
    return sitting


def position(sitting: Sitting, kind: str) -> int:
    return next(n for n, one in enumerate(sitting.begun.questions, start=1) if one.kind == kind)


def final(sitting: Sitting) -> dict[str, dict[str, object]]:
    db.session.remove()
    return {name: row.given for name, row in rules.final(attempts.answers_of(sitting.attempt_id)).items()}


def seizure(sitting: Sitting) -> list[str]:
    """The numbers of the items on this page, in their right order."""
    n = position(sitting, "order")
    return [value.partition("-")[0] for value in right_values(sitting.begun, n)]


def test_each_item_and_each_row_has_a_list_to_choose_from(app: Flask) -> None:
    sitting = sit(app)
    page = sitting.page("/1?per=all")
    rows = ROW.findall(page)
    assert len(rows) == 4 + 3
    for row in rows:
        assert len(LABEL.findall(row)) == 1
        assert len(OFFERED.findall(row)) == 4, "four places, or three partners and a stranger"
        assert '<option value="">Choose</option>' in row
    assert "Photograph the <strong>parcel</strong>" in page
    assert ">An invention</option>" in page, "an option holds plain words"
    assert "<span>Right</span> <span>Protects</span>" in page


def test_nothing_on_the_page_tells_what_belongs_where(app: Flask) -> None:
    sitting = sit(app)
    pages = [sitting.page(f"/1?per=all&lang={language}") for language in ("en", "ar")]
    pages += [sitting.page("/questions"), sitting.page("/check")]
    n = position(sitting, "order")
    pages += [
        sitting.save(n, values(sitting.begun, n)).get_data(as_text=True) for values in (wrong_values, right_values)
    ]
    for page in pages:
        assert not any(f'"{name}"' in page or f"#{name}" in page for name in KEYS)
        assert not any(words in page for words in REASONS)
    shapes = {OFFERED.sub("", LABEL.sub("", re.sub(r"q-\d+-\d+", "", row))) for row in ROW.findall(pages[0])}
    assert len(shapes) == 2, "but for names and words, items are alike, and so are rows"


def test_items_and_partners_are_never_shown_as_they_belong(app: Flask) -> None:
    publish(placed_edition())
    for _ in range(8):
        sitting = learner(app)
        sitting.start()
        begun = sitting.begun
        for question, (_, shown) in zip(begun.questions, begun.drawn, strict=True):
            right = [one.id for one in (*question.items, *question.pairs)]
            assert [one for one in shown if one in right] != right
        words = [LABEL.findall(row)[0] for row in ROW.findall(sitting.page(f"/{position(sitting, 'order')}?per=1"))]
        assert words != ["Photograph the <strong>parcel</strong>", "Open it before a witness", "Write the record",
                         "Seal the <code>evidence</code> bag"]  # fmt: skip


def test_a_whole_answer_is_kept_by_ids_and_earns_its_points(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all()
    assert final(sitting) == {
        "seizure": {"places": {"photo": 1, "witness": 2, "record": 3, "seal": 4}},
        "rights": {"pairs": {"mark": "mark", "patent": "patent", "copyright": "copyright"}},
    }
    assert sitting.submit().status_code == 303
    assert "100%" in sitting.page()
    record = sitting.page("/record")
    assert "grader 2" in record
    assert "2 of 2" in record


def test_parts_of_an_answer_earn_their_share(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    order, match = position(sitting, "order"), position(sitting, "match")
    sitting.save(order, right_values(begun, order)[:3])
    sitting.save(match, [right_values(begun, match)[0], *wrong_values(begun, match)[1:]])
    sitting.submit()
    result = attempts.find_result(sitting.attempt_id)
    assert result is not None
    assert result.per_question == {"seizure": [1500, 2000], "rights": [1000, 3000]}
    assert not result.passed


def test_two_in_one_place_are_kept_as_given_and_told_on_every_way(app: Flask) -> None:
    sitting = sit(app)
    n = position(sitting, "order")
    one, two, *_ = seizure(sitting)
    given = [f"{one}-2", f"{two}-2"]
    saved = sitting.save(n, given).get_json()
    assert saved["saved"]
    assert "Several items stand at place 2" in saved["said"]
    answer = sitting.answer_page(n, given)
    assert answer.status_code == 303, "it does not stop anybody"
    if answer.location.endswith(f"/{n + 1}?per=1"):
        assert f"Question {n} is saved, but not complete" in sitting.page(f"/{n + 1}?per=1")
    page = sitting.page(f"/{n}?per=1")
    assert "Several items stand at place 2" in page
    assert [value[:2] for value in OFFERED.findall(page) if value[2]] == sorted([(one, "2"), (two, "2")])
    assert "not complete" in sitting.page("/questions")
    assert "Several items stand at place 2" in sitting.page("/check")
    assert final(sitting)["seizure"] == {"places": {"photo": 2, "witness": 2}}


def test_an_answer_taken_back_is_no_answer(app: Flask) -> None:
    sitting = sit(app)
    n = position(sitting, "match")
    sitting.save(n, right_values(sitting.begun, n))
    assert "1 of 2 answered" in sitting.page("/questions")
    sitting.answer_page(n, ["", "", ""])
    assert final(sitting)["rights"] == {"pairs": {}}
    assert "0 of 2 answered" in sitting.page("/questions")


@pytest.mark.parametrize(
    "values",
    [
        ["1"], ["1-"], ["0-1"], ["1-9"], ["9-1"], ["1-1", "1-2"], ["x-y"], ["photo:1"], ["photo-1"], ["1-1-1"],
        ["1-١"], ["1-1; DROP TABLE answer"], ["<script>-1"], ["1-99999999999999999999"], ["1-1"] * 100, ["-"],
    ],
)  # fmt: skip
def test_what_no_page_could_send_is_refused_and_nothing_is_lost(app: Flask, values: list[str]) -> None:
    sitting = sit(app)
    for kind in ("order", "match"):
        n = position(sitting, kind)
        good = right_values(sitting.begun, n)
        sitting.save(n, good)
        before = final(sitting)
        assert sitting.save(n, values).status_code == 400
        answer = sitting.answer_page(n, values)
        assert answer.status_code == 422
        text = answer.get_data(as_text=True)
        assert "does not belong to the question" in text
        assert len(re.findall(" selected>", text)) == len(good), "the saved answer is still shown"
        assert final(sitting) == before


def test_too_many_values_are_refused(app: Flask) -> None:
    sitting = sit(app)
    assert sitting.save(1, ["1-1"] * 101).status_code == 400


def test_an_answer_is_carried_over_to_the_other_language(app: Flask) -> None:
    sitting = sit(app)
    n = position(sitting, "order")
    sitting.save(n, right_values(sitting.begun, n)[:2])
    english, arabic = (sitting.page(f"/{n}?per=1&lang={one}") for one in ("en", "ar"))
    assert "تصوير <strong>الطرد</strong>" in arabic
    chosen = [[value[:2] for value in OFFERED.findall(page) if value[2]] for page in (english, arabic)]
    assert chosen[0] == chosen[1]
    assert len(chosen[0]) == 2
    english, arabic = (sitting.page(f"/{position(sitting, 'match')}?per=1&lang={one}") for one in ("en", "ar"))
    assert ">اختراع</option>" in arabic
    assert "<span>الحق</span>" in arabic


def test_practice_waits_for_the_whole_answer_and_then_tells_all(app: Flask) -> None:
    sitting = practise(app)
    n = position(sitting, "order")
    assert not any(words in sitting.page(f"/{n}") for words in REASONS)
    assert sitting.answer_page(n, placed_values(sitting.begun, n)[:3]).status_code == 303
    page = sitting.page(f"/{n}")
    assert "1 item has no place yet" in page
    assert not any(words in page for words in REASONS)
    first, second, *rest = placed_values(sitting.begun, n)
    turned = [first[:-1] + second[-1], second[:-1] + first[-1], *rest]
    assert sitting.answer_page(n, turned).status_code == 303
    page = sitting.page(f"/{n}")
    assert "Partly right" in page
    assert "You gave it place 2." in page
    assert all(words in page for words in REASONS[:3])
    again = sitting.client.post(
        f"{sitting.address}/{n}", {f"was-{n}": "0", f"given-{n}": first, "tab": "x", "seq": "9"}
    )
    assert again.status_code == 409, "the answer that was told about is the one that counts"
    told = page[page.index('<ol class="told">') :]
    places = [told.index(words) for words in ("Photograph", "Open it", "Write the record", "Seal the")]
    assert places == sorted(places), "told in the right order"


def test_practice_tells_of_each_pair_and_of_what_has_no_partner(app: Flask) -> None:
    sitting = practise(app)
    n = position(sitting, "match")
    begun = sitting.begun
    stranger = begun.drawn[n - 1][1].index("secret") + 1
    mark, patent, _ = placed_values(begun, n)
    sitting.answer_page(n, [mark, patent, f"3-{stranger}"])
    page = sitting.page(f"/{n}")
    assert "It tells who made it." in page
    assert "That is a trade secret." in page
    assert re.search(r'Your answer: *<span>A secret recipe</span> *<span class="status problem">Not right', page), (
        "what is right is not marked as wrong"
    )
    assert page.count("status problem") == 1
    sitting.answer_page(3 - n, placed_values(begun, 3 - n))
    sitting.client.post(f"{sitting.address}/submit")
    assert "Partly right" in sitting.page()


def test_an_unfinished_practice_answer_is_graded_as_it_stands(app: Flask) -> None:
    sitting = practise(app)
    n = position(sitting, "order")
    sitting.answer_page(n, placed_values(sitting.begun, n)[:2])
    sitting.client.post(f"{sitting.address}/submit")
    page = sitting.page(f"/{n}")
    assert "Partly right" in page
    assert "Not answered" in page


def test_a_number_that_cannot_be_read_may_be_written_again_in_practice(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    sitting.client.get(QUIZ)
    sitting.attempt_id = int(sitting.client.post(QUIZ).location.split("/")[2])
    n = sitting.begun.positions["how-many"]
    assert sitting.answer_page(n, ["two"]).status_code == 422
    assert sitting.answer_page(n, ["2"]).status_code == 303
    assert "status done" in sitting.page(f"/{n}")


def check(sitting: Sitting, question: str, given: list[str]) -> str:
    sitting.client.get(CHECK.removesuffix("/check"))
    answer = sitting.client.post(CHECK, {"question": question, "given": given})
    assert answer.status_code in (200, 400), answer.status_code
    return answer.get_data(as_text=True)


def test_a_check_on_a_page_is_answered_in_place_and_does_not_give_the_order_away(app: Flask) -> None:
    publish(placed_edition())
    sitting = learner(app)
    page = sitting.client.get(CHECK.removesuffix("/check")).get_data(as_text=True)
    section = page[page.index('id="check-steps"') : page.index('id="check-words"')]
    labels = LABEL.findall(section)
    assert sorted(labels)[0] == "Open it before a witness"
    assert labels != sorted(labels, key=["Photograph the <strong>parcel</strong>", "Open it before a witness",
                                         "Write the record", "Seal the <code>evidence</code> bag"].index)  # fmt: skip
    assert not any(f"-{name}" in section or f'"{name}"' in section for name in KEYS)
    assert "has no place yet" in check(sitting, "steps", ["1-1", "2-2", "3-3"])
    assert "Several items stand at place 1" in check(sitting, "steps", ["1-1", "2-1", "3-3"])
    assert "Choose or write an answer first" in check(sitting, "steps", [])
    told = check(sitting, "steps", [f"{number}-{number}" for number in range(1, 5)])
    assert "Not quite." in told
    assert "A picture shows it as it was found." in told
    places = {words: place for place, words in enumerate(labels, start=1)}
    right = [f"{places[words]}-{place}" for place, words in enumerate(
        ("Photograph the <strong>parcel</strong>", "Open it before a witness", "Write the record",
         "Seal the <code>evidence</code> bag"), start=1)]  # fmt: skip
    assert "Right." in check(sitting, "steps", right)
    for hostile in ("1", "9-9", "photo:1", "x"):
        assert "does not belong to the question" in check(sitting, "words", [hostile])


def test_the_exam_with_places_is_passed_and_submitted_answers_are_committed_to(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all()
    db.session.remove()
    first = digest_of(rules.final(attempts.answers_of(sitting.attempt_id)))
    n = position(sitting, "order")
    sitting.save(n, wrong_values(sitting.begun, n))
    db.session.remove()
    assert digest_of(rules.final(attempts.answers_of(sitting.attempt_id))) != first


def test_a_form_that_outlived_its_sign_in_comes_back_with_every_place(app: Flask) -> None:
    sitting = sit(app)
    n = position(sitting, "order")
    values = right_values(sitting.begun, n)
    sitting.page(f"/{n}?per=1")
    with sitting.client.flask.session_transaction() as cookie:
        cookie["seen"] = 1
    answer = sitting.client.post(
        f"{sitting.address}/{n}?per=1",
        {f"given-{n}": values, f"was-{n}": "0", "tab": "t", "seq": "1", "language": "en"},
    )
    assert answer.status_code == 401
    sealed = re.search(r'name="held" value="([^"]+)"', answer.get_data(as_text=True))
    assert sealed
    with app.test_request_context():
        held = find_held(sealed[1])
    assert held is not None
    assert [text for name, text in held.fields if name == f"given-{n}"] == values


def test_every_kind_is_known_to_the_doors_of_all_kinds() -> None:
    course = placed_edition().course
    for question in course.questions:
        assert questions.grade(question, None).earned == 0
        assert questions.parse_given(question, []) in ({"places": {}}, {"pairs": {}}, {"choices": []})


def test_an_exam_with_places_starts_from_its_page(app: Flask) -> None:
    publish(placed_edition())
    sitting = learner(app)
    assert "2 questions" in sitting.client.get(EXAM).get_data(as_text=True)
