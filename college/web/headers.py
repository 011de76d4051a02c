"""The headers of every answer."""

from flask import Flask, Response

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

    def add_headers(response: Response) -> Response:
        headers = response.headers
        # A view may set a header of its own, as media do; looking each one up would cost more than all the rest.
        own = "Content-Security-Policy" in headers
        for name, value in always.items():
            if not (own and name in headers):
                headers.add(name, value)
        if "Cache-Control" not in headers:
            # A page that says nothing else is somebody's own; shared desktops must not keep it.
            headers.add("Cache-Control", "no-store")
        if response.mimetype == "text/html":
            headers.add("Vary", "Cookie")
        return response

    app.after_request(add_headers)
