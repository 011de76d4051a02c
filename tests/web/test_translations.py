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
from babel.core import get_global
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from college.courseware.markup.words import ADDED, ALERTS
from college.courseware.texts import direction_of
from college.errors import Words
from college.outbox import paper
from college.web import locale
from college.web.locale import LANGUAGES
from tests.browser_like import Client
from tests.conftest import Store

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "college" / "translations"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
SLOT = re.compile(r"\{\d\}")
"""What a script fills in."""
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)([a-z])|(%)|(.?))", re.DOTALL)
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

WORDLESS = {"%(share)s%%", "%(number)d", "%(why)s", ": ", ". ", " (", ")"}
"""Messages without a word of their own: a translation may equal them."""

ALIKE = {
    "ar": set[str](),
    "fr": {
        *(", ", "%(name)s,", "%(first)s, %(others)s"),
        *("Code", "Organisation", "Police", "police", "Suspension"),
        *("Modules", "Page", "Pages", "page %(page)s", "Page %(number)d", "%(num)d page"),
        *("Question %(n)d", "question %(n)d", "Questions", "%(num)d question."),
    },
    "es": {", ", "%(first)s, %(others)s", "Error:", "PDF, A4", "Instructor", "Roles", "Auditor"},
    "pt": {", ", "%(name)s,", "%(first)s, %(others)s", "“%(title)s”", "Auditor"},
    "zh": set[str](),
}
"""What a language truly writes as English does, each looked at: the source of the message, or its singular."""

WRITTEN = {"Arab": "[\u0621-\u064a]{3}", "Hans": "[\u4e00-\u9fff]{2}", "Latn": "[A-Za-z\u00c0-\u024f]{3}"}
"""A piece of text in each script that the interface is written in."""

ENGLISH = {
    *("the", "and", "of", "to", "with", "by", "from", "this", "that", "these", "which", "who", "when", "where", "what"),
    *("is", "are", "was", "be", "been", "have", "will", "cannot", "not", "nobody", "there", "you", "your", "it", "its"),
}
"""Words that hold English sentences together, none of which another Latin-script language here has."""

