"""The parent's side: keeps one child warm, and kills it when a text takes too long."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from college.courseware.markup.pieces import Piece, RenderingFailed, Surroundings, TooHard

_ROOT = Path(__file__).parents[3]
_START_SECONDS = 30.0


class Renderer:
    """Renders Markdown in a child process; after an overrun the next piece gets a new one.

    `seconds` is wall-clock time per piece, `characters` the longest piece, `megabytes` the child's address space.
    """

    def __init__(self, *, seconds: float = 10, characters: int = 200_000, megabytes: int = 512) -> None:
        self.seconds = seconds
        self.characters = characters
        self.megabytes = megabytes
        self._around: Surroundings | None = None
        self._child: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; a later piece starts another."""
        with self._lock:
            self._stop()

    def render(self, piece: Piece, around: Surroundings) -> str:
        """Safe HTML; raises TooHard on an overrun, RenderingFailed where the text asks for what cannot be shown."""
        if len(piece.markdown) > self.characters:
            raise TooHard(f"longer than {self.characters} characters")
        with self._lock:
            self._prepare(around)
            answer = self._ask({"piece": piece.model_dump()}, self.seconds)
        if answer is None:
            raise TooHard(f"rendering took more than {self.seconds:g} seconds or more than {self.megabytes} MB")
        if "html" in answer:
            return str(answer["html"])
        if "too_hard" in answer:
            raise TooHard("nested too deeply, or too large")
        raise RenderingFailed(str(answer["refused"]))

    def _prepare(self, around: Surroundings) -> None:
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._start()
        if self._around is not around:
            if self._ask({"surroundings": around.model_dump()}, _START_SECONDS) is None:
                raise RenderingFailed("the rendering process did not take the course's outline")
            self._around = around

    def _start(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "college.courseware.markup.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=_ROOT,
            # Nothing of the parent's environment: a text has no business with the college's secrets.
            env={"PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8"},
        )
        limits = {"megabytes": self.megabytes, "cpu_seconds": math.ceil(self.seconds)}
        if self._ask({"limits": limits}, _START_SECONDS) is None:
            raise RenderingFailed("the rendering process did not start")

    def _ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """The child's next answer; None, and no child, when it did not answer in time."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return None
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        try:
            child.stdin.write(json.dumps(message) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except OSError:
            line = ""
        finally:
            in_time = not timer.finished.is_set()
            timer.cancel()
            timer.join()
        if not line.endswith("\n") or not in_time:
            self._stop()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _stop(self) -> None:
        child, self._child, self._around = self._child, None, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was not yet written goes with the child
                    continue
        child.wait()
