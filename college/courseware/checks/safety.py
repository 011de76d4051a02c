"""What could harm a reader or a person: HTML, hidden characters, personal data."""

import re
import unicodedata

from college.courseware.lines import Document
from college.courseware.manuscript import Manuscript
from college.courseware.mistakes import Place

_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<![A-Za-z]|<\?")
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# The joiners U+200C and U+200D and the marks U+200E, U+200F and U+061C belong to ordinary writing.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    + _BIDI
    + "]"
)
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_INVENTED = re.compile(r"@(?:.+\.)?example(?:\.(?:com|org|net|edu))?$|\.(?:example|test|invalid)$", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w/])\+\d[\d ().-]{7,}\d")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|https?://\S+")


def check(manuscript: Manuscript) -> None:
    for path, text in manuscript.texts.items():
        _characters(path, text, manuscript)
    for document, _ in manuscript.documents:
        for match in _HTML.finditer(document.masked):
            place = document.place(match.start())
            manuscript.mistakes.add("raw-html", document.path, place, wrong=" ".join(match[0].split())[:40])
        _personal(document, manuscript)


def _characters(path: str, text: str, manuscript: Manuscript) -> None:
    line, start, counted = 1, 0, 0
    for match in _HIDDEN.finditer(text):
        line += text.count("\n", counted, match.start())
        start = max(start, text.rfind("\n", counted, match.start()) + 1)
        counted = match.start()
        place = Place(line, match.start() - start + 1)
        code = "bidi-override" if match[0] in _BIDI else "control-character"
        name = unicodedata.name(match[0], "control")
        manuscript.mistakes.add(code, path, place, name=f"U+{ord(match[0]):04X} {name}")


def _personal(document: Document, manuscript: Manuscript) -> None:
    text = _ADDRESS.sub(lambda found: " " * len(found[0]), document.masked)
    found = [match for match in _MAIL.finditer(text) if not _INVENTED.search(match[0])]
    found += _PHONE.finditer(text)
    found += [match for match in _ACCOUNT.finditer(text) if _is_account(match[0])]
    for match in found:
        place = document.place(match.start())
        manuscript.mistakes.add("personal-data", document.path, place, wrong=match[0][:60])


def _is_account(text: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616: modulo 97)."""
    plain = text.replace(" ", "")
    digits = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    return int(digits) % 97 == 1
