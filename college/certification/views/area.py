"""The blueprint that the pages of certificates hang on, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app
from flask_babel import gettext as _

from college import clock
from college.certification import rules
from college.certification.forms import STATES
from college.certification.queries import Held
from college.certification.rules import Shown
from college.certification.services import Issuer
from college.errors import NotFound

blueprint = Blueprint("certification", __name__)

_TONES = {
    Shown.CURRENT: "done",
    Shown.EXPIRED: "waiting",
    Shown.REPLACED: "neutral",
    Shown.WITHDRAWN: "problem",
    Shown.SEALED: "neutral",
}


def issuer() -> Issuer:
    """Who issues here, by the settings."""
    return Issuer.of(current_app.extensions["college"])


def today() -> date:
    """The day that states are told for; in UTC, as certificates are dated."""
    return clock.now().date()


def whole_code(typed: str) -> str:
    """The code in an address, in its one form; raises NotFound where it cannot be one."""
    code = rules.read_code(typed)
    if code is None:
        raise NotFound("certificate")
    return code


@blueprint.context_processor
def states() -> dict[str, Callable[..., Any]]:
    def state_of(held: Held) -> tuple[str, str]:
        """The state in words, and the tone that it is shown in."""
        shown = held.shown(today())
        return str(STATES[shown]), _TONES[shown]

    return {"state_of": state_of}


@blueprint.after_request
def keep_out_of_searches(response: Response) -> Response:
    # No page about anybody's certificate belongs into a search engine.
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def kind_words(kind: rules.Kind) -> str:
    if kind is rules.Kind.ACHIEVEMENT:
        return str(_("Certificate of achievement"))
    return str(_("Certificate of participation"))


blueprint.add_app_template_global(kind_words)
