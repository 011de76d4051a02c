"""What arrives at the edge: hostile, oversized and unreadable requests, alike on both databases."""

from __future__ import annotations

from io import BytesIO

import pytest

from college.accounts.rules import names, numbers, passwords
from college.certification.rules import read_code
from tests.browser_like import Client

POLICY_WORDS = (
    "default-src 'none'",
    "script-src 'self'",
    "require-trusted-types-for 'script'",
    "frame-ancestors 'none'",
)


def test_every_page_carries_the_headers(client: Client) -> None:
    for path in ("/", "/courses/", "/sign-in", "/no-such-page", "/verify/"):
        headers = client.get(path).headers
        assert all(words in headers["Content-Security-Policy"] for words in POLICY_WORDS), path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("text", ["nul\x00byte", "lone\ud800surrogate"])
def test_text_that_no_database_keeps_is_a_bad_request(client: Client, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    answer = client.post("/sign-in", {"who": raw, "password": "x"})
    assert answer.status_code in {400, 422}
    quoted = "".join(f"%{byte:02x}" for byte in raw)
    assert client.get(f"/courses/?level={quoted}").status_code in {200, 400, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/attempts/9223372036854775808",
        "/attempts/99999999999999999999999",
        "/attempts/-1",
        "/attempts/0",
        "/attempts/1e3",
        "/courses/%00/",
        "/courses/..%2f..%2fetc/",
        "/static/0/../../config.py",
        "/static/0/%2e%2e/app.py",
        "/verify/%F0%9F%92%A9",
    ],
)
def test_addresses_that_lead_nowhere_are_not_found_and_never_a_fault(client: Client, path: str) -> None:
    assert client.get(path).status_code in {303, 400, 404}


def test_deep_json_is_a_bad_request(client: Client) -> None:
    client.get("/sign-in")
    deep = "[" * 3000 + "]" * 3000
    answer = client.flask.post(
        "/attempts/1/answers",
        data=deep,
        content_type="application/json",
        headers={"X-CSRFToken": client.token},
    )
    assert answer.status_code in {303, 400, 401, 404}


def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    assert client.post("/sign-in", {"who": "x" * 3_000_000}).status_code == 413


def test_a_post_without_the_token_changes_nothing(client: Client) -> None:
    assert client.flask.post("/register", data={"name_latin": "Eve"}).status_code == 400


def test_a_post_from_another_site_is_refused(client: Client) -> None:
    client.get("/sign-in")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/sign-in", {"who": "x"}, headers=headers).status_code == 403


def test_a_form_takes_neither_files_nor_json(client: Client) -> None:
    """WTForms would hand either to what expects a text."""
    client.get("/sign-in")
    assert client.post("/sign-in", {"identifier": (BytesIO(b"x"), "x.txt")}).status_code == 400
    for value in (7, [1], "text", {"identifier": 7}):
        assert client.post("/sign-in", json=value).status_code == 415


def test_an_origin_that_is_no_address_is_refused(client: Client) -> None:
    client.get("/sign-in")
    for origin in ("http://[", "null", "\xff"):
        assert client.post("/sign-in", {"who": "x"}, headers={"Origin": origin}).status_code == 403


def test_static_files_are_kept_for_ever_under_the_name_of_their_content(client: Client) -> None:
    page = client.get("/courses/").get_data(as_text=True)
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    digest, name = address.split("/")[2:4]
    assert client.get(f"/static/{'0' * len(digest)}/{name}").headers["Cache-Control"] == "no-cache"


def test_lang_on_any_page_turns_it_and_lasts(client: Client) -> None:
    assert 'dir="rtl"' in client.get("/courses/?lang=ar").get_data(as_text=True)
    assert 'lang="ar"' in client.get("/verify/").get_data(as_text=True)
    assert 'lang="en"' in client.get("/verify/?lang=en").get_data(as_text=True)
    assert client.get("/verify/?lang=xx").status_code == 200


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("zh-Hans", "zh"), ("pt-BR,pt;q=0.9,en-US;q=0.8", "pt"), ("de", "en")],
)
def test_a_browser_is_answered_in_its_own_language(client: Client, asked: str, spoken: str) -> None:
    page = client.get("/verify/", headers={"Accept-Language": asked}).get_data(as_text=True)
    assert f'<html lang="{spoken}"' in page


def test_text_that_is_slow_to_compose_is_cut_before_it_is_composed() -> None:
    marks = "a" + "\u0301\u0316" * 200_000
    for read in (passwords.normal, names.tidy, names.email, numbers.plain_digits):
        assert len(read(marks)) <= 2048
    assert read_code(marks) is None


def test_a_sign_in_with_endless_marks_is_answered_like_any_wrong_one(client: Client) -> None:
    answer = client.post("/sign-in", {"name": "a" + "\u0301" * 100_000, "password": "b" + "\u0316" * 100_000})
    assert answer.status_code == 422
