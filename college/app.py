"""Puts the college together: the only module that knows all the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask, current_app, has_request_context, request
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
from college.web import assets, compression, cookies, edge, errors, headers, locale, tokens
from college.web import views as web
from config import ROOT, Config

BLUEPRINTS = (web, accounts, catalogue, learning, certification, outbox)
COMMANDS = (ledger_commands, people_commands, course_commands, search_commands, exam_commands, certificate_commands)


class College(Flask):
    """Flask, for views and hooks that are all plain functions, and for pages with many addresses on them."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._address = lru_cache(maxsize=4096, typed=True)(self._build_address)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func  # Flask would look at a dozen of them for each request, for one that is a coroutine

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,
    ) -> str:
        """As Flask's; a plain address is built once for the root that the college stands at."""
        is_plain = (_anchor, _method, _scheme, _external) == (None, None, None, None)
        if is_plain and not endpoint.startswith(".") and has_request_context():
            try:
                return self._address(request.script_root, endpoint, **values)
            except TypeError:  # a list among the values is no key
                pass
        return super().url_for(
            endpoint, _anchor=_anchor, _method=_method, _scheme=_scheme, _external=_external, **values
        )

    def _build_address(self, root: str, endpoint: str, /, **values: Any) -> str:
        return super().url_for(endpoint, **values)


class Protection(CSRFProtect):
    """Asks what is exempt only where there is something to protect."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method in current_app.config["WTF_CSRF_METHODS"]:
            super().protect(apply_exemptions)


def create_app(config: Config) -> Flask:
    """The college as one Flask application; opens no connection and reads no clock."""
    app = College(__name__, instance_path=str(config.instance), static_folder=None)
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
    Protection(app)
    tokens.prepare(app)
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
    person = access.me()
    return locale.Preference(person.language, person.zone) if person.is_authenticated else locale.Preference()


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
