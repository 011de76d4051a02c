"""The width and height of a picture, read from its first bytes, so that a page does not jump as pictures arrive."""

from __future__ import annotations

import struct

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Pixels across and down of a PNG, GIF, JPEG or WebP; None where the bytes do not say, or say none."""
    size = _size_of(picture)
    return size if size is not None and all(size) else None


def _size_of(picture: bytes) -> tuple[int, int] | None:
    try:
        if picture.startswith(b"\x89PNG\r\n\x1a\n") and picture[12:16] == b"IHDR":
            width, height = struct.unpack(">II", picture[16:24])
            return width, height
        if picture[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", picture[6:10])
            return width, height
        if picture.startswith(b"\xff\xd8"):
            return _jpeg(picture)
        if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
            return _webp(picture)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(picture: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:
        if picture[at + 1] in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return width, height
        (length,) = struct.unpack(">H", picture[at + 2 : at + 4])
        at += 2 + length
    return None


def _webp(picture: bytes) -> tuple[int, int] | None:
    """Google's container specification: VP8X, lossless VP8L and lossy VP8 say it in three ways."""
    kind = picture[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(picture[24:27], "little"), 1 + int.from_bytes(picture[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(picture[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", picture[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
