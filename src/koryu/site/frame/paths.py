"""Where on the site a resource is shown."""

from __future__ import annotations

import re
from typing import Final

from koryu.iris import Iris

_UNFIT: Final = r"\x00-\x20<>\"{}|^`\\\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WEB: Final = re.compile(rf"(?:https?://|mailto:)[^{_UNFIT}]+", re.IGNORECASE)


def path_of(iris: Iris, iri: str) -> str | None:
    """Find the page of a resource, as a path below the root of the site; None if it has none here.

    A thing is shown in its document, a part of a thing at its place in the document of the thing, a term of
    the ontology on its own page, a concept among all.
    """
    if iri.startswith(f"{iris.base}id/"):
        return f"doc/{iri.removeprefix(f'{iris.base}id/')}"
    for start, path in ((f"{iris.ontology}#", "def/"), (f"{iris.ontology}/concept#", "def/concept#")):
        if iri.startswith(start) and len(iri) > len(start):
            return path + iri.removeprefix(start)
    if iri == iris.ontology:
        return "def"
    return next(
        (iri.removeprefix(iris.base) for kind in ("graph/", "query/") if iri.startswith(iris.base + kind)),
        None,
    )


def is_web(iri: str) -> bool:
    """May the IRI of another site be a link? Only of the web and of mail, never one that runs."""
    return _WEB.fullmatch(iri) is not None
