"""The words of the interface in its other languages: whole, fitting, and seen on the pages."""

from __future__ import annotations

import gettext
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import html5lib
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from college.errors import Words
from college.outbox import paper
from college.web import locale
from college.web.locale import LANGUAGES
from tests.browser_like import Client
from tests.conftest import Store

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "college" / "translations"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)([a-z])|(%)|(.?))", re.DOTALL)
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

ALIKE = {"%(share)s%%", "%(number)d", "%(why)s"}
"""Messages without a word of their own: a translation may equal them."""

NAMES = {
    *("AA", "WCAG", "W3C", "PDF", "A4", "Letter", "JavaScript", "HTTP", "HTTPS", "https", "UTC"),
    *("PostgreSQL", "SQLite", "DATABASE_URL", "FONT_PATH", "DEMO"),
    # Examples, and commands to be typed as they stand.
    *("L", "K7QM", "D9X", "TRW", "BHN", "F", "name", "example", "org"),
    *("flask", "courses", "check", "chmod", "db", "upgrade", "search", "rebuild"),
}
"""Proper names, file kinds, settings, examples and commands, which every language writes alike."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make words` collects from the code, by that very command."""
    found = re.search(r"pybabel -q (extract .+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert found, "the Makefile collects the words"
    into = tmp_path_factory.mktemp("words") / "messages.pot"
    words = shlex.split(found[1])
    words[words.index("-o") + 1] = str(into)
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", *words]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    with into.open("rb") as file:
        return read_po(file)


@pytest.fixture(params=TRANSLATED)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def asked(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def given(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> dict[str, str]:
    """The names in a message and how each is formatted; a lone % is a mistake in it."""
    found = {}
    for name, kind, doubled, stray in PLACEHOLDER.findall(text):
        assert name or doubled, f"a lone % before {stray!r}: {text}"
        if name:
            found[name] = kind
    return found


def latin_words(text: str) -> set[str]:
    without = PLACEHOLDER.sub(" ", text)
    return set(LATIN.findall(without)) - NAMES


def test_no_message_lacks_a_translation(source: Catalog, catalog: Catalog) -> None:
    wanted = {asked(message) for message in messages(source)}
    held = {asked(message) for message in messages(catalog) if all(given(message))}
    assert not wanted - held, "translate these: make words, then edit messages.po"


def test_nothing_is_fuzzy(catalog: Catalog) -> None:
    assert [message.id for message in messages(catalog) if message.fuzzy] == []


def test_placeholders_are_the_same_on_both_sides(catalog: Catalog) -> None:
    for message in messages(catalog):
        wanted = placeholders(asked(message)[-1])
        for form in given(message):
            held = placeholders(form)
            if message.pluralizable:
                # One and two are words of their own in Arabic, but a form may add nothing.
                assert held.items() <= wanted.items(), message.id
            else:
                assert held == wanted, message.id


def test_forms_for_many_say_the_number(catalog: Catalog) -> None:
    for message in messages(catalog):
        if message.pluralizable:
            wanted = placeholders(asked(message)[-1])
            assert all(placeholders(form) == wanted for form in given(message)[-3:]), message.id


def test_every_plural_form_is_filled(catalog: Catalog) -> None:
    for message in messages(catalog):
        if message.pluralizable:
            assert len(given(message)) == catalog.num_plurals and all(given(message)), message.id


def test_arabic_counts_with_six_forms() -> None:
    with (TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    form = gettext.c2py(catalog.plural_expr)
    assert catalog.num_plurals == 6
    for n, expected in {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 14: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4}.items():
        assert form(n) == expected, n


def test_no_translation_equals_its_source(catalog: Catalog) -> None:
    same = {message.id for message in messages(catalog) if set(asked(message)) & set(given(message))}
    assert same <= ALIKE


def test_arabic_has_no_words_of_another_language() -> None:
    with (TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    for message in messages(catalog):
        for form in given(message):
            assert not latin_words(form), form
            assert not re.search(r"[,;?“”٠-٩]", form.replace("%(", "")), (
                f"Arabic writes ، ؛ ؟ « » and digits 0 to 9: {form}"
            )


def test_the_catalogue_is_compiled(language: str) -> None:
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    compiled = folder / "messages.mo"
    assert compiled.exists(), "there is no messages.mo: run `make translations`, as `make test` does"
    with compiled.open("rb") as file:
        held = gettext.GNUTranslations(file)
    with (folder / "messages.po").open("rb") as file:
        written = read_po(file)
    for message in messages(written):
        if isinstance(message.id, str):
            assert held.gettext(message.id) == message.string, "messages.mo is old: run `make translations`"


PATHS = (
    "/",
    "/courses/",
    "/search",
    "/search?q=zz",
    "/sign-in",
    "/register",
    "/reset",
    "/verify/",
    "/accessibility",
    "/notices/privacy",
    "/notices/rules",
    "/no-such-page",
)


def test_a_page_in_arabic_speaks_arabic_alone(client: Client) -> None:
    for path in PATHS:
        page = html5lib.parse(
            client.get(f"{path}{'&' if '?' in path else '?'}lang=ar").get_data(as_text=True),
            namespaceHTMLElements=False,
        )
        assert (page.get("lang"), page.get("dir")) == ("ar", "rtl"), path
        said = " ".join(words_of(page.find("body")))
        assert re.search("[\u0621-\u064a]{3}", said), f"something is said on {path}"
        for name in ("Test College, Office of the Registrar", "Test College", "registrar@test.example"):
            said = said.replace(name, "")
        assert latin_words(said) == set(), path


def test_letters_of_two_languages_on_one_page_keep_to_their_own(sqlite_store: Store) -> None:
    values = {"name": "Amina Okafor", "number": "L-10005-2", "college": "Test College", "contact": "x"}
    with sqlite_store.app.test_request_context("/?lang=en"):
        assert locale.say("Save and continue") == "Save and continue"
        arabic = paper.word("approved", "ar", values)
        english = paper.word("approved", "en", values)
        assert locale.say("Save and continue") == "Save and continue"
    assert "Test College" in arabic.subject and re.search("[\u0621-\u064a]{3}", arabic.subject + arabic.body)
    assert english.subject == "You are approved at Test College"
    assert not re.search("[\u0621-\u064a]", english.subject + english.body)


def test_a_count_takes_its_own_arabic_form(sqlite_store: Store) -> None:
    with sqlite_store.app.test_request_context("/?lang=ar"):
        said = [locale.say(Words("%(num)d page", "%(num)d pages", n, {"num": n})) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا صفحات", "صفحة واحدة", "صفحتان", "3 صفحات", "11 صفحة", "100 صفحة"]


def words_of(node: Any) -> list[str]:
    """The text of an element, without scripts, names of zones and languages, and what is marked as another language."""
    if not isinstance(node.tag, str) or node.tag in {"script", "style"} or node.get("name") in {"zone", "language"}:
        return []
    if node.get("lang") not in {None, "ar"} or node.get("dir") == "ltr":
        return []
    said = [node.text or "", *(node.get(name) or "" for name in ("aria-label", "placeholder", "title", "alt"))]
    for child in node:
        said += [*words_of(child), child.tail or ""]
    return said
