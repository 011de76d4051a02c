"""Days and their parts, as each language writes them."""

import json
import subprocess
import sys
from datetime import date

import pytest

from college.courseware.texts import day_in_words, months_in_words, order_of_a_day

NOVEMBER = {
    "zh": "11月",
    "ar": "نوفمبر",
    "en": "November",
    "es": "noviembre",
    "fr": "novembre",
    "pt": "novembro",
}


@pytest.mark.parametrize("language", NOVEMBER)
def test_months_are_chosen_by_what_is_printed(language: str) -> None:
    months = months_in_words(language)
    assert len(months) == 12 and months[10] == NOVEMBER[language]
    for n, month in enumerate(months, start=1):
        assert month in day_in_words(date(2026, n, 23), language)


def test_the_months_of_one_language_stay_out_of_the_others() -> None:
    program = (
        "import json, sys\n"
        "from college.courseware.texts import months_in_words\n"
        "print(json.dumps({language: months_in_words(language)[10] for language in json.load(sys.stdin)}))"
    )
    # A process of its own, in which Chinese is asked first.
    ran = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(list(NOVEMBER)), capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == NOVEMBER


@pytest.mark.parametrize("language", NOVEMBER)
def test_the_parts_of_a_day_are_asked_in_the_order_in_which_they_are_printed(language: str) -> None:
    order = ("year", "month", "day") if language == "zh" else ("day", "month", "year")
    assert order_of_a_day(language) == order
