"""Players of films and recordings: nothing of them loads before they are played, and their size is said beside them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from college.courseware.markup.links import media_address
from college.courseware.markup.pieces import Film, Piece, Surroundings
from college.courseware.markup.words import Added, added


def player(path: str, name: str, caption: str, piece: Piece, around: Surroundings) -> ET.Element:
    """The film at `path`, called `name`, with its captions, and with its words to be read where there are any."""
    film, words = around.films[path], added(piece.language)
    box = ET.Element("div", {"class": "film"})
    figure = ET.SubElement(box, "figure")
    measure = _measure(film, words)
    if film.type.startswith("video/"):
        figure.append(_surface(name, measure, _screen(path, name, piece, around)))
    else:
        figure.append(_screen(path, name, piece, around))
    ET.SubElement(figure, "figcaption").text = f"{caption} · {measure}; {words.loads}"
    if piece.language in film.transcripts or around.source in film.transcripts:
        details = ET.SubElement(box, "details")
        summary = ET.SubElement(details, "summary")
        summary.text = f"{words.transcript}: {name}"
        ET.SubElement(details, "div", {"class": "transcript-here", "data-film": path})
    return box


def _surface(name: str, measure: str, screen: ET.Element) -> ET.Element:
    """The player over words that are seen through it as long as it shows no picture of its own."""
    box = ET.Element("div", {"class": "screen"})
    words = ET.SubElement(box, "p", {"class": "surface", "aria-hidden": "true"})
    ET.SubElement(words, "strong").text = name
    words[0].tail = f" {measure}"
    box.append(screen)
    return box


def _screen(path: str, name: str, piece: Piece, around: Surroundings) -> ET.Element:
    film = around.films[path]
    address = media_address(around, path, film.sha256)
    seen = film.type.startswith("video/")
    screen = ET.Element(
        "video" if seen else "audio", {"controls": "", "preload": "none", "src": address, "aria-label": name}
    )
    if seen and film.poster is not None and film.poster in around.pictures:
        poster = around.pictures[film.poster]
        screen.set("poster", media_address(around, film.poster, poster.sha256))
        if poster.width and poster.height:
            screen.set("width", str(poster.width))
            screen.set("height", str(poster.height))
    if seen:
        for each in film.captions:
            track = {"kind": "captions", "srclang": each.language, "label": each.label}
            # Whoever reads a translation most likely does not follow what is spoken.
            chosen = {"default": ""} if each.language == piece.language != around.source else {}
            ET.SubElement(screen, "track", {**track, "src": media_address(around, each.path, each.sha256), **chosen})
    ET.SubElement(screen, "a", {"href": address}).text = added(piece.language).fetch
    return screen


def _measure(film: Film, words: Added) -> str:
    """What it is, how long and how heavy."""
    kind = words.film if film.type.startswith("video/") else words.recording
    parts = [
        kind,
        *([_clock(film.seconds)] if film.seconds else []),
        words.megabytes % _megabytes(film.size, words.point),
    ]
    return ", ".join(parts)


def _megabytes(size: int, point: str) -> str:
    return f"{max(size, 50_001) / 1_000_000:.1f}".replace(".", point)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
