"""Pages of the machinery itself: health, files that never change, the accessibility statement."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from sqlalchemy import text

from college.database import db
from college.web.assets import Assets
from college.web.doors import anyone

blueprint = Blueprint("web", __name__)


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
