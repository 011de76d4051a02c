"""The PDF of a certificate: the same bytes, every fact, every script, and nothing read as markup."""

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
import segno
import typst
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from college.certification import paper, rules
from college.certification.paper import NoFontFor, Size, TooLong
from college.certification.paper import fonts as typefaces
from college.certification.rules import Facts
from college.web.locale import LANGUAGES

FONTS = paper.find_fonts()
LATIN_ONLY = paper.load_fonts([])
CODE = rules.new_code(bytes(range(200, 210)))
SECRET = "Vv3cX0m8Q2kqJ7mYw1n5Zr9tLh4sBd6eGf8aUj0Ki"

FACTS: dict[str, Any] = {
    "code": CODE,
    "kind": "achievement",
    "language": "en",
    "name_latin": "Amelie O’Brien",
    "learner_number": "L-004-127",
    "course_id": "introduction",
    "course_title": ("en", "Trafficking in illicit goods"),
    "edition_number": 3,
    "edition_digest": "3f2a9c0e77b1d4ce" * 4,
    "learning_hours": "12.5",
    "outcomes": [("en", "Preserve evidence"), ("en", "Recognise routes")],
    "score": 864,
    "pass_mark": 800,
    "exam_language": "fr",
    "supervision": "supervised",
    "earned_on": date(2026, 10, 21),
    "issued_on": date(2026, 11, 23),
    "valid_until": date(2028, 12, 24),
    "endorsed_by": "Institute of Training",
    "second_person": False,
    "issuer_name": "Northern Customs College",
    "issuer_contact": "office@college.example",
    "verify_url": f"https://college.example/verify/{CODE}?s={SECRET}",
    "verify_page": "https://college.example/verify/",
    "demo": False,
}
PARTICIPATION: dict[str, Any] = dict.fromkeys(("score", "pass_mark", "exam_language", "supervision")) | {
    "kind": "participation"
}
ARABIC: dict[str, Any] = {
    "language": "ar",
    "name_native": "محمد عبد الله",
    "native_language": "ar",
    "course_title": ("ar", "الاتجار بالسلع غير المشروعة"),
    "course_title_source": ("en", "Trafficking in illicit goods"),
}


def make_facts(**changes: object) -> Facts:
    return Facts.model_validate(FACTS | changes)


def draw(size: Size = Size.A4, *, words: Callable[[str], str] = str, **changes: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper.draw(make_facts(**changes), size, FONTS, words=words)))


def text_of(pdf: pypdf.PdfReader) -> str:
    return " ".join(pdf.pages[0].extract_text().split())


def test_the_same_facts_give_the_same_bytes() -> None:
    assert paper.draw(make_facts(), Size.A4, FONTS) == paper.draw(make_facts(), Size.A4, FONTS)


