"""The child process: one JSON line in, one JSON line out, under limits that its parent need not trust it to keep."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from college.courseware.markup.pieces import Piece, RenderingFailed, Surroundings
from college.courseware.markup.rendering import render


def serve() -> None:
    """Answers until its input ends."""
    around = Surroundings(course="")
    cpu_seconds = 1
    for line in sys.stdin:
        message = json.loads(line)
        if "limits" in message:
            cpu_seconds = message["limits"]["cpu_seconds"]
            _limit(message["limits"]["megabytes"] * 2**20)
            _say({"ready": True})
        elif "surroundings" in message:
            around = Surroundings.model_validate(message["surroundings"])
            _say({"ready": True})
        else:
            _allow(cpu_seconds)
            _say(_answer(Piece.model_validate(message["piece"]), around))


def _answer(piece: Piece, around: Surroundings) -> dict[str, Any]:
    try:
        return {"html": render(piece, around)}
    except RenderingFailed as failure:
        return {"refused": failure.reason}
    except (RecursionError, MemoryError) as failure:
        return {"too_hard": type(failure).__name__}
    except Exception as failure:  # whatever the libraries stumble over is the text's fault as far as the parent goes
        return {"refused": f"{type(failure).__name__}: {failure}"}


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow(seconds: int) -> None:
    """Processor time is counted over the whole life of a process; so each piece moves the limit on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
