"""Certificates: the holder's papers, verification by strangers, the registrar's desk."""

from flask import Blueprint

from college.accounts.access import anyone, only
from college.accounts.rules import Role

blueprint = Blueprint("certification", __name__)


@blueprint.route("/verify/", methods=["GET", "POST"])
@anyone
def verify() -> str:
    return ""


@blueprint.get("/registrar/certificates/")
@only(Role.REGISTRAR, Role.ADMINISTRATOR)
def registrar() -> str:
    return ""
