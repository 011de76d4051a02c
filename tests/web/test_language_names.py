"""Languages by their names, as those who read them write them."""

from __future__ import annotations

import pytest

from college.web.locale import LANGUAGES, language_name


@pytest.mark.parametrize(
    ("code", "name"), [("fr", "Français"), ("zh", "中文"), ("zh-Hant", "中文 (繁體)"), ("pt-BR", "Português (Brasil)")]
)
def test_a_language_is_named_in_itself_whatever_its_code_has_behind_a_hyphen(code: str, name: str) -> None:
    assert language_name(code) == name


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_of_the_interface_has_a_name(code: str) -> None:
    assert language_name(code) not in ("", code)
