"""Days on pages: as each language writes them, in digits that everybody can compare."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from college.web import locale
from college.web.locale import LANGUAGES, Preference

DAYS = {
    "en": ("3 November 2026", "23 November 2026, 09:05 \u2066UTC+2\u2069"),
    "ar": ("3 نوفمبر 2026", "23 نوفمبر 2026، 09:05 \u2066UTC+2\u2069"),
    "fr": ("3 novembre 2026", "23 novembre 2026, 09:05 \u2066UTC+2\u2069"),
    "es": ("3 de noviembre de 2026", "23 de noviembre de 2026, 09:05 \u2066UTC+2\u2069"),
    "pt": ("3 de novembro de 2026", "23 de novembro de 2026, 09:05 \u2066UTC+2\u2069"),
    "zh": ("2026年11月3日", "2026年11月23日 09:05 \u2066UTC+2\u2069"),
}


def test_no_language_lacks_its_days() -> None:
    assert set(DAYS) == set(LANGUAGES)


@pytest.mark.parametrize("language", DAYS)
def test_a_day_and_a_moment_are_written_as_the_language_does(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setitem(app.extensions, "preference", lambda: Preference(language, "Africa/Maputo"))
    day, moment = DAYS[language]
    with app.test_request_context("/"):
        assert locale.day(date(2026, 11, 3)) == day
        assert locale.when(datetime(2026, 11, 23, 7, 5, tzinfo=UTC)) == moment
