"""Translations whose translator says that they hold for their source as it stands now."""

import hashlib
import re
from pathlib import Path

from college.courseware import files

_FRONT = re.compile(r"\A\ufeff?---[ \t]*(?P<end>\r?\n)")
_FRONT_END = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_SOURCE = re.compile(r"^source:[^\r\n]*", re.MULTILINE)


class NotATranslation(ValueError):
    """There is nothing here that a file could be a translation of."""


def mark_current(folder: Path, path: str) -> bool:
    """Writes the digest of its source into the translation at `path` of the course in `folder`, and nothing else.

    Returns whether that changed the file. Whether the words agree, only a reader of both languages can say:
    it is for whoever has compared them. Raises NotATranslation where the name has no language or no source."""
    name = files.name(path)
    source = folder / name.source
    if name.language is None or not files.belongs(path) or not source.is_file():
        raise NotATranslation(path)
    digest = f"source: sha256-{hashlib.sha256(source.read_bytes()).hexdigest()}"
    before = (folder / path).read_bytes().decode("utf-8")
    after = _in_front(before, digest) if path.endswith(".md") else _in_head(before, digest, _newline(before))
    if after != before:
        (folder / path).write_bytes(after.encode("utf-8"))
    return after != before


def _in_front(text: str, digest: str) -> str:
    """With the digest in the front matter, which is made where there is none."""
    opens = _FRONT.match(text)
    closes = opens and _FRONT_END.search(text, opens.end())
    if not opens or not closes:
        end = _newline(text)
        return f"---{end}{digest}{end}---{end}{end}{text}"
    head = text[opens.end() : closes.start()]
    return text[: opens.end()] + _in_head(head, digest, opens["end"]) + text[closes.start() :]


def _in_head(head: str, digest: str, end: str) -> str:
    return _SOURCE.sub(digest, head, count=1) if _SOURCE.search(head) else f"{digest}{end}{head}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
