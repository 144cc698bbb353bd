"""Somebody with a browser, who notes whatever a page does that none may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression of JavaScript is true; Playwright's way breaks the site's policy."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(expression)


@dataclass
class Visitor:
    """Opens pages as somebody with a browser; ``problems`` are what a page did that none may do."""

    browser: Browser
    address: str
    problems: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self, path: str, status: int = 200, **context: object) -> Iterator[Page]:
        """Open a page in a browser of its own, desktop and English unless said otherwise."""
        options = {"viewport": DESK, "locale": "en-GB", **context}
        with self.browser.new_context(**options) as opened:
            opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.address)
            page = opened.new_page()
            page.set_default_timeout(5000)
            self._watch(page)
            self.go(page, path, status)
            yield page

    def go(self, page: Page, path: str, status: int = 200) -> None:
        """Go to a page."""
        response = page.goto(self.address + path)
        assert response is not None
        if response.status != status:
            self.problems.append(f"{path}: {response.status}, not {status}")

    def _watch(self, page: Page) -> None:
        page.on("console", lambda message: self._said(message.type, message.text))
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("response", self._came)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of 4" not in text:  # of what a test asks for on purpose
            self.problems.append(text)

    def _came(self, response: Response) -> None:
        if urlsplit(response.url).netloc != urlsplit(self.address).netloc:
            self.problems.append(f"asked another host: {response.url}")
