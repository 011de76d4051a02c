"""The exam's pages, all of them without a script."""

from __future__ import annotations

from flask import Flask

from tests.learning.sitting import EXAM, learner, right_values, sit


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
