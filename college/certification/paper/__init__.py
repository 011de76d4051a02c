"""Draws the PDF of a certificate from its facts: the same facts, the same bytes."""

from __future__ import annotations

import io
import json
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import segno
import typst
from babel import Locale

from college.certification.paper.fonts import MONO, Face, Fonts, NoFontFor, find_fonts, load_fonts, missing_characters
from college.certification.paper.translation import speaks, translate_into
from college.certification.paper.wording import DEMONSTRATION, Row, Translate, Wording, rows, wording
from college.certification.rules import Facts
from college.courseware.texts import Said
from college.errors import N_, Refused

__all__ = [
    "Face",
    "Fonts",
    "NoFontFor",
    "Row",
    "Size",
    "TooLong",
    "Wording",
    "draw",
    "find_fonts",
    "load_fonts",
    "missing_characters",
    "rows",
    "speaks",
    "square",
    "translate_into",
    "wording",
]

_TEMPLATE = Path(__file__).with_name("certificate.typ")
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


class Size(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class TooLong(Refused):
    words = N_("The names and outcomes do not fit on one page. Shorten the course's outcomes, then issue again.")


def draw(facts: Facts, size: Size, fonts: Fonts, *, words: Translate = str) -> bytes:
    """The certificate as PDF/A-2a and PDF/UA-1, one page; `words` translates into the certificate's language.

    Raises NoFontFor where a character cannot be printed, TooLong where the page cannot hold it all.
    """
    said = wording(facts, words)
    sheet = _sheet(facts, said, size, fonts, words)
    try:
        pdf, warnings = typst.compile_with_warnings(
            _TEMPLATE,
            format="pdf",
            font_paths=fonts.loaded,
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=datetime(facts.issued_on.year, facts.issued_on.month, facts.issued_on.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        if "does not fit on one page" in error.message:
            raise TooLong from error
        raise
    if warnings:
        raise RuntimeError(f"the certificate was drawn with a warning: {warnings[0].message}")
    return pdf


def _sheet(facts: Facts, said: Wording, size: Size, fonts: Fonts, words: Translate) -> dict[str, Any]:
    """What the template is given: words with their language, direction and fonts, and nothing to be read as markup."""
    stamps = dict.fromkeys((words(DEMONSTRATION), str(DEMONSTRATION))) if facts.demo else {}
    names = [facts.name_latin, *filter(None, [facts.name_native])]
    label = ["DEMONSTRATION"] if facts.demo else []
    return {
        "paper": {Size.A4: "a4", Size.LETTER: "us-letter"}[size],
        "mono": MONO,
        "language": facts.language,
        "direction": _direction(facts.language, ""),
        "document": " · ".join([*label, said.title.words, *names]),
        "author": facts.issuer_name,
        "about": " · ".join([said.course.words, facts.code]),
        "keywords": [*label, facts.code, facts.learner_number],
        "stamps": [_run(Said(facts.language, stamp), facts, fonts) for stamp in stamps],
        "qr": square(facts.verify_url),
        "qr_words": words(N_("Square code with the address that verifies this certificate: %(address)s"))
        % {"address": facts.verify_page},
    } | {field.name: _runs(getattr(said, field.name), facts, fonts) for field in fields(said)}


def _runs(value: Any, facts: Facts, fonts: Fonts) -> Any:
    if isinstance(value, Said):
        return _run(value, facts, fonts)
    if isinstance(value, Row):
        return {
            "label": _run(Said(facts.language, value.label), facts, fonts),
            "value": _run(value.value, facts, fonts),
        }
    if isinstance(value, tuple):
        return [_runs(item, facts, fonts) for item in value]
    return value


def _run(said: Said, facts: Facts, fonts: Fonts) -> dict[str, Any]:
    language = said.language or facts.language
    return {
        "words": said.words,
        "language": language.partition("-")[0],
        "direction": _direction(said.language, said.words),
        "fonts": fonts.families(said.words),
    }


def _direction(language: str, text: str) -> str:
    """By the first letter that has one, as Unicode's bidirectional algorithm does; else the language's."""
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in {"L", "R", "AL"}:
            return "ltr" if strong == "L" else "rtl"
    return "rtl" if language and Locale.parse(language, sep="-").text_direction == "rtl" else "ltr"


def square(address: str) -> str:
    """The QR code of an address as SVG (ISO/IEC 18004, error correction M)."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False, boost_error=False).save(
        drawn, kind="svg", border=0, xmldecl=False, dark="#12305a", svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode()
