"""The rendering itself, run in the child only: Markdown, then bleach's allow-list, then nh3."""

from __future__ import annotations

import re
from typing import Any

import bleach
import nh3
from markdown import Markdown

from college.courseware.markup.blocks import AlertProcessor, ListPreprocessor
from college.courseware.markup.pieces import Piece, Surroundings
from college.courseware.markup.tree import PageTreeprocessor
from college.courseware.markup.words import ALERTS

_EXTENSIONS = ("tables", "footnotes", "def_list", "fenced_code", "sane_lists")
_SETTINGS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"USE_DEFINITION_ORDER": False},
}
_CLASSES = {
    "a": {"term", "footnote-ref", "footnote-backref"},
    "div": {"table", "question-here", "case-here", "transcript-here", "film", "screen", "alert", *ALERTS},
    "figure": {"picture"},
    "p": {"alert-title", "case-label", "surface"},
    "section": {"footnotes", "terms"},
    "td": {"end", "center"},
    "th": {"end", "center"},
}
_ATTRIBUTES = {
    "a": {"href", "rel", "title", "aria-label", "aria-describedby"},
    "dd": {"id"},
    "audio": {"aria-label", "controls", "preload", "src"},
    "div": {"role", "tabindex", "aria-label", "data-question", "data-film"},
    "h2": {"id"},
    "img": {"src", "alt", "width", "height", "loading"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"aria-hidden"},
    "pre": {"dir", "tabindex"},
    "section": {"aria-labelledby"},
    "sup": {"id"},
    "th": {"scope"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"aria-label", "controls", "height", "poster", "preload", "src", "width"},
}
_TAGS = {
    *_CLASSES, *_ATTRIBUTES, "blockquote", "br", "code", "details", "dl", "dt", "em", "figcaption", "h3", "h4", "h5",
    "h6", "hr", "strong", "summary", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
_BLOCKS = (
    "indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference",
)  # fmt: skip
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_SCHEMES = {"http", "https", "mailto"}

_bleach = bleach.Cleaner(
    tags=_TAGS,
    attributes={
        tag: sorted(_ATTRIBUTES.get(tag, set()) | ({"class"} if tag in _CLASSES else set()))
        for tag in {*_CLASSES, *_ATTRIBUTES}
    },
    protocols=_SCHEMES,
    strip=True,
)


def render(piece: Piece, around: Surroundings) -> str:
    """Safe HTML; RenderingFailed where the text asks for what cannot be shown."""
    key = (piece.language, piece.inline)
    # Making a reader costs more than a short text; one that failed half-way is not used again.
    md = _readers.pop(key, None) or _reader(piece.language, inline=piece.inline)
    html = md.read(piece, around)
    _readers[key] = md
    if piece.inline:
        return clean("<br>".join(_PARAGRAPH.findall(html)))
    # Code is read from left to right in every language, and is reached by keyboard where it scrolls.
    return clean(html.replace("<pre>", '<pre dir="ltr" tabindex="0">'))


def clean(html: str) -> str:
    """Two sanitisers of different descent: what slips through the one is stopped by the other."""
    once = _bleach.clean(html)
    return nh3.clean(
        once,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style"},
    ).strip()


class _Reader(Markdown):
    """Python-Markdown with the college's rules; knows the piece that it is reading."""

    page: PageTreeprocessor

    def read(self, piece: Piece, around: Surroundings) -> str:
        self.reset()
        self.page.piece, self.page.around = piece, around
        return self.convert(piece.markdown)


_readers: dict[tuple[str, bool], _Reader] = {}


def _reader(language: str, *, inline: bool) -> _Reader:
    md = _Reader(extensions=[]) if inline else _Reader(extensions=list(_EXTENSIONS), extension_configs=_SETTINGS)
    # Without these three, HTML in the text is text: it is shown as it was typed.
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.deregister("entity")
    if inline:
        for name in _BLOCKS:
            md.parser.blockprocessors.deregister(name)
    else:
        md.preprocessors.register(ListPreprocessor(md), "lists", 20)
        md.parser.blockprocessors.register(AlertProcessor(md.parser, language), "alert", 22)
    md.page = PageTreeprocessor(md, language)
    md.treeprocessors.register(md.page, "page", -10)
    return md
