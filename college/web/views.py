"""Pages of the machinery itself: health, files that never change, the accessibility statement."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from sqlalchemy import text

from college.courseware.texts import direction_of
from college.database import db
from college.web.assets import Assets
from college.web.doors import anyone
from college.web.locale import language

blueprint = Blueprint("web", __name__)

COLOUR = "#12305c"
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@blueprint.get("/healthz")
@anyone
def healthz() -> Response:
    """Alive; touches nothing."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@anyone
def readyz() -> Response:
    """Ready to serve: the database answers and is migrated to the head that this program needs."""
    needed = current_app.extensions["migration_head"]()
    found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != needed:
        return Response(f"the database is at {found}, this program needs {needed}\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


@blueprint.get("/static/<digest>/<path:name>")
@anyone
def static(digest: str, name: str) -> Response:
    assets: Assets = current_app.extensions["assets"]
    return assets.serve(digest, name)


@blueprint.get("/accessibility")
@anyone
def accessibility() -> str:
    return render_template("web/accessibility.html")


@blueprint.get("/service-worker.js")
@anyone
def service_worker() -> Response:
    """At the root, so that it may look after every page; asked for anew each time, so that a new one is noticed."""
    assets: Assets = current_app.extensions["assets"]
    return assets.serve("", "worker.js")


@blueprint.get("/offline")
@anyone
def offline() -> Response:
    """What the worker shows when there is no line; it says nothing of who reads it."""
    response = Response(render_template("web/offline.html", bare=True))
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@blueprint.get("/manifest.webmanifest")
@anyone
def manifest() -> Response:
    """What a device needs to know to put the college among its applications (W3C Web Application Manifest)."""
    assets: Assets = current_app.extensions["assets"]
    name, spoken = current_app.extensions["college"].college_name, language()
    response = jsonify(
        {
            "id": "/",
            "name": name,
            "lang": spoken,
            "dir": direction_of(spoken),
            "start_url": url_for("learning.home"),
            "scope": "/",
            "display": "minimal-ui",
            "theme_color": COLOUR,
            "background_color": "#ffffff",
            "icons": [
                {"src": assets.address("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                *(_icon(assets, size, purpose) for size, purpose in ICONS),
            ],
        }
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _icon(assets: Assets, size: int, purpose: str) -> dict[str, str]:
    name = f"icon-{size}.png" if purpose == "any" else f"icon-{size}-{purpose}.png"
    return {"src": assets.address(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
