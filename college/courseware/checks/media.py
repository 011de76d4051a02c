"""Media that are too heavy, shown nowhere, or closed to those who cannot hear."""

from college.courseware.manuscript import Manuscript, WrittenMedium
from college.courseware.media import companions, is_played

LARGEST_PICTURE = 50_000  # bytes
WIDEST = 1280  # pixels, either way
HEAVIEST = 1_500_000  # bytes of a film a minute
LARGEST_FILM = 15_000_000  # bytes of a film that does not say how long it runs; ten minutes at that weight


def check(manuscript: Manuscript, shown: set[str]) -> None:
    beside = set()
    for path, written in manuscript.media.items():
        if is_played(written.medium.type):
            _film(path, written, manuscript)
            beside |= _beside(path, manuscript)
    for path, written in manuscript.media.items():
        if written.medium.type.startswith("image/"):
            _picture(path, written, manuscript)
        if path not in shown and path not in beside:
            manuscript.mistakes.add("media-unused", path)


def _beside(path: str, manuscript: Manuscript) -> set[str]:
    """What is found by the name of a film; where it lies and whether it is there are told elsewhere."""
    found = companions(path, [manuscript.language, *manuscript.languages])
    return {*found.posters, *found.captions.values(), *found.transcripts.values()}


def _picture(path: str, written: WrittenMedium, manuscript: Manuscript) -> None:
    if written.medium.size > LARGEST_PICTURE:
        manuscript.mistakes.add("picture-large", path, size=-(-written.medium.size // 1000))
    width, height = written.width or 0, written.height or 0
    if max(width, height) > WIDEST:
        manuscript.mistakes.add("picture-wide", path, width=width, height=height)


def _film(path: str, written: WrittenMedium, manuscript: Manuscript) -> None:
    _weight(path, written, manuscript)
    source, others = manuscript.language, manuscript.languages
    found = companions(path, [source, *others])
    if written.medium.type.startswith("audio/"):
        # What is only heard needs no captions in time: its words can be read as a whole.
        if found.transcripts[source] not in manuscript.paths:
            manuscript.mistakes.add("recording-without-words", path, path=found.transcripts[source])
        return
    if found.captions[source] not in manuscript.paths:
        manuscript.mistakes.add("captions-missing", path, path=found.captions[source])
    for language in others:
        if found.captions[language] not in manuscript.paths:
            manuscript.mistakes.add("captions-missing-here", path, path=found.captions[language])
    if found.transcripts[source] not in manuscript.paths:
        manuscript.mistakes.add("transcript-missing", path, path=found.transcripts[source])


def _weight(path: str, written: WrittenMedium, manuscript: Manuscript) -> None:
    size, seconds = written.medium.size, written.seconds
    if seconds is None and size > LARGEST_FILM:
        manuscript.mistakes.add("film-large", path, size=size // 1_000_000)
    elif seconds is not None and size * 60 > HEAVIEST * seconds and size > LARGEST_PICTURE:
        per_minute = f"{size * 60 / seconds / 1_000_000:.1f}"
        manuscript.mistakes.add("film-large/minute", path, size=per_minute, limit=f"{HEAVIEST / 1_000_000:.1f}")
