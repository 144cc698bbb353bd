"""A real server of the shipped project, and a real browser that notes whatever goes wrong on a page.

They end with each module: as long as Playwright runs, no other test of the process can run an event loop.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from visitor import Visitor

from serving import served

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/koryu/web/static"


def _absent(what: str) -> None:
    assert not os.environ.get("CI"), f"CI needs {what}"
    pytest.skip(f"no {what}")


@pytest.fixture(scope="module")
def address(built):
    """The address of a server of the shipped project, with the browser's part."""
    if not (STATIC / "site.js").is_file():
        _absent("browser's part of the site: scripts/web")
    with served(built) as running:
        yield running.address


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        _absent("Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])  # CI is root
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, address):
    """A visitor of the site, on whose pages nothing may go wrong."""
    visitor = Visitor(browser, address)
    yield visitor
    assert visitor.problems == []


@pytest.fixture(scope="module")
def axe():
    """The program that judges accessibility."""
    path = ROOT / "web/node_modules/axe-core/axe.min.js"
    if not path.is_file():
        _absent("axe-core: scripts/web")
    return path.read_text("utf-8")
