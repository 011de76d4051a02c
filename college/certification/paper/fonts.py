"""Which fonts there are, what they cover, and what none of them can print."""

from __future__ import annotations

import importlib.resources
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import typst
from fontTools import unicodedata as scripts
from fontTools.ttLib import TTFont

from college.errors import N_, Refused

LATIN = "Libertinus Serif"
MONO = "DejaVu Sans Mono"
"""Both come inside typst, so they are there on every machine."""

_EMBEDDED = (
    "20-7E A0-23F 250-2E4 300-331 338 342-343 351 357-363 374-375 37A-37E 384-38A 38C 38E-3A1 3A3-3CE 3F0-3F6 "
    "400-45F 462-463 470-477 490-4C4 4C7-4CC 4D0-4F9 5B0-5C3 5C6 5D0-5EA 5F0-5F4 1E00-1E9B 1E9E 1EA0-1EF9 "
    "1F00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 "
    "1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2010-2027 202F-2037 2039-203E 2044 2070-2071 2074-208E 20AC 20BF "
    "2113 2116 2122 2126 2153-2184"
)
# What the regular, italic, semibold and bold cuts of the embedded face have in common. typst does not hand out the
# face itself, so its coverage is written down here and a test draws every character of it.

_PREFERRED = ("Amiri", "Noto Naskh Arabic", "Noto Sans Arabic", "Noto Serif SC", "Noto Sans SC")
_WHEELS = ("justmytype_intl_rtl", "pylopdf_fonts_zh_cn")
_PLACEHOLDERS = {"Last Resort", "LastResort", "Adobe Blank"}
_REGULAR = 400


def _embedded() -> frozenset[int]:
    spans = (span.partition("-") for span in _EMBEDDED.split())
    return frozenset(point for low, _, high in spans for point in range(int(low, 16), int(high or low, 16) + 1))


@dataclass(frozen=True)
class Face:
    """A font family, and the file of its regular cut (None: inside typst)."""

    family: str
    path: Path | None = None
    index: int = 0

    @cached_property
    def covers(self) -> frozenset[int]:
        """The code points it has a glyph for."""
        if self.path is None:
            return _embedded()
        with TTFont(self.path, fontNumber=self.index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())


@dataclass(frozen=True)
class Fonts:
    """The faces in the order in which they are asked, and the same for typst."""

    faces: tuple[Face, ...]
    loaded: typst.Fonts

    def families(self, text: str) -> tuple[str, ...]:
        """The fewest families that print `text`; a script of its own leads, so that its digits and stops match it.

        Raises NoFontFor where a character is in none of them.
        """
        points = _printed(text)
        latin, *others = self.faces
        chosen: list[str] = []
        missing = points - latin.covers
        for face in others:
            if not missing:
                break
            if missing & face.covers:
                chosen.append(face.family)
                missing -= face.covers
        if missing:
            raise no_font_for(missing)
        return (*chosen, latin.family)


class NoFontFor(Refused):
    words = N_(
        "There is no font here that can print %(characters)s (%(script)s). "
        "Have the name confirmed in another script, or ask the administrator to add a font."
    )


def no_font_for(points: Iterable[int]) -> NoFontFor:
    characters = "".join(map(chr, sorted(points)))
    names = sorted({scripts.script_name(scripts.script(c)).replace("_", " ") for c in characters})
    return NoFontFor(characters=characters, script=", ".join(names))


def missing_characters(text: str, fonts: Fonts) -> str:
    """The characters of `text` that no face here can print, in order of their code points."""
    missing = _printed(text)
    for face in fonts.faces:
        if missing:
            missing -= face.covers
    return "".join(map(chr, sorted(missing)))


def _printed(text: str) -> frozenset[int]:
    # Joiners and variation selectors shape their neighbours and have no glyph of their own.
    return frozenset(ord(c) for c in text if not (unicodedata.category(c) == "Cf" or 0xFE00 <= ord(c) <= 0xFE0F))


@lru_cache(maxsize=8)
def find_fonts(font_path: str | None = None) -> Fonts:
    """The faces in the folders of FONT_PATH (as PATH is written), then in the wheels; none from the system."""
    folders = [Path(folder) for folder in (font_path or "").split(os.pathsep) if folder]
    return load_fonts(folder for folder in (*folders, *_wheel_folders()) if folder.is_dir())


def load_fonts(folders: Iterable[Path]) -> Fonts:
    """The embedded Latin face, then those of `folders`: folder by folder, the most suitable first."""
    found = list(folders)
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=found)
    faces: dict[str, Face] = {LATIN: Face(LATIN)}
    for folder in found:
        for info in sorted(_inside(loaded, folder), key=_suitability):
            faces.setdefault(info.family, Face(info.family, Path(info.path or ""), info.index))
    return Fonts(tuple(faces.values()), loaded)


def _wheel_folders() -> list[Path]:
    folders = []
    for package in _WHEELS:
        try:
            folders.append(Path(str(importlib.resources.files(package))))
        except ModuleNotFoundError:
            continue
    return folders


def _inside(loaded: typst.Fonts, folder: Path) -> list[typst.FontInfo]:
    return [
        info
        for info in loaded.fonts()
        if info.path and Path(info.path).is_relative_to(folder) and info.family not in _PLACEHOLDERS
    ]


def _suitability(info: typst.FontInfo) -> tuple[int, bool, int, str]:
    rank = _PREFERRED.index(info.family) if info.family in _PREFERRED else len(_PREFERRED)
    return rank, info.style != "normal", abs(info.weight - _REGULAR), info.family