NAMES = {
    *("AA", "WCAG", "W3C", "PDF", "A4", "Letter", "Cookie", "JavaScript", "HTTP", "HTTPS", "https", "UTC"),
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


def script_of(language: str) -> str:
    """The script that a language is usually written in, by its ISO 15924 code."""
    return str(get_global("likely_subtags")[language]).split("_")[1]


def foreign_words(text: str, language: str) -> set[str]:
    """Words in a text that cannot be this language's: in a script of its own any Latin word, else English ones."""
    if script_of(language) != "Latn":
        return latin_words(text)
    return {word for word in re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", text)) if word.lower() in ENGLISH}


def sources_alike(catalog: Catalog) -> set[str]:
    """The sources (singular, where they count) that a catalogue gives back unchanged."""
    return {asked(message)[0] for message in messages(catalog) if set(asked(message)) & set(given(message))}


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


def test_what_scripts_fill_in_is_the_same_on_both_sides(catalog: Catalog) -> None:
    for message in messages(catalog):
        for form in given(message):
            assert sorted(SLOT.findall(form)) == sorted(SLOT.findall(asked(message)[-1])), message.id


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


def test_no_translation_equals_its_source_but_what_is_truly_alike(language: str, catalog: Catalog) -> None:
    same = sources_alike(catalog) - WORDLESS
    assert same - ALIKE[language] == set(), "translate these, or list them as alike"
    assert ALIKE[language] - same == set(), "these are not alike, or not there any more"


def test_a_translation_has_no_words_of_another_language(language: str, catalog: Catalog) -> None:
    for message in messages(catalog):
        for form in given(message):
            assert not foreign_words(form, language), form


def test_english_is_told_from_its_neighbours() -> None:
    assert foreign_words("Save the %(the)s and go on", "fr") == {"the", "and"}
    assert foreign_words("Enregistrer et continuer", "fr") == set()
    assert foreign_words("Save", "ar") == {"Save"}


def test_arabic_has_its_own_marks() -> None:
    with (TRANSLATIONS / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    for message in messages(catalog):
        for form in given(message):
            assert not re.search(r"[,;?“”٠-٩]", form.replace("%(", "")), (
                f"Arabic writes ، ؛ ؟ « » and digits 0 to 9: {form}"
            )


def test_french_has_its_own_marks() -> None:
    with (TRANSLATIONS / "fr" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    for message in messages(catalog):
        for form in given(message):
            plain = PLACEHOLDER.sub(lambda found: "%" if found[3] else "x", form)
            assert not re.search(r"[^\u202f][;!?%]|[^\u00a0][:»]|«[^\u00a0]|[“”\"']", plain), (
                f"French writes ’ and « », U+00A0 before : and inside « », U+202F before ; ! ? %: {form}"
            )


def test_portuguese_has_its_own_marks() -> None:
    with (TRANSLATIONS / "pt" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    for message in messages(catalog):
        for form in given(message):
            plain = PLACEHOLDER.sub(lambda found: "%" if found[3] else "x", form)
            assert not re.search(r"\s[;:!?%]|[\u00a0\u202f«»\"']|\.\.\.", plain), (
                f"Portuguese writes “ ” and …, and no space before : ; ! ? %: {form}"
            )


def test_chinese_has_its_own_marks() -> None:
    with (TRANSLATIONS / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file)
    for message in messages(catalog):
        for form in given(message):
            plain = SLOT.sub("0", PLACEHOLDER.sub(lambda found: "%" if found[3] else "0", form))
            assert not re.search(r"[,;:!?()\"'«»]|\.\.\.", plain), f"Chinese writes ， ； ： ！ ？ （ ） “ ” ……: {form}"
            assert not re.search(r"[^\x00-\x7f] [^A-Za-z]|[^A-Za-z] [^\x00-\x7f]", plain), (
                f"no space stands between Chinese and Chinese, its marks, digits or what is filled in: {form}"
            )
            assert not re.search(r"[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z]", plain), (
                f"a space stands between Chinese and Latin words: {form}"
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


def test_a_page_speaks_its_language_alone(client: Client, language: str, catalog: Catalog) -> None:
    english = {words for message in messages(catalog) for words in asked(message)} - ALIKE[language] - WORDLESS
    own = {words for message in messages(catalog) for words in given(message)}
    for path in PATHS:
        answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}").get_data(as_text=True)
        page = html5lib.parse(answer, namespaceHTMLElements=False)
        assert (page.get("lang"), page.get("dir")) == (language, direction_of(language)), path
        pieces = words_of(page.find("body"), language)
        said = " ".join(pieces)
        assert re.search(WRITTEN[script_of(language)], said), f"something is said on {path}"
        held = {piece.strip() for piece in pieces}
        assert held & own and not held & english, path
        for name in ("Test College, Office of the Registrar", "Test College", "registrar@test.example"):
            said = said.replace(name, "")
        assert foreign_words(said, language) == set(), path


def test_letters_of_two_languages_on_one_page_keep_to_their_own(sqlite_store: Store) -> None:
    values = {"name": "Amina Okafor", "number": "L-10005-2", "college": "Test College", "contact": "x"}
    with sqlite_store.app.test_request_context("/?lang=en"):
        assert locale.say("Save and continue") == "Save and continue"
        arabic = paper.word("approved", "ar", values)
        french = paper.word("approved", "fr", values)
        english = paper.word("approved", "en", values)
        assert locale.say("Save and continue") == "Save and continue"
    assert "Test College" in arabic.subject and re.search("[\u0621-\u064a]{3}", arabic.subject + arabic.body)
    assert french.subject == "Votre inscription est approuvée – Test College" and "Connectez-vous" in french.body
    assert english.subject == "You are approved at Test College"
    assert not re.search("[\u0621-\u064a]", english.subject + english.body)


def test_a_count_takes_its_own_arabic_form(sqlite_store: Store) -> None:
    with sqlite_store.app.test_request_context("/?lang=ar"):
        said = [locale.say(Words("%(num)d page", "%(num)d pages", n, {"num": n})) for n in (0, 1, 2, 3, 11, 100)]
    assert said == ["لا صفحات", "صفحة واحدة", "صفحتان", "3 صفحات", "11 صفحة", "100 صفحة"]


def test_none_is_singular_in_french(sqlite_store: Store) -> None:
    with sqlite_store.app.test_request_context("/?lang=fr"):
        said = [locale.say(Words("%(num)d page", "%(num)d pages", n, {"num": n})) for n in (0, 1, 2, 1200)]
    assert said == ["0 page", "1 page", "2 pages", "1\u202f200 pages"]


def test_none_is_plural_in_portuguese(sqlite_store: Store) -> None:
    with sqlite_store.app.test_request_context("/?lang=pt"):
        said = [locale.say(Words("%(num)d page", "%(num)d pages", n, {"num": n})) for n in (0, 1, 2, 12000)]
    assert said == ["0 páginas", "1 página", "2 páginas", "12\u00a0000 páginas"]


def test_every_count_takes_the_same_chinese_form(sqlite_store: Store) -> None:
    with sqlite_store.app.test_request_context("/?lang=zh"):
        said = [locale.say(Words("%(num)d page", "%(num)d pages", n, {"num": n})) for n in (0, 1, 2, 12000)]
    assert said == ["0页", "1页", "2页", "12,000页"]


def test_chinese_sentences_follow_one_another_without_a_space(sqlite_store: Store) -> None:
    app = sqlite_store.app
    with app.test_request_context("/?lang=zh"):
        assert locale.sentences("一句。", "<两>句。") == "一句。&lt;两&gt;句。"
    with app.test_request_context("/?lang=pt"):
        assert locale.sentences("Uma.", "Duas.") == "Uma. Duas."


def test_marks_between_pieces_are_words_too() -> None:
    found = [
        (path.name, mark[0])
        for path in sorted((ROOT / "college" / "templates").rglob("*.html"))
        # What a certificate printed is shown in the language of the certificate.
        if path.parts[-2:] != ("certification", "_parts.html")
        for mark in re.finditer(r"(?:[}%]\}|</\w+>) ?[(:;,][ (]*(?:\{[{%]|<\w)", path.read_text(encoding="utf-8"))
    ]
    assert not found, "write _(': '), _(', '), _(' ('): Chinese has marks of its own, French a space before its colon"


def test_rendering_has_its_words_in_every_language() -> None:
    for language in LANGUAGES:
        assert set(ADDED[language].alerts) == set(ALERTS), language
        assert all("%d" in words for words in (ADDED[language].note, ADDED[language].back, ADDED[language].table))


def words_of(node: Any, language: str) -> list[str]:
    """The text of an element, without scripts, names of zones and languages, and what is marked as another language."""
    if not isinstance(node.tag, str) or node.tag in {"script", "style"} or node.get("name") in {"zone", "language"}:
        return []
    if node.get("lang") not in {None, language} or node.get("dir") == "ltr":
        return []
    said = [node.text or "", *(node.get(name) or "" for name in ("aria-label", "placeholder", "title", "alt"))]
    for child in node:
        said += [*words_of(child, language), child.tail or ""]
    return said
