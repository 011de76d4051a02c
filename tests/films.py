"""Films and recordings made by hand: as short and as true to their formats as a player or a reader needs."""

from __future__ import annotations

import struct

from tests.placed_course import translated
from tests.sample_course import PROVING_ARABIC, picture, sample

CAPTIONS = """\
WEBVTT

NOTE made by hand

00:00.000 --> 00:01.500
We opened it
before a witness.

second
00:00:01.500 --> 00:00:03.000 line:80%
Then we wrote it down.
"""
CAPTIONS_ARABIC = "WEBVTT\n\n00:00.000 --> 00:03.000\nفتحناه أمام شاهد.\n"
TRANSCRIPT = "**An officer:** We opened it before a witness. Then we wrote it down.[^who]\n\n[^who]: Invented.\n"


def box(name: bytes, *content: bytes) -> bytes:
    inside = b"".join(content)
    return struct.pack(">I", 8 + len(inside)) + name + inside


def mp4(
    seconds: float, *, handler: bytes = b"vide", brand: bytes = b"isom", long: bool = False, size: int = 0
) -> bytes:
    """The boxes of an MP4 film (ISO 14496-12) around `size` bytes that no player can read."""
    scale = 600
    length = round(seconds * scale)
    body = struct.pack(">QQIQ", 0, 0, scale, length) if long else struct.pack(">IIII", 0, 0, scale, length)
    mvhd = box(b"mvhd", bytes([int(long), 0, 0, 0]), body, bytes(80))
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12), b"\0")
    moov = box(b"moov", mvhd, box(b"trak", box(b"mdia", hdlr)))
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", bytes(size)) + moov


def element(name: int, content: bytes) -> bytes:
    width = (name.bit_length() + 7) // 8
    return name.to_bytes(width, "big") + (1 << 56 | len(content)).to_bytes(8, "big") + content


def webm(seconds: float, *, told: bool = True) -> bytes:
    """A Matroska film (RFC 8794) without pictures; how long it is, is `told` in its head or known by its last block."""
    about = element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
    if told:
        about += element(0x4489, struct.pack(">d", seconds * 1000))
    blocks = element(0xE7, b"\0") + element(0xA3, b"\x81\0\0\x80")
    last = element(0xE7, round(seconds * 1000 - 500).to_bytes(4, "big"))
    last += element(0xA0, element(0xA1, b"\x81" + struct.pack(">h", 500) + b"\0"))
    clusters = element(0x1F43B675, blocks) + element(0x1F43B675, last)
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, element(0x1549A966, about) + clusters)


def ogg(seconds: float, *, opus: bool = True) -> bytes:
    """Two pages of an Ogg recording (RFC 3533); the last one counts its samples."""
    if opus:
        head, rate, skipped = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 48_000, 0, 0), 48_000, 312
    else:
        head, rate, skipped = b"\x01vorbis" + struct.pack("<IBI", 0, 1, 44_100) + bytes(14), 44_100, 0
    pages = ((0, head), (round(seconds * rate) + skipped, b"sound"))
    return b"".join(
        b"OggS\0\0" + struct.pack("<QIIIB", samples, 1, number, 0, 1) + bytes([len(body)]) + body
        for number, (samples, body) in enumerate(pages)
    )


def mp3(seconds: float, *, tag: bool = False, counted: bool = False) -> bytes:
    """Silence: frames of MPEG 1, layer III, 128 kbit/s, 44.1 kHz, which are 26 milliseconds long each."""
    frame = b"\xff\xfb\x90\xc0" + bytes(413)
    count = round(seconds * 44_100 / 1152)
    head = b"ID3\4\0\0\0\0\0\x0a" + bytes(10) if tag else b""
    if counted:
        first = bytearray(frame)
        first[21:33] = b"Xing" + struct.pack(">II", 1, count)
        return head + bytes(first) + frame
    return head + frame * count


def filmed(**knobs: str) -> dict[str, str | bytes]:
    """The sample course with a film and a recording on its last page but one."""
    files = sample(**knobs)
    shown = "\n![An officer tells](../media/telling.mp4)\n\n![The same, to be heard](../media/telling-heard.mp3)\n"
    module = str(files["modules/020-proving.md"]).replace("\n## Records", f"{shown}\n## Records")
    module_arabic = PROVING_ARABIC.replace("\n## سجلات", f"{shown}\n## سجلات")
    files["modules/020-proving.md"] = module
    files["modules/020-proving.ar.md"] = f"---\ntitle: الإثبات\n{translated(module, module_arabic)[4:]}"
    files["media/telling.mp4"] = mp4(3)
    files["media/telling.png"] = picture() + b"\0"  # not the very bytes of the picture on the open page
    files["media/telling.en.vtt"] = CAPTIONS
    files["media/telling.ar.vtt"] = CAPTIONS_ARABIC
    files["media/telling.en.md"] = TRANSCRIPT
    files["media/telling.ar.md"] = "**ضابط:** فتحناه أمام شاهد ثم وثّقناه.\n"
    files["media/telling-heard.mp3"] = mp3(2)
    files["media/telling-heard.en.md"] = "The same words.\n"
    return files
