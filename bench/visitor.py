"""A person at a browser, as far as a benchmark needs one: cookies, tokens, forms."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

from bench.line import Answer, Line

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHOICE = re.compile(r'<input[^>]*type="(?:radio|checkbox)"[^>]*>')
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
ACCEPTED = {"Accept_Encoding": "gzip, deflate, br"}
"""What browsers ask for."""


class Visitor:
    def __init__(self, line: Line) -> None:
        self.line = line

    def get(self, path: str, **headers: str) -> Answer:
        answer = self.line.request("GET", path, b"", **(ACCEPTED | headers))
        if answer.status in {302, 303}:
            return self.get(answer.headers["location"], **headers)
        return answer

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.line.request("POST", path, urlencode(fields).encode(), **FORM, **ACCEPTED)

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/sign-in")
        names = re.findall(r'<input[^>]*id="([a-z_]+)"[^>]*name="\1"', _text(page)) or ["who", "password"]
        who = next(name for name in names if name not in {"password", "own_device"})
        answer = self.post("/sign-in", {**hidden(page), who: email, "password": password})
        if answer.status != 303:
            raise RuntimeError(f"{email} could not sign in: {answer.status}")


def hidden(page: Answer) -> dict[str, str]:
    """The hidden fields of a page's forms; the last of a name wins, which is that of the main form."""
    return {name: html.unescape(value) for name, value in FIELD.findall(_text(page))}


def choices(page: Answer) -> list[tuple[str, str]]:
    """Name and value of every choice that the page offers."""
    found = []
    for tag in CHOICE.findall(_text(page)):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        if name and value:
            found.append((html.unescape(name[1]), html.unescape(value[1])))
    return found


def _text(page: Answer) -> str:
    return page.body.decode()
