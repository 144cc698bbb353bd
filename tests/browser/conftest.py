"""A real server of the shipped project, and a real browser that notes whatever goes wrong on a page."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, sync_playwright

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/koryu/web/static"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


def _absent(what: str) -> None:
    assert not os.environ.get("CI"), f"CI needs {what}"
    pytest.skip(f"no {what}")


@pytest.fixture(scope="session")
def address(built):
    """The address of a server of the shipped project, with the browser's part."""
    if not (STATIC / "site.js").is_file():
        _absent("browser's part of the site: scripts/web")
    command = [Path(sys.executable).parent / "koryu", "serve", "--port", "0", "--root", built]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        assert line.startswith("serving http://127.0.0.1:"), line + server.stderr.read()
        yield line.split()[1].rstrip("/")
        server.send_signal(signal.SIGINT)
        _, complaints = server.communicate(timeout=20)
    assert (server.returncode, complaints) == (0, "")


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        _absent("Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])  # CI is root
        yield browser
        browser.close()


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


@pytest.fixture
def visitor(browser, address):
    """A visitor of the site, on whose pages nothing may go wrong."""
    visitor = Visitor(browser, address)
    yield visitor
    assert visitor.problems == []


@pytest.fixture(scope="session")
def axe():
    """The program that judges accessibility."""
    path = ROOT / "web/node_modules/axe-core/axe.min.js"
    if not path.is_file():
        _absent("axe-core: scripts/web")
    return path.read_text("utf-8")
