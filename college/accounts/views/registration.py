"""Registration, the notices that it rests on, and resets."""

from college.accounts.access import anyone, only, signed_in
from college.accounts.rules import Role
from college.accounts.views.area import blueprint


@blueprint.route("/register", methods=["GET", "POST"])
@anyone
def register() -> str:
    return ""


@blueprint.route("/reset", methods=["GET", "POST"])
@anyone
def reset() -> str:
    return ""


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> str:
    return ""


@blueprint.get("/people/")
@only(Role.ADMINISTRATOR)
def people() -> str:
    return ""


@blueprint.get("/notices/<kind>")
@anyone
def notice(kind: str) -> str:
    return ""
