"""What becomes of a parsed text: headings, links, pictures, tables and notes as the college's pages want them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from college.courseware.markup.films import player
from college.courseware.markup.links import Leads, follow, term_said
from college.courseware.markup.notes import gather_notes
from college.courseware.markup.pieces import Piece, RenderingFailed, Surroundings
from college.courseware.markup.words import added

_HEADING = re.compile(r"h([1-6])")
_HEADING_ID = re.compile(r"\s*\{#[^{}\s]*\}\s*$")


class PageTreeprocessor(Treeprocessor):
    """Runs last, on the finished tree; the reader sets the piece before each."""

    piece: Piece
    around: Surroundings

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.words = added(language)

    def run(self, root: ET.Element) -> None:
        self._headings(root)
        self._tables(root)
        gather_notes(root, self.piece, self.words)
        used = self._links(root)
        self._shown(root)
        if self.piece.terms and used:
            root.append(self._terms(used))

    def _headings(self, root: ET.Element) -> None:
        """The page's title is its h1, and `##` opens a page; so what is left moves up by one, to h2 at most."""
        for element in root.iter():
            if isinstance(element.tag, str) and (level := _HEADING.fullmatch(element.tag)):
                element.tag = f"h{max(2, int(level[1]) - 1)}"
                last = element[-1] if len(element) else None
                if last is None:
                    element.text = _HEADING_ID.sub("", element.text or "")
                else:
                    last.tail = _HEADING_ID.sub("", last.tail or "")

    def _tables(self, root: ET.Element) -> None:
        tables = [(parent, table) for parent, table in _pairs(root) if table.tag == "table"]
        for number, (parent, table) in enumerate(tables, 1):
            label = self.words.table % number
            wrapper = ET.Element("div", {"class": "table", "tabindex": "0", "role": "region", "aria-label": label})
            wrapper.tail, table.tail = table.tail, None
            parent[list(parent).index(table)] = wrapper
            wrapper.append(table)
            for cell in table.iter("th"):
                cell.set("scope", "col")
            for cell in (*table.iter("th"), *table.iter("td")):
                # Logical, so that a column of figures ends where lines end in Arabic too.
                if (align := cell.attrib.pop("align", "")) in ("right", "center"):
                    cell.set("class", "end" if align == "right" else "center")

    def _links(self, root: ET.Element) -> list[str]:
        """Resolves every link; returns the terms that were linked, in the order of the text."""
        used: list[str] = []
        for link in root.iter("a"):
            if "data-note" in link.attrib:
                del link.attrib["data-note"]
                continue
            target = follow(link.get("href", ""), self.piece, self.around)
            if target.leads is Leads.QUESTION:
                raise RenderingFailed("a question is shown with ![…](…), it cannot be linked to")
            if not "".join(link.itertext()).strip() and link.find(".//img") is None:
                raise RenderingFailed("a link has no text")
            link.set("href", target.address)
            if target.leads is Leads.OUTSIDE:
                link.set("rel", "noopener noreferrer")
            if target.leads is Leads.TERM:
                self._term_link(link, target.id)
                if target.id not in used:
                    used.append(target.id)
        return used

    def _term_link(self, link: ET.Element, term: str) -> None:
        link.set("class", "term")
        if said := term_said(term, self.piece, self.around):
            link.set("title", said.meaning)
            if self.piece.terms:
                link.set("aria-describedby", self._meaning_id(term))

    def _meaning_id(self, term: str) -> str:
        return f"{self.piece.prefix}meaning-{term}"

    def _terms(self, used: list[str]) -> ET.Element:
        """The words used, explained in place: readable by touch, on paper and by a screen reader, without a script."""
        heading_id = f"{self.piece.prefix}meanings"
        section = ET.Element("section", {"class": "terms", "aria-labelledby": heading_id})
        ET.SubElement(section, "h2", {"id": heading_id}).text = self.words.terms
        entries = ET.SubElement(section, "dl")
        for term in used:
            if said := term_said(term, self.piece, self.around):
                ET.SubElement(entries, "dt").text = said.term
                ET.SubElement(entries, "dd", {"id": self._meaning_id(term)}).text = said.meaning
        return section

    def _shown(self, root: ET.Element) -> None:
        """`![words](target)`: a picture, a case's card, or the place where a question will stand."""
        for parent, image in list(_pairs(root)):
            if image.tag != "img":
                continue
            target = follow(image.get("src", ""), self.piece, self.around)
            if target.leads is Leads.QUESTION:
                self._question(root, parent, image, target.id)
            elif target.leads is Leads.CASE:
                self._case(root, parent, image, target.address)
            elif target.leads is Leads.PICTURE:
                self._picture(root, parent, image, target.address, target.path)
            elif target.leads is Leads.FILM:
                self._film(root, parent, image, target.path)
            else:
                raise RenderingFailed(
                    f"only a picture, a film, a question or a case of the course can be shown: {image.get('src')!r}"
                )

    def _question(self, root: ET.Element, parent: ET.Element, image: ET.Element, question: str) -> None:
        if self.piece.inline or not _alone(parent, image):
            raise RenderingFailed("a question must stand in a paragraph of its own")
        _replace(root, parent, ET.Element("div", {"class": "question-here", "data-question": question}))

    def _case(self, root: ET.Element, parent: ET.Element, image: ET.Element, address: str) -> None:
        """A card that says what it leads to: a case is worked through on pages of its own."""
        if self.piece.inline or not _alone(parent, image):
            raise RenderingFailed("a case must stand in a paragraph of its own")
        card = ET.Element("div", {"class": "case-here"})
        ET.SubElement(card, "p", {"class": "case-label"}).text = self.words.case
        link = ET.SubElement(ET.SubElement(card, "p"), "a", {"href": address})
        link.text = image.get("alt")
        _replace(root, parent, card)

    def _film(self, root: ET.Element, parent: ET.Element, image: ET.Element, path: str) -> None:
        if self.piece.inline or not _alone(parent, image):
            raise RenderingFailed("a film must stand in a paragraph of its own")
        name = image.get("alt", "")
        _replace(root, parent, player(path, name, image.get("title") or name, self.piece, self.around))

    def _picture(self, root: ET.Element, parent: ET.Element, image: ET.Element, address: str, path: str) -> None:
        picture = self.around.pictures[path]
        caption = image.attrib.pop("title", None)
        image.set("src", address)
        image.set("loading", "lazy")
        if picture.width and picture.height:
            image.set("width", str(picture.width))
            image.set("height", str(picture.height))
        if self.piece.inline or not _alone(parent, image):
            return
        figure = ET.Element("figure", {"class": "picture"})
        _replace(root, parent, figure)
        image.tail = None
        figure.append(image)
        if caption:
            ET.SubElement(figure, "figcaption").text = caption


def _pairs(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    return ((parent, child) for parent in root.iter() for child in parent)


def _alone(parent: ET.Element, child: ET.Element) -> bool:
    return parent.tag == "p" and len(parent) == 1 and not (parent.text or "").strip() and not (child.tail or "").strip()


def _replace(root: ET.Element, old: ET.Element, new: ET.Element) -> None:
    new.tail = old.tail
    for parent, child in _pairs(root):
        if child is old:
            parent[list(parent).index(old)] = new
            return
