"""Pictures, films and captions: told by their content, not by their names."""

import hashlib

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
    "text/vtt": ("vtt",),
    "text/markdown": ("md",),
}


def kind_of(content: bytes) -> str | None:
    """The type that the first bytes say, or None where they say none that a course may hold."""
    starts = {
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"\x1aE\xdf\xa3": "video/webm",
        b"WEBVTT": "text/vtt",
        b"\xef\xbb\xbfWEBVTT": "text/vtt",
    }
    for start, kind in starts.items():
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if content[4:8] == b"ftyp" else None


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
    medium = Medium(path=path, sha256=hashlib.sha256(content).hexdigest(), type=kind, size=len(content))
    width, height = size or (None, None)
    return WrittenMedium(medium, width, height)
