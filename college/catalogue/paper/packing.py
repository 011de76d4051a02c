"""A course as one archive, to be read with no line: pages, pictures and glossary, without exam, keys or scripts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from io import BytesIO
from urllib.parse import unquote

from flask import current_app, render_template

from college.catalogue import queries
from college.catalogue.paper.gathered import gather, page_anchor
from college.catalogue.queries.kept import Kept
from college.courseware.fragments import moved
from college.courseware.markup.links import GLOSSARY
from college.courseware.outline import Medium, Module
from college.web.assets import Assets
from college.web.locale import speaking

KEPT_BYTES = 64 * 2**20
LARGEST_KEPT = KEPT_BYTES // 4
"""A larger pack is made anew for each who asks, so that it does not drive all others out.

That is soon done, since pictures are packed already (29 MB: a tenth of a second on a small machine), and leaves nothing
on the disk that would have to be cleared away, backed up or kept from others.
"""
STYLE, INDEX, TERMS = "style.css", "index.html", "glossary.html"

_kept = Kept(KEPT_BYTES)
_sizes = Kept(2**20)


@dataclass(frozen=True)
class Pack:
    name: str
    content: bytes


def pack(published: queries.Published, modules: Sequence[Module], language: str) -> Pack:
    """The archive of these modules; the same edition in the same language is the same bytes."""
    key = _key(published, modules, language)
    kept = _kept.find(key)
    if isinstance(kept, Pack):
        return kept
    with speaking(language):
        made = _Packing(published, modules, language).pack()
    if len(made.content) <= LARGEST_KEPT:
        _kept.keep(key, made, len(made.content))
    _sizes.keep(key, len(made.content), 500)
    return made


def pack_size(published: queries.Published, modules: Sequence[Module], language: str) -> int:
    """How many bytes the archive has; it is made once to know."""
    size = _sizes.find(_key(published, modules, language))
    return size if isinstance(size, int) else len(pack(published, modules, language).content)


def _key(published: queries.Published, modules: Sequence[Module], language: str) -> tuple[object, ...]:
    # What it says of the college is no part of the edition.
    config = current_app.extensions["college"]
    college = (config.college_name, config.public_url, config.demo)
    shown = tuple(module.id for module in modules)
    return published.digest, published.number, published.published_at, shown, language, college


@dataclass
class _Packing:
    published: queries.Published
    modules: Sequence[Module]
    language: str
    pictures: dict[str, Medium] = field(default_factory=dict)
    """The pictures that the pages show, by their names in the archive."""

    @property
    def address(self) -> str:
        """Where the course lives, for what the archive does not hold."""
        return f"{self._college}/courses/{self.published.slug}/"

    @property
    def _college(self) -> str:
        return str(current_app.extensions["college"].public_url)

    @property
    def folder(self) -> str:
        return f"{self.published.slug}-{self.published.number}-{self.language}"

    def file(self, module: Module) -> str:
        return f"{self.modules.index(module) + 1:02d}-{module.id}.html"

    def pack(self) -> Pack:
        stream = BytesIO()
        moment = self.published.published_at.astimezone(UTC).timetuple()[:6]
        with zipfile.ZipFile(stream, "w") as archive:
            for path, content in self._files():
                entry = zipfile.ZipInfo(f"{self.folder}/{path}", moment)
                entry.create_system, entry.external_attr = 3, 0o644 << 16
                # Pictures are packed already.
                entry.compress_type = zipfile.ZIP_STORED if path.startswith("media/") else zipfile.ZIP_DEFLATED
                archive.writestr(entry, content, compresslevel=9)
        return Pack(f"{self.folder}.zip", stream.getvalue())

    def _files(self) -> Iterator[tuple[str, bytes]]:
        terms = self._terms()
        yield INDEX, self._page("index", has_terms=bool(terms), files=[self.file(one) for one in self.modules])
        for place, module in enumerate(self.modules):
            sheet = gather(self.published, module, self.language, lead=self._lead, college=self._college)
            near = {"back": place - 1, "on": place + 1}
            turn = {
                name: (self.file(self.modules[n]), self.modules[n].title) if 0 <= n < len(self.modules) else None
                for name, n in near.items()
            }
            yield self.file(module), self._page("module", sheet=sheet, **turn)
        if terms:
            yield TERMS, self._page("glossary", terms=terms[1], spoken=terms[0])
        assets: Assets = current_app.extensions["assets"]
        yield STYLE, assets.body("college.css")
        for name, medium in sorted(self.pictures.items()):
            blob = queries.media(medium.sha256)
            if blob is not None:
                yield name, blob.bytes

    def _terms(self) -> tuple[str, str] | None:
        for language in (self.language, self.published.course.language):
            body = queries.part(self.published.digest, "glossary", "glossary", language)
            if body is not None:
                put = moved(body, prefix="", meanings="meaning-", lead=self._lead)
                return language, "".join(piece for piece in put.pieces if isinstance(piece, str))
        return None

    def _page(self, name: str, **values: object) -> bytes:
        return render_template(
            f"catalogue/_pack_{name}.html",
            published=self.published,
            course=self.published.course,
            modules=self.modules,
            address=self.address,
            **values,
        ).encode()

    def _lead(self, address: str) -> str:
        """Into the archive where it holds what is led to, else to the college itself."""
        here = f"/courses/{self.published.slug}/"
        if not address.startswith("/"):
            return address
        path, _, anchor = address.removeprefix(here).partition("#")
        if not address.startswith(here):
            return f"{self._college}{address}"
        return self._place(unquote(path), anchor) or f"{self.address}{address.removeprefix(here)}"

    def _place(self, path: str, anchor: str) -> str | None:
        if path == "":
            return INDEX
        if path == posixpath.splitext(GLOSSARY)[0]:
            return f"{TERMS}#{anchor}" if anchor else TERMS
        module_id, _, rest = path.partition("/")
        if module_id == "media":
            return self._picture(*rest.split("/", 1))
        for module in self.modules:
            if module.id == module_id and rest in {page.id for page in module.pages}:
                return f"{self.file(module)}#{page_anchor(rest)}"
        return None

    def _picture(self, short: str, name: str) -> str | None:
        for medium in self.published.course.media:
            fits = medium.sha256.startswith(short) and posixpath.basename(medium.path) == name
            if fits and medium.type.startswith("image/"):
                file = f"media/{medium.sha256[:12]}{posixpath.splitext(name)[1].lower()}"
                self.pictures[file] = medium
                return file
        return None
