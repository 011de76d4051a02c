"""What can be seen on a page by a program: what axe finds, and whether it scrolls sideways."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
EVERYTHING = {"resultTypes": ["violations"]}
RUN = """async (options) => (await axe.run(options)).violations.map(
    ({id, help, nodes}) => ({id, help, nodes: nodes.map((node) => node.html)}))"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def told(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds wrong; its script must have been put into the page."""
    found = page.evaluate(RUN, options)
    return [f"{one['id']}: {one['help']}: {html[:300]}" for one in found for html in one["nodes"]]
