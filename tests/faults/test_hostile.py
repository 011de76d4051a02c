"""Hostile input on every parameter of every route: never a fault, and the same verdict on both databases."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_from_bytes, urlencode, urlsplit

import pytest
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response

from college import clock
from tests.conftest import Store
from tests.policy import OK, POLICY, Row, given
from tests.world import NUMBER, PEOPLE, TYPED, World, world

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

SCRIPT = '"><script>alert(7129)</script>'
SUM, SUMMED = "{{7129*7919}}${7129*7919}", "56454551"

TEXTS: dict[str, str] = {
    "empty": "",
    "blank": "   \t ",
    "NUL": "nul\x00byte",
    "controls": "a\x01\x07\x1b[31m\x7f\x85b",
    "ten thousand": "x" * 10_000,
    "ten thousand bytes": "𝕏" * 2_500,
    "growing when folded": "ẞİŉ" * 80,
    "growing when composed": "\u0958\ufb1d" * 95,
    "negative": "-1",
    "zero": "0",
    "huge": "9223372036854775808",
    "endless": "9" * 5_000,
    "digits of another script": "٣٤٥",
    "digits that are no numbers": "²③",
    "infinite": "1e999",
    "not a number": "NaN",
    "right to left": "\u202egnp.exe\u202c\u2066x\u2069",
    "zero width": "\u200b\ufeff\u2060",
    "combining": "e" + "\u0301" * 150,
    "not a character": "\ufffe\uffff\U0010ffff",
    "emoji": "👩‍👩‍👧‍👦🏴‍☠️",
    "SQL": "' OR 1=1; DROP TABLE person; --",
    "LIKE": "%_\\%",
    "template": SUM,
    "formats": "%(x)s %s %d %n {0} {x!r} {",
    "script": SCRIPT,
    "path": "../../../../etc/passwd",
    "lines": "a\r\nSet-Cookie: college=x\r\n\r\nb",
    "formula": '=HYPERLINK("http://evil.example")',
    "address": "javascript:alert(1)//http://evil.example/\\",
}
RAW = {
    "lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\x80",
    "half a character": b"\xf0\x9f",
    "NUL": b"a\x00b",
}
SHARP = ("empty", "ten thousand", "growing when folded", "digits of another script")
"""What is also tried on each field by itself, the others being as they should."""

FEW = ("NUL", "ten thousand", "huge", "right to left", "SQL", "template", "script", "lines")
FEWEST = ("NUL", "ten thousand", "huge", "script")
"""What is enough where the same code reads a value for many routes."""

QUERY = (
    "lang", "q", "state", "role", "course", "page", "level", "language", "audience", "size", "per", "in", "next", "s",
)  # fmt: skip

READS_QUERY = frozenset({
    "accounts.people", "accounts.sign_in", "catalogue.courses", "catalogue.search", "certification.pdf",
    "certification.registrar", "certification.verified", "learning.question", "outbox.outbox",
})  # fmt: skip
"""Views that read more of the query than the language."""

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "null": b"null",
    "a number": b"7",
    "a huge number": b'{"x": 1e400, "y": ' + b"9" * 4000 + b"}",
    "a text": b'"text"',
    "a list": b"[1, 2]",
    "a list of pairs": b'[["a", "b"]]',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep within reason": b'{"a":' * 19 + b"1" + b"}" * 19,
    "NUL": b'{"a": "\\u0000"}',
    "a lone surrogate": b'{"a\\ud800": 1}',
    "twice the same": b'{"csrf_token": "a", "csrf_token": "b"}',
    "not a number": b'{"a": NaN, "b": -Infinity}',
    "no UTF-8": b'{"a": "\xff"}',
}
TYPES = {
    "multipart without boundary": ("multipart/form-data", b"x=1"),
    "multipart that ends early": ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a'),
    "multipart of nonsense": ("multipart/form-data; boundary=b", b"--b\r\n\r\n\r\n--b--" * 50),
    "multipart with a strange name": (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="\xff"; filename="\x00"\r\n\r\nx\r\n--b--\r\n',
    ),
    "another character set": ("application/x-www-form-urlencoded; charset=utf-16", "a=b".encode("utf-16")),
    "a character set that is none": (
        "application/x-www-form-urlencoded; charset=💩".encode().decode("latin-1"),
        b"a=b",
    ),
    "plain": ("text/plain", b"a=b"),
    "no type": ("", b"a=b"),
    "nonsense": (";;;=", b"a=b"),
    "three megabytes": ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    "two thousand fields": ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
    "only separators": ("application/x-www-form-urlencoded", b"&=&=&&==%%%zz%u1234" * 50),
}
HEADERS: dict[str, str] = {
    "Accept": "*/*;q=nonsense, text/html;level=\xff",
    "Accept-Language": "xx-" + "a" * 300 + ";q=9, ar;q=-1, *",
    "Accept-Encoding": "gzip;q=x, br;q=2, \xff",
    "Content-Length": "-1",
    "Cookie": 'college=.eJx"; college=x; =; \xff=\xff; lang="\\377"',
    "If-None-Match": 'W/"' + "a" * 5000 + ", *, \xff",
    "If-Modified-Since": "Thu, 99 Foo 99999 25:61:61 GMT",
    "Range": "bytes=9-1,-0,99999999999999999999-",
    "Referer": "http://[::1",
    "User-Agent": "\xff\xfe" * 200,
    "X-Forwarded-For": "';--, ::ffff:999.1.1.1",
    "Host": "evil.example:99999",
    "X-Requested-With": "\xff",
}
OF_POSTS = {"Origin": ("http://[", "null", "\xff", "http://localhost:99999999"), "Sec-Fetch-Site": ("\xff", "none")}

TWICE = "given twice"
MISSING = "missing"
FILE = "a file"
EXTRA = "unknown beside it"


@dataclass
class Attack:
    """A browser that sends what no browser would, and notes how it is answered."""

    college: World
    at: datetime
    with_edge: bool
    """Whether to try what is refused, or overheard, before any database is asked."""
    verdicts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def send(self, label: str, row: Row, address: str, **options: Any) -> None:
        """Ask once; each time is later than the last, so that no limit of tries hides what comes behind it."""
        self.at += timedelta(seconds=61)
        client = self.college.client(self.who(row))
        if row.method == "POST":
            options["headers"] = {"X-CSRFToken": client.token, **options.get("headers", {})}
        with clock.at(self.at):
            answer = client.flask.open(address, method=row.method, **options)
        # Where a question stands in the attempt is drawn anew in each college.
        name = f"{row.key} / {re.sub(r'-[0-9]+ ', ' ', label)}"
        if name in self.verdicts:
            raise ValueError(f"asked twice: {name}")
        self.verdicts[name] = answer.status_code
        self.wrong += [f"{name}: {fault}" for fault in faults_of(answer)]

    def who(self, row: Row) -> str:
        """Somebody whom the door lets through, the learner where he is one of them."""
        allowed = [who for who in PEOPLE if row.expected(who) == OK] or list(PEOPLE)
        return "learner" if "learner" in allowed and not row.door.anyone else allowed[0]


def faults_of(answer: TestResponse) -> list[str]:
    """What no answer to anything may be."""
    found = []
    if answer.status_code >= 500 and answer.status_code != 503:
        found.append(f"status {answer.status_code}")
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if "<script>alert" in text:
        found.append("a script of the visitor's in the page")
    if SUMMED in text:
        found.append("the page has computed what was typed")
    if urlsplit(answer.location or "").hostname not in {None, "localhost"}:
        found.append(f"leads to {answer.location}")
    found += [f"sets {value}" for value in answer.headers.getlist("Set-Cookie") if value.startswith("college=x")]
    return found


def by_address(attack: Attack, row: Row) -> None:
    """Hostile path parts, each by itself, and a hostile query, in every field that any page reads."""
    college = attack.college
    rule, at = row.key.split()[1], {name: str(value) for name, value in given(college, row.at).items()}
    for name in at:
        for label in FEWEST if row.method == "POST" else FEW:
            attack.send(f"{name} in the path is {label}", row, filled(rule, {**at, name: TEXTS[label]}))
        for label in ("lone surrogate", "half a character"):
            attack.send(f"{name} in the path is raw {label}", row, filled(rule, {**at, name: RAW[label]}))
    if row.method == "GET":
        address = college.address(row.endpoint, **at)
        if row.endpoint not in READS_QUERY and not attack.with_edge:
            return
        for label in TEXTS if row.endpoint in READS_QUERY else FEWEST:
            attack.send(f"query of {label}", row, f"{address}?{urlencode(dict.fromkeys(QUERY, TEXTS[label][:500]))}")
        if row.endpoint not in READS_QUERY:
            return
        raw = quoted(RAW["lone surrogate"])
        attack.send("query of a lone surrogate", row, f"{address}?" + "&".join(f"{name}={raw}" for name in QUERY))
        attack.send("query given twice", row, f"{address}?" + "&".join(f"{name}=1&{name}=2" for name in QUERY))
        attack.send("query of nonsense", row, f"{address}?&&==&%&%zz&=&[]&a[b]=c&%u0041")


def quoted(value: str | bytes) -> str:
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode(), safe="")


def filled(rule: str, values: dict[str, str | bytes]) -> str:
    """The address of a rule with anything in its variable parts."""
    parts = []
    for part in rule.split("/"):
        head, _, rest = part.partition("<")
        variable, _, end = rest.partition(">")
        parts.append(head + (quoted(values[variable.rpartition(":")[2]]) if variable else "") + end)
    return "/".join(parts)


def by_form(attack: Attack, row: Row) -> None:
    """Hostile values in all fields at once, then the sharper ones in each by itself."""
    address = attack.college.address(row.endpoint, **given(attack.college, row.at))
    form = {name: str(value) for name, value in given(attack.college, row.form).items()}
    for label in TEXTS if form else FEWEST:
        attack.send(f"form of {label}", row, address, data=dict.fromkeys(form or {"a": ""}, TEXTS[label]))
    for label, raw in RAW.items() if form else ():
        data = "&".join(f"{name}={quoted(raw)}" for name in form or {"a": ""})
        attack.send(f"form of raw {label}", row, address, data=data, content_type="application/x-www-form-urlencoded")
    for name, usual in form.items():
        for label in SHARP:
            attack.send(f"{name} is {label}", row, address, data={**form, name: TEXTS[label]})
        attack.send(f"{name} is {MISSING}", row, address, data={key: form[key] for key in form if key != name})
        attack.send(f"{name} is {TWICE}", row, address, data={**form, name: [usual, "other"]})
        file = (io.BytesIO(b"\x00\xff" * 100), "a\x00.exe")
        attack.send(f"{name} is {FILE}", row, address, data={**form, name: file})
    extra = {"id": "1", "roles": "administrator", "state": "approved", "__class__": "x", "person_id": "1", "held": "x"}
    attack.send(EXTRA, row, address, data={**extra, **form})
    attack.send("a lone file", row, address, data={"zip": (io.BytesIO(b"PK\x03\x04"), "x" * 5000)})


def by_body(attack: Attack, row: Row) -> None:
    """Bodies that are no form, types that do not say what is in them, and JSON where a form is expected."""
    address = attack.college.address(row.endpoint, **given(attack.college, row.at))
    in_full = row.json is not None or row.key in WITH_HEADERS
    for label in BODIES if in_full else ("nothing", "a list of pairs"):
        attack.send(f"JSON of {label}", row, address, data=BODIES[label], content_type="application/json")
    for label in TYPES if in_full else ("multipart that ends early", "no type"):
        kind, body = TYPES[label]
        attack.send(f"body: {label}", row, address, data=body, headers={"Content-Type": kind})
    for label, value in {"numbers": 7, "objects": {"a": {}}, "nothing": None}.items():
        sent = json.dumps(dict.fromkeys(row.form or {"a": 0}, value))
        attack.send(f"form sent as JSON of {label}", row, address, data=sent, content_type="application/json")


def by_script(attack: Attack, row: Row) -> None:
    """The one route that takes JSON: each field of each wrong type, and every hostile text."""
    assert row.json is not None
    address = attack.college.address(row.endpoint, **given(attack.college, row.at))
    good = row.json(attack.college.values)
    wrong = (None, True, 0, -1, 1.5, 2**53, 2**63, 10**30, [], {}, [None], [[]], ["x"] * 5000, {"a": "b"}, [{"a": 1}])
    for name in (*good, "given_at"):
        for n, value in enumerate(wrong):
            attack.send(f"{name} of type {n}", row, address, json={**good, name: value})
        for label, text in TEXTS.items():
            value = [text] if name == "given" else text
            attack.send(f"{name} in JSON is {label}", row, address, json={**good, name: value})
        attack.send(f"{name} in JSON is {MISSING}", row, address, json={key: good[key] for key in good if key != name})
    for question in (TYPED, NUMBER):
        for label, text in TEXTS.items():
            attack.send(
                f"{question} answered {label}", row, address, json={**good, "question": question, "given": [text]}
            )
    attack.send(f"JSON with {EXTRA}", row, address, json={**good, "id": 1, "counts": True, "attempt_id": 1})
    for label, moment in {"early": "0001-01-01T00:00:00+23:59", "late": "9999-12-31T23:59:59-23:59"}.items():
        attack.send(f"given {label}", row, address, json={**good, "given_at": moment})


def by_header(attack: Attack, row: Row) -> None:
    address = attack.college.address(row.endpoint, **given(attack.college, row.at))
    data = given(attack.college, row.form) if row.method == "POST" else None
    for name, value in HEADERS.items():
        attack.send(f"header {name}", row, address, data=data, headers={name: value})
    for name, values in OF_POSTS.items():
        for n, value in enumerate(values):
            attack.send(f"header {name} {n}", row, address, data=data, headers={name: value})


WITH_HEADERS = (
    "GET / learning.home",
    "GET /courses/ catalogue.courses",
    "GET /courses/<course>/<module>/<page> learning.page",
    "GET /courses/<course>/media/<short>/<name> catalogue.course_media",
    "GET /certificates/<code>.pdf certification.pdf",
    "GET /account accounts.account",
    "POST /sign-in accounts.sign_in",
    "POST /verify/ certification.verify",
)


@contextmanager
def attacked(store: Store, *, with_edge: bool) -> Iterator[Attack]:
    """Every attack on the college in this database."""
    with world(store) as college:
        attack = Attack(college, datetime.now(UTC), with_edge)
        seen: set[str] = set()
        for row in POLICY:
            if row.key in seen:
                continue
            seen.add(row.key)
            college.lay()
            by_address(attack, row)
            if row.method == "POST":
                by_form(attack, row)
            if row.method == "POST" and with_edge:
                by_body(attack, row)
            if row.json is not None:
                by_script(attack, row)
            if row.key in WITH_HEADERS and with_edge:
                by_header(attack, row)
        yield attack


def verdicts(store: Store, *, with_edge: bool) -> tuple[dict[str, int], list[str]]:
    with attacked(store, with_edge=with_edge) as attack:
        return attack.verdicts, attack.wrong


@pytest.fixture(scope="module")
def on_sqlite(sqlite_store: Store) -> tuple[dict[str, int], list[str]]:
    return verdicts(sqlite_store, with_edge=True)


def test_nothing_that_is_sent_makes_a_fault(on_sqlite: tuple[dict[str, int], list[str]]) -> None:
    answered, wrong = on_sqlite
    assert not wrong, "\n".join(wrong)
    assert len(answered) > 1500
    assert {200, 303, 400, 403, 404, 409, 413, 415, 422} <= set(answered.values()), "each way to refuse was met"


def test_postgresql_gives_the_same_verdicts(on_sqlite: tuple[dict[str, int], list[str]], postgres_store: Store) -> None:
    answered, wrong = verdicts(postgres_store, with_edge=False)
    assert not wrong, "\n".join(wrong)
    here = on_sqlite[0]
    assert len(answered) > 1000
    differing = [
        f"{name}: {here.get(name)} on SQLite, {there} on PostgreSQL"
        for name, there in answered.items()
        if here.get(name) != there
    ]
    assert not differing, "\n".join(differing)


def test_the_faults_that_are_looked_for_are_found() -> None:
    def found(response: Response) -> list[str]:
        return faults_of(TestResponse([response.data], response.status, response.headers, Request({})))

    assert found(Response("all is well", mimetype="text/html")) == []
    assert found(Response("", 500)) == ["status 500"]
    assert found(Response("", 503)) == []
    assert found(Response(f"<p>{SCRIPT}</p>", mimetype="text/html")) == ["a script of the visitor's in the page"]
    assert found(Response(SUM.replace("{{7129*7919}}", SUMMED), mimetype="text/html")) == [
        "the page has computed what was typed"
    ]
    assert found(Response("", 303, {"Location": "//evil.example/x"})) == ["leads to //evil.example/x"]
    assert found(Response("", headers={"Set-Cookie": "college=x"})) == ["sets college=x"]
