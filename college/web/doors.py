"""What every view must declare: who may use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """A view is open to anyone, or to those who are signed in, or to those who hold one of the roles."""

    anyone: bool = False
    roles: frozenset[str] = frozenset()
    fresh: bool = False  # a reading session must sign in again first


def declare(view: View, door: Door) -> View:
    view.__dict__["door"] = door
    return view


def door_of(view: Callable[..., Any]) -> Door | None:
    """The declaration of a view, or None where it was forgotten."""
    return getattr(view, "door", None)


def anyone(view: View) -> View:
    """Open to everybody, signed in or not."""
    return declare(view, Door(anyone=True))


def only(*roles: str, fresh: bool = False) -> Callable[[View], View]:
    """Open to those who hold one of the roles; `fresh` asks long sessions to sign in again."""
    return lambda view: declare(view, Door(roles=frozenset(roles), fresh=fresh))


def reads_json(view: View) -> View:
    """A script sends JSON to this view; every other is sent forms, and refuses anything else."""
    view.__dict__["reads_json"] = True
    return view
