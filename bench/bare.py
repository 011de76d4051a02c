"""A bare Flask view that returns the bytes of a page: what the server costs before the college does anything."""

import os
from pathlib import Path

from flask import Flask, Response

app = Flask(__name__)
PAGE = Path(os.environ["BARE_PAGE"]).read_bytes() if "BARE_PAGE" in os.environ else b""


@app.get("/")
def page() -> Response:
    return Response(PAGE, mimetype="text/html")
