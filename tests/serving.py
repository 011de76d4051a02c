"""A college served as in life: granian on a free port, with a folder and a database of its own, killed at will."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask

from college.app import create_app
from config import ROOT, Config

HOST = "127.0.0.1"
SECRET = "a secret key of the tests, long enough for them"
PATIENCE = 60.0
"""Seconds within which a server must be ready; it takes two or three where nothing else runs."""
BEAT = 0.1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Served:
    """A college that other processes reach; its port and its folder stay the same when it is started again."""

    instance: Path
    database_url: str
    port: int = field(default_factory=free_port)
    workers: int = 1
    threads: int = 2
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the server knows: nothing of the environment of the tests but where programs are."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return {
            **kept,
            "FLASK_APP": "wsgi",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": self.database_url,
            "INSTANCE": str(self.instance),
            "PUBLIC_URL": self.url,
            "COLLEGE_NAME": "Test College",
            "ISSUER_NAME": "Test College, Office of the Registrar",
            "ISSUER_CONTACT": "registrar@test.example",
            "VERIFY_URL": "https://verify.test.example",
            **self.more,
        }

    @cached_property
    def app(self) -> Flask:
        """The same college inside the test's own process, to look into its store."""
        return create_app(Config.from_environment(self.environment))

    def flask(self, *arguments: str) -> str:
        """Run a command of the college as its operator would; what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE * 2, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        command: Sequence[str] = [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", HOST,
            "--port", str(self.port), "--workers", str(self.workers), "--blocking-threads", str(self.threads),
            "--log-level", "error", "--no-ws", "wsgi:app",
        ]  # fmt: skip
        # A session of its own, so that killing reaches every worker and nothing else.
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        self._await()

    def _await(self) -> None:
        assert self.process is not None
        for _ in range(int(PATIENCE / BEAT)):
            if self.is_ready():
                return
            try:
                ended = self.process.wait(BEAT)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(f"the server ended with {ended} before it was ready")
        self.kill()
        raise AssertionError(f"the server was not ready within {PATIENCE} s")

    def is_ready(self) -> bool:
        line = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            line.request("GET", "/readyz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def stop(self) -> None:
        """End it as an operator does, with time to finish what it is at."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut does: every process of it, at once."""
        self._end(signal.SIGKILL)

    @contextmanager
    def held(self) -> Iterator[None]:
        """It takes what is asked of it and answers nothing until the block ends: a line slower than anybody waits."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        group, self.process = self.process, None
        if how is signal.SIGTERM:
            group.terminate()
            try:
                group.wait(20)
            except subprocess.TimeoutExpired:
                how = signal.SIGKILL
        if how is signal.SIGKILL:
            os.killpg(group.pid, signal.SIGKILL)
            group.wait()


@contextmanager
def served(instance: Path, database_url: str, *, workers: int = 1, threads: int = 2, **more: str) -> Iterator[Served]:
    """A migrated store, served until the block ends; capitals in `more` are settings, such as DEMO="1"."""
    college = Served(instance, database_url, workers=workers, threads=threads, more=more)
    college.start()
    try:
        yield college
    finally:
        college.kill()
        _let_go(college.__dict__.get("app"))


def _let_go(app: Any) -> None:
    if app is None:
        return
    from college.database import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
