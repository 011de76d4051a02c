"""The files of a course folder: what belongs to a course, in which language, and how much of it is allowed."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from college.courseware.amounts import LANGUAGE
from college.courseware.mistakes import Mistakes, Place

MOST_FILES = 3000
LARGEST = {
    **{".md": 1_000_000, ".yaml": 200_000, ".vtt": 1_000_000},
    **{".mp4": 80_000_000, ".webm": 80_000_000, ".m4a": 40_000_000, ".mp3": 40_000_000, ".ogg": 40_000_000},
}
LARGEST_OTHER = 3_000_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_IGNORED = {"README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "CHANGELOG.md", "CONTRIBUTING.md"}


@dataclass(frozen=True)
class Name:
    """A path taken apart: modules/010-crime.ar.md is modules/010-crime.md in Arabic."""

    path: str
    source: str  # the path that links use
    language: str | None  # None: the source language

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


def name(path: str) -> Name:
    stem, dot, extension = path.rpartition(".")
    rest, inner, language = stem.rpartition(".")
    if dot and inner and "/" not in language and LANGUAGE.fullmatch(language):
        return Name(path, f"{rest}.{extension}", language)
    return Name(path, path, None)


def belongs(path: str) -> bool:
    """Whether a file of this name has a place in a course."""
    part = name(path)
    stands = part.source in ("course.yaml", "exam.yaml", "glossary.md")
    folders = {"modules": ".md", "questions": ".md", "cases": ".md", "quizzes": ".yaml"}
    in_folder = part.folder in folders and part.path.endswith(folders[part.folder])
    return stands or in_folder or part.path.startswith("media/")


def load(folder: Path, mistakes: Mistakes) -> dict[str, bytes]:
    """Every file under `folder` by its path in the course; hidden files are left out."""
    if not folder.is_dir():
        mistakes.add("folder-missing", str(folder))
        return {}
    root = folder.resolve()
    found: dict[str, bytes] = {}
    for here, folders, names in os.walk(root):
        kept = [each for each in sorted(folders) if not each.startswith(".")]
        for each in kept:
            if (Path(here) / each).is_symlink():
                mistakes.add("link-outside", (Path(here) / each).relative_to(root).as_posix())
        folders[:] = kept
        for each in sorted(names):
            if each.startswith("."):
                continue
            if len(found) >= MOST_FILES:
                mistakes.add("too-many-files", "course.yaml", limit=MOST_FILES)
                return found
            _take(Path(here) / each, root, found, mistakes)
    return found


def _take(file: Path, root: Path, found: dict[str, bytes], mistakes: Mistakes) -> None:
    path = file.relative_to(root).as_posix()
    real = file.resolve()
    if not real.is_relative_to(root) or not real.is_file():
        mistakes.add("link-outside", path)
        return
    if real.stat().st_size > _limit(path):
        mistakes.add("file-too-large", path, size=real.stat().st_size, limit=_limit(path))
        return
    try:
        found[path] = real.read_bytes()
    except OSError:
        mistakes.add("file-unreadable", path)


def _limit(path: str) -> int:
    return LARGEST.get(Path(path).suffix.lower(), LARGEST_OTHER)


def sorted_out(files: Mapping[str, bytes], mistakes: Mistakes) -> dict[str, bytes]:
    """The files that belong to a course, in order; notes names and sizes that are not allowed."""
    kept: dict[str, bytes] = {}
    for path in sorted(files):
        if path in _IGNORED:
            continue
        if not _NAME.fullmatch(path) or ".." in path or len(path) > 200:
            mistakes.add("file-name", path)
        elif not belongs(path):
            mistakes.add("stray-file", path)
        elif len(files[path]) > _limit(path):
            mistakes.add("file-too-large", path, size=len(files[path]), limit=_limit(path))
        else:
            kept[path] = files[path]
    return kept


def text(path: str, content: bytes, mistakes: Mistakes) -> str | None:
    """The file as text with plain line ends, or None where it is not UTF-8."""
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mistakes.add("not-utf8", path, Place(before.count(b"\n") + 1, error.start - before.rfind(b"\n")))
        return None
