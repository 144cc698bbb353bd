"""Links of every kind of page of the shipped project lead somewhere; of links that are alike one is tried."""

from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from page_kinds import KINDS, in_language, status_of

from koryu.settings import read_settings
from small_client import asking
from small_site import read_page


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as found:
        yield found


def links_of(client, path):
    """The addresses of the site that a page links to."""
    page = read_page(client.get(path, headers={"Accept": "text/html"}).text)
    return {urljoin(path, each["href"]).partition("#")[0] for each in page.all("a")}


def likeness(link):
    """What alike links share: the kind of page, the form, and what is asked."""
    parts = urlsplit(link)
    kind, _, suffix = parts.path.partition(".")
    return "/".join(kind.split("/")[:3]), suffix, *parse_qs(parts.query)


def test_links_lead_somewhere(client):
    paths = [path for kind, path in KINDS.items() if status_of(kind) == 200 and kind != "endpoint"]
    links = set().union(*(links_of(client, in_language(path, "ja")) for path in paths))
    tried = {likeness(each): each for each in sorted(links) if each.startswith("/")}.values()
    assert len(tried) > 100
    accept = {"Accept": "text/html, */*;q=0.5"}
    found = {each: client.get(each, headers=accept).status_code for each in tried}
    assert {each: status for each, status in found.items() if status not in (200, 303)} == {}
