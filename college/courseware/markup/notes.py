"""Footnotes: numbered as they are met, gathered under a heading, with ids of the college's own making."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER

from college.courseware.markup.pieces import Piece
from college.courseware.markup.words import Added

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def share_notes(bodies: Sequence[str]) -> list[str]:
    """Gives each page of a module the notes that it refers to, wherever in the file they are defined."""
    split = [_split(body) for body in bodies]
    notes: dict[str, str] = {}
    for _, own in split:
        notes = {**own, **notes}
    return [_with_notes(text, {**notes, **own}) for text, own in split]


def _with_notes(text: str, notes: dict[str, str]) -> str:
    wanted = list(dict.fromkeys(_REFERENCE.findall(text)))
    for note in wanted:  # a note may refer to a further note; the list grows while it is walked
        wanted.extend(further for further in _REFERENCE.findall(notes.get(note, "")) if further not in wanted)
    found = [notes[note] for note in wanted if note in notes]
    return "\n\n".join([text.rstrip(), *found]) if found else text


def _split(body: str) -> tuple[str, dict[str, str]]:
    """The text without its notes, and each note's lines by its name."""
    text: list[str] = []
    notes: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line, fenced in _lines(body):
        definition = None if fenced else _DEFINITION.match(line)
        if definition:
            current = notes.setdefault(definition[1], [])
        elif fenced or (current and not current[-1].strip() and line.strip() and not line.startswith("    ")):
            current = None
        (text if current is None else current).append(line)
    return "\n".join(text), {name: "\n".join(lines).rstrip() for name, lines in notes.items()}


def _lines(body: str) -> Iterable[tuple[str, bool]]:
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        inside = bool(fence or mark)
        if mark and not fence:
            fence = mark[1]
        elif fence and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        yield line, inside


def gather_notes(root: ET.Element, piece: Piece, words: Added) -> None:
    """Turns Python-Markdown's footnotes into a section with a heading and links that say where they lead."""
    box = next((child for child in root if child.tag == "div" and child.get("class") == "footnote"), None)
    if box is None:
        return
    items = list(box.iter("li"))
    numbers = {item.get("id", "").partition(":")[2]: number for number, item in enumerate(items, 1) if item.get("id")}
    references = _references(root, numbers, piece, words)
    for item in items:
        if item.get("id"):
            _note(item, numbers, references, piece, words)
    heading_id = f"{piece.prefix}notes"
    listing = box.find("ol")
    box.clear()
    box.tag = "section"
    box.attrib.update({"class": "footnotes", "aria-labelledby": heading_id})
    ET.SubElement(box, "h2", {"id": heading_id}).text = words.notes
    if listing is not None:
        box.append(listing)


def _references(root: ET.Element, numbers: dict[str, int], piece: Piece, words: Added) -> dict[str, str]:
    """Renames each reference in the text; returns the new ids by the old ones."""
    renamed: dict[str, str] = {}
    for mark in root.iter("sup"):
        link = mark.find("a[@class='footnote-ref']")
        old = mark.get("id", "")
        if link is None or not old.startswith("fnref"):
            continue
        count, _, name = old.removeprefix("fnref").partition(":")
        number = numbers.get(name, 0)
        new = f"{piece.prefix}ref-{number}" + (f"-{count}" if count else "")
        renamed[old] = new
        mark.set("id", new)
        link.attrib.update(
            {"href": f"#{piece.prefix}note-{number}", "aria-label": words.note % number, "data-note": "1"}
        )
    return renamed


def _note(item: ET.Element, numbers: dict[str, int], references: dict[str, str], piece: Piece, words: Added) -> None:
    number = numbers[item.get("id", "").partition(":")[2]]
    item.set("id", f"{piece.prefix}note-{number}")
    for holder in list(item.iter()):
        if holder.text:
            holder.text = holder.text.replace(NBSP_PLACEHOLDER, "\u00a0")
        for link in holder.findall("a[@class='footnote-backref']"):
            back = references.get(link.get("href", "").removeprefix("#"))
            if back is None:  # a note that nothing refers to leads back nowhere
                holder.remove(link)
                continue
            link.attrib.pop("title", None)
            link.attrib.update({"href": f"#{back}", "aria-label": words.back % number, "data-note": "1"})
            link.text = (link.text or "").replace(FN_BACKLINK_TEXT, "↩")