def test_another_process_draws_the_same_bytes() -> None:
    program = (
        "import hashlib, sys\n"
        "from college.certification import paper, rules\n"
        "facts = rules.read_facts(sys.stdin.read())\n"
        "pdf = paper.draw(facts, paper.Size.LETTER, paper.find_fonts())\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    facts = make_facts(name_native="张伟明", native_language="zh")
    ran = subprocess.run(
        [sys.executable, "-c", program], input=rules.canonical(facts), capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == hashlib.sha256(paper.draw(facts, Size.LETTER, FONTS)).hexdigest()


@pytest.mark.parametrize(("size", "width", "height"), [(Size.A4, 595.276, 841.89), (Size.LETTER, 612, 792)])
def test_each_size_is_one_page_of_that_size(size: Size, width: float, height: float) -> None:
    pdf = draw(size)
    assert len(pdf.pages) == 1
    assert float(pdf.pages[0].mediabox.width) == pytest.approx(width, abs=0.01)
    assert float(pdf.pages[0].mediabox.height) == pytest.approx(height, abs=0.01)


@pytest.mark.parametrize("size", list(Size))
def test_every_printed_fact_is_in_the_text(size: Size) -> None:
    text = text_of(draw(size))
    for fact in (
        "Certificate of achievement",
        "Amelie O’Brien",
        "has passed the examination of the course",
        "Trafficking in illicit goods",
        "Passed on 21 October 2026",
        "Issued on 23 November 2026",
        "Valid until 24 December 2028",
        "Learner number L-004-127",
        "Score 86.4%",
        "Pass mark 80%",
        "Examination supervised sitting",
        "Examination language French",
        "Learning hours (nominal) 12.5",
        "Endorsed by Institute of Training",
        "Second person no second person",
        "Course introduction",
        "Edition 3",
        "Edition fingerprint 3f2a9c0e77b1d4ce",
        "Preserve evidence",
        "Recognise routes",
        "Northern Customs College",
        "office@college.example",
        "https://college.example/verify/",
        CODE,
    ):
        assert fact in text
    assert SECRET not in text


def test_all_of_the_wording_is_printed() -> None:
    text = text_of(draw())
    said = paper.wording(make_facts(), str)
    for row in said.rows:
        assert f"{row.label} {row.value.words}" in text
    for words in (said.opening, said.deed, said.verify, said.compare, said.limits, said.outcomes_title):
        assert words.words in text


def test_participation_speaks_of_no_exam() -> None:
    text = text_of(draw(**PARTICIPATION))
    assert "Certificate of participation" in text
    assert "has taken part in the course" in text
    assert "Pass mark" not in text
    assert "has passed" not in text


@pytest.mark.parametrize("changes", [{}, PARTICIPATION])
def test_no_certificate_makes_a_certified_investigator(changes: dict[str, Any]) -> None:
    text = text_of(draw(**changes)).lower()
    assert "confers no title" in text
    assert "certified" not in text
    assert "investigator" not in text


def test_it_claims_pdf_a_and_pdf_ua_with_title_language_and_day() -> None:
    pdf = draw()
    packet = pdf.xmp_metadata
    assert packet is not None
    xml = packet.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xml.replace("\n", "")
    assert "<pdfuaid:part>1</pdfuaid:part>" in xml
    assert str(pdf.root_object["/Lang"]) == "en"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Certificate of achievement · Amelie O’Brien"
    assert pdf.metadata.creation_date == datetime(2026, 11, 23, tzinfo=UTC)


def test_a_demonstration_says_so_across_the_page_in_the_text_and_in_the_metadata() -> None:
    pdf = draw(demo=True)
    assert "DEMONSTRATION" in text_of(pdf)
    assert "Demonstration: this is not a certificate of any kind" in text_of(pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title is not None
    assert pdf.metadata.title.startswith("DEMONSTRATION")
    assert "DEMONSTRATION" in str(pdf.metadata.keywords)


def test_a_demonstration_in_another_language_says_so_in_english_too() -> None:
    pdf = draw(**ARABIC, demo=True, words=lambda text: "نموذج توضيحي" if text == "DEMONSTRATION" else text)
    assert "DEMONSTRATION" in text_of(pdf)


def test_a_real_certificate_says_nothing_of_demonstrations() -> None:
    assert "demonstration" not in text_of(draw()).lower()


HOSTILE = [
    '#panic("owned")',
    "*x* _y_ `z` $1/0$",
    '\\ \\u{41} \\"',
    '"); #read("/etc/passwd")',
    "#sys.inputs <label> @reference",
    "// comment /* x */",
    "= heading - list + enum",
    "</svg><script>",
    "%(name)s {0} %s",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_printed_as_they_are(hostile: str) -> None:
    changes: dict[str, Any] = {
        "name_latin": hostile,
        "course_title": ("en", hostile),
        "issuer_contact": hostile,
        "outcomes": [("en", hostile)],
    }
    assert text_of(draw(**changes)).count(" ".join(hostile.split())) == 4


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh Tuyết",
        "Zażółć Gęślą-Jaźń",
        "D’Angelo Ó Súilleabháin",
        "Þórður Æðelræd ẞmith",
        "Şükrü Iğdır",
        "Γεώργιος Παπαδόπουλος",
        "Владимир Ђорђевић",
        "N̈ama Q̃uo",
    ],
)
def test_names_in_european_letters_are_drawn_from_what_typst_carries(name: str) -> None:
    assert paper.missing_characters(name, LATIN_ONLY) == ""
    assert paper.draw(make_facts(name_latin=name), Size.A4, LATIN_ONLY).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("name", "language"),
    [("محمد عبد الله الهاشمي", "ar"), ("علی\u200cرضا", "fa"), ("张伟明", "zh"), ("陳慶餘", "zh"), ("佐藤さくら", "ja")],
)
@pytest.mark.parametrize("size", list(Size))
def test_native_names_are_drawn_and_stand_exactly_in_the_metadata(name: str, language: str, size: Size) -> None:
    pdf = draw(size, name_native=name, native_language=language)
    assert pdf.metadata is not None
    assert pdf.metadata.title is not None
    assert pdf.metadata.title.endswith(name)
    assert len(pdf.pages) == 1


def test_a_chinese_name_is_in_the_text() -> None:
    assert "张伟明" in text_of(draw(name_native="张伟明", native_language="zh"))


def test_a_certificate_in_arabic_has_its_language() -> None:
    pdf = draw(**ARABIC)
    assert str(pdf.root_object["/Lang"]) == "ar"
    assert "Trafficking in illicit goods" in text_of(pdf)


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "23 November 2026"),
        ("ar", "23 نوفمبر 2026"),
        ("fr", "23 novembre 2026"),
        ("es", "23 de noviembre de 2026"),
        ("pt", "23 de novembro de 2026"),
        ("zh", "2026年11月23日"),
    ],
)
def test_a_certificate_writes_its_days_as_its_language_does(language: str, day: str) -> None:
    said = paper.wording(make_facts(language=language), str)
    assert {row.label: row.value.words for row in said.rows}["Issued on"] == day
    if language != "ar":  # what is read out of a PDF has Arabic letters in other forms
        assert day in text_of(draw(language=language))


