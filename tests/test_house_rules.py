"""The rules of the house, checked on the code itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from college.app import COMMANDS, create_app
from college.web.doors import door_of
from config import ROOT
from tests.conftest import Store, make_config

PACKAGE = ROOT / "college"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def test_every_route_declares_who_may_use_it(sqlite_store: Store) -> None:
    undeclared = [name for name, view in sqlite_store.app.view_functions.items() if door_of(view) is None]
    assert undeclared == []


def test_only_the_database_module_commits() -> None:
    calls = re.compile(r"\.commit\(")
    found = [path.relative_to(ROOT).as_posix() for path in SOURCES if calls.search(path.read_text())]
    assert found == ["college/database.py"]


def test_only_the_clock_reads_the_clock() -> None:
    reading = re.compile(r"datetime\.now\(|datetime\.utcnow\(|date\.today\(|\btime\.time\(")
    found = [path.relative_to(ROOT).as_posix() for path in SOURCES if reading.search(path.read_text())]
    assert found == ["college/clock.py"]


def test_one_place_decides_for_whom_a_course_or_a_module_is() -> None:
    outside = [path for path in SOURCES if "courseware" not in path.parts]
    found = [path.relative_to(ROOT).as_posix() for path in outside if re.search(r"\.audience\b", path.read_text())]
    assert found == ["college/catalogue/forms.py", "college/catalogue/rules.py"], "the form only filters what is shown"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_says_in_one_line_what_lives_there(path: Path) -> None:
    words = ast.get_docstring(ast.parse(path.read_text()))
    assert words, f"{path} has no docstring"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 320, "past about 300 lines a file becomes a package"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 45, f"{node.name} is too long"


def test_every_view_has_its_template_and_every_template_its_view(sqlite_store: Store) -> None:
    templates = {
        path.relative_to(PACKAGE / "templates").as_posix().removesuffix(".html")
        for path in (PACKAGE / "templates").glob("*/*.html")
        if not path.name.startswith("_") and path.parent.name not in {"errors", "letters"}
    }
    views = {endpoint.replace(".", "/") for endpoint in sqlite_store.app.view_functions}
    assert templates - views == set(), "templates that no view shows"


def test_every_setting_is_in_the_example() -> None:
    names = set(re.findall(r'reading\.\w+\("([A-Z_]+)"', (ROOT / "config.py").read_text()))
    shown = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert names == shown


def test_a_college_opens_no_connection_when_it_is_put_together(tmp_path: Path) -> None:
    create_app(make_config(f"sqlite:///{tmp_path / 'none.db'}", tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_commands_have_help() -> None:
    for area in COMMANDS:
        for name, command in area.group.commands.items():
            assert command.help, name
