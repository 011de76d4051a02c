"""What must never be served, and where no demonstration may be set up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask

from college.accounts.models import Person
from college.database import transaction
from college.operations.services.guard import fault_of_demonstrating, fault_of_serving
from config import Config
from tests.conftest import Store
from tests.factories import make_person


def config_of(app: Flask, *, demo: bool) -> Config:
    config: Config = app.extensions["college"]
    return replace(config, demo=demo)


def make_demo_person() -> None:
    person_id = make_person()
    with transaction() as session:
        session.get_one(Person, person_id).demo = True


def test_a_real_college_is_served(app: Flask) -> None:
    make_person()
    assert fault_of_serving(config_of(app, demo=False)) is None


def test_demo_people_are_never_served_in_a_real_college(app: Flask) -> None:
    make_demo_person()
    assert "demo people" in (fault_of_serving(config_of(app, demo=False)) or "")


def test_a_demonstration_is_not_set_up_among_real_people(app: Flask) -> None:
    assert fault_of_demonstrating(config_of(app, demo=True)) is None
    make_person()
    assert "real people" in (fault_of_demonstrating(config_of(app, demo=True)) or "")
    assert "real people" in (fault_of_serving(config_of(app, demo=True)) or "")


def test_those_who_register_in_a_demonstration_do_not_end_it(app: Flask) -> None:
    make_demo_person()
    make_person()
    assert fault_of_serving(config_of(app, demo=True)) is None


def test_a_database_without_tables_is_not_served(sqlite_store: Store, tmp_path: Path) -> None:
    from college.app import create_app
    from tests.conftest import make_config

    empty = create_app(make_config(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path))
    with empty.app_context():
        assert "flask db upgrade" in (fault_of_serving(config_of(empty, demo=False)) or "")
