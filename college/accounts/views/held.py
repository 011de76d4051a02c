"""What was typed when a sign-in had ended: carried through the sign-in under seal, then shown to be confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, session
from itsdangerous import BadData, URLSafeSerializer

from college.accounts import queries

NEVER_KEPT = frozenset({"csrf_token", "password"})


@dataclass(frozen=True)
class Held:
    """The fields of a form that could not be taken, where they were going, and who was sending them."""

    path: str
    fields: tuple[tuple[str, str], ...]
    person_id: int


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="held")


def hold_request() -> str:
    """The fields of this request under seal; nothing where nobody can be named as their owner."""
    token = session.get("_user_id")
    person_id = queries.find_holder(token) if isinstance(token, str) else None
    if person_id is None:
        return ""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in NEVER_KEPT]
    return str(_seal().dumps({"path": request.full_path.rstrip("?"), "fields": fields, "person": person_id}))


def find_held(sealed: str) -> Held | None:
    """What was kept, unless the seal is broken."""
    if not sealed:
        return None
    try:
        value = _seal().loads(sealed)
    except BadData:
        return None
    return Held(value["path"], tuple((name, text) for name, text in value["fields"]), value["person"])
