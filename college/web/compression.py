"""Packs answers for the line: weak links are where most learners are."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

SMALLEST = 1024
PACKED = frozenset({"text/html", "text/css", "text/plain", "application/json", "image/svg+xml"})


def prepare(app: Flask) -> None:
    app.after_request(pack)


def pack(response: Response) -> Response:
    """Pack a text answer when its reader can unpack it; level 5 costs a third of 9 for nearly the same size."""
    if response.mimetype not in PACKED or response.is_streamed or response.direct_passthrough:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    if not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
        return response
    body = response.get_data()
    if len(body) < SMALLEST:
        return response
    response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
