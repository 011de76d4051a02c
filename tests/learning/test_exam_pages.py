"""The exam's pages, all of them without a script."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import select

from college import clock
from college.accounts.models import Person, SignInSession
from college.audit import queries as audit
from college.catalogue import services as catalogue
from college.courseware import reader
from college.courseware.edition import make_edition
from college.courseware.markup import Renderer
from college.database import db, transaction
from tests.browser_like import Client
from tests.factories import make_person, publish_sample, sign_in
from tests.learning.sitting import BELIEVED, EXAM, Sitting, learner, right_values, sit, wrong_values
from tests.sample_course import as_bytes, sample


def test_an_exam_is_sat_from_its_start_page_to_its_record(app: Flask) -> None:
    sitting = sit(app, start=False)
    start = sitting.client.get(EXAM)
    assert "Before you start" in start.get_data(as_text=True)
    began = sitting.start()
    assert began.status_code == 303
    assert began.location == f"{sitting.address}/1"
    begun = sitting.begun
    for n in range(1, 11):
        answer = sitting.answer_page(n, right_values(begun, n))
        assert answer.status_code == 303
        assert answer.location == (f"{sitting.address}/{n + 1}?per=1" if n < 10 else f"{sitting.address}/check?per=1")
    assert "10 of 10 answered" in sitting.page("/questions")
    assert "Submit the exam?" in sitting.page("/submit")
    assert sitting.submit().location == sitting.address
    result = sitting.page()
    assert "You have passed" in result
    assert "100%" in result
    assert "Record of an exam" in sitting.page("/record")
    assert learner(app).client.get(sitting.address).status_code == 404


def test_the_name_is_confirmed_and_the_rules_accepted_before_the_exam(app: Flask) -> None:
    publish_sample()
    person_id = make_person(name="Amina Okafor")
    client = sign_in(Client(app), person_id)
    assert "Your name on the certificate" in client.get(EXAM).get_data(as_text=True)
    form = {"language": "en", "name_latin": "Amina Okafor", "name_native": ""}
    unnamed = client.post(EXAM, {**form, "rules": "yes"})
    assert unnamed.status_code == 422
    assert "Confirm the name" in unnamed.get_data(as_text=True)
    another = client.post(EXAM, {**form, "rules": "yes", "name": "yes", "name_latin": "Somebody Else"})
    assert another.status_code == 422
    unaccepted = client.post(EXAM, {**form, "name": "yes"})
    assert unaccepted.status_code == 422
    assert "Accept the rules" in unaccepted.get_data(as_text=True)
    assert client.post(EXAM, {**form, "name": "yes", "rules": "yes"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Person, person_id).name_confirmed_at is not None


def test_all_that_is_not_ticked_before_an_exam_is_told_at_once_and_what_is_ticked_stays(app: Flask) -> None:
    publish_sample()
    client = sign_in(Client(app), make_person(name="Amina Okafor"))
    form = {"language": "en", "name_latin": "Amina Okafor", "name_native": ""}
    page = client.post(EXAM, form).get_data(as_text=True)
    for box, words in (("name", "Confirm the name"), ("rules", "Accept the rules")):
        assert f'<a href="#{box}">{words}' in page
        assert re.search(rf'<input type="checkbox" id="{box}"[^>]*{box}-error"[^>]*aria-invalid="true"', page)
    page = client.post(EXAM, {**form, "rules": "yes"}).get_data(as_text=True)
    assert '<a href="#name">' in page and '<a href="#rules">' not in page
    assert re.search(r'<input type="checkbox" id="rules"[^>]* checked>', page)


def test_an_exam_in_a_language_not_offered_is_refused(app: Flask) -> None:
    refused = sit(app, start=False).start(language="fr")
    assert refused.status_code == 409
    assert "not offered in that language" in refused.get_data(as_text=True)


def test_an_exam_may_open_only_after_the_modules(app: Flask) -> None:
    sitting = sit(app, start=False, opens_after="modules")
    assert "opens when every module and every case is complete" in sitting.client.get(EXAM).get_data(as_text=True)
    assert sitting.start().status_code == 409


def test_switching_the_language_shows_the_same_attempt_and_the_record_says_so(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    english, arabic = sitting.page("/1?per=1"), sitting.page("/1?per=1&lang=ar")
    question = begun.questions[0]
    assert escape(question.ask.root["en"]) in english
    assert question.ask.root["ar"] in arabic
    assert 'dir="rtl"' in arabic
    assert sitting.answer_page(1, right_values(begun, 1), language="ar").status_code == 303
    sitting.page("?lang=en")
    assert sitting.answer_page(2, right_values(begun, 2)).status_code == 303
    sitting.submit()
    assert "العربية, English" in sitting.page("/record")


def test_the_ledger_says_under_which_sign_in_an_attempt_was_begun_and_submitted(app: Flask) -> None:
    sitting = sit(app)
    sitting.submit()
    signed_in = db.session.scalars(select(SignInSession).where(SignInSession.person_id == sitting.person_id)).one()
    told = {row.action: json.loads(row.entry)["facts"] for row in audit.entries_about(f"attempt:{sitting.attempt_id}")}
    for action in ("attempt.begun", "attempt.submitted"):
        assert told[action]["session"] == signed_in.id
        assert datetime.fromisoformat(told[action]["signed_in_at"]) == signed_in.created_at
    assert "session" not in told["attempt.graded"]


def test_unanswered_questions_stand_first_when_answers_are_checked(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    sitting.save(1, right_values(begun, 1))
    page = sitting.page("/check")
    assert "9 questions are not answered" in page
    assert page.index(escape(begun.questions[1].ask.root["en"])) < page.index(escape(begun.questions[0].ask.root["en"]))


def test_a_question_can_be_marked_to_be_looked_at_again(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    marked = sitting.answer_page(3, right_values(begun, 3), flag="3", go="")
    assert marked.location == f"{sitting.address}/3?per=1"
    assert "look at again" in sitting.page("/questions")
    assert "1 of 10 answered" in sitting.page("/questions"), "marking saves what was given"
    sitting.answer_page(3, right_values(begun, 3), unflag="3", go="")
    assert "look at again" not in sitting.page("/questions")


def test_the_learner_chooses_how_many_questions_stand_on_a_page(app: Flask) -> None:
    sitting = sit(app, question_count=12)
    assert "Question 1 of 12" in sitting.page("/1")
    ten = sitting.page("/1?per=10")
    assert "Questions 1 to 10 of 12" in ten
    assert "Questions 11 to 12 of 12" in sitting.page("/11?per=10")
    begun = sitting.begun
    form = {f"was-{n}": "0" for n in range(1, 11)} | {"tab": "t", "seq": "0", "language": "en", "go": "next"}
    form |= {f"given-{n}": right_values(begun, n)[0] for n in (1, 2)}
    saved = sitting.client.post(f"{sitting.address}/1?per=10", form)
    assert saved.location == f"{sitting.address}/11?per=10"
    assert "2 of 12 answered" in sitting.page("/11?per=10")


def test_a_short_exam_stands_on_one_page_and_is_submitted_from_the_check(app: Flask) -> None:
    sitting = sit(app, question_count=4)
    assert "Questions 1 to 4 of 4" in sitting.page("/1")
    assert "Submit the exam" in sitting.page("/check")
    sitting.answer_all()
    assert sitting.submit().status_code == 303
    assert "You have passed" in sitting.page()


def test_answers_given_after_the_last_check_are_checked_once_more(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    seen = BELIEVED.search(sitting.page("/submit"))
    assert seen
    sitting.save(1, right_values(begun, 1))
    answer = sitting.client.post(f"{sitting.address}/submit", {"believed": seen[1]})
    assert answer.location == f"{sitting.address}/check"
    assert "Your answers have changed" in sitting.page("/check")
    assert sitting.submit().location == sitting.address


def test_a_number_that_cannot_be_read_is_kept_and_explained(app: Flask) -> None:
    sitting = sit(app, question_count=30)
    begun = sitting.begun
    n = begun.positions["hours"]
    page = sitting.answer_page(n, ["seventy-two"])
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "This is not a number" in text
    assert 'value="seventy-two"' in text
    assert 'value="seventy-two"' in sitting.page(f"/{n}")
    saved = sitting.save(n, ["1,234"]).get_json()
    assert saved["saved"]
    assert "two ways" in saved["said"]
    assert sitting.save(n, ["٧٢"]).get_json()["saved"]


@pytest.mark.parametrize(
    "value",
    [
        {}, [], "text", {"question": 1}, {"question": "q", "tab": "t", "seq": 0, "given": []},
        {"question": "q", "tab": "t", "seq": 2**40, "given": []},
        {"question": "q", "tab": "t", "seq": True, "given": []},
        {"question": "q", "tab": "t" * 33, "seq": 1, "given": []}, {"question": "q", "tab": "", "seq": 1, "given": []},
        {"question": "q", "tab": "t", "seq": 1, "given": [1]}, {"question": "q", "tab": "t", "seq": 1, "given": "1"},
        {"question": "q", "tab": "t", "seq": 1, "given": ["1"]}, {"question": "q", "tab": "t", "seq": 1.5, "given": []},
    ],
)  # fmt: skip
def test_a_save_that_makes_no_sense_is_refused(app: Flask, value: object) -> None:
    sitting = sit(app)
    sitting.page("/1")
    answer = sitting.client.post(f"{sitting.address}/answers", json=value)
    assert answer.status_code == 400
    assert answer.is_json


@pytest.mark.parametrize("given", [["0"], ["9"], ["-1"], ["one"], ["1", "2"], ["٣"], ["9" * 400]])
def test_a_choice_that_was_not_offered_is_refused(app: Flask, given: list[str]) -> None:
    sitting = sit(app)
    kinds = [question.kind.value for question in sitting.begun.questions]
    answer = sitting.save(kinds.index("one") + 1, given)
    assert answer.status_code == 400
    assert "words" in answer.get_json()


def test_a_save_says_what_was_saved_and_when(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    sitting.page("/1")
    with clock.at(datetime(2026, 11, 23, 14, 2, tzinfo=UTC)):
        saved = sitting.save(1, right_values(begun, 1)).get_json()
    assert saved["saved"] is True
    assert saved["said"].startswith("Saved 14:02")
    assert saved["at"] == "2026-11-23T14:02:00+00:00"
    assert isinstance(saved["id"], int)


def test_saving_into_another_learners_attempt_or_a_submitted_one_is_refused(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    other = learner(app)
    other.client.get("/courses/")
    other.attempt_id = sitting.attempt_id
    other.client.get(EXAM)
    assert other.save(1, right_values(begun, 1)).status_code == 404
    for path in ("", "/1", "/questions", "/check", "/submit", "/record"):
        assert other.client.get(sitting.address + path).status_code == 404
    for path in ("/1", "/submit", "/finish"):
        assert other.client.post(sitting.address + path).status_code == 404
    sitting.submit()
    late = sitting.save(1, right_values(begun, 1))
    assert late.status_code == 409
    assert "has been submitted" in late.get_json()["words"]


def test_who_is_signed_out_is_told_so_and_loses_nothing(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    page = sitting.page("/1?per=1")
    assert "data-save-url" in page
    value = {"question": begun.drawn[0][0], "tab": "t", "seq": 1, "given": ["1"]}
    with clock.at(datetime.now(UTC) + timedelta(days=40)):
        assert sitting.client.post(f"{sitting.address}/answers", json=value).status_code == 401
        form = {"was-1": "0", "given-1": "2", "tab": "t", "seq": "0"}
        kept = sitting.client.post(f"{sitting.address}/1?per=1", form)
    assert kept.status_code == 401
    assert "What you were sending is kept on this page" in kept.get_data(as_text=True)


def test_an_exam_that_only_goes_forward_lets_nobody_back(app: Flask) -> None:
    sitting = learner_of_a_forward_exam(app)
    begun = sitting.begun
    assert sitting.answer_page(1, right_values(begun, 1)).location == f"{sitting.address}/2?per=1"
    assert sitting.client.get(f"{sitting.address}/1").location == f"{sitting.address}/2"
    assert sitting.client.get(f"{sitting.address}/4").location == f"{sitting.address}/2"
    assert sitting.save(1, wrong_values(begun, 1)).status_code == 409
    assert sitting.save(2, right_values(begun, 2)).status_code == 200
    assert sitting.client.get(sitting.address).location == f"{sitting.address}/2"
    page = sitting.page("/2")
    assert "Previous" not in page
    assert "Change" not in sitting.page("/check")


def test_practice_gives_feedback_at_once_and_may_be_repeated(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    address = "/courses/sample-course/quizzes/telling-quiz"
    assert "Start the quiz" in sitting.client.get(address).get_data(as_text=True)
    results = []
    for right in (True, False):
        sitting.attempt_id = int(sitting.client.post(address).location.split("/")[2])
        begun = sitting.begun
        for n in range(1, 4):
            values = right_values(begun, n) if right else wrong_values(begun, n)
            assert sitting.answer_page(n, values).location == f"{sitting.address}/{n}?per=1"
            assert ("Not right" in sitting.page(f"/{n}")) is not right
        again = sitting.client.post(f"{sitting.address}/1", {"was-1": "0", "given-1": "1", "tab": "x", "seq": "0"})
        assert again.status_code in {303, 409}, "the first answer counts"
        sitting.client.post(f"{sitting.address}/submit")
        results.append(sitting.page())
    assert "100%" in results[0]
    assert ">0%<" in results[1]
    assert "Attempt 2" in sitting.client.get(address).get_data(as_text=True)
    assert "Not right" in sitting.page("/1"), "answers and reasons stay to be read"


def test_practice_is_told_by_its_score_and_never_as_passed_or_not(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    address = "/courses/sample-course/quizzes/telling-quiz"
    sitting.client.get(address)
    for right in (True, False):
        sitting.attempt_id = int(sitting.client.post(address).location.split("/")[2])
        begun = sitting.begun
        for n in range(1, 4):
            sitting.answer_page(n, right_values(begun, n) if right else wrong_values(begun, n))
        sitting.submit()
        score = "100%" if right else "0%"
        for page in (sitting.page(), sitting.client.get(address).get_data(as_text=True)):
            assert f">{score}<" in page
            assert "passed" not in page and "To pass" not in page
        assert "counts for nothing" in sitting.page()


def test_attempts_at_a_quiz_are_listed_ten_at_a_time_the_newest_first(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    address = "/courses/sample-course/quizzes/telling-quiz"
    sitting.client.get(address)
    for _ in range(12):
        began = sitting.client.post(address)
        sitting.attempt_id = int(began.location.split("/")[2])
        sitting.submit()

    def shown(path: str) -> list[int]:
        page = sitting.client.get(path).get_data(as_text=True)
        return [int(number) for number in re.findall(r">Attempt (\d+)<", page)]

    assert shown(address) == list(range(12, 2, -1))
    assert f"{address}?page=2" in sitting.client.get(address).get_data(as_text=True)
    assert shown(f"{address}?page=2") == [2, 1]
    last = sitting.client.get(f"{address}?page=2").get_data(as_text=True)
    assert f"{address}?page=1" in last and "page=3" not in last
    assert sitting.client.get(f"{address}?page=0").status_code == 404
    # One that is open is gone on with, and stands in no list.
    sitting.client.post(address)
    page = sitting.client.get(address).get_data(as_text=True)
    assert "Go on with the quiz" in page and "Attempt 13" not in page


def test_a_course_without_an_exam_or_quiz_of_that_name_is_not_found(app: Flask) -> None:
    publish_sample()
    client = learner(app).client
    client.get("/courses/")
    for address in ("/courses/none/exam", "/courses/sample-course/quizzes/none", "/courses/sample-course/quizzes/exam"):
        assert client.get(address).status_code == 404
    assert client.get("/attempts/1").status_code == 404
    assert client.get("/attempts/99999999999999999999").status_code == 404


def learner_of_a_forward_exam(app: Flask) -> Sitting:
    files = as_bytes(sample())
    files["exam.yaml"] += b"navigation: forward-only\n"
    reading = reader.read_files(files)
    assert reading.course is not None, [str(mistake) for mistake in reading.mistakes]
    with Renderer() as renderer:
        media = {path: body for path, body in files.items() if path.startswith("media/")}
        edition = make_edition(reading.course, media, renderer)
    with transaction():
        catalogue.publish(edition, by_id=None, change="wording", now=datetime.now(UTC))
    sitting = learner(app)
    sitting.start()
    return sitting


@pytest.mark.parametrize("path", ["/", "/courses/sample-course/", EXAM])
def test_an_exam_under_way_is_announced_with_its_end_and_the_way_back(app: Flask, path: str) -> None:
    sitting = sit(app, time_limit="45 minutes")
    another = learner(app, name="Joana Reis")
    deadline = sitting.begun.deadline_at
    assert deadline is not None
    page = sitting.client.get(path).get_data(as_text=True)
    assert "Your attempt is open" in page
    assert f"{deadline:%H:%M}" in page
    assert f'href="{sitting.address}"' in page
    assert "Your attempt is open" not in another.client.get(path).get_data(as_text=True)
    with clock.at(deadline + timedelta(hours=1)):
        page = sign_in(Client(app), sitting.person_id, now=clock.now()).get(path).get_data(as_text=True)
    assert "Your time is up" in page and "Your attempt is open" not in page
    sitting.submit()
    page = sitting.client.get(path).get_data(as_text=True)
    assert "Your attempt is open" not in page and "Your time is up" not in page


def test_home_names_the_course_with_an_exam_under_way_before_the_one_read_last(app: Flask) -> None:
    sitting = sit(app)
    publish_sample(course="other-course")
    sitting.client.get("/courses/other-course/")
    sitting.client.post("/courses/other-course/enrol")
    page = sitting.client.get("/").get_data(as_text=True)
    assert page.index("/courses/sample-course/") < page.index("/courses/other-course/")


def test_home_leads_on_through_the_course_beside_an_exam_under_way_until_all_is_read(app: Flask) -> None:
    sitting = sit(app)
    course = "/courses/sample-course"
    home = sitting.client.get("/").get_data(as_text=True)
    assert f'href="{sitting.address}"' in home and f'href="{course}/telling/start">Continue<' in home
    for module in sitting.begun.course.modules:
        for page in module.pages:
            sitting.client.get(f"{course}/{module.id}/{page.id}")
            assert sitting.client.post(f"{course}/{module.id}/{page.id}").status_code == 303
    home = sitting.client.get("/").get_data(as_text=True)
    assert f'href="{sitting.address}"' in home
    assert ">Continue<" not in home and "The exam is next" not in home


def test_practice_under_way_is_not_announced_as_an_exam(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    sitting.client.get("/courses/sample-course/quizzes/telling-quiz")
    assert sitting.client.post("/courses/sample-course/quizzes/telling-quiz").status_code == 303
    for path in ("/", "/courses/sample-course/"):
        assert "Your attempt is open" not in sitting.client.get(path).get_data(as_text=True)
