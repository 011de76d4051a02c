"""Times on pages: in the reader's zone, and its distance from UTC beside them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from college.web import locale
from college.web.locale import Preference

NOON = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/St_Johns", "08:30 \u2066UTC-3:30\u2069"),
        ("Pacific/Marquesas", "02:30 \u2066UTC-9:30\u2069"),
        ("Asia/Kathmandu", "17:45 \u2066UTC+5:45\u2069"),
        ("America/New_York", "07:00 \u2066UTC-5\u2069"),
        ("UTC", "12:00 \u2066UTC\u2069"),
    ],
)
def test_a_time_names_how_far_its_zone_is_from_utc(
    app: Flask, monkeypatch: pytest.MonkeyPatch, zone: str, shown: str
) -> None:
    monkeypatch.setitem(app.extensions, "preference", lambda: Preference("en", zone))
    with app.test_request_context("/"):
        assert locale.time_of_day(NOON) == shown
