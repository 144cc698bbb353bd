"""Headers that lead from an answer to what belongs to it: https://www.rfc-editor.org/rfc/rfc8288."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request

_SAFE = "/:@!$&'()*+,;=~-._%?#[]"  # characters of an IRI that a URL keeps


def link(target: str, rel: str, **attributes: str) -> str:
    """Write one link of the header Link; the target may be an IRI."""
    more = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{quote(target, safe=_SAFE)}>; rel="{rel}"{more}'


def root_of(request: Request) -> str:
    """The path below which the site lies, such as ``/koryu``; empty if at that of the host."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def origin_of(request: Request) -> str:
    """The address of the site as the client called it, without a slash at its end."""
    host = request.headers.get("host") or "localhost"
    return f"{request.url.scheme}://{host}{root_of(request)}"
