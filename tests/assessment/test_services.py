"""Attempts on both databases: begun once, saved for good, graded once, adjusted by others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from college import clock
from college.accounts.queries import SignedIn
from college.accounts.rules import Role
from college.assessment import queries as attempts
from college.assessment import rules
from college.assessment import services as assessment
from college.assessment.models import Answer, Attempt, Grade
from college.audit.models import Ledger
from college.certification.models import Award
from college.database import db, transaction
from college.learning.services import exam as stories
from tests.factories import make_person, publish_sample
from tests.learning.sitting import EXAM, Sitting, attempt_row, learner, right_values, sit, wrong_values

DAY = timedelta(days=1)


def counted(model: type) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def actions(subject: str) -> list[str]:
    db.session.remove()
    return list(db.session.scalars(select(Ledger.action).where(Ledger.subject == subject).order_by(Ledger.position)))


def final(sitting: Sitting) -> dict[str, object]:
    db.session.remove()
    return {name: row.given for name, row in rules.final(attempts.answers_of(sitting.attempt_id)).items()}


def registrar(person_id: int) -> SignedIn:
    now = datetime.now(UTC)
    return SignedIn(
        id=person_id, number="T", name="Registrar", state="approved", roles=frozenset({Role.REGISTRAR}),
        language="en", zone="UTC", token_sha256="", session_id=1, signed_in_at=now, expires_at=now + DAY,
        idle_seconds=60, own_device=False, stepped_up_at=now, name_confirmed_at=now,
    )  # fmt: skip


def test_starting_again_goes_on_with_the_open_attempt(app: Flask) -> None:
    sitting = sit(app)
    first = sitting.attempt_id
    assert sitting.start().status_code == 303
    assert sitting.attempt_id == first
    assert counted(Attempt) == 1
    assert actions(f"attempt:{first}") == ["attempt.begun"]


def test_an_attempt_keeps_the_rules_it_began_under(app: Flask) -> None:
    row = attempt_row(sit(app, time_limit="60 minutes").attempt_id)
    assert row.rules_accepted == {"materials": "open-book", "help": "not-allowed"}
    assert row.settings["pass_mark"] == 80
    assert row.settings["time_limit_seconds"] == 3600
    assert row.deadline_at == row.began_at + timedelta(hours=1)
    assert row.supervision == "online"


def test_a_submitted_exam_is_graded_and_the_ledger_says_on_what(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all()
    assert sitting.submit().status_code == 303
    assert attempt_row(sitting.attempt_id).state == "graded"
    assert actions(f"attempt:{sitting.attempt_id}") == ["attempt.begun", "attempt.submitted", "attempt.graded"]
    result = attempts.find_result(sitting.attempt_id)
    assert result is not None
    assert result.passed
    assert result.grader == rules.GRADER
    assert result.earned == result.possible == sum(question.points for question in sitting.begun.questions) * 1000


def test_submitting_twice_gives_the_same_grade(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all(right=3)
    assert sitting.submit().status_code == 303
    assert sitting.client.post(f"{sitting.address}/submit", {"believed": "another"}).status_code == 303
    assert counted(Grade) == 1
    assert "You have not passed" in sitting.page()


def test_an_unanswered_exam_earns_nothing(app: Flask) -> None:
    sitting = sit(app)
    assert sitting.submit().status_code == 303
    result = attempts.find_result(sitting.attempt_id)
    assert result is not None
    assert (result.earned, result.passed) == (0, False)


def test_a_replayed_save_is_acknowledged_and_kept_once(app: Flask) -> None:
    sitting = sit(app)
    given = right_values(sitting.begun, 1)
    first = sitting.save(1, given, seq=1)
    again = sitting.save(1, given, seq=1)
    assert first.status_code == again.status_code == 200
    assert first.get_json()["id"] == again.get_json()["id"]
    assert counted(Answer) == 1


def test_the_newest_answer_of_two_tabs_counts(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    for tab, seq, values in (
        ("one", 4, right_values(begun, 1)),
        ("two", 1, wrong_values(begun, 1)),
        ("one", 3, right_values(begun, 1)),
    ):
        assert sitting.save(1, values, tab=tab, seq=seq).status_code == 200
    kept = attempts.answers_of(sitting.attempt_id)
    assert [row.counts for row in sorted(kept, key=lambda row: row.id)] == [True, True, False]
    wrong = rules.final(kept)[begun.drawn[0][0]]
    assert wrong.tab == "two.1"


def test_an_old_page_sent_late_takes_back_nothing_that_another_tab_saved(app: Flask) -> None:
    sitting = sit(app)
    begun = sitting.begun
    one_tab = sitting.client.get(f"{sitting.address}/1?per=all").get_data(as_text=True)
    assert 'name="was-1" value="0"' in one_tab
    assert sitting.save(1, right_values(begun, 1), tab="other").status_code == 200
    form = {"tab": "old-page", "seq": "0", "language": "en", "go": "check", "given-2": right_values(begun, 2)}
    form |= {f"was-{n}": "0" for n in range(1, 11)}
    assert sitting.client.post(f"{sitting.address}/1?per=all", form).status_code == 303
    assert set(final(sitting)) == {begun.drawn[0][0], begun.drawn[1][0]}


def test_answers_are_saved_until_the_deadline_and_a_moment_longer(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    deadline = attempt_row(sitting.attempt_id).deadline_at
    assert deadline is not None
    begun = sitting.begun
    with clock.at(deadline - timedelta(seconds=1)):
        assert sitting.save(1, right_values(begun, 1)).status_code == 200
    with clock.at(deadline + timedelta(seconds=10)):
        assert sitting.save(2, right_values(begun, 2)).status_code == 200
    with clock.at(deadline + timedelta(seconds=16)):
        late = sitting.save(3, right_values(begun, 3))
    assert late.status_code == 410
    assert "too late" in late.get_json()["words"]
    db.session.remove()
    assert db.session.scalars(select(Answer.late).order_by(Answer.id)).all() == [False, True]


def test_a_late_answer_settles_the_attempt_with_what_was_saved(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    deadline = attempt_row(sitting.attempt_id).deadline_at
    assert deadline is not None
    sitting.answer_all()
    with clock.at(deadline + timedelta(hours=3)):
        assert sitting.save(1, [], tab="late").status_code == 410
    row = attempt_row(sitting.attempt_id)
    assert (row.state, row.submitted_at) == ("graded", deadline)
    assert attempts.find_passed(row.enrolment_id, row.exam_id) is not None


def test_reading_settles_nothing_and_a_button_does(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    sitting.answer_all(right=2)
    deadline = attempt_row(sitting.attempt_id).deadline_at
    assert deadline is not None
    with clock.at(deadline + timedelta(hours=1)):
        for path in ("", "/1", "/questions", "/check", "/submit"):
            assert "The time is up" in sitting.page(path), path
        assert attempt_row(sitting.attempt_id).state == "open"
        assert sitting.client.post(f"{sitting.address}/finish").status_code == 303
        assert "You have not passed" in sitting.page()
    assert attempt_row(sitting.attempt_id).submitted_at == deadline


def test_an_attempt_is_not_finished_before_its_time(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    assert sitting.client.post(f"{sitting.address}/finish").status_code == 303
    assert attempt_row(sitting.attempt_id).state == "open"
    with pytest.raises(assessment.TimeNotUp), transaction():
        stories.settle(sitting.attempt_id, grace=timedelta(seconds=15), now=datetime.now(UTC))


def test_attempts_whose_time_is_up_can_be_settled_for_learners_who_left(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes")
    later = datetime.now(UTC) + timedelta(hours=2)
    ((attempt_id, _),) = attempts.overdue(later)
    with transaction():
        stories.settle(attempt_id, grace=timedelta(seconds=15), now=later)
    assert attempt_row(sitting.attempt_id).state == "graded"
    assert attempts.overdue(later) == []


def test_a_fourth_attempt_is_refused_over_all_editions(app: Flask) -> None:
    now = datetime.now(UTC)
    sitting = sit(app, start=False, wait="1 hours")
    for n in range(3):
        with clock.at(now + n * timedelta(hours=2)):
            assert sitting.start().status_code == 303
            assert sitting.submit().status_code == 303
    publish_sample(wait="1 hours", title="Illicit goods in brief, second edition")
    with clock.at(now + timedelta(hours=9)):
        assert "3 of 3 attempts" in sitting.client.get(EXAM).get_data(as_text=True)
        refused = sitting.start()
    assert refused.status_code == 409
    assert "3 of 3 attempts" in refused.get_data(as_text=True)
    assert counted(Attempt) == 3


def test_the_next_attempt_waits_a_day(app: Flask) -> None:
    sitting = sit(app)
    sitting.submit()
    refused = sitting.start()
    assert refused.status_code == 409
    assert "next attempt can begin on" in refused.get_data(as_text=True)
    with clock.at(datetime.now(UTC) + DAY + timedelta(seconds=5)):
        assert sitting.start().status_code == 303
    assert counted(Attempt) == 2


def test_who_has_passed_sits_no_more(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all()
    sitting.submit()
    with clock.at(datetime.now(UTC) + 2 * DAY):
        assert sitting.start().status_code == 409
    assert counted(Attempt) == 1


def test_adjustments_give_time_and_attempts_with_a_reason(app: Flask) -> None:
    sitting = sit(app, time_limit="60 minutes", attempts=1)
    sitting.submit()
    enrolment_id = sitting.begun.enrolment_id
    by = registrar(make_person(roles=(Role.REGISTRAR,)))
    now = datetime.now(UTC)
    for kind, amount in (("unlock", 1), ("time_factor", 1500)):
        with transaction():
            assessment.adjust(enrolment_id, exam_id="exam", kind=kind, amount=amount, reason="Dyslexia", by=by, now=now)
    assert "150%" in sitting.client.get(EXAM).get_data(as_text=True)
    assert sitting.start().status_code == 303
    row = attempt_row(sitting.attempt_id)
    assert row.deadline_at == row.began_at + timedelta(minutes=90)
    assert actions(f"enrolment:{enrolment_id}")[-2:] == ["exam.adjusted", "exam.adjusted"]
    assert "Dyslexia" not in " ".join(db.session.scalars(select(Ledger.entry)))


def test_nobody_adjusts_an_exam_for_himself_or_without_a_reason_or_a_right(app: Flask) -> None:
    sitting = sit(app)
    enrolment_id = sitting.begun.enrolment_id
    now = datetime.now(UTC)
    other = registrar(make_person(roles=(Role.REGISTRAR,)))
    plain = SignedIn(**{**other.__dict__, "roles": frozenset({Role.LEARNER})})
    for by, reason, amount, refusal in (
        (registrar(sitting.person_id), "A reason", 1, assessment.NotForOneself),
        (other, "  ", 1, assessment.ReasonMissing),
        (other, "A reason", 99, assessment.AmountOutOfRange),
        (plain, "A reason", 1, assessment.NotYours),
    ):
        with pytest.raises(refusal), transaction():
            assessment.adjust(
                enrolment_id, exam_id="exam", kind="extra_attempt", amount=amount, reason=reason, by=by, now=now
            )


def test_answers_and_grades_cannot_be_rewritten(app: Flask) -> None:
    sitting = sit(app)
    sitting.answer_all(right=1)
    sitting.submit()
    for statement in ("UPDATE answer SET counts = false", "DELETE FROM grade", "DELETE FROM answer"):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text(statement))


def test_practice_leaves_no_trace_in_the_ledger_and_awards_nothing(app: Flask) -> None:
    publish_sample()
    sitting = learner(app)
    before = counted(Ledger)
    sitting.client.get("/courses/sample-course/quizzes/telling-quiz")
    began = sitting.client.post("/courses/sample-course/quizzes/telling-quiz")
    assert began.status_code == 303
    sitting.attempt_id = int(began.location.split("/")[2])
    begun = sitting.begun
    for n in range(1, 4):
        sitting.answer_page(n, right_values(begun, n))
    assert sitting.client.post(f"{sitting.address}/submit").status_code == 303
    assert counted(Ledger) == before + 1, "only the enrolment"
    assert counted(Award) == 0
    result = attempts.find_result(sitting.attempt_id)
    assert result is not None
    assert result.earned == result.possible


def test_a_pass_with_all_modules_read_is_an_award(app: Flask) -> None:
    sitting = sit(app)
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        sitting.client.get(f"/courses/sample-course/{page}")
        assert sitting.client.post(f"/courses/sample-course/{page}").status_code == 303
    assert counted(Award) == 0
    sitting.answer_all()
    sitting.submit()
    db.session.remove()
    award = db.session.scalars(select(Award)).one()
    assert award.attempt_id == sitting.attempt_id


def test_a_new_edition_changes_nothing_for_an_open_attempt(app: Flask) -> None:
    sitting = sit(app)
    before = sitting.page("/1")
    begun = sitting.begun
    publish_sample(question_count=12, pass_mark="100%", title="Another edition")
    db.session.remove()
    assert sitting.begun.digest == begun.digest
    assert sitting.begun.drawn == begun.drawn
    strip = "Question 1 of 10"
    assert strip in before
    assert strip in sitting.page("/1")
    sitting.answer_all(right=9)
    sitting.submit()
    result = attempts.find_result(sitting.attempt_id)
    assert result is not None
    assert result.earned * 100 >= 80 * result.possible
    assert result.passed
