"""Playing a case: scene by scene, on several devices, with late and doubled forms, to its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from college import clock
from college.assessment.models import Answer, Attempt, Grade
from college.audit.models import Ledger
from college.certification.models import Award, Certificate
from college.database import db, transaction
from college.learning.models import Enrolment
from tests.accounts.people import PASSWORD, enter, make_known, number_of
from tests.accounts.test_kept_form import held_in
from tests.browser_like import Client
from tests.factories import make_person, publish_sample, sign_in
from tests.learning.playing import BEST, CASE, PLAY, elsewhere, heading, player, verdicts
from tests.sample_course import COURSE


def count(model: type) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_briefing_comes_first_and_the_case_begins_at_its_start(app: Flask) -> None:
    publish_sample()
    one = player(app)
    start = one.page(CASE)
    assert "You are on duty at the counter" in start
    assert "about 5 minutes" in start
    assert "practice: it counts for nothing" in start
    assert one.begin().location == PLAY
    assert one.scene() == "At the counter"
    assert "Forty watches" in one.page()


def test_the_outline_leads_to_a_case_before_the_course_was_started(app: Flask, client: Client) -> None:
    publish_sample(case_owed=True)
    link = f'href="{CASE}"'
    assert link not in client.get(f"/courses/{COURSE}/").get_data(as_text=True), "strangers cannot play it"
    sign_in(client, make_person())
    assert link in client.get(f"/courses/{COURSE}/").get_data(as_text=True)
    assert client.get(CASE).status_code == 200


def test_what_follows_from_a_decision_stands_above_the_next_scene(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    assert "What you did" not in one.page()
    assert one.choose(2).location == PLAY
    page = one.page()
    assert heading(page) == "On the table"
    assert "Call a witness, then open it" in page
    assert "<strong>signs</strong>" in page
    assert "Nobody saw what was in it" not in page, "what follows from other choices is not told"


def test_no_page_of_a_scene_tells_scores_targets_or_ids(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    page = one.page()
    for secret in ("witness", "alone", "opened", "score", "end=", "#table", "closed"):
        assert secret not in page.partition("<form")[2].replace("Call a witness", "").replace("at once, alone", "")


def test_the_best_way_ends_well_and_shows_itself_as_such(app: Flask) -> None:
    publish_sample()
    one = player(app)
    assert one.play(*BEST) == f"{CASE}/1"
    page = one.page(f"{CASE}/1")
    assert heading(page) == "The finding stands"
    assert "You have brought the case to a good end" in page
    assert "4 of 4" in page
    assert verdicts(page) == ["As on the best way", "As on the best way"]
    assert "Every hand is on the record" in page
    db.session.remove()
    grade = db.session.scalars(select(Grade)).one()
    assert (grade.passed, grade.earned, grade.possible) == (True, 4000, 4000)
    assert grade.per_question == {"prove": [4000, 4000], "tell": [0, 1000]}


def test_the_end_tells_the_grade_that_counts(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.play(*BEST)
    with transaction() as session:
        first = session.scalars(select(Grade)).one()
        values = {column.name: getattr(first, column.name) for column in Grade.__table__.columns if column.name != "id"}
        points = {"earned": 3000, "per_question": {"prove": [3000, 4000], "tell": [0, 1000]}}
        session.add(Grade(**{**values, **points, "number": 2, "why": "regrade"}))
    page = one.page(f"{CASE}/1")
    assert page.count("3 of 4") == 2
    assert "4 of 4" not in page


def test_another_way_is_shown_beside_the_best_way(app: Flask) -> None:
    publish_sample()
    one = player(app)
    assert one.play(3, 1, 3, 2) == f"{CASE}/1"
    page = one.page(f"{CASE}/1")
    assert heading(page) == "The finding falls"
    assert "bad end" in page
    assert verdicts(page) == [
        "You came back and decided anew: this does not count",
        "You came back and decided anew: this does not count",
        "Another choice was better here",
        "The best way does not come here",
        "You did not come here",
    ]
    assert "1 of 4" in page
    assert "signs" in page, "the best way tells what follows from it too"


def test_a_case_goes_on_on_another_device(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    one.choose(2)
    other = elsewhere(app, one)
    assert "You have taken 1 decision" in other.page(CASE)
    assert other.scene() == "On the table"
    other.choose(1)
    assert one.client.get(PLAY).location == f"{CASE}/1"


def test_a_form_sent_twice_is_one_decision(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    form = {**one.form(), "choice": "3"}
    for _ in range(2):
        assert one.client.post(PLAY, form).location == PLAY
    assert heading(one.page()) == "The form"
    assert "gone on" not in one.page()
    assert count(Answer) == 1


def test_a_form_of_an_earlier_scene_changes_nothing_and_says_so(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    stale = {**one.form(), "choice": "1"}
    one.choose(3)
    one.choose(1)
    answer = one.client.post(PLAY, stale)
    assert answer.location == PLAY
    page = one.page()
    assert "this is where it stands" in page
    assert heading(page) == "At the counter"
    assert count(Answer) == 2


def test_a_form_of_an_earlier_attempt_decides_nothing_in_a_later_one(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    stale = {**one.form(), "choice": "1"}
    one.choose(1)
    one.begin()
    assert one.client.post(PLAY, stale).location == PLAY
    assert one.scene() == "At the counter"
    assert count(Answer) == 1


def test_beginning_twice_begins_once(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.client.get(CASE)
    for _ in range(2):
        assert one.client.post(CASE, {"number": "1"}).location == PLAY
    one.choose(1)
    assert one.client.post(CASE, {"number": "1"}).location == PLAY
    assert count(Attempt) == 1, "the form of the first beginning begins nothing anew"
    assert one.begin().location == PLAY
    assert count(Attempt) == 2


def test_nothing_chosen_is_said_and_asked_again(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    answer = one.client.post(PLAY, one.form())
    assert answer.status_code == 422
    assert "Choose what you do" in answer.get_data(as_text=True)
    assert count(Answer) == 0


def test_what_the_scene_does_not_offer_is_refused(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    for place in ("4", "0", "-1", "x", "9" * 40, "٢"):
        assert one.choose(place).status_code == 400
    assert count(Answer) == 0


def test_a_new_edition_changes_nothing_in_an_open_attempt(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    one.choose(2)
    publish_sample(title="Illicit goods, without the case", case_words="Nothing is as it was")
    page = one.page()
    assert heading(page) == "On the table"
    assert "Nothing is as it was" not in page
    assert one.choose(1).location == f"{CASE}/1"
    assert "4 of 4" in one.page(f"{CASE}/1")
    one.begin()
    assert "Nothing is as it was" in one.page()


def test_a_case_that_a_new_edition_leaves_out_is_played_to_its_end(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    publish_sample(with_case=False)
    assert "Go on with the case" in one.page(CASE)
    one.choose(2)
    assert one.choose(1).location == f"{CASE}/1"
    page = one.page(f"{CASE}/1")
    assert "Try again" not in page
    assert "Begin the case" not in one.page(CASE)
    assert elsewhere(app, player(app, name="Another")).client.get(CASE).status_code == 404


def test_a_case_of_the_outline_must_be_brought_to_a_good_end(app: Flask) -> None:
    publish_sample(case_owed=True)
    one = player(app)
    course = f"/courses/{COURSE}/"
    assert "brought it to a good end once" in one.page(CASE)
    one.play(1)
    assert "Bring the case “The parcel” to a good end." in one.page(course)
    one.play(*BEST)
    page = one.page(course)
    assert "Bring the case" not in page
    assert page.count("Complete") == 1


def test_the_last_page_before_a_case_leads_to_it_and_the_case_to_the_exam(app: Flask) -> None:
    publish_sample(case_owed=True)
    one = player(app)
    last = f"/courses/{COURSE}/proving/records"
    one.client.get(last)
    assert one.client.post(last).location == CASE
    one.play(*BEST)
    assert f'href="/courses/{COURSE}/exam"' in one.page(f"{CASE}/1")


def test_home_names_the_case_when_all_is_read(app: Flask) -> None:
    publish_sample(case_owed=True)
    one = player(app)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        one.client.get(f"/courses/{COURSE}/{page}")
        one.client.post(f"/courses/{COURSE}/{page}")
    assert f'href="{CASE}"' in one.page("/")
    one.play(*BEST)
    assert "The exam is next" in one.page("/")


def test_an_exam_that_opens_after_all_waits_for_the_case(app: Flask) -> None:
    publish_sample(case_owed=True, opens_after="modules")
    one = player(app)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        one.client.get(f"/courses/{COURSE}/{page}")
        one.client.post(f"/courses/{COURSE}/{page}")
    assert "every case is complete" in one.page(f"/courses/{COURSE}/exam")
    one.play(*BEST)
    assert "every case is complete" not in one.page(f"/courses/{COURSE}/exam")


def test_the_award_waits_for_the_case_and_comes_with_its_good_end(app: Flask) -> None:
    from tests.learning.sitting import Sitting

    publish_sample(case_owed=True)
    one = player(app)
    sitting = Sitting(one.client, one.person_id)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        one.client.get(f"/courses/{COURSE}/{page}")
        one.client.post(f"/courses/{COURSE}/{page}")
    sitting.start()
    sitting.answer_all()
    sitting.submit()
    assert count(Award) == 0
    one.play(1)
    assert count(Award) == 0
    one.play(*BEST)
    assert count(Award) == 1
    db.session.remove()
    assert db.session.scalars(select(Enrolment)).one().completed_at is not None


def test_a_case_added_after_the_exam_began_is_not_owed(app: Flask) -> None:
    from tests.learning.sitting import Sitting

    publish_sample()
    one = player(app)
    sitting = Sitting(one.client, one.person_id)
    sitting.start()
    publish_sample(case_owed=True)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        one.client.get(f"/courses/{COURSE}/{page}")
        one.client.post(f"/courses/{COURSE}/{page}")
    sitting.answer_all()
    sitting.submit()
    assert count(Award) == 1


def test_the_last_page_owed_brings_the_certificate_although_a_new_edition_asks_for_more(app: Flask) -> None:
    from tests.learning.sitting import Sitting

    publish_sample()
    one = player(app)
    sitting = Sitting(one.client, one.person_id)
    sitting.start()
    sitting.answer_all()
    sitting.submit()
    publish_sample(case_owed=True)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        assert (count(Award), count(Certificate)) == (0, 0)
        one.client.get(f"/courses/{COURSE}/{page}")
        one.client.post(f"/courses/{COURSE}/{page}")
    assert (count(Award), count(Certificate)) == (1, 1)


def test_playing_practice_leaves_no_trace_in_the_ledger(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.play(*BEST)
    db.session.remove()
    assert db.session.scalars(select(Ledger.action).where(Ledger.action != "edition.published")).all() == [
        "enrolment.made"
    ]


def test_a_case_is_read_in_the_language_of_the_page(app: Flask) -> None:
    publish_sample()
    one = player(app)
    page = one.page(f"{CASE}?lang=ar")
    assert "أنت في الخدمة" in page
    one.begin()
    page = one.page()
    assert heading(page) == "عند الشباك"
    assert "استدعاء شاهد ثم فتحه" in page
    one.choose(2)
    assert "<strong>يوقّع</strong>" in one.page()
    one.choose(1)
    assert "كما في الطريق الأفضل" in one.page(f"{CASE}/1")


def test_another_learner_has_an_attempt_of_his_own(app: Flask) -> None:
    publish_sample()
    one, other = player(app), player(app, name="Another Person")
    one.play(2)
    assert other.client.get(PLAY).location == CASE
    assert other.client.get(f"{CASE}/1").status_code == 404
    other.begin()
    assert other.scene() == "At the counter"


def test_attempts_at_cases_are_no_attempts_at_exams(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    attempt_id = db.session.scalars(select(Attempt.id)).one()
    for path in ("", "/1", "/questions", "/check", "/submit", "/record"):
        assert one.client.get(f"/attempts/{attempt_id}{path}").status_code == 404
    assert one.client.post(f"/attempts/{attempt_id}/submit").status_code == 404


def test_a_hidden_course_hides_its_case_byte_for_byte(app: Flask) -> None:
    publish_sample(visibility="hidden", audience="[police]")
    one = player(app)
    for path in ("", "/play", "/1"):
        hidden = one.client.get(f"{CASE}{path}").get_data()
        unknown = one.client.get(f"{CASE}{path}".replace(COURSE, "unknown-course")).get_data()
        assert hidden.replace(COURSE.encode(), b"unknown-course") == unknown
        assert one.client.get(f"{CASE}{path}").status_code == 404
    unknown_case = one.client.get(CASE.replace("the-parcel", "the-letter"))
    assert unknown_case.status_code == 404


def test_a_closed_course_says_why_its_case_is_closed(app: Flask) -> None:
    publish_sample(audience="[police]")
    one = player(app)
    answer = one.client.get(CASE)
    assert answer.status_code == 403
    assert "This course is for people from" in answer.get_data(as_text=True)
    assert one.client.post(CASE, {"number": "1"}).status_code == 403
    assert count(Attempt) == 0


def test_a_course_that_closes_in_mid_case_takes_no_decision_and_goes_on_where_it_was_when_it_opens(app: Flask) -> None:
    publish_sample()
    one = player(app)
    one.begin()
    one.choose(2)
    decision = {**one.form(), "choice": "1"}
    for audience, visibility, status in (("[police]", "listed", 403), ("[police]", "hidden", 404)):
        publish_sample(audience=audience, visibility=visibility)
        assert one.client.post(PLAY, decision).status_code == status
        assert one.client.get(PLAY).status_code == status
    assert (count(Answer), count(Grade)) == (1, 0)
    publish_sample()
    assert one.scene() == "On the table"
    assert one.client.post(PLAY, decision).location == f"{CASE}/1"


def test_whoever_is_suspended_in_mid_case_decides_nothing(app: Flask) -> None:
    from college.accounts import services as accounts
    from college.accounts.rules import Role

    publish_sample()
    one = player(app)
    one.begin()
    decision = {**one.form(), "choice": "2"}
    administrator = make_person(roles=(Role.ADMINISTRATOR,))
    accounts.suspend(one.person_id, "Left the service.", by=administrator, now=datetime.now(UTC))
    assert one.client.post(PLAY, decision).status_code == 401
    assert count(Answer) == 0


def test_a_module_shows_the_card_of_the_case(app: Flask) -> None:
    publish_sample()
    one = player(app)
    assert f'<a href="{CASE}">The parcel</a>' in one.page(f"/courses/{COURSE}/proving/records")


def test_a_decision_whose_sign_in_has_ended_is_kept_to_be_confirmed(app: Flask, client: Client) -> None:
    publish_sample()
    person, start = make_known(), datetime.now(UTC)
    with clock.at(start - timedelta(hours=2)):
        enter(client, person)
        client.get(CASE)
        client.post(CASE, {"number": "1"})
    answer = client.post(PLAY, {"attempt": "1", "number": "1", "choice": "2"})
    assert answer.status_code == 401
    sent = {"identifier": number_of(person), "password": PASSWORD, "held": held_in(answer.get_data(as_text=True))}
    again = client.post("/sign-in", sent).get_data(as_text=True)
    assert f'action="{PLAY}"' in again
    assert 'name="choice" value="2"' in again
    assert count(Answer) == 0


def test_instructors_see_the_map_and_learners_do_not(app: Flask) -> None:
    from college.accounts.rules import Role

    publish_sample()
    instructor = sign_in(Client(app), make_person(name="Sam Reader", roles=(Role.INSTRUCTOR,)))
    page = instructor.get(f"{CASE}/map").get_data(as_text=True)
    assert f'src="{CASE}/map.svg?lang=en"' in page
    assert "Call a witness, then open it" in page
    drawn = instructor.get(f"{CASE}/map.svg?lang=ar")
    assert drawn.mimetype == "image/svg+xml"
    text = drawn.get_data(as_text=True)
    assert "عند الشباك" in text
    assert "style" not in text
    assert player(app).client.get(f"{CASE}/map").status_code == 403
    assert f"{CASE}/map" in instructor.get(f"/courses/{COURSE}/").get_data(as_text=True)
