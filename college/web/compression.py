"""Packs answers for the line: weak links are where most learners are."""

from __future__ import annotations

import gzip
import struct
import zlib
from functools import lru_cache

from flask import Flask, Response, request
from werkzeug.http import parse_accept_header

from college.web.headers import vary

SMALLEST = 1024
PACKED = frozenset({"text/html", "text/css", "text/plain", "application/json", "image/svg+xml"})


def prepare(app: Flask) -> None:
    app.after_request(pack)


def pack(response: Response) -> Response:
    """Pack a text answer when its reader can unpack it; level 5 costs a third of 9 for nearly the same size."""
    if "Content-Encoding" in response.headers:
        return response  # whoever has packed it has said on what that hangs
    if response.mimetype not in PACKED or response.is_streamed or response.direct_passthrough:
        return response
    if "Accept-Ranges" in response.headers:
        return response  # its parts are counted in bytes of what is not packed
    vary(response, "Accept-Encoding")
    if not is_unpacked_by_reader():
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def is_unpacked_by_reader() -> bool:
    """Whether the reader's browser says that it takes gzip."""
    return _names_gzip(request.headers.get("Accept-Encoding", ""))


@lru_cache(maxsize=256)
def _names_gzip(accepted: str) -> bool:
    # Read once: there are as many of these headers as there are kinds of browsers.
    return bool(parse_accept_header(accepted)["gzip"])


class PackedText:
    """A text with holes, packed once; each answer fills the holes without packing the rest anew.

    Gzip (RFC 1952) around raw DEFLATE (RFC 1951): what lies between holes is compressed with nothing to look back to,
    and what fills them stands in blocks that are stored as they are.
    """

    _HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

    def __init__(self, text: str, hole: str) -> None:
        self._plain = [piece.encode() for piece in text.split(hole)]
        self._packed = [_deflated(piece, last=False) for piece in self._plain[:-1]]
        self._packed.append(_deflated(self._plain[-1], last=True))
        self.weight = sum(map(len, self._plain)) + sum(map(len, self._packed))

    def filled(self, words: str) -> bytes:
        """The whole in gzip, with `words` (64 KiB at most) in every hole."""
        fill = words.encode()
        stored = struct.pack("<BHH", 0, len(fill), len(fill) ^ 0xFFFF) + fill
        whole = fill.join(self._plain)
        tail = struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)
        return self._HEAD + stored.join(self._packed) + tail


def _deflated(piece: bytes, *, last: bool) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return pack.compress(piece) + pack.flush(zlib.Z_FINISH if last else zlib.Z_FULL_FLUSH)
