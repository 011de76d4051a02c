"""The headers of every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OWN_POLICY = "Content-Security-Policy"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types college",
    )
)

# No nonces: nothing inline exists, and a revalidated page would carry a new header onto an old body.
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def prepare(app: Flask, *, secure: bool) -> None:
    always = dict(ALWAYS)
    if secure:
        always["Strict-Transport-Security"] = "max-age=31536000"
    app.after_request(forbid_keeping)
    # Around the application, so that no answer goes without; and as one list, where each header added by itself would
    # be looked at anew for every answer.
    app.wsgi_app = with_headers(app.wsgi_app, list(always.items()))  # type: ignore[assignment,method-assign]


def with_headers(answer: WSGIApplication, always: list[tuple[str, str]]) -> WSGIApplication:
    """The same application with these headers on every answer; one that names its own policy keeps its own headers."""

    def answer_with_headers(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            own = {name for name, _ in headers}
            if OWN_POLICY in own:
                return start_response(status, [*headers, *(each for each in always if each[0] not in own)], *more)
            return start_response(status, headers + always, *more)

        return answer(environ, start)

    return answer_with_headers


def forbid_keeping(response: Response) -> Response:
    if "Cache-Control" not in response.headers:
        # A page that says nothing else is somebody's own; shared desktops must not keep it.
        response.headers.add("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        vary(response, "Cookie")
    return response


def vary(response: Response, asked: str) -> None:
    """Say that another value of this header of the request might have brought another answer."""
    said = response.headers.get("Vary", "")
    if asked not in said.split(", "):
        # In one line: of several, Flask takes the first for all when it adds what the session asks for.
        response.headers["Vary"] = f"{said}, {asked}" if said else asked
