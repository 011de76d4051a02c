"""Links and pictures: where they lead, what they show, and whether their words say so."""

import html
import posixpath
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from college.courseware import files
from college.courseware.checks import handling, structure
from college.courseware.lines import Document
from college.courseware.manuscript import Manuscript
from college.courseware.media import is_played
from college.courseware.mistakes import Place
from college.errors import Value

# Atomic: words once taken are not parted anew, for the ways to do so double with each bracket in them.
_LINK = re.compile(
    r"(?P<bang>!?)\[(?P<words>(?>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*))\]"
    r"\(\s*(?P<target><[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:[ \t]+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?[ \t]*\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
_AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE = ("http", "https", "mailto")
_EMPTY_WORDS = {
    *("here", "click here", "this", "this link", "link", "read more", "more", "see here"),
    *("ici", "cliquez ici", "aquí", "haga clic aquí", "aqui", "clique aqui", "هنا", "اضغط هنا", "انقر هنا"),
    *("这里", "点击这里"),
}


@dataclass
class Shown:
    """Questions by id and files by path that some text shows or links to."""

    questions: frozenset[str] = frozenset()
    files: set[str] = field(default_factory=set)


def check(manuscript: Manuscript, examined: dict[str, str], *, verbose: bool) -> Shown:
    """`examined` are the questions that the exam may draw, with the exam's path."""
    shown = Shown()
    for document, language in manuscript.documents:
        found = _Links(document, language, manuscript, examined, shown, verbose)
        case = manuscript.cases.get(files.name(document.path).source)
        # Choices lead from scene to scene, which no other link does; cases.py looks at them.
        choices = case.choice_lines.get(document.path, ()) if case else ()
        for match in _LINK.finditer(document.masked):
            if document.place(match.start()).line not in choices:
                found.link(match)
        for match in _AUTOMATIC.finditer(document.masked):
            found.target(match[1], document.place(match.start(1)), picture=False)
        for match in _REFERENCE.finditer(document.masked):
            place = document.place(match.start(1))
            found.target(match[1], place, picture=False)
            manuscript.mistakes.add("reference-link", document.path, place)
    return shown


@dataclass
class _Links:
    document: Document
    language: str
    manuscript: Manuscript
    examined: dict[str, str]
    shown: Shown
    verbose: bool
    asked: dict[tuple[int, str], int] = field(default_factory=dict)  # lines of questions, by page and id

    def note(self, name: str, place: Place, /, **values: Value) -> None:
        self.manuscript.mistakes.add(name, self.document.path, place, **values)

    def link(self, match: re.Match[str]) -> None:
        picture = match["bang"] == "!"
        # Code is blanked out before links are looked for; the words may be code.
        words = self.document.body[match.start("words") : match.end("words")].strip()
        place = self.document.place(match.start())
        if not picture and "![" in match["words"]:
            for inner in _LINK.finditer(self.document.masked, match.start("words"), match.end("words")):
                self.link(inner)
        if picture and not words:
            self.note("alt-missing", place)
        elif not words:
            self.note("link-empty", place)
        elif not picture and words.casefold().strip(" .:!…") in _EMPTY_WORDS:
            self.note("click-here", place, wrong=words)
        target = match["target"].strip("<>")
        self.target(target, self.document.place(match.start("target")), picture=picture)

    def target(self, written: str, place: Place, *, picture: bool) -> None:
        plain = "".join(letter for letter in html.unescape(unquote(written)) if letter > " ")
        if scheme := _SCHEME.match(plain):
            if scheme[1].lower() not in _SAFE:
                self.note("unsafe-link", place, wrong=scheme[0].lower())
            elif picture:
                self.note("shown-target", place, target=plain[:80])
            elif self.verbose:
                self.note("external-link", place, wrong=plain[:200])
        elif plain.startswith(("/", "\\")) or not plain:
            self.note("unsafe-link", place, wrong=plain[:2] or "-")
        else:
            self._inside(plain, place, picture)

    def _inside(self, plain: str, place: Place, picture: bool) -> None:
        relative, _, anchor = plain.partition("#")
        here = files.name(self.document.path)
        path = posixpath.normpath(posixpath.join(here.folder, relative)) if relative else here.source
        name = files.name(path)
        if name.language is not None and not path.startswith("media/"):
            self.note("link-language", place, target=name.source)
        elif path not in self.manuscript.paths:
            known = [each for each in self.manuscript.paths if not structure.is_translation(each)]
            structure.missing_file(self.manuscript, self.document.path, place, path, known)
        elif path in self.manuscript.cases and anchor:
            self.note("scene-linked", place)
        elif not self._leads(path, anchor, picture):
            ids = structure.anchors(self.manuscript, path) or ()
            self.manuscript.mistakes.add_anchor(self.document.path, place, path, anchor, ids)
        elif self._kind(path).startswith("text/"):
            self.note("film-part", place)
        elif picture and is_played(self._kind(path)):
            self._play(path, place)
        elif picture:
            self._show(path, anchor, place)
        elif path in self.manuscript.banks:
            self.note("question-linked", place)
        else:
            self.shown.files.add(path)
            if path in self.manuscript.modules:
                self._lead(path, place)

    def _lead(self, path: str, place: Place) -> None:
        """To a module: it must be there for whoever reads this."""
        if path not in self.manuscript.outline:
            self.note("target-hidden", place, target=path)
            return
        here = handling.readers_of(self.manuscript, files.name(self.document.path).source)
        if not here <= handling.readers_of(self.manuscript, path):
            self.note("handling-linked", place, target=path)

    def _kind(self, path: str) -> str:
        """The type of a file in media, else nothing."""
        medium = self.manuscript.media.get(path)
        return medium.medium.type if medium else ""

    def _play(self, path: str, place: Place) -> None:
        self.shown.files.add(path)
        if not self.document.path.startswith("modules/"):
            self.note("film-place", place)
        elif not self._alone(place):
            self.note("film-inline", place)

    def _alone(self, place: Place) -> bool:
        """Whether what stands at `place` is a paragraph of its own."""
        lines = self.document.lines
        at = place.line - lines[0].number
        line, after = lines[at].text, lines[at + 1].text if at + 1 < len(lines) else ""
        before = lines[at - 1].text if at else ""
        single = _LINK.fullmatch(line.strip("> \t")) is not None
        return single and not after.strip("> \t") and (not before.strip("> \t") or before.startswith("#"))

    def _leads(self, path: str, anchor: str, picture: bool) -> bool:
        """Whether `anchor` is in the file; a bank has nothing to show as a whole."""
        known = structure.anchors(self.manuscript, path)
        if not anchor:
            return path not in self.manuscript.banks or picture
        return known is not None and anchor in known

    def _show(self, path: str, anchor: str, place: Place) -> None:
        self.shown.files.add(path)
        if path.startswith("media/"):
            return
        showable = path in self.manuscript.banks or path in self.manuscript.cases
        if not showable or not self.document.path.startswith("modules/"):
            self.note("shown-target", place, target=path)
        elif path in self.manuscript.cases:
            if not self._alone(place):
                self.note("case-inline", place)
        elif not anchor:
            self.note("shown-bank", place)
        elif not self._alone(place):
            self.note("question-inline", place)
        else:
            self._ask(anchor, place)
            if anchor in self.examined:
                self.note("revealed-in-page", place, id=anchor, path=self.examined[anchor])

    def _ask(self, question: str, place: Place) -> None:
        """A question stands on a page once: what is answered there is told beside it."""
        here = (bisect_left(self.pages, place.line), question)
        if here in self.asked:
            self.note("shown-twice", place, line=self.asked[here])
        self.asked.setdefault(here, place.line)
        self.shown.questions |= {question}

    @cached_property
    def pages(self) -> list[int]:
        """The lines of the headings that begin pages."""
        return [line.number for line in self.document.lines if not line.code and line.text.startswith("## ")]
