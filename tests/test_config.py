"""Settings: a production college that is not ready says why and does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Config, Misconfigured

GOOD = {"SECRET_KEY": "k" * 40, "PUBLIC_URL": "https://college.example.org"}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Misconfigured) as told:
        Config.from_environment({"DATABASE_URL": "mysql://db/x", "ALLOW_HTTP": "perhaps"})
    said = str(told.value)
    assert all(name in said for name in ("SECRET_KEY", "DATABASE_URL", "PUBLIC_URL", "ALLOW_HTTP"))


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(Misconfigured, match="SECRET_KEY"):
        Config.from_environment({**GOOD, "SECRET_KEY": "short"})


def test_plain_http_is_for_this_machine_alone() -> None:
    with pytest.raises(Misconfigured, match="plain HTTP"):
        Config.from_environment({**GOOD, "PUBLIC_URL": "http://college.example.org"})
    assert not Config.from_environment({**GOOD, "PUBLIC_URL": "http://127.0.0.1:8000"}).secure
    assert Config.from_environment({**GOOD, "PUBLIC_URL": "http://10.1.2.3", "ALLOW_HTTP": "1"}).allow_http


def test_postgresql_is_spoken_to_with_psycopg() -> None:
    config = Config.from_environment({**GOOD, "DATABASE_URL": "postgresql://me:pass@db/college"})
    assert config.database_url == "postgresql+psycopg://me:pass@db/college"
    assert "pass" not in repr(config)
    short = Config.from_environment({**GOOD, "DATABASE_URL": "postgres://me:pass@db/college"})
    assert short.database_url == config.database_url


def test_a_demonstration_needs_no_settings_and_keeps_its_secret(tmp_path: Path) -> None:
    environment = {"DEMO": "1", "INSTANCE": str(tmp_path)}
    first, again = Config.from_environment(environment), Config.from_environment(environment)
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert first.faults_of_issuing() == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ["ISSUER_NAME", "ISSUER_CONTACT"]),
        ({"ISSUER_NAME": "A", "ISSUER_CONTACT": "b@c.example", "VERIFY_URL": "https://127.0.0.1"}, ["VERIFY_URL"]),
        ({"ISSUER_NAME": "A", "ISSUER_CONTACT": "b@c.example", "VERIFY_URL": "http://v.example.org"}, ["VERIFY_URL"]),
        ({"ISSUER_NAME": "A", "ISSUER_CONTACT": "b@c.example", "VERIFY_URL": "https://localhost"}, ["VERIFY_URL"]),
        ({"ISSUER_NAME": "A", "ISSUER_CONTACT": "b@c.example"}, []),
    ],
)
def test_what_keeps_a_college_from_issuing_is_told(changed: dict[str, str], told: list[str]) -> None:
    faults = Config.from_environment({**GOOD, **changed}).faults_of_issuing()
    assert [fault.split()[0] for fault in faults] == told


def test_settings_out_of_bounds_are_told_and_not_tripped_over() -> None:
    with pytest.raises(Misconfigured) as told:
        Config.from_environment({**GOOD, "PUBLIC_URL": "http://[", "SAVE_GRACE_SECONDS": "9" * 30})
    assert "PUBLIC_URL" in str(told.value)
    assert "SAVE_GRACE_SECONDS" in str(told.value)
