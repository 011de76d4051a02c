"""Chromium for tests of the pages themselves, and a college that it visits."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.sitting import LONG, PLACED
from tests.browser.visiting import Visitor
from tests.conftest import MUST, Store
from tests.placed_course import placed
from tests.sample_course import ASKED, COURSE, sample, write
from tests.serving import Served, served

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BANK = len(ASKED) + 5
"""Every question of the sample's bank: those listed, two of many choices, three typed."""
Visit = Callable[..., Visitor]


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    usual = "/usr/bin/chromium"
    return usual if Path(usual).exists() else shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    path = find_chromium()
    if path is None:
        words = "no Chromium here: install it, or name it in CHROMIUM"
        if MUST:
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stocked(sqlite_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample course on offer and nobody in it, published as an operator does."""
    folder = tmp_path_factory.mktemp("stocked")
    assert isinstance(sqlite_store.master, Path)
    shutil.copyfile(sqlite_store.master, folder / "college.db")
    short = sample(attempts=3, wait="none", question_count=10, time_limit="60 minutes")
    long = sample(course=LONG, title="Illicit goods at length", question_count=BANK, time_limit="60 minutes")
    rows = placed(course=PLACED, title="Illicit goods in rows", attempts=9, wait="none", time_limit="60 minutes")
    operator = Served(folder, f"sqlite:///{folder / 'college.db'}")
    courses = ((COURSE, short), (LONG, long), (PLACED, rows))
    operator.flask("courses", "publish", *(str(write(folder / name, of)) for name, of in courses))
    return folder / "college.db"


@pytest.fixture(scope="module")
def college(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served college with the sample course; the tests of a module share it."""
    folder = tmp_path_factory.mktemp("college")
    with sqlite3.connect(stocked) as source, sqlite3.connect(folder / "college.db") as copy:
        source.backup(copy)
    source.close()
    copy.close()
    with served(folder, f"sqlite:///{folder / 'college.db'}") as running:
        yield running


@pytest.fixture
def visit(chromium: Browser, college: Served) -> Iterator[Visit]:
    """Visitors of the college; whatever went wrong behind their backs fails the test."""
    visitors: list[Visitor] = []

    def come(**options: object) -> Visitor:
        visitors.append(Visitor(chromium, college, **options))
        return visitors[-1]

    yield come
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.close()
    assert faults == []
