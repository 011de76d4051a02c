"""Pictures, films, recordings and captions: told by their content, not by their names."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from college.courseware import captions, lengths
from college.courseware.lengths import has_pictures
from college.courseware.manuscript import WrittenMedium
from college.courseware.markup import size_of
from college.courseware.mistakes import Mistakes
from college.courseware.outline import Medium

_EXTENSIONS = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "video/mp4": ("mp4",),
    "video/webm": ("webm",),
    "audio/mp4": ("m4a",),
    "audio/mpeg": ("mp3",),
    "audio/ogg": ("ogg",),
    "text/vtt": ("vtt",),
    "text/markdown": ("md",),
}


@dataclass(frozen=True)
class Companions:
    posters: tuple[str, ...]
    captions: dict[str, str]
    transcripts: dict[str, str]


def kind_of(content: bytes) -> str | None:
    """The type that the first bytes say, or None where they say none that a course may hold."""
    starts = {
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"\x1aE\xdf\xa3": "video/webm",
        b"OggS": "audio/ogg",
        b"ID3": "audio/mpeg",
        b"WEBVTT": "text/vtt",
        b"\xef\xbb\xbfWEBVTT": "text/vtt",
    }
    for start, kind in starts.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "video/mp4" if has_pictures(content) and content[8:12] != b"M4A " else "audio/mp4"
    # An MPEG frame of layer III begins with eleven set bits, and so may other files; these have marks of their own.
    return "audio/mpeg" if content[:1] == b"\xff" and content[1:2] and content[1] & 0xE6 == 0xE2 else None


def read(path: str, content: bytes, mistakes: Mistakes) -> WrittenMedium | None:
    extension = path.rpartition(".")[2].lower()
    # A transcript lies beside its film and is plain text, which no first bytes can tell.
    kind = "text/markdown" if extension == "md" else kind_of(content)
    size = size_of(content) if kind is not None and kind.startswith("image/") else None
    if kind is None or (kind.startswith("image/") and size is None):  # the first bytes alone make no picture
        mistakes.add("media-type", path)
        return None
    if extension not in _EXTENSIONS[kind]:
        mistakes.add("media-extension", path, extension=extension, type=kind)
    if kind == "text/vtt":
        captions.check(path, content, mistakes)
    medium = Medium(path=path, sha256=hashlib.sha256(content).hexdigest(), type=kind, size=len(content))
    width, height = size or (None, None)
    return WrittenMedium(medium, width, height, lengths.seconds_of(content, kind))


def is_played(kind: str) -> bool:
    """Whether a file of this type is a film or a recording."""
    return kind.startswith(("video/", "audio/"))


def companions(path: str, languages: Sequence[str]) -> Companions:
    """Paths of what may lie beside a film: pictures for before it plays; captions and transcripts by language."""
    stem = path.rpartition(".")[0]
    return Companions(
        posters=tuple(f"{stem}.{extension}" for extension in ("webp", "jpg", "jpeg", "png")),
        captions={language: f"{stem}.{language}.vtt" for language in languages},
        transcripts={language: f"{stem}.{language}.md" for language in languages},
    )
