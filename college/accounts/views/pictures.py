"""Squares for cameras."""

from __future__ import annotations

import segno


def drawn_code(text: str) -> str:
    """A QR code of the text as an address that an <img> takes; black on white, whatever the page's colours."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))
