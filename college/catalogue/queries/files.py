"""The pictures and films of a course that a reader may fetch: those that stand where he may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import bindparam, select

from college.catalogue import models, rules
from college.catalogue.queries.editions import Published, part, rows_of
from college.catalogue.queries.kept import Kept
from college.catalogue.queries.offers import Offer
from college.courseware.fragments import questions_in
from college.courseware.outline import Module

_kept = Kept(2**20)
_SHORT = 12
"""So many digits of a digest stand in an address."""

_EARLIER = (
    select(
        models.Edition.id.label("edition_id"),
        models.Edition.number,
        models.Edition.digest,
        models.Edition.change,
        models.Edition.published_at,
        models.EditionPart.key,
        models.EditionPart.body,
    )
    .join(models.EditionPart, models.EditionPart.edition_id == models.Edition.id)
    .where(models.Edition.course_id == bindparam("course_id"), models.EditionPart.kind == "media")
    .order_by(models.Edition.number.desc())
)
_PLACES = (
    select(models.EditionPart.kind, models.EditionPart.key)
    .join(models.Edition, models.Edition.id == models.EditionPart.edition_id)
    .where(
        models.Edition.digest == bindparam("digest"),
        models.EditionPart.kind.in_(("page", "question", "feedback", "glossary")),
        models.EditionPart.body.contains(bindparam("address")),
    )
    .distinct()
)


def find_medium(offer: Offer, reader: rules.Reader, short: str, name: str) -> str | None:
    """The whole digest behind an address: of the current edition, else of an earlier one that somebody still reads.

    None where the reader may read no place in which the file stands, exactly as for one that never was.
    """
    may_read_on = rules.may_read(reader, offer.closed)
    for published, digest in _holding(offer.published, reader, short, name):
        if published.number != offer.published.number and not may_read_on:
            break  # what was open to all once may be closed since
        if may_read_on and not published.hides:
            return digest
        modules = rules.readable(published.course, reader, offer.closed)
        if _stands_in(published, modules, short, beside_modules=may_read_on):
            return digest
    return None


def _holding(current: Published, reader: rules.Reader, short: str, name: str) -> Iterator[tuple[Published, str]]:
    """The editions that have the file, each as it exists for the reader now; not the earlier ones where one has it."""

    def fits(path: str, sha256: str) -> bool:
        return sha256.startswith(short) and path.rpartition("/")[2] == name

    if len(short) != _SHORT:
        return
    here = next((each.sha256 for each in current.course.media if fits(each.path, each.sha256)), None)
    if here is not None:
        yield current, here
        return
    for row in rows_of(_EARLIER, course_id=current.course_id):
        if fits(row.key, row.body):
            earlier = Published(
                current.course_id, current.slug, row.edition_id, row.number, row.digest, row.change, row.published_at
            )
            # What a later edition narrows is narrowed, wherever it stood before.
            yield earlier.seen_by(reader, besides=current.hides), row.body


def _stands_in(published: Published, modules: Sequence[Module], short: str, *, beside_modules: bool) -> bool:
    """Whether the file stands in one of these modules, or, where that is asked too, in what stands in none."""
    course, names = published.course, {module.id for module in modules}
    quizzes = [course.quizzes_by_id[one.quiz] for one in modules if one.quiz in course.quizzes_by_id]
    if beside_modules:
        quizzes = [*course.quizzes_by_id.values()]
    asked = {question.id for quiz in quizzes for draw in quiz.draws for question in course.pool(draw)}
    asked |= set(_asked_on(published, modules))
    for kind, key in _places(published.digest, short):
        first, *rest = key.split("/")
        if first == "cases" and len(rest) == 2:
            found = beside_modules and rest[0] in course.cases_by_id
        elif kind == "page":
            found = first in names
        elif kind == "glossary":
            found = bool(modules)
        else:
            found = key in asked
        if found:
            return True
    return False


def _asked_on(published: Published, modules: Iterable[Module]) -> Iterator[str]:
    for module in modules:
        for page in module.pages:
            for language in published.course.languages:
                yield from questions_in(part(published.digest, "page", f"{module.id}/{page.id}", language) or "")


def _places(digest: str, short: str) -> tuple[tuple[str, str], ...]:
    """Kind and key of every part in which the file stands."""
    kept = _kept.find((digest, short))
    if not isinstance(kept, tuple):
        rows = rows_of(_PLACES, digest=digest, address=f"/media/{short}/")
        kept = tuple((row.kind, row.key) for row in rows)
        _kept.keep((digest, short), kept, 100 + 200 * len(kept))
    return kept
