"""Courses for the catalogue's tests, small and quickly published."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from college.catalogue import models, services
from college.courseware.edition import Edition, make_edition
from college.courseware.markup import Renderer
from college.courseware.outline import Course, Level, Medium, Module, Page, Term, Translation
from college.courseware.texts import Text
from college.database import transaction

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PICTURE = b"GIF89a" + (3).to_bytes(2, "little") + (2).to_bytes(2, "little") + b"picture"
CLOSED_PICTURE = b"GIF89a" + (3).to_bytes(2, "little") + (2).to_bytes(2, "little") + b"closed picture"
MEDIA = {"media/parcel.gif": PICTURE, "media/seal.gif": CLOSED_PICTURE}


def address(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def make_media() -> tuple[Medium, ...]:
    return tuple(
        Medium(path=path, sha256=hashlib.sha256(content).hexdigest(), type="image/gif", size=len(content))
        for path, content in MEDIA.items()
    )


def make_course(id: str = "goods", *, title: str = "Goods", **changed: object) -> Course:
    """Two modules with a picture each, of which the first may be read by anybody."""
    modules = tuple(
        Module(
            id=name,
            path=f"modules/{name}.md",
            title=Text({"en": name}),
            minutes=5,
            pages=(Page(id="start", title=Text({"en": name}), body=Text({"en": f"![A picture](../media/{file})"})),),
        )
        for name, file in (("first", "parcel.gif"), ("second", "seal.gif"))
    )
    course = Course(
        id=id,
        title=Text({"en": title, "ar": "بضائع"}),
        summary=Text({"en": "About goods"}),
        language="en",
        translations=(Translation(language="ar", complete_percent=35),),
        level=Level.INTRODUCTORY,
        hours=Decimal("1.5"),
        open_module=True,
        modules=modules,
        glossary=(Term(id="mark", term=Text({"en": "Trade mark"}), meaning=Text({"en": "A sign"})),),
        media=make_media(),
    )
    return course.model_copy(update=changed)


@cache
def _renderer() -> Renderer:
    return Renderer()


def edition_of(course: Course) -> Edition:
    return make_edition(course, MEDIA, _renderer(), sources={"course.yaml": f"id: {course.id}\r\n".encode()})


def publish(course: Course, *, change: services.Change = "wording", now: datetime = NOW) -> models.Edition:
    edition = edition_of(course)
    with transaction():
        return services.publish(edition, by_id=None, change=change, now=now)
