"""Puts the college together: the only module that knows all the others."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from college import database
from college.accounts import access
from college.accounts import commands as people_commands
from college.accounts import views as accounts
from college.audit import commands as ledger_commands
from college.audit import services as audit
from college.catalogue import access as catalogue_access
from college.catalogue import views as catalogue
from college.catalogue.commands import courses as course_commands
from college.catalogue.commands import search as search_commands
from college.certification import commands as certificate_commands
from college.certification import queries as certificates
from college.certification import views as certification
from college.learning import commands as exam_commands
from college.learning import views as learning
from college.operations import commands as operations
from college.outbox import views as outbox
from college.web import assets, compression, cookies, edge, errors, headers, locale
from college.web import views as web
from config import ROOT, Config

BLUEPRINTS = (web, accounts, catalogue, learning, certification, outbox)
COMMANDS = (ledger_commands, people_commands, course_commands, search_commands, exam_commands, certificate_commands)


def create_app(config: Config) -> Flask:
    """The college as one Flask application; opens no connection and reads no clock."""
    app = Flask(__name__, instance_path=str(config.instance), static_folder=None)
    app.config.from_mapping(flask_settings(config))
    app.extensions["college"] = config
    app.extensions["migration_head"] = migration_head
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # In this order, because each stands on what the ones before it have found out about the request.
    cookies.prepare(app)
    errors.prepare(app)
    edge.prepare(app)
    database.prepare(app, audit.close_ledger)
    Migrate(app, database.db, directory=str(ROOT / "migrations"))
    CSRFProtect(app)
    access.prepare(app)
    catalogue_access.prepare(app, certificates.courses_certified)
    locale.prepare(app, preference)
    compression.prepare(app)
    headers.prepare(app, secure=config.secure)
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]
    assets.prepare(app)
    app.context_processor(lambda: page_values(config))
    for pages in BLUEPRINTS:
        app.register_blueprint(pages.blueprint)
    for commands in COMMANDS:
        app.cli.add_command(commands.group)
    operations.register(app)
    return app


def flask_settings(config: Config) -> dict[str, Any]:
    return {
        **database.engines(config.database_url),
        "SECRET_KEY": config.secret_key,
        "SESSION_COOKIE_NAME": "__Host-college" if config.secure else "college",
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=31),
        "WTF_CSRF_TIME_LIMIT": None,  # bound to the session instead: a slow reader loses nothing
        "TRAP_BAD_REQUEST_ERRORS": False,
    }


def preference() -> locale.Preference:
    if not current_user.is_authenticated:
        return locale.Preference()
    return locale.Preference(language=current_user.language, zone=current_user.zone)


def page_values(config: Config) -> dict[str, Any]:
    return {
        "current_language": locale.language(),
        "college_name": config.college_name,
        "college_contact": config.issuer_contact,
        "demo": config.demo,
    }


@cache
def migration_head() -> str | None:
    """The newest migration that this program knows."""
    settings = AlembicConfig(str(ROOT / "migrations" / "alembic.ini"))
    settings.set_main_option("script_location", str(Path(ROOT, "migrations")))
    return ScriptDirectory.from_config(settings).get_current_head()
