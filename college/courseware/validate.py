"""YAML held against its shape; each fault is told at its key or value."""

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from college.courseware.located import Located
from college.courseware.mistakes import Mistakes
from college.courseware.shapes import Shape

S = TypeVar("S", bound=Shape)

_SOURCE_ONLY = frozenset(
    {
        "id",
        "was",
        "language",
        "translations",
        "level",
        "hours",
        "minutes",
        "outline",
        "quiz",
        "kind",
        "draw",
        "pass",
        "start",
    }
)
_NAMES = {
    "string_type": "not-text",
    "bool_type": "not-yes-or-no",
    "bool_parsing": "not-yes-or-no",
    "tuple_type": "not-list",
    "list_type": "not-list",
    "dict_type": "not-mapping",
    "model_type": "not-mapping",
    "too_short": "empty-value",
    "string_too_short": "empty-value",
}


def shaped(shape: type[S], located: Located, mistakes: Mistakes) -> S | None:
    """The values of `located` as `shape`, or None with every fault noted."""
    try:
        return shape.model_validate(located.value)
    except ValidationError as error:
        details = error.errors(include_url=False)
        places = [detail["loc"] for detail in details]
        for detail in details:
            # A list whose only item is wrong is told to be empty as well.
            within = [place for place in places if len(place) > len(detail["loc"]) and _starts(place, detail["loc"])]
            if not (detail["type"] == "too_short" and within):
                _note(shape, located, detail, mistakes)
        return None


def _starts(place: tuple[int | str, ...], start: tuple[int | str, ...]) -> bool:
    return place[: len(start)] == start


def _note(shape: type[Shape], located: Located, detail: ErrorDetails, mistakes: Mistakes) -> None:
    kind, where, context = detail["type"], detail["loc"], detail.get("ctx", {})
    path, place = located.path, located.at(*where)
    if kind == "missing":
        mistakes.add("missing-key", path, place, key=str(where[-1]))
    elif kind == "extra_forbidden":
        _unknown_key(shape, located, where, mistakes)
    elif kind in ("literal_error", "enum"):
        known = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        mistakes.add_guess("unknown-value", path, place, _shown(detail["input"]), known.split(", "))
    elif detail["input"] is None:
        mistakes.add("empty-value", path, place)
    elif "-" in kind:
        mistakes.add(kind, path, place, wrong=_shown(context.get("wrong", "")))
    elif kind in _NAMES:
        mistakes.add(_NAMES[kind], path, place)
    elif kind.startswith(("int_", "decimal_", "is_instance")):
        mistakes.add("not-number", path, place)
    else:
        mistakes.add("bad-value", path, place, problem=detail["msg"].lower())


def _unknown_key(shape: type[Shape], located: Located, where: tuple[int | str, ...], mistakes: Mistakes) -> None:
    key, known = str(where[-1]), shape.known(where[:-1])
    place = located.at_key(*where)
    if "source" in known and key in _SOURCE_ONLY:
        mistakes.add("id-in-translation", located.path, place, key=key)
    else:
        mistakes.add_guess("unknown-key", located.path, place, key[:60], known)


def _shown(value: Any) -> str:
    return str(value)[:60]
