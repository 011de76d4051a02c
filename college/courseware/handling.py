"""What the words of a module's handling say of who may read it."""

from collections.abc import Sequence

from college.courseware.outline import OrganisationKind

_LAW_ENFORCEMENT = (
    OrganisationKind.POLICE,
    OrganisationKind.CUSTOMS,
    OrganisationKind.TAX,
    OrganisationKind.BORDER,
)
_NO_AUTHORITY = (OrganisationKind.PRIVATE, OrganisationKind.ACADEMIA)

MEANT = {
    "law enforcement only": _LAW_ENFORCEMENT,
    "public authorities only": tuple(kind for kind in OrganisationKind if kind not in _NO_AUTHORITY),
}
"""Words that name their readers by themselves; of all others the author says whom they mean."""


def meant_by(words: str) -> tuple[OrganisationKind, ...] | None:
    """Those whom alone the words let read; None where they do not say it."""
    return MEANT.get(" ".join(words.casefold().split()).rstrip(" .!"))


def narrowed(course: Sequence[OrganisationKind], module: Sequence[OrganisationKind]) -> tuple[OrganisationKind, ...]:
    """Those of a course's audience whom a module leaves; empty where it leaves all of them, as an audience says it."""
    left = tuple(kind for kind in module if not course or kind in course)
    return () if set(left) == set(course) else left
