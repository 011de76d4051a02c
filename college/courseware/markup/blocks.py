"""Blocks that Python-Markdown lacks: alerts, and lists nested and begun as other Markdown readers take them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor

from college.courseware.markup.words import ALERTS, added

_MARKER = re.compile(
    rf"(?:^|\n)[ ]{{0,3}}>[ ]?\[!(?P<kind>{'|'.join(ALERTS)})\][ \t]*(?P<title>[^\n]*)(?:\n|$)", re.IGNORECASE
)
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-*+]|\d{1,9}\.)(?P<space> +)(?P<rest>\S.*)")
_RULE = re.compile(r"\s*([-*_])\s*(?:\1\s*){2,}$")
_BLOCK = re.compile(r" {0,1}(?:#{1,6}\s|>|\||\[\^|\x02)")
_NEST = " " * 4


class AlertProcessor(BlockProcessor):
    """`> [!NOTE]` and its kin; words after the marker replace the title."""

    def __init__(self, parser: BlockParser, language: str) -> None:
        super().__init__(parser)
        self.titles = added(language).alerts

    def test(self, parent: ET.Element, block: str) -> bool:
        return _MARKER.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        marker = _MARKER.search(block)
        if marker is None:
            return False
        if before := block[: marker.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        kind = marker["kind"].lower()
        alert = ET.SubElement(parent, "div", {"class": f"alert {kind}", "role": "note"})
        title = ET.SubElement(alert, "p", {"class": "alert-title"})
        title.text = marker["title"].strip() or self.titles[kind]
        inside, following = self._inside(block[marker.end() :])
        if inside.strip():
            self.parser.parseChunk(alert, inside)
        if following:
            blocks.insert(0, following)
        return True

    def _inside(self, text: str) -> tuple[str, str]:
        """The alert's own text without its quote marks, and a further alert that follows without a blank line."""
        further = _MARKER.search(text)
        own, following = (text[: further.start()], text[further.start() :].lstrip("\n")) if further else (text, "")
        return _QUOTE.sub("", own), following


class ListPreprocessor(Preprocessor):
    """Indents nested list items by four, however the author indents them, and lets a list follow a line of text.

    Python-Markdown nests by four spaces only, and wants a blank line before a list; other readers do not.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.offsets: list[int] = []  # column of the text of each item that is open, outermost first
        self.in_text = False  # the block since the last blank line began with something other than an item

    def run(self, lines: list[str]) -> list[str]:
        self.offsets, self.in_text = [], False
        result: list[str] = []
        for line in lines:
            before = result[-1] if result else ""
            item = None if _RULE.fullmatch(line) else _ITEM.fullmatch(line)
            if before.strip() and (self._begins_list(item) if item else self._ends_list(line)):
                result.append("")
                before = ""
            if line.strip() and not before.strip():
                self.in_text = item is None
            result.append(self._item(item) if item else self._other(line, before))
        return result

    def _begins_list(self, item: re.Match[str]) -> bool:
        if self.offsets:
            return self.in_text
        return item["marker"] in ("-", "*", "+", "1.")

    def _ends_list(self, line: str) -> bool:
        return bool(self.offsets) and _BLOCK.match(line) is not None

    def _item(self, item: re.Match[str]) -> str:
        self._close(len(item["indent"]))
        line = f"{_NEST * len(self.offsets)}{item['marker']} {item['rest']}"
        self.offsets.append(item.start("rest"))
        return line

    def _other(self, line: str, before: str) -> str:
        if not line.strip() or not self.offsets:
            return line
        indent = len(line) - len(line.lstrip(" "))
        if not before.strip():
            self._close(indent)
        if not self.offsets:
            return line
        return _NEST * len(self.offsets) + line[min(indent, self.offsets[-1]) :]

    def _close(self, indent: int) -> None:
        while self.offsets and indent < self.offsets[-1]:
            self.offsets.pop()
