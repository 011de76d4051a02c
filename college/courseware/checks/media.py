"""Media that are too heavy, shown nowhere, or closed to those who cannot hear."""

from college.courseware.manuscript import Manuscript, WrittenMedium

LARGEST_PICTURE = 50_000  # bytes
WIDEST = 1280  # pixels, either way
LARGEST_FILM = 15_000_000  # bytes; ten minutes at 1.5 MB


def check(manuscript: Manuscript, shown: set[str]) -> None:
    for path, written in manuscript.media.items():
        if written.medium.type.startswith("image/"):
            _picture(path, written, manuscript)
        if written.medium.type.startswith("video/"):
            _film(path, written, manuscript)
        beside_film = written.medium.type.startswith("text/")
        if path not in shown and not beside_film:
            manuscript.mistakes.add("media-unused", path)


def _picture(path: str, written: WrittenMedium, manuscript: Manuscript) -> None:
    if written.medium.size > LARGEST_PICTURE:
        manuscript.mistakes.add("picture-large", path, size=-(-written.medium.size // 1000))
    width, height = written.width or 0, written.height or 0
    if max(width, height) > WIDEST:
        manuscript.mistakes.add("picture-wide", path, width=width, height=height)


def _film(path: str, written: WrittenMedium, manuscript: Manuscript) -> None:
    stem = path.rpartition(".")[0]
    if written.medium.size > LARGEST_FILM:
        manuscript.mistakes.add("film-large", path, size=written.medium.size // 1_000_000)
    captions = f"{stem}.{manuscript.language}.vtt"
    if captions not in manuscript.paths:
        manuscript.mistakes.add("captions-missing", path, path=captions)
    for language in manuscript.languages:
        if f"{stem}.{language}.vtt" not in manuscript.paths:
            manuscript.mistakes.add("captions-missing-here", path, path=f"{stem}.{language}.vtt")
    transcript = f"{stem}.{manuscript.language}.md"
    if transcript not in manuscript.paths:
        manuscript.mistakes.add("transcript-missing", path, path=transcript)
