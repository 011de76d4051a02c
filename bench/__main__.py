"""`make bench`: requests, processor time and page weights of the college beside a bare Flask view, in one run."""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import course
from bench.served import Served, free_port, served
from bench.statements import count
from bench.visitor import ACCEPTED, Answer, Visitor, choices, hidden

COURSE = "/courses/illicit-goods-introduction"
PAGE = f"{COURSE}/what-are-illicit-goods/start"
SEARCH = "/search?q=counterfeit+goods"
QUIZ = "/courses/bench/quizzes/sums"
ROUNDS = 5
REQUESTS = 400
QUIZZES = 10


@dataclass
class Measured:
    """One figure of a round each; medians are what is quoted. `what` says which requests it took."""

    name: str
    what: str
    cpu_ms: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)

    def add(self, server: Served, count: int, work: Callable[[], None]) -> None:
        cpu, began = server.cpu_ms(), time.perf_counter()
        work()
        self.per_second.append(count / (time.perf_counter() - began))
        self.cpu_ms.append((server.cpu_ms() - cpu) / count)

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpu_ms)

    @property
    def rate(self) -> float:
        return statistics.median(self.per_second)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        port = free_port()
        environment = {
            "DEMO": "1", "FLASK_APP": "wsgi", "INSTANCE": folder, "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }  # fmt: skip
        flask = str(Path(sys.executable).with_name("flask"))
        print("Setting up a demonstration to measure …", file=sys.stderr)
        told = subprocess.run(
            [flask, "demo", "--json"], env={**os.environ, **environment}, check=True, capture_output=True
        )
        people = {person["email"].split("@")[0]: person for person in json.loads(told.stdout)["people"]}
        course.write(instance / "bench")
        subprocess.run(
            [flask, "courses", "publish", str(instance / "bench")],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
        )
        with served("--factory wsgi:served", environment, "/readyz", port) as college:
            measure(college, people, instance, environment)
        print(f"\nraw SQLite, same settings: {raw_commits(instance):,.0f} commits/s")


def measure(college: Served, people: dict[str, dict[str, str]], instance: Path, environment: dict[str, str]) -> None:
    reader, stranger, sitter = (Visitor(college.line()) for _ in range(3))
    reader.sign_in(people["reading"]["email"], people["reading"]["password"])
    sitter.sign_in(people["sitting"]["email"], people["sitting"]["password"])
    page, home = reader.get(PAGE), stranger.get("/")
    (instance / "page.html").write_bytes(page.body)
    with served("bench.bare:app", {"BARE_PAGE": str(instance / "page.html")}, "/") as bare:
        plain = Visitor(bare.line())
        whole, packed = len(page.body), len(page.sent)
        rows = [
            Measured("a bare view, same bytes", f"GET of a Flask view that returns the {whole} bytes of b, unpacked"),
            Measured("b module page, gzip", f"GET of {PAGE}, signed in, as browsers ask for it: {packed} bytes"),
            Measured("c the same unpacked", f"GET of the same by a client that takes no gzip: {whole} bytes"),
            Measured("d home page", f"GET of /, signed out: {len(home.sent)} bytes"),
            Measured("e save one exam answer", "POST of one answer as a page's script sends it"),
            Measured("f whole 10-question quiz", "34 requests: start, each question and its feedback, result"),
            Measured("g the same on one page", "7 requests: start, all questions, all feedback, result"),
            Measured("h search, signed in", f"GET of {SEARCH}"),
        ]
        bare_view, gzipped, unpacked, front, saving, quiz, one_page, search = rows
        save = saver(sitter)
        for _ in range(ROUNDS):
            bare_view.add(bare, REQUESTS, lambda: repeat(plain, "/"))
            gzipped.add(college, REQUESTS, lambda: repeat(reader, PAGE))
            unpacked.add(college, REQUESTS, lambda: repeat(reader, PAGE, packed=False))
            front.add(college, REQUESTS, lambda: repeat(stranger, "/"))
            saving.add(college, REQUESTS // 4, lambda: times(REQUESTS // 4, save))
            quiz.add(college, QUIZZES, lambda: times(QUIZZES, lambda: take_quiz(reader)))
            one_page.add(college, QUIZZES, lambda: times(QUIZZES, lambda: take_quiz_on_one_page(reader)))
            search.add(college, REQUESTS, lambda: repeat(reader, SEARCH))
    report(rows)
    weigh(reader, page, home)
    asked = {
        "reading page, signed in": (PAGE, reader.line.cookies),
        "home, signed out": ("/", {}),
        "home, signed in": ("/", reader.line.cookies),
        "course": (f"{COURSE}/", reader.line.cookies),
        "catalogue": ("/courses/", reader.line.cookies),
        "search": (SEARCH, reader.line.cookies),
    }
    for name, statements in count(environment, asked).items():
        print(f"{name}: {statements} SQL statements")


def times(count: int, work: Callable[[], None]) -> None:
    for _ in range(count):
        work()


def repeat(visitor: Visitor, path: str, *, packed: bool = True) -> None:
    raw = visitor.line.prepared("GET", path, **(ACCEPTED if packed else {}))
    for _ in range(REQUESTS):
        if visitor.line.send(raw).status != 200:
            raise RuntimeError(f"{path} did not answer 200")


def saver(sitter: Visitor) -> Callable[[], None]:
    """What a page's script does when an answer is given, over and over on one open exam."""
    page = sitter.get(f"{COURSE}/exam")
    attempt = re.search(r"/attempts/(\d+)", page.body.decode())
    if attempt is None:
        raise RuntimeError("the demo's open exam was not found")
    pages = (sitter.get(f"/attempts/{attempt[1]}/{n}") for n in range(20, 51))
    page = next(page for page in pages if choices(page))  # one with choices; others are typed
    offered = choices(page)
    question = re.search(r'data-question="([^"]+)"', page.body.decode())
    if question is None:
        raise RuntimeError("the page does not say which question it asks")
    token, tab = hidden(page)["csrf_token"], secrets.token_hex(8)
    seq = iter(range(1, 10**6))
    headers = {"Content_Type": "application/json", "X_CSRFToken": token}

    def save() -> None:
        n = next(seq)
        sent = {"question": question[1], "tab": tab, "seq": n, "given": [offered[n % len(offered)][1]]}
        answer = sitter.line.request("POST", f"/attempts/{attempt[1]}/answers", json.dumps(sent).encode(), **headers)
        if answer.status != 200:
            raise RuntimeError(f"an answer was not saved: {answer.status} {answer.body[:300]!r}")

    return save


def begin_quiz(visitor: Visitor) -> str:
    """The address of a new attempt."""
    answer = visitor.post(QUIZ, hidden(visitor.get(QUIZ)))
    return answer.headers["location"].rsplit("/", 1)[0]


def end_quiz(visitor: Visitor, attempt: str, page: Answer) -> None:
    answer = visitor.post(f"{attempt}/submit", hidden(page))
    if answer.status != 303 or visitor.get(answer.headers["location"]).status != 200:
        raise RuntimeError(f"the quiz ended with {answer.status}")


def take_quiz(visitor: Visitor) -> None:
    """Begin, ten times answer and read the feedback, ask for the result: as a person without scripts does."""
    attempt = begin_quiz(visitor)
    for n in range(1, course.QUESTIONS + 1):
        page = visitor.get(f"{attempt}/{n}")
        name, value = next(choice for choice in choices(page) if choice[0].startswith("given"))
        answer = visitor.post(f"{attempt}/{n}", {**hidden(page), name: value})
        page = visitor.get(answer.headers["location"])
    end_quiz(visitor, attempt, page)


def take_quiz_on_one_page(visitor: Visitor) -> None:
    """Begin, answer all questions on one page, read the feedback, ask for the result."""
    attempt = begin_quiz(visitor)
    page = visitor.get(f"{attempt}/1?per=all")
    given: dict[str, str] = {}
    for name, value in choices(page):
        if name.startswith("given"):
            given.setdefault(name, value)
    if len(given) != course.QUESTIONS:
        raise RuntimeError(f"one page offers {len(given)} questions")
    answer = visitor.post(f"{attempt}/1?per=all", {**hidden(page), **given})
    page = visitor.get(answer.headers["location"])
    end_quiz(visitor, attempt, page)


def report(rows: list[Measured]) -> None:
    base = rows[0]
    print(f"\n{'':28}{'CPU ms':>9}{'× bare':>9}{'of bare':>9}{'per s':>9}")
    for row in rows:
        ratio = row.cpu / base.cpu
        print(f"{row.name:28}{row.cpu:9.3f}{ratio:9.1f}{1 / ratio:9.2f}{row.rate:9.0f}")
    print(f"Medians of {ROUNDS} rounds, measured in turn; CPU is the server's alone. What was measured:")
    for row in rows:
        print(f"{row.name[0]}: {row.what}")


def weigh(reader: Visitor, page: Answer, home: Answer) -> None:
    print()
    for name, shown in (("reading page", page), ("home", home)):
        addresses = sorted(set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', shown.body)))
        weights = {}
        for address in addresses:
            answer = reader.get(address.decode())
            weights[address.decode().rsplit("/", 1)[1]] = len(answer.sent)
        own = len(shown.sent)
        parts = ", ".join(f"{name} {size}" for name, size in weights.items())
        total = own + sum(weights.values())
        print(
            f"{name}: first visit {total} bytes gzip in {1 + len(weights)} requests (HTML {own}, {parts}); later {own}"
        )


def raw_commits(instance: Path) -> float:
    """Commits a second of one small row, in WAL with synchronous=FULL, as the college writes."""
    connection = sqlite3.connect(instance / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, words TEXT)")
    began, count = time.perf_counter(), 500
    for n in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO kept (words) VALUES (?)", (f"row {n}",))
        connection.execute("COMMIT")
    rate = count / (time.perf_counter() - began)
    connection.close()
    return rate


if __name__ == "__main__":
    main()
