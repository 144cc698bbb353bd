"""The page of another site matches names here, and frames what it may: the preview, and nothing else."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = """<!DOCTYPE html>
<title>Another site</title>
<iframe name="preview" src="{address}/reconcile/en/preview?id=government%2Fdalian"></iframe>
<iframe name="page" src="{address}/doc/government/dalian.html"></iframe>
"""
MATCH = """async address => {
  const date = {pid: "date", v: "1979"}
  const queries = JSON.stringify({q0: {query: "神戸市"}, q1: {query: "旅大", properties: [date]}})
  const answer = await fetch(`${address}/reconcile`, {method: "POST", body: new URLSearchParams({queries})})
  const found = await answer.json()
  const manifest = await (await fetch(`${address}/reconcile`, {headers: {"Accept-Language": "ja"}})).json()
  const [kobe, dalian] = [found.q0.result[0], found.q1.result[0]]
  return [kobe.id, dalian.id, dalian.match, manifest.defaultTypes[2].name]
}"""


@contextmanager
def another_site(html):
    """Serve one page at an origin of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def page(browser, address):
    with another_site(PAGE.format(address=address)) as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        page.wait_for_load_state("networkidle")
        yield page


def test_the_page_of_another_site_may_match_and_frames_the_preview_alone(page, address):
    assert page.evaluate(MATCH, address) == ["government/kobe", "government/dalian", True, "国"]
    frames = {frame.name: frame for frame in page.frames}
    assert frames["preview"].text_content("h1") == "Dalian City"
    assert frames["preview"].evaluate("getComputedStyle(document.querySelector('dl')).display") == "grid"
    assert frames["page"].url.startswith("chrome-error:")
