"""A visitor in a real browser, who notices whatever a page does wrong behind the reader's back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
)

from tests import factories
from tests.browser_like import Client
from tests.serving import Served

# Chromium says this of every page that is refused or not found; answers are judged by themselves.
NOT_LOADED = "Failed to load resource"
VIOLATIONS = (
    "addEventListener('securitypolicyviolation',"
    " event => console.error('policy broken', event.violatedDirective, event.blockedURI))"
)


class Visitor:
    """One browser context: its cookies, its pages, and what went wrong in them."""

    def __init__(self, browser: Browser, college: Served, **options: object) -> None:
        self.college = college
        self.scripted = bool(options.get("java_script_enabled", True))
        self.forgiven: set[int] = set()
        """Statuses that a test provokes in requests of scripts."""
        self.is_offline = False
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=college.url,
            accept_downloads=True,
            locale="en-GB",
            **options,  # type: ignore[arg-type]
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(VIOLATIONS)
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)
        self.context.on("request", self._request)
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._response)
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press the button of that name in the content; the next page follows."""
        self.content.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name: str, *, exact: bool = True) -> None:
        self.content.get_by_role("link", name=name, exact=exact).first.click()

    @property
    def content(self) -> Locator:
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def speak(self, language: str) -> None:
        """Switch the language by the link in the header, staying where one is."""
        self.page.locator("header .tongues summary").click()
        self.page.locator(f"header a[hreflang={language}]").click()

    def sign_in_as(self, person_id: int, *, own_device: bool = False, now: datetime | None = None) -> None:
        """Be signed in without the sign-in page, which has tests of its own."""
        app = self.college.app
        client = factories.sign_in(Client(app), person_id, own_device=own_device, now=now or datetime.now(UTC))
        cookie = client.flask.get_cookie("college", "localhost")
        assert cookie is not None
        self.context.add_cookies([{"name": "college", "value": cookie.value, "url": self.college.url}])

    @contextmanager
    def offline(self) -> Iterator[None]:
        self.is_offline = True
        self.context.set_offline(True)
        try:
            yield
        finally:
            self.context.set_offline(False)
            self.is_offline = False

    def close(self) -> None:
        self.context.close()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOT_LOADED):
            self.faults.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.college.url, "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it still asks for; and a line that a test has cut may be told of a moment later.
        expected = ("ERR_ABORTED", "ERR_INTERNET_DISCONNECTED")
        if not self.is_offline and not any(one in (request.failure or "") for one in expected):
            self.faults.append(f"failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        page = response.request.is_navigation_request()
        bad = response.status >= 500 or (response.status >= 400 and not page and response.status not in self.forgiven)
        if bad:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
