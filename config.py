"""Every setting of the college, typed, read from the environment once, all faults reported together."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).parent
SHORTEST_SECRET = 32


class Misconfigured(Exception):
    """One or more settings are missing or wrong; the message names each and says what to set."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The college cannot start:\n" + "\n".join(f"  - {fault}" for fault in faults))


@dataclass(frozen=True, kw_only=True)
class Config:
    """Defaults are right in production and fit to be public; what has none must be set."""

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    public_url: str
    instance: Path = ROOT / "instance"
    college_name: str = "The College"
    issuer_name: str = ""
    issuer_contact: str = ""
    verify_url: str = ""
    demo: bool = False
    allow_http: bool = False
    font_path: str = ""
    save_grace_seconds: int = 15
    trusted_proxies: int = 0

    @property
    def secure(self) -> bool:
        """Whether people reach the college over HTTPS, so that cookies can say so."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def verify_base(self) -> str:
        """The address that certificates print; frozen into them when they are drawn."""
        return self.verify_url or self.public_url

    def faults_of_issuing(self) -> list[str]:
        """What keeps this installation from issuing certificates; a demonstration may always issue marked ones."""
        if self.demo:
            return []
        faults = []
        if not self.issuer_name:
            faults.append("ISSUER_NAME is not set: certificates name their issuer.")
        if not self.issuer_contact:
            faults.append("ISSUER_CONTACT is not set: a certificate says whom to ask.")
        if fault := _fault_of_public_address(self.verify_base):
            faults.append(f"VERIFY_URL (or PUBLIC_URL) {fault}")
        return faults

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Config:
        """Read and check all settings; raises Misconfigured with every fault at once."""
        reading = _Reading(environment)
        demo = reading.switch("DEMO")
        instance = Path(reading.text("INSTANCE", str(ROOT / "instance"))).absolute()
        config = cls(
            secret_key=reading.secret("SECRET_KEY", instance / "secret_key" if demo else None),
            database_url=reading.database("DATABASE_URL", f"sqlite:///{instance / 'college.db'}"),
            public_url=reading.address("PUBLIC_URL", "http://127.0.0.1:8000" if demo else ""),
            instance=instance,
            college_name=reading.text("COLLEGE_NAME", "The College"),
            issuer_name=reading.text("ISSUER_NAME", "The College (demonstration)" if demo else ""),
            issuer_contact=reading.text("ISSUER_CONTACT", "registrar@college.example" if demo else ""),
            verify_url=reading.text("VERIFY_URL", "").rstrip("/"),
            demo=demo,
            allow_http=reading.switch("ALLOW_HTTP"),
            font_path=reading.text("FONT_PATH", ""),
            save_grace_seconds=reading.number("SAVE_GRACE_SECONDS", 15),
            trusted_proxies=reading.number("TRUSTED_PROXIES", 0),
        )
        reading.check_scheme(config)
        if reading.faults:
            raise Misconfigured(reading.faults)
        return config


class _Reading:
    """Reads one environment and keeps what is wrong with it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name, "").strip() or default

    def switch(self, name: str) -> bool:
        value = self.text(name, "0").lower()
        if value not in {"0", "1", "true", "false", "yes", "no"}:
            self.faults.append(f"{name} is {value!r}: write 1 or 0.")
        return value in {"1", "true", "yes"}

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or len(value) > 4:
            self.faults.append(f"{name} is {value!r}: write a whole number below 10000.")
            return default
        return int(value)

    def secret(self, name: str, keep_in: Path | None) -> str:
        value = self.text(name, "")
        if not value and keep_in is not None:
            return _kept_secret(keep_in)
        if len(value) < SHORTEST_SECRET:
            self.faults.append(
                f"{name} needs {SHORTEST_SECRET} characters or more: set it to the output of"
                " python3 -c 'import secrets; print(secrets.token_hex(32))'."
            )
        return value

    def database(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            url = make_url(value)
        except ArgumentError:
            self.faults.append(f"{name} is not a database address: write sqlite:///… or postgresql://….")
            return default
        if url.drivername in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() not in {"sqlite", "postgresql"}:
            self.faults.append(f"{name} names {url.get_backend_name()}: the college keeps to SQLite or PostgreSQL.")
        return url.render_as_string(hide_password=False)

    def address(self, name: str, default: str) -> str:
        value = self.text(name, default).rstrip("/")
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            self.faults.append(
                f"{name} is {value!r}: write the address people use, such as https://college.example.org."
            )
        return value

    def check_scheme(self, config: Config) -> None:
        try:
            parts = urlsplit(config.public_url)
        except ValueError:
            return  # told already
        if parts.scheme == "http" and not _is_loopback(parts.hostname or "") and not config.allow_http:
            self.faults.append(
                "PUBLIC_URL is plain HTTP: browsers drop the sign-in there. Serve HTTPS,"
                " or set ALLOW_HTTP=1 on a wire that is closed to others."
            )


def _kept_secret(path: Path) -> str:
    """The demonstration's own secret key, made once and kept readable for its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        # Two workers may start at once: the first to link wins, and neither reads half a key.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _fault_of_public_address(url: str) -> str | None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return "must be an https address: it is printed on certificates for years."
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return None if "." in host and host != "localhost" else "must be a public name, not one of this machine."
    return "must be a name, not a bare number: it is printed on certificates for years."
