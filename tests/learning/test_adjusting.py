"""The office adjusts learners' exams, and what learners leave open is settled."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from college import clock
from college.accounts.models import Person
from college.accounts.rules import Role
from college.assessment.models import Adjustment, Answer, Attempt, Grade
from college.audit import queries as audit
from college.audit.models import Ledger
from college.catalogue import queries as catalogue
from college.certification import queries as certificates
from college.database import db, transaction
from tests.browser_like import Client
from tests.conftest import Store
from tests.factories import lay_aside, make_person, publish_sample, sign_in
from tests.learning.sitting import EXAM, Sitting, attempt_row, learner, right_values, sit
from tests.sample_course import COURSE
from tests.world import read_all

REASON = "The line of Station 12 broke; see the note of its chief."
SEEN = re.compile(r'name="seen" value="(\d*)"')


def office(app: Flask, role: Role = Role.REGISTRAR) -> Client:
    return sign_in(Client(app), make_person(name="Rita Registrar", roles=(role,)))


def address(sitting: Sitting, course: str = "") -> str:
    return f"/learners/{sitting.person_id}/exams{'/' + course if course else ''}"


def adjust(client: Client, sitting: Sitting, **form: str) -> TestResponse:
    """Fill in the form as it is shown and send it."""
    shown = SEEN.search(client.get(address(sitting, COURSE)).get_data(as_text=True))
    values = {"kind": "unlock", "amount": "", "until": "", "reason": REASON, "seen": shown[1] if shown else ""}
    return client.post(address(sitting, COURSE), {**values, **form})


def adjusted() -> list[Adjustment]:
    lay_aside()
    return list(db.session.scalars(select(Adjustment).order_by(Adjustment.id)))


def used_up(app: Flask, attempts: int = 3) -> Sitting:
    """A learner who has failed as often as is allowed, just now."""
    now = datetime.now(UTC)
    sitting = sit(app, start=False, attempts=attempts)
    for n in range(attempts):
        with clock.at(now - (attempts - n) * timedelta(hours=25)):
            sitting.client = sign_in(Client(app), sitting.person_id, now=clock.now())
            assert sitting.start().status_code == 303
            assert sitting.submit().status_code == 303
    sitting.client = sign_in(Client(app), sitting.person_id)
    return sitting


def settle(store: Store) -> Result:
    return store.app.test_cli_runner().invoke(args=["exams", "settle"])


def test_an_unlock_lets_a_fourth_attempt_begin_at_once(app: Flask) -> None:
    sitting = sit(app, start=False, wait="1 hours")
    start = datetime.now(UTC) - timedelta(minutes=1)
    for n in range(3):
        with clock.at(start - timedelta(minutes=70) * (2 - n)):
            sitting.client = sign_in(Client(app), sitting.person_id, now=clock.now())
            assert sitting.start().status_code == 303
            assert sitting.submit().status_code == 303
    sitting.client = sign_in(Client(app), sitting.person_id)
    assert "3 of 3 attempts" in sitting.start().get_data(as_text=True)
    assert adjust(office(app), sitting).status_code == 303
    assert "1 more attempt." in sitting.client.get(EXAM).get_data(as_text=True)
    assert sitting.start().status_code == 303
    assert attempt_row(sitting.attempt_id).number == 4


def test_more_attempts_still_wait(app: Flask) -> None:
    sitting = sit(app, attempts=1)
    sitting.submit()
    assert adjust(office(app), sitting, kind="extra_attempt", amount="٢").status_code == 303
    assert "2 more attempts." in sitting.client.get(EXAM).get_data(as_text=True)
    refused = sitting.start()
    assert refused.status_code == 409
    assert "next attempt can begin on" in refused.get_data(as_text=True)


def test_the_ledger_proves_the_reason_and_does_not_tell_it(app: Flask) -> None:
    sitting = used_up(app, attempts=1)
    assert adjust(office(app), sitting).status_code == 303
    (row,) = adjusted()
    (entry,) = [one for one in audit.entries_about(f"enrolment:{row.enrolment_id}") if one.action == "exam.adjusted"]
    assert re.search(r'"reason":"[^"]{32,}"', entry.entry)
    assert row.reason == REASON
    assert "Station" not in "".join(db.session.scalars(select(Ledger.entry)))


def test_more_time_moves_the_deadline_of_the_next_attempt_alone(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes", wait="none")
    before = attempt_row(sitting.attempt_id).deadline_at
    assert adjust(office(app), sitting, kind="time_factor", amount="25").status_code == 303
    assert attempt_row(sitting.attempt_id).deadline_at == before
    sitting.submit()
    assert "125%" in sitting.client.get(EXAM).get_data(as_text=True)
    assert sitting.start().status_code == 303
    row = attempt_row(sitting.attempt_id)
    assert row.deadline_at == row.began_at + timedelta(minutes=75)


def test_an_adjustment_ends_with_its_last_day(app: Flask) -> None:
    sitting = used_up(app, attempts=1)
    client, today = office(app), datetime.now(UTC).date()
    assert adjust(client, sitting, until=today.isoformat()).status_code == 303
    (row,) = adjusted()
    assert row.until_at is not None
    assert row.until_at.date() == today
    assert row.until_at + timedelta(microseconds=1) == datetime.combine(
        today + timedelta(days=1), datetime.min.time(), tzinfo=UTC
    )
    assert "applies</span>" in client.get(address(sitting)).get_data(as_text=True)
    with clock.at(row.until_at + timedelta(seconds=1)):
        sitting.client = sign_in(Client(app), sitting.person_id, now=clock.now())
        assert sitting.start().status_code == 409
        later = sign_in(client, make_person(roles=(Role.REGISTRAR,)), now=clock.now())
        page = later.get(address(sitting)).get_data(as_text=True)
    assert "applies</span>" not in page
    assert "past</span>" in page


def test_the_office_sees_attempts_adjustments_and_who_made_them_why(app: Flask) -> None:
    sitting = used_up(app, attempts=1)
    client = office(app)
    page = client.get(address(sitting)).get_data(as_text=True)
    assert "0 of 1 left" in page
    assert "when it is unlocked" in page
    assert "Nothing has been adjusted." in page
    page = client.follow(adjust(client, sitting)).get_data(as_text=True)
    assert "The exam is adjusted." in page
    for words in ("Unlocked: 1 more attempt, at once", "Rita Registrar", REASON, "without end", "1 of 2 left"):
        assert words in page
    assert "at once" in page.split("The next may begin")[1][:60]


def test_a_form_sent_twice_adjusts_once(app: Flask) -> None:
    sitting = used_up(app, attempts=1)
    client = office(app)
    assert adjust(client, sitting, seen="").status_code == 303
    again = client.follow(adjust(client, sitting, seen=""))
    assert "has been adjusted since your page was loaded" in again.get_data(as_text=True)
    assert len(adjusted()) == 1
    assert adjust(client, sitting).status_code == 303
    assert len(adjusted()) == 2


def test_an_administrator_adjusts_too(app: Flask) -> None:
    sitting = used_up(app, attempts=1)
    client = office(app, Role.ADMINISTRATOR)
    assert address(sitting) in client.get(f"/people/{sitting.person_id}").get_data(as_text=True)
    assert adjust(client, sitting).status_code == 303
    assert sitting.start().status_code == 303


def test_nobody_adjusts_an_exam_for_oneself(app: Flask) -> None:
    publish_sample(attempts=1)
    sitting = learner(app, roles=(Role.LEARNER, Role.REGISTRAR))
    assert sitting.start().status_code == 303
    pages = [sitting.client.get(address(sitting, course)).get_data(as_text=True) for course in ("", COURSE)]
    for page in pages:
        assert "Nobody adjusts an exam for himself" in page
    assert address(sitting, COURSE) not in pages[0]
    assert "Adjust the exam</button>" not in pages[1]
    refused = adjust(sitting.client, sitting)
    assert refused.status_code == 403
    assert "Ask a colleague" in refused.get_data(as_text=True)
    assert adjusted() == []


def test_learners_are_let_nowhere_near(app: Flask) -> None:
    sitting = sit(app)
    for path in ("/learners/", address(sitting), address(sitting, COURSE)):
        assert sitting.client.get(path).status_code == 403
    assert sitting.client.post(address(sitting, COURSE), {"kind": "unlock", "reason": REASON}).status_code == 403
    assert adjusted() == []


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    sitting = sit(app)
    publish_sample(course="another-course")
    client = office(app)
    for path in ("/learners/999999/exams", f"/learners/999999/exams/{COURSE}", "/learners/x/exams"):
        assert client.get(path).status_code == 404
    for course in ("another-course", "no-such-course"):
        assert client.get(address(sitting, course)).status_code == 404
        assert client.post(address(sitting, course), {"kind": "unlock", "reason": REASON}).status_code == 404


HOSTILE = {
    "no kind": {"kind": ""},
    "another kind": {"kind": "pass"},
    "no time": {"kind": "time_factor", "amount": ""},
    "less time": {"kind": "time_factor", "amount": "-25"},
    "too much time": {"kind": "time_factor", "amount": "401"},
    "endless digits": {"kind": "time_factor", "amount": "9" * 5000},
    "no number": {"kind": "extra_attempt", "amount": "²"},
    "a fraction": {"kind": "extra_attempt", "amount": "1.5"},
    "no attempts": {"kind": "extra_attempt", "amount": "0"},
    "too many attempts": {"kind": "extra_attempt", "amount": "21"},
    "yesterday": {"until": (datetime.now(UTC).date() - timedelta(days=1)).isoformat()},
    "the first day": {"until": "0001-01-01"},
    "the last day": {"until": date.max.isoformat()},
    "no day": {"until": "2027-02-30"},
    "no reason": {"reason": ""},
    "a blank reason": {"reason": " \n\t "},
    "a long reason": {"reason": "x" * 2001},
}


@pytest.mark.parametrize("form", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_cannot_be_is_asked_again(app: Flask, form: dict[str, str]) -> None:
    sitting = sit(app, time_limit="60 minutes")
    answer = adjust(office(app), sitting, **form)
    assert answer.status_code == 422
    assert "There is something to correct" in answer.get_data(as_text=True)
    assert adjusted() == []


def test_only_what_changes_something_is_offered(app: Flask) -> None:
    sitting = sit(app, time_limit="none")
    page = office(app).get(address(sitting, COURSE)).get_data(as_text=True)
    assert 'value="unlock"' in page
    assert 'name="amount"' in page
    assert 'value="time_factor"' not in page
    publish_sample(attempts="null", wait="24 hours")
    page = office(app).get(address(sitting, COURSE)).get_data(as_text=True)
    assert 'value="unlock"' in page
    assert 'name="amount"' not in page
    publish_sample(attempts="null", wait="none")
    assert "There is nothing to adjust" in office(app).get(address(sitting, COURSE)).get_data(as_text=True)


def test_a_registrar_finds_learners_by_number_and_by_name(app: Flask) -> None:
    sitting = sit(app, name="Amina Okafor")
    number = db.session.get_one(Person, sitting.person_id).number
    client = office(app)
    make_person(name="Amina Nolearner")
    assert "/learners/" in client.get("/verify/").get_data(as_text=True)
    assert address(sitting) not in client.get("/learners/").get_data(as_text=True)
    for words in (number, number.lower(), "okaf", " Amina  "):
        page = client.get("/learners/", query_string={"q": words}).get_data(as_text=True)
        assert address(sitting) in page
        assert "Nolearner" not in page
    for words in ("%", "_", "nobody", "\\", "' OR 1=1 --"):
        page = client.get("/learners/", query_string={"q": words}).get_data(as_text=True)
        assert "Nobody who has started a course is found" in page


def test_a_sealed_person_is_found_by_the_whole_number_alone(app: Flask) -> None:
    sitting = sit(app, name="Amina Okafor")
    with transaction() as session:
        session.execute(update(Person).where(Person.id == sitting.person_id).values(sealed_at=datetime.now(UTC)))
    number = db.session.get_one(Person, sitting.person_id).number
    client = office(app)
    for words in ("Amina", number[:-1]):
        assert address(sitting) not in client.get("/learners/", query_string={"q": words}).get_data(as_text=True)
    assert address(sitting) in client.get("/learners/", query_string={"q": number}).get_data(as_text=True)


def test_an_abandoned_attempt_is_settled_once_and_its_saved_answers_count(store: Store, app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    begun = sitting.begun
    # Nine of ten: a pass whichever one is left out, since one question of the bank counts double.
    for n in range(1, 10):
        assert sitting.save(n, right_values(begun, n)).status_code == 200
    edition = catalogue.find_course(COURSE)
    assert edition is not None
    read_all(sitting.person_id, edition, begun.began_at)
    assert begun.deadline_at is not None
    with clock.at(begun.deadline_at + timedelta(seconds=10)):
        assert settle(store).output == "0 settled, 0 issued\n"
    assert attempt_row(sitting.attempt_id).state == "open"
    with clock.at(begun.deadline_at + timedelta(seconds=16)):
        assert settle(store).output == "1 settled, 1 issued\n"
        assert settle(store).output == "0 settled, 0 issued\n"
    row = attempt_row(sitting.attempt_id)
    assert row.state == "graded"
    assert row.submitted_at == begun.deadline_at
    (grade,) = db.session.scalars(select(Grade).where(Grade.attempt_id == sitting.attempt_id))
    answered = db.session.scalar(select(func.count()).select_from(Answer))
    assert answered == 9
    assert grade.passed
    assert grade.earned < grade.possible
    assert len(certificates.certificates_of(sitting.person_id)) == 1


def test_the_sweep_leaves_open_what_has_time_and_says_what_it_could_not_settle(store: Store, app: Flask) -> None:
    abandoned = sit(app, time_limit="60 minutes")
    broken, present = learner(app, name="Ben Broken"), learner(app, name="Pat Present")
    deadline = abandoned.begun.deadline_at
    assert deadline is not None
    assert broken.start().status_code == 303
    with transaction() as session:
        session.execute(
            update(Attempt)
            .where(Attempt.id == broken.attempt_id)
            .values(drawn=[["no-such-question", []]], deadline_at=deadline - timedelta(minutes=1))
        )
    with clock.at(deadline):
        present.client = sign_in(Client(app), present.person_id, now=deadline)
        assert present.start().status_code == 303
    with clock.at(deadline + timedelta(minutes=1)):
        result = settle(store)
    assert result.exit_code == 1
    assert result.output.endswith("1 settled, 0 issued, 1 failed: see the log\n")
    states = [attempt_row(one.attempt_id).state for one in (abandoned, broken, present)]
    assert states == ["graded", "open", "open"]
