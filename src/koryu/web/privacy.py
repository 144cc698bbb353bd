"""What is for whoever runs the site and not for the world: all below one path.

Its answers are kept nowhere, told to the page of no other site, and indexed by nobody; requests that change
something must come from its own pages.
"""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.types import Scope

from koryu.web.links import root_of
from koryu.web.problems import Problem

PATH: Final = "/review"
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with none at all browsers would not say whence a form comes
    "X-Robots-Tag": "noindex, nofollow",
}


def is_private(scope: Scope) -> bool:
    """Is it for whoever runs the site?"""
    path = str(scope.get("path", "")).removeprefix(str(scope.get("root_path", "")).rstrip("/"))
    return path == PATH or path.startswith(f"{PATH}/")


def check_origin(request: Request) -> None:
    """Refuse what a page of another site sends, or somebody who does not say whence it comes.

    Sources: https://www.rfc-editor.org/rfc/rfc6454#section-7 and https://www.w3.org/TR/fetch-metadata/

    Raises:
        Problem: It may come from elsewhere; 403.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if site not in (None, "same-origin") or origin not in (None, own) or (site is None and origin is None):
        raise Problem(403, "this did not come from a page of this site; send the form of its own page")


def cookie_path(request: Request) -> str:
    """The path to which the cookie is limited."""
    return f"{root_of(request)}{PATH}"
