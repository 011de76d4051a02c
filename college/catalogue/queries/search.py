"""Finding passages of courses: what the asker may see is part of the question, so that nothing else ever counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from college.catalogue import models, rules
from college.catalogue.models import PASSAGE
from college.catalogue.queries.editions import CURRENT, Published, rows_of
from college.catalogue.queries.offers import Offer
from college.courseware.finding import VERSION, Asked
from college.courseware.finding.normal import is_run
from college.database import READING, db

AT_ONCE = 20
"""So many places stand on one page of results."""

_KINDS = {"course": 0, "term": 1, "page": 2}
"""In which order places are told that fit alike."""

_WORDS = table("search_words", column("passage_id"), column("title"), column("words"))


@dataclass(frozen=True)
class Found:
    """One place where all that was asked for stands, in the language that suits the reader best."""

    offer: Offer
    kind: str
    module: str
    key: str
    language: str
    title: str
    body: str


@dataclass(frozen=True)
class Findings:
    """Some of the places found, and how many there are in all."""

    places: tuple[Found, ...] = ()
    count: int = 0


def find(asked: Asked, offers: Sequence[Offer], reader: rules.Reader, *, language: str, skipped: int = 0) -> Findings:
    """What this reader may know of, among what is on offer to him: first what is in his language, then by title.

    No figure over all texts, as rankings by rarity need, has a part in the order: it would tell of what is hidden.
    """
    if not asked or not offers:
        return Findings()
    by_edition = {offer.published.edition_id: offer for offer in offers}
    ranked = _ranked(asked, offers, reader, language).subquery()
    query = (
        select(
            PASSAGE.c.edition_id, PASSAGE.c.kind, PASSAGE.c.module, PASSAGE.c.key, PASSAGE.c.language,
            PASSAGE.c.title, PASSAGE.c.body, func.count().over().label("count"),
        )
        .join(ranked, ranked.c.id == PASSAGE.c.id)
        .where(ranked.c.nth == 1)
        .order_by(
            ranked.c.foreign, ranked.c.untitled, ranked.c.begun, ranked.c.kind, ranked.c.course, PASSAGE.c.position
        )
        .limit(AT_ONCE)
        .offset(skipped)
    )  # fmt: skip
    rows = rows_of(query)
    places = tuple(
        Found(by_edition[row.edition_id], row.kind, row.module, row.key, row.language, row.title, row.body)
        for row in rows
    )
    return Findings(places, rows[0].count if rows else 0)


def _ranked(asked: Asked, offers: Sequence[Offer], reader: rules.Reader, language: str) -> Select[tuple[object, ...]]:
    foreign = _unless(PASSAGE.c.language == language)
    untitled = _unless(PASSAGE.c.id.in_(_matching(asked, title_alone=True)))
    # Whole words come before words that only begin so.
    begun = _unless(PASSAGE.c.id.in_(_matching(Asked(whole=(*asked.whole, *asked.beginnings)))))
    order = {offer.published.edition_id: n for n, offer in enumerate(offers)}
    best = func.row_number().over(
        partition_by=(PASSAGE.c.course_id, PASSAGE.c.kind, PASSAGE.c.module, PASSAGE.c.key),
        order_by=(foreign, untitled, PASSAGE.c.rank),
    )
    return select(
        PASSAGE.c.id,
        foreign.label("foreign"),
        untitled.label("untitled"),
        begun.label("begun"),
        case(_KINDS, value=PASSAGE.c.kind).label("kind"),
        case(order, value=PASSAGE.c.edition_id).label("course"),
        best.label("nth"),
    ).where(
        PASSAGE.c.id.in_(_matching(asked)),
        *(PASSAGE.c.plain.contains(_as_it_stands(phrase), autoescape=True) for phrase in asked.phrases),
        _in_sight(offers, reader),
    )


def _unless(true: ColumnElement[bool]) -> ColumnElement[int]:
    return case((true, 0), else_=1)


def _in_sight(offers: Sequence[Offer], reader: rules.Reader) -> ColumnElement[bool]:
    """The courses on offer to the reader; their texts as far as he may read them."""
    seen, whole, in_part = [], [], []
    for offer in offers:
        edition_id, course = offer.published.edition_id, offer.course
        seen.append(edition_id)
        readable = rules.readable(course, reader, offer.closed)
        if len(readable) == len(course.modules) and not offer.published.hides:
            whole.append(edition_id)
        elif readable:
            # Whoever may read one module may look into the glossary, which stands in none.
            in_part += [(edition_id, module) for module in ("", *(one.id for one in readable))]
    return or_(
        PASSAGE.c.edition_id.in_(whole),
        and_(PASSAGE.c.kind == "course", PASSAGE.c.edition_id.in_(seen)),
        and_(PASSAGE.c.kind != "course", tuple_(PASSAGE.c.edition_id, PASSAGE.c.module).in_(in_part)),
    )


def _matching(asked: Asked, *, title_alone: bool = False) -> Select[tuple[int]]:
    """The ids of passages that have it all; words are letters and digits alone, so none is taken for an operator."""
    if db.engines[READING].dialect.name == "sqlite":
        terms = [*(f'"{word}"' for word in asked.whole), *(f'"{word}"*' for word in asked.beginnings)]
        wanted = " AND ".join(terms)
        matches = literal_column("search_words").op("MATCH")(f"title : ({wanted})" if title_alone else wanted)
        return select(literal_column("rowid")).select_from(_WORDS).where(matches)
    terms = [*(f"'{word}'" for word in asked.whole), *(f"'{word}':*" for word in asked.beginnings)]
    words = _WORDS.c.title if title_alone else _WORDS.c.words
    return select(_WORDS.c.passage_id).where(words.op("@@")(cast(literal(" & ".join(terms), Text), TSQUERY)))


def _as_it_stands(phrase: str) -> str:
    """A phrase begins and ends with whole words; Chinese has no spaces that would tell."""
    first, *_, last = [*phrase.split(), *phrase.split()]
    return f"{'' if is_run(first) else ' '}{phrase}{'' if is_run(last) else ' '}"


def rendered(edition_id: int) -> dict[tuple[str, str, str], str]:
    """What publishing rendered of an edition, as far as it can be found."""
    parts = models.EditionPart
    query = select(parts.kind, parts.key, parts.language, parts.body).where(
        parts.edition_id == edition_id, parts.kind.in_(("page", "glossary"))
    )
    return {(row.kind, row.key, row.language): row.body for row in rows_of(query)}


def courses_not_found() -> list[Published]:
    """Courses whose current edition the search does not know, or knows by rules that are no longer its own."""
    known = select(PASSAGE.c.id).where(PASSAGE.c.edition_id == models.Edition.id, PASSAGE.c.version == VERSION)
    return [Published(**row._mapping) for row in rows_of(CURRENT.where(~known.exists()))]
