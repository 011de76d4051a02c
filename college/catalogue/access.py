"""Who is looking at the catalogue, as its rules want to know it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app
from flask_login import current_user

from college.accounts import queries as accounts
from college.catalogue.rules import STRANGER, Reader

HELD = "certificates_held"

Held = Callable[[int], frozenset[str]]


def prepare(app: Flask, held: Held) -> None:
    """`held` tells of which courses a person holds the certificate; that lies above the catalogue."""
    app.extensions[HELD] = held


def reader() -> Reader:
    """The person behind this request."""
    if not current_user.is_authenticated:
        return STRANGER
    held: Held | None = current_app.extensions.get(HELD)
    return Reader(
        signed_in=True,
        roles=current_user.roles,
        organisation_kinds=accounts.organisation_kinds(current_user.id),
        held=held(current_user.id) if held else frozenset(),
    )
