"""Learners who play the sample course's case, by its pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.browser_like import Client
from tests.factories import sign_in
from tests.learning.sitting import confirmed_person
from tests.sample_course import COURSE

CASE = f"/courses/{COURSE}/cases/the-parcel"
PLAY = f"{CASE}/play"
HIDDEN = re.compile(r'<input type="hidden" name="(attempt|number)" value="(\d+)"')
HEADING = re.compile(r"<h1>(?:<span[^>]*>)?([^<]*)")
ROW = re.compile(r'<tr role="row">\s*<th role="rowheader"(.*?)</tr>', re.DOTALL)
STATUS = re.compile(r'<span class="status [a-z]+">([^<]*)</span>')
BEST = (2, 1)
"""The places of the choices that make the best way."""


@dataclass
class Player:
    """A signed-in learner in one browser."""

    client: Client
    person_id: int

    def begin(self) -> TestResponse:
        page = self.client.get(CASE).get_data(as_text=True)
        return self.client.post(CASE, dict(HIDDEN.findall(page)))

    def page(self, path: str = PLAY) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.location)
        return answer.get_data(as_text=True)

    def scene(self) -> str:
        """The title of the scene that the learner stands in."""
        return heading(self.page())

    def form(self) -> dict[str, str]:
        """What the page that is now loaded would send beside the choice."""
        return dict(HIDDEN.findall(self.page()))

    def choose(self, place: int | str, **form: Any) -> TestResponse:
        return self.client.post(PLAY, {**self.form(), "choice": str(place), **form})

    def play(self, *places: int) -> str:
        """Begin and take these choices; where the last one leads."""
        assert self.begin().status_code == 303
        answers = [self.choose(place) for place in places]
        assert {answer.status_code for answer in answers} == {303}
        return answers[-1].location or ""


def heading(page: str) -> str:
    found = HEADING.search(page)
    assert found, page
    return unescape(found[1])


def verdicts(page: str) -> list[str]:
    """What the comparison says of each scene."""
    return [unescape(STATUS.findall(row)[-1]) for row in ROW.findall(page)]


def player(app: Flask, **keywords: Any) -> Player:
    person_id = confirmed_person(app, **keywords)
    return Player(sign_in(Client(app), person_id), person_id)


def elsewhere(app: Flask, one: Player) -> Player:
    """The same learner on another device."""
    return Player(sign_in(Client(app), one.person_id), one.person_id)