@pytest.mark.parametrize(
    ("name", "script", "missing"), [("محمد", "Arabic", "حدم"), ("张伟", "Han", "伟张"), ("สมชาย", "Thai", "ชมยสา")]
)
def test_a_script_without_a_font_is_refused_by_its_name(name: str, script: str, missing: str) -> None:
    assert paper.missing_characters(name, LATIN_ONLY) == missing
    with pytest.raises(NoFontFor) as refused:
        paper.draw(make_facts(name_native=name, native_language="und"), Size.A4, LATIN_ONLY)
    assert refused.value.said.values == {"characters": missing, "script": script}


@pytest.mark.parametrize(("language", "script"), [("ar", "Arabic"), ("zh", "Han")])
def test_a_font_for_the_certificates_own_words_is_needed_too(language: str, script: str) -> None:
    with pytest.raises(NoFontFor) as refused:
        paper.draw(make_facts(language=language), Size.A4, LATIN_ONLY, words=paper.translate_into(language))
    assert script in refused.value.said.values["script"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("changes", [{}, PARTICIPATION | {"second_person": True, "replaces": CODE}])
def test_the_words_of_every_language_are_printed_with_the_fonts_of_the_packages(
    language: str, changes: dict[str, Any]
) -> None:
    words = paper.translate_into(language)
    facts = make_facts(language=language, demo=True, **changes)
    for size in Size:
        assert paper.draw(facts, size, FONTS, words=words).startswith(b"%PDF")
    said = paper.wording(facts, words)
    assert said.title.words in text_of(draw(words=words, language=language, **changes)) or language == "ar"


def test_every_character_that_the_latin_face_is_said_to_have_is_there() -> None:
    face = LATIN_ONLY.faces[0]
    letters = "".join(chr(point) for point in sorted(face.covers))
    for style in ("weight: 400", "weight: 600", "weight: 700", 'style: "italic"'):
        source = (
            '#set document(title: "x")\n'
            f'#set text(font: "{face.family}", fallback: false, {style})\n'
            "#sys.inputs.letters"
        )
        pdf, warnings = typst.compile_with_warnings(
            source.encode(),
            format="pdf",
            font_paths=LATIN_ONLY.loaded,
            ignore_system_fonts=True,
            pdf_standards=["a-2a"],  # under PDF/A a missing glyph is an error
            sys_inputs={"letters": letters},
        )
        assert pdf
        assert not warnings


def make_font(path: Path, family: str, characters: str) -> None:
    """A face of its own name with a few letters of the wheel's Arabic face."""
    arabic = next(face for face in FONTS.faces if face.family == "Noto Sans Arabic")
    assert arabic.path is not None
    font = TTFont(arabic.path)
    cut = Subsetter()
    cut.populate(text=characters)
    cut.subset(font)
    for record in font["name"].names:
        record.string = family
    font.save(path)


def test_the_operators_fonts_come_before_those_of_the_wheels(tmp_path: Path) -> None:
    make_font(tmp_path / "own.ttf", "Own Arabic", "محد ")
    found = paper.find_fonts(f"{tmp_path}{os.pathsep}{tmp_path / 'nowhere'}")
    assert found.families("محمد") == ("Own Arabic", typefaces.LATIN)
    assert found.families("عمر") == ("Own Arabic", "Noto Sans Arabic", typefaces.LATIN)
    assert found.families("Omar") == (typefaces.LATIN,)


def modules(svg: str) -> str:
    return svg.partition('d="')[2].partition('"')[0]


def test_the_square_holds_the_whole_address() -> None:
    expected = segno.make(make_facts().verify_url, error="m", micro=False, boost_error=False)
    assert modules(paper.square(make_facts().verify_url)) == modules(expected.svg_inline(border=0))


@pytest.mark.parametrize("size", list(Size))
def test_long_names_and_titles_stay_on_one_page(size: Size) -> None:
    pdf = draw(
        size,
        name_latin="Wołodkowiczówna-Papadopoulos " * 9,
        name_native="名" * 120,
        native_language="zh",
        course_title=("en", "The investigation of counterfeit spare parts " * 6),
        issuer_name="W" * 150,
        outcomes=[("en", "Say what was learnt, with its clauses, in a sentence")] * 14,
        demo=True,
    )
    assert len(pdf.pages) == 1
    assert text_of(pdf).count("Say what was learnt") == 14


def test_what_cannot_fit_is_refused_with_words() -> None:
    with pytest.raises(TooLong):
        draw(outcomes=[("en", "word " * 400)] * 20)
