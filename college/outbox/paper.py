"""What a letter says: worded when it is shown or sent, in its receiver's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, render_template
from jinja2 import TemplateNotFound

from college.web.locale import speaking

LINK_LATER = "…"
"""Stands for a one-time link until the letter is sent: no such link lies in the store."""


@dataclass(frozen=True)
class Worded:
    subject: str
    body: str


def word(kind: str, language: str, values: Mapping[str, Any], *, link: str = "") -> Worded:
    """The subject, which is the template's first line, and the body after it."""
    address = current_app.extensions["college"].public_url
    try:
        with speaking(language):
            text = render_template(f"letters/{kind}.txt", **values, link=link or LINK_LATER, address=address)
    except TemplateNotFound:
        text = kind + "\n\n" + "\n".join(f"{name}: {value}" for name, value in sorted(values.items()))
    subject, _, body = text.strip().partition("\n")
    return Worded(subject.strip(), body.strip() + "\n")
