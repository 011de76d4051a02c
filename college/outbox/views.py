"""The outbox as the administrator sees it."""

from flask import Blueprint, render_template

from college.web.doors import Door, View, declare

blueprint = Blueprint("outbox", __name__)


def for_administrators(view: View) -> View:
    return declare(view, Door(roles=frozenset({"administrator"})))


@blueprint.get("/outbox/")
@for_administrators
def outbox() -> str:
    return render_template("outbox/outbox.html")
