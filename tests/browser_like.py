"""A client that behaves as a browser does and reads every page strictly."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style", re.IGNORECASE)
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def check_page(text: str) -> None:
    """One title, one h1, a label for every field, no id twice, nothing inline, and valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(text)
    assert (tree.findtext(".//title") or "").strip(), "a page has a title"
    assert len(tree.findall(".//h1")) == 1, "a page has one h1"
    html = tree if tree.tag == "html" else tree.find(".//html")
    assert html is not None and html.get("lang") and html.get("dir") in {"ltr", "rtl"}
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    assert len(ids) == len(set(ids)), f"ids used twice: {sorted(i for i in set(ids) if ids.count(i) > 1)}"
    labelled = {node.get("for") for node in tree.findall(".//label")}
    wrapped = {id(field) for label in tree.findall(".//label") for field in label.iter()}
    for field in (*tree.findall(".//input"), *tree.findall(".//select"), *tree.findall(".//textarea")):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("id") in labelled or id(field) in wrapped or field.get("aria-label")
        assert named or field.get("aria-labelledby"), f"a field without a label: {field.get('name')}"
    for picture in tree.findall(".//img"):
        assert picture.get("alt") is not None, "a picture without alt text"
    assert not INLINE.search(text) and not INLINE_SCRIPT.search(text), "inline style or script"


class Client:
    """Follows no redirect unless asked to, keeps cookies, sends the CSRF token of the page it stands on."""

    def __init__(self, app: Flask) -> None:
        self.flask: FlaskClient = app.test_client()
        self.token = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._read(self._send("get", path, **options))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form, with the token of the last page seen."""
        if not self.token:
            self.get("/sign-in")
        if "json" in options:
            options.setdefault("headers", {})["X-CSRFToken"] = self.token
            return self._read(self._send("post", path, **options))
        return self._read(self._send("post", path, data={"csrf_token": self.token, **(data or {})}, **options))

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        # A context of its own, as in life: the test's would hand what one request has found out on to the next.
        with self.flask.application.app_context():
            answer: TestResponse = getattr(self.flask, method)(path, **options)
            return answer

    def follow(self, response: TestResponse) -> TestResponse:
        """Go where a redirect points to."""
        assert response.status_code in {302, 303}, f"{response.status_code}: {response.get_data(as_text=True)[:2000]}"
        return self.get(response.location)

    def _read(self, response: TestResponse) -> TestResponse:
        assert response.status_code < 500 or response.status_code == 503, response.get_data(as_text=True)[:2000]
        if response.mimetype == "text/html" and response.data and response.status_code not in {301, 302, 303, 308}:
            text = response.get_data(as_text=True)
            check_page(text)
            if found := TOKEN.search(text):
                self.token = found.group(1)
        return response
