"""How long a film or a recording runs, read from its own bytes; None where these do not say."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

MOST_BOXES = 10_000  # a file that nests or repeats more than this is not read to its end


def seconds_of(content: bytes, kind: str) -> float | None:
    """The running time of a file of the type `kind`."""
    readers = {
        "video/mp4": _mp4,
        "audio/mp4": _mp4,
        "video/webm": _webm,
        "audio/ogg": _ogg,
        "audio/mpeg": _mp3,
    }
    try:
        seconds = readers[kind](content) if kind in readers else None
    except (struct.error, IndexError, ZeroDivisionError, OverflowError):
        return None
    return seconds if seconds is not None and 0 < seconds < 24 * 3600 else None


def has_pictures(content: bytes) -> bool:
    """Whether an MP4 file has a track of pictures (ISO 14496-12: the handler of a track); True where it names none."""
    try:
        handlers = [
            content[found.start + 8 : found.start + 12]
            for track in _boxes(content, b"moov", b"trak")
            for found in _boxes(content, b"mdia", b"hdlr", within=track)
        ]
    except struct.error:  # it ends in the midst of a box
        return True
    return b"vide" in handlers or not handlers


class _Box(NamedTuple):
    """A part of a file, its head left out."""

    start: int
    end: int


def _boxes(content: bytes, *path: bytes, within: _Box | None = None) -> Iterator[_Box]:
    """The boxes of an MP4 file that `path` leads to."""
    around = within or _Box(0, len(content))
    at = around.start
    for _ in range(MOST_BOXES):
        if at + 8 > around.end:
            return
        size, name = struct.unpack(">I4s", content[at : at + 8])
        head = 8
        if size == 1:
            (size,) = struct.unpack(">Q", content[at + 8 : at + 16])
            head = 16
        end = around.end if size == 0 else at + size
        if size and size < head:
            return
        box = _Box(at + head, min(end, around.end))
        if name == path[0]:
            yield from _boxes(content, *path[1:], within=box) if path[1:] else (box,)
        at = end


def _mp4(content: bytes) -> float | None:
    """From the movie header, or from that of a fragmented file."""
    scale = 0
    for box in _boxes(content, b"moov", b"mvhd"):
        form, body = content[box.start], content[box.start + 4 : box.end]
        scale, length = struct.unpack(">IQ", body[16:28]) if form == 1 else struct.unpack(">II", body[8:16])
        if length and length not in (2**32 - 1, 2**64 - 1):
            return float(length / scale)
    for box in _boxes(content, b"moov", b"mvex", b"mehd"):
        form, body = content[box.start], content[box.start + 4 : box.end]
        (length,) = struct.unpack(">Q", body[:8]) if form == 1 else struct.unpack(">I", body[:4])
        return float(length / scale)
    return None


def _elements(content: bytes, within: _Box) -> Iterator[tuple[int, _Box]]:
    """The elements of a Matroska file (RFC 8794) side by side in `within`, by their ids."""
    at = within.start
    for _ in range(MOST_BOXES):
        if at >= within.end:
            return
        name, at = _number(content, at, marked=True)
        size, at = _number(content, at, marked=False)
        end = within.end if size is None else min(at + size, within.end)
        yield name or 0, _Box(at, end)
        at = end


def _number(content: bytes, at: int, *, marked: bool) -> tuple[int | None, int]:
    """A number of one to eight bytes, and where it ends; None stands for a size that is not known yet."""
    first = content[at]
    width = 9 - first.bit_length()
    if width > 8:
        raise IndexError
    value = int.from_bytes(content[at : at + width], "big")
    rest = value & ((1 << 7 * width) - 1)
    if marked:
        return value, at + width
    return None if rest == (1 << 7 * width) - 1 else rest, at + width


_SEGMENT, _ABOUT, _SCALE, _LENGTH = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_CLUSTER, _TIME, _BLOCK, _GROUP, _IN_GROUP = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1


def _webm(content: bytes) -> float | None:
    """From the header, or from the last picture where a recorder has not written it there."""
    scale, last = 1_000_000, 0
    for name, segment in _elements(content, _Box(0, len(content))):
        if name != _SEGMENT:
            continue
        for inner, box in _elements(content, segment):
            if inner == _ABOUT:
                for field, value in _elements(content, box):
                    raw = content[value.start : value.end]
                    if field == _SCALE:
                        scale = int.from_bytes(raw, "big")
                    elif field == _LENGTH:
                        return float(struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0] * scale / 1e9)
            elif inner == _CLUSTER:
                last = max(last, _last_time(content, box))
    return last * scale / 1e9 if last else None


def _last_time(content: bytes, cluster: _Box) -> int:
    """When the last block of a cluster begins."""
    base = last = 0
    for name, box in _elements(content, cluster):
        if name == _TIME:
            base = int.from_bytes(content[box.start : box.end], "big")
        elif name in (_BLOCK, _GROUP):
            inside = [box] if name == _BLOCK else [b for n, b in _elements(content, box) if n == _IN_GROUP]
            for block in inside:
                _, at = _number(content, block.start, marked=False)
                last = max(last, base + int.from_bytes(content[at : at + 2], "big", signed=True))
    return last


def _ogg(content: bytes) -> float | None:
    """From the last page (RFC 3533): it counts the samples."""
    last = content.rfind(b"OggS")
    (samples,) = struct.unpack("<Q", content[last + 6 : last + 14])
    if (opus := content.find(b"OpusHead", 0, 400)) >= 0:
        (skipped,) = struct.unpack("<H", content[opus + 10 : opus + 12])
        return float((samples - skipped) / 48_000)
    vorbis = content.find(b"\x01vorbis", 0, 400)
    if vorbis < 0:
        return None
    (rate,) = struct.unpack("<I", content[vorbis + 12 : vorbis + 16])
    return float(samples / rate)


_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, MPEG 1 layer III
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG 2 and 2.5
_SAMPLED = (44_100, 48_000, 32_000)


def _mp3(content: bytes) -> float | None:
    """From the number of frames where it is told, else from the rate of the first one."""
    start = 0
    if content[:3] == b"ID3":
        size = content[6:10]
        start = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    head = content[start : start + 4]
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, rate, sampled = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or head[1] >> 1 & 3 != 1 or rate == 15:
        return None
    frequency = _SAMPLED[sampled] >> {3: 0, 2: 1, 0: 2}[version]
    table = content[start + 4 : start + 200]
    for mark in (b"Xing", b"Info"):
        if (at := table.find(mark)) >= 0 and table[at + 7] & 1:
            (frames,) = struct.unpack(">I", table[at + 8 : at + 12])
            return float(frames * (1152 if version == 3 else 576) / frequency)
    kilobits = (_RATES if version == 3 else _RATES_2)[rate]
    return (len(content) - start) / (kilobits * 125)
