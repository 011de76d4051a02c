"""Numbers, names, passwords, codes and places: no application, no database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.accounts.rules import (
    browsers,
    codes,
    delays,
    is_local_path,
    names,
    numbers,
    passwords,
    places,
    second_factor,
)


@given(st.integers(1, 10**9))
def test_a_number_reads_back_however_it_is_typed(serial: int) -> None:
    number = numbers.learner_number(serial)
    arabic = number.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)})
    for typed in (
        number,
        number.lower(),
        number.replace("-", ""),
        f"  {number[2:]} ",
        arabic,
        number.replace("-", "–"),
    ):
        assert numbers.read_number(typed) == number


@given(st.integers(1, 10**9), st.integers(0, 20), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(serial: int, place: int, more: int) -> None:
    body, digit = numbers.learner_number(serial)[2:].split("-")
    place %= len(body)
    wrong = body[:place] + str((int(body[place]) + more) % 10) + body[place + 1 :]
    assert str(numbers.check_digit(wrong)) != digit


@given(st.text(max_size=60))
def test_any_text_can_be_typed_as_number_address_or_code(text: str) -> None:
    numbers.read_number(text)
    codes.read_code(text)
    second_factor.read_code(text)
    assert isinstance(names.is_email(names.email(text)), bool)
    assert isinstance(names.is_latin(names.tidy(text)), bool)
    assert isinstance(passwords.is_guessable(text, (text[:5],)), bool)


@pytest.mark.parametrize("name", ["Amina Okafor", "Jean-Luc d'Été", "Nguyễn Văn A", "Łukasz", "O’Neill", "J. R. Ó Sé"])
def test_names_in_latin_letters(name: str) -> None:
    assert names.is_latin(name)


@pytest.mark.parametrize("name", ["", "ليلى", "李雷", "Ivan Иванов", "R2D2", "<b>", "- -", "a\u202eb"])
def test_other_names(name: str) -> None:
    assert not names.is_latin(name)


@pytest.mark.parametrize("address", ["a@b.example", "first.last+x@sub.domain.example", "محمد@بريد.مثال"])
def test_addresses(address: str) -> None:
    assert names.is_email(address)


@pytest.mark.parametrize("address", ["", "a", "a@b", "a b@c.example", "a@b..example", "<a@b.example>", "a@b.example\n"])
def test_what_is_no_address(address: str) -> None:
    assert not names.is_email(address)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password12345678!",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "qwertyuiopasdfgh",
        "987654321098765",
        "Amina Okafor 2026",
        "amina.okafor@customs",
        "...............",
    ],
)
def test_guessable_passwords(password: str) -> None:
    assert passwords.is_guessable(password, ("Amina Okafor", "amina.okafor@customs.example"))


@pytest.mark.parametrize(
    "password",
    ["grey heron over wet slate", "كلمة طويلة لا يعرفها أحد", "vK3-pq9_zLr7-Wm2x", "vier Enten malen Bilder"],
)
def test_passwords_that_are_hard_to_guess(password: str) -> None:
    assert passwords.is_long_enough(password)
    assert not passwords.is_guessable(password, ("Amina Okafor",))


def test_the_shortest_password_has_fifteen_characters() -> None:
    assert not passwords.is_long_enough("x" * 14)
    assert passwords.is_long_enough("x" * 15)


@pytest.mark.parametrize("read", [passwords.normal, names.tidy, names.email, numbers.plain_digits, numbers.read_number])
def test_of_a_text_without_end_only_the_beginning_is_composed(read: Callable[[str], str]) -> None:
    assert 0 < len(read("\u0315\u0300" * 200_000)) <= 4096


def test_one_time_codes_are_read_however_they_are_typed() -> None:
    code = codes.new_code()
    assert codes.read_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == codes.read_code(code)
    assert len(codes.read_code(code)) == 20
    assert codes.new_code() != code


@pytest.mark.parametrize("path", ["/", "/courses/?x=1", "/a/b#c"])
def test_paths_of_this_college(path: str) -> None:
    assert is_local_path(path)


@pytest.mark.parametrize("path", ["", "//evil", "http://evil", "/\\evil", "/ a", "/\n", "\\\\evil", "javascript:x"])
def test_paths_that_lead_elsewhere(path: str) -> None:
    assert not is_local_path(path)


def test_browsers_are_called_by_their_names() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
    assert browsers.browser_name(windows) == "Chrome, Windows"
    assert browsers.browser_name(f"{windows} Edg/126.0") == "Edge, Windows"
    assert browsers.browser_name("curl/8.0") == "curl/8.0"
    assert browsers.browser_name("") == ""


def test_networks() -> None:
    assert delays.network_of("192.0.2.7") == delays.network_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert delays.network_of("2001:db8::1") == delays.network_of("2001:db8::ffff")
    assert delays.network_of("2001:db8:0:1::1") != delays.network_of("2001:db8::1")
    assert delays.network_of("nonsense") == "unknown"


def test_a_window_ends_by_itself() -> None:
    limit = delays.Limit("x", 5, timedelta(minutes=1))
    now = datetime(2026, 3, 2, 9, 0, 20, tzinfo=UTC)
    assert limit.window_at(now) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert limit.wait(now) == timedelta(seconds=40)


def test_countries_have_names_and_single_zones_are_found() -> None:
    assert places.country("JO", "en") == "Jordan" and places.country("JO", "ar") == "الأردن"
    assert dict(places.countries("ar")).keys() == places.COUNTRIES
    assert places.zone_of("JO") == "Asia/Amman"
    assert places.zone_of("RU") == "UTC"
    assert {"UTC", "Europe/Paris"} <= places.ZONES


def test_islands_far_away_do_not_leave_a_country_without_a_zone() -> None:
    assert [places.zone_of(one) for one in ("PT", "ES", "CN", "DE")] == [
        "Europe/Lisbon",
        "Europe/Madrid",
        "Asia/Shanghai",
        "Europe/Berlin",
    ]
    assert {places.zone_of(one) for one in places.COUNTRIES} <= places.ZONES


@pytest.mark.parametrize(
    ("language", "some"),
    [
        ("pt", ["Afeganistão", "África do Sul", "Albânia", "Polónia", "Vietname", "Zimbabué"]),
        ("fr", ["Afrique du Sud", "Égypte", "Émirats arabes unis", "Espagne", "Yémen"]),
        ("zh", ["阿富汗", "巴西", "梵蒂冈", "斐济", "莫桑比克", "瑙鲁", "葡萄牙", "中国"]),
    ],
)
def test_countries_stand_where_a_reader_looks_for_them(language: str, some: list[str]) -> None:
    assert [name for _, name in places.countries(language) if name in some] == some


def test_codes_of_the_second_factor_belong_to_their_step() -> None:
    # RFC 6238, appendix B, SHA-1: at 59 s the eight digits are 94287082, of which six are shown.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    then = datetime.fromtimestamp(59, UTC)
    assert second_factor.matching_step(secret, "287082", last=None, now=then) == 1
    assert second_factor.matching_step(secret, "287082", last=1, now=then) is None
    assert second_factor.matching_step(secret, "287083", last=None, now=then) is None
