"""The main story over HTTP, told by filling in the forms that the pages really show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from college.courseware.outline import Question
from tests.accounts import people
from tests.browser_like import Client

PASSWORD = "seven kettles under a blue staircase"
NAME = "Amina Haddad"
NATIVE = "أمينة حداد"
COURSE = "/courses/sample-course"
Key = Mapping[str, Question]


def words_of(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


@dataclass
class Reader:
    """Somebody with a browser, and the page that is open in it."""

    client: Client
    page: TestResponse | None = None
    tree: Element = field(default_factory=lambda: Element("html"))

    def go(self, address: str) -> Reader:
        return self._open(self.client.get(address), address)

    def _open(self, response: TestResponse, address: str) -> Reader:
        self.address = address
        while response.status_code in {302, 303}:
            self.address = urljoin(self.address, response.location)
            response = self.client.get(self.address)
        self.page = response
        self.tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def heading(self) -> str:
        return words_of(self.tree.findall(".//h1")[0])

    @property
    def text(self) -> str:
        return words_of(self.tree.findall(".//main")[0])

    def press(self, button: str, **given: Any) -> Reader:
        """Send the form that has this button, its fields as they stand but for those given."""
        for form in self.tree.findall(".//form"):
            for one in form.findall(".//button"):
                if words_of(one) == button:
                    return self._send(form, one, given)
        raise AssertionError(f"no button {button!r} on {self.address}: {self.text[:600]}")

    def _send(self, form: Element, button: Element, given: Mapping[str, Any]) -> Reader:
        values: dict[str, Any] = {}
        for one in form.iter("input"):
            name, kind = one.get("name"), one.get("type", "text")
            if name and (kind not in {"checkbox", "radio"} or one.get("checked") is not None):
                values.setdefault(name, []).append(one.get("value", "on" if kind == "checkbox" else ""))
        for select in form.iter("select"):
            chosen = [one.get("value", "") for one in select.iter("option") if one.get("selected") is not None]
            values[select.get("name", "")] = chosen[:1] or [select.findall(".//option")[0].get("value", "")]
        if button.get("name"):
            values[button.get("name", "")] = [button.get("value", "")]
        values |= given
        address = urljoin(self.address, form.get("action") or self.address)
        return self._open(self.client.post(address, values), address)

    def questions(self) -> list[Element]:
        return [one for one in self.tree.iter("fieldset") if one.get("data-question")]


def register(reader: Reader) -> str:
    """The learner number."""
    reader.go("/register").press(
        "Register", name_latin=NAME, name_native=NATIVE, country="LB", organisation="Customs of Freedonia",
        organisation_kind="customs", post="Risk analyst", password=PASSWORD, privacy="y", rules="y",
    )  # fmt: skip
    assert reader.heading == "You are registered"
    found = re.search(r"[A-Z]-\d+-\d", reader.text)
    assert found is not None
    return found.group()


def sign_in(reader: Reader, number: str, password: str = PASSWORD) -> Reader:
    return reader.go("/sign-in").press("Sign in", identifier=number, password=password)


def approve(reader: Reader, number: str) -> None:
    """An administrator signs in with a second factor and approves the person of that number."""
    sign_in(reader, people.number_of(people.administrator()), people.PASSWORD)
    assert reader.heading == "Type your code"
    reader.press("Sign in", code=people.code_now())
    reader.go("/people/?state=registered")
    (row,) = [one for one in reader.tree.iter("tr") if number in words_of(one)]
    reader.go(row.findall(".//a")[0].get("href", ""))
    reader.press("Approve")
    assert "is approved" in reader.text


def read(reader: Reader) -> None:
    """Start the course and mark every page of it as read."""
    reader.go(f"{COURSE}/?lang=en").press("Start this course")
    for page in ("telling/start", "telling/signs", "proving/start", "proving/records"):
        reader.go(f"{COURSE}/{page}?lang=en").press("Mark as read and continue")


def give(fieldset: Element, key: Key, *, rightly: bool) -> dict[str, Sequence[str]]:
    """The values that answer a question as the key says, or as it does not."""
    question = key[fieldset.get("data-question", "")]
    fields = [one for one in fieldset.iter("input") if one.get("name", "").startswith("given")]
    name = fields[0].get("name", "")
    if not question.choices:
        accepted = question.accepted[0]
        right = accepted.spellings["en"][0] if accepted.spellings else str(accepted.low)
        return {name: [right if rightly else "1000000"]}
    labels = {one.get("for"): words_of(one) for one in fieldset.iter("label")}
    wanted = {choice.words.root["en"] for choice in question.choices if choice.right == rightly}
    values = [one.get("value", "") for one in fields if labels[one.get("id")] in wanted]
    return {name: values if rightly else values[:1]}


def begin(reader: Reader, course: str = COURSE) -> int:
    """Start the exam, the name confirmed and the rules accepted; the id of the attempt."""
    reader.go(f"{course}/exam").press("Start the exam", name="yes", rules="yes")
    return int(reader.path.split("/")[2])


def answer_all(reader: Reader, key: Key, *, rightly: bool) -> None:
    while reader.heading != "Check your answers":
        given: dict[str, Any] = {}
        for one in reader.questions():
            given |= give(one, key, rightly=rightly)
        last = "Save and check your answers"
        reader.press(
            last if any(words_of(one) == last for one in reader.tree.iter("button")) else "Save and continue", **given
        )


def submit(reader: Reader) -> None:
    attempt = reader.path.split("/")[2]
    reader.go(f"/attempts/{attempt}/submit").press("Submit the exam")


def get_certificate(reader: Reader) -> tuple[str, str]:
    """The code, and the address that the QR code holds."""
    reader.go("/certificates/")
    if "Get my certificate" in reader.text:
        reader.press("Get my certificate")
    else:
        (card,) = [one for one in reader.tree.iter("ul") if one.get("class") == "certificates"]
        reader.go(card.findall(".//a")[0].get("href", ""))
    found = re.search(r"https://\S+/verify/\S+", reader.text)
    assert found is not None, reader.text
    return reader.path.split("/")[2], found.group()
