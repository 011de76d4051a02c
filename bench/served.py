"""A server under measurement: granian with one worker, and the processor time of all its processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.line import Line

HOST = "127.0.0.1"


class Served:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def line(self) -> Line:
        return Line(HOST, self.port)

    def cpu_ms(self) -> float:
        """Processor time used so far by the server and its workers, in milliseconds."""
        total = 0
        for pid in (self.process.pid, *_children(self.process.pid)):
            for task in Path(f"/proc/{pid}/task").iterdir():
                # In nanoseconds, where /proc/…/stat counts hundredths of a second.
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1_000_000


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(target: str, environment: Mapping[str, str], ready: str, port: int | None = None) -> Iterator[Served]:
    """Serve `target` until the block ends; `ready` is the path that answers once it is up."""
    port = port or free_port()
    command = [
        str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", "2", "--log-level", "error", "--no-ws", *target.split(),
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port, ready, process)
        yield Served(process, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, ready: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it was ready")
        try:
            if Line(HOST, port).request("GET", ready).status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not become ready")
