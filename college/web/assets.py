"""Stylesheet, scripts and icons: read once, named by their content, kept by browsers for ever."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import NotFound

from college.web.compression import is_unpacked_by_reader

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    body: bytes
    packed: bytes
    type: str
    address: str


class Assets:
    """All files below a folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._assets = {
            path.relative_to(folder).as_posix(): _read(folder, path) for path in folder.rglob("*") if path.is_file()
        }

    def address(self, name: str) -> str:
        """The address of an asset; it changes with the content."""
        return self._assets[name].address

    def body(self, name: str) -> bytes:
        return self._assets[name].body

    def serve(self, digest: str, name: str) -> Response:
        asset = self._assets.get(name)
        if asset is None:
            raise NotFound
        packed = is_unpacked_by_reader()
        response = Response(asset.packed if packed else asset.body, content_type=asset.type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        # An old digest still gets the present file, but only the right one may be kept.
        response.headers["Cache-Control"] = FOR_EVER if f"/{digest}/" in asset.address else "no-cache"
        return response


def _read(folder: Path, path: Path) -> Asset:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()[:12]
    name = path.relative_to(folder).as_posix()
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/") or path.suffix == ".svg":
        kind = f"{kind}; charset=utf-8"
    return Asset(body, gzip.compress(body, mtime=0), kind, f"/static/{digest}/{name}")


def prepare(app: Flask) -> None:
    assets = Assets(Path(app.root_path) / "static")
    app.jinja_env.globals["asset"] = assets.address
    app.extensions["assets"] = assets
