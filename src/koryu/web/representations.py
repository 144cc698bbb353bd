"""Which form, and in the terms of which vocabulary, a request wants what it asks for.

A suffix of the path decides, else ``?format=`` or ``?_mediatype=``, else the header Accept; ``?_profile=``,
else the header Accept-Profile: https://www.w3.org/TR/dx-prof-conneg/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from starlette.requests import Request

from koryu.printable import quoted
from koryu.site.documents.forms import Form
from koryu.site.documents.profiles import VIEWS, Profile
from koryu.web.negotiation import choose
from koryu.web.problems import Problem

OWN: Final = "koryu"  # the token of the profile that documents are written in
ALTERNATES: Final = "alt"  # the token that asks which profiles there are
_PROFILE: Final = re.compile(r"\s*<([^<>\s]*)>\s*(?:;\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*")
_GENERAL: Final = {"application/json": "application/ld+json", "application/xml": "application/rdf+xml"}
_LONGEST: Final = 4000  # characters of a header that are looked at


def split(path: str, forms: Sequence[Form]) -> tuple[str, Form | None]:
    """Split a path into what it names and the form that its suffix names."""
    stem, dot, suffix = path.rpartition(".")
    found = next((form for form in forms if form.suffix == suffix), None) if dot else None
    return (stem, found) if found and stem else (path, None)


def chosen_form(request: Request, forms: Sequence[Form], suffix: Form | None = None) -> Form:
    """Choose the form to answer in.

    Raises:
        Problem: None of the forms is wanted.
    """
    if suffix and suffix in forms:
        return suffix
    asked = request.query_params.get("format") or request.query_params.get("_mediatype")
    if suffix is None and asked:
        return _named(asked, forms)
    accept = request.headers.get("accept")
    found = None if suffix else _accepted(accept, {form.media_type: form for form in forms})
    if found is None:
        raise _unfit("none of the media types wanted is here", forms)
    return found


def _accepted(accept: str | None, forms: Mapping[str, Form]) -> Form | None:
    """Choose by the header Accept; who wants any JSON or XML is given the kind of it that is here."""
    general = {name: forms[kind] for name, kind in _GENERAL.items() if kind in forms}
    chosen = choose(accept, list(forms)) or (choose(accept, list(general)) if general else None)
    return {**forms, **general}[chosen] if chosen else None


def _named(name: str, forms: Sequence[Form]) -> Form:
    for form in forms:
        if name.lower() in (form.suffix, form.media_type):
            return form
    raise _unfit(f"no format {quoted(name)}", forms)


def _unfit(problem: str, forms: Sequence[Form]) -> Problem:
    has = ", ".join(f"{form.media_type} (.{form.suffix})" for form in forms)
    return Problem(
        406,
        f"{problem}; has {has}",
        available=[{"type": form.media_type, "format": form.suffix} for form in forms],
    )


def chosen_profile(request: Request, own: str) -> Profile | None:
    """Choose the profile to answer in; None is the project's own, which has the IRI ``own``.

    Raises:
        Problem: The address names a profile that is not here. A header that names none gets the own one.
    """
    if name := request.query_params.get("_profile"):
        return None if name == ALTERNATES else _profile(name, own)
    for iri in _wanted(request.headers.get("accept-profile", "")):
        if iri == own:
            return None
        if found := _find(iri):
            return found
    return None


def _profile(name: str, own: str) -> Profile | None:
    found = _find(name)
    if found is None and name not in (OWN, own):
        tokens = ", ".join((OWN, *(view.token for view in VIEWS), ALTERNATES))
        raise Problem(406, f"no profile {quoted(name)}; has {tokens}")
    return found


def _find(name: str) -> Profile | None:
    same = name.removesuffix("#").rstrip("/").replace("http://schema.org", "https://schema.org")
    for view in VIEWS:
        if name == view.token or same == view.iri.rstrip("/"):
            return view
    return None


@lru_cache(maxsize=1 << 10)
def _wanted(header: str) -> tuple[str, ...]:
    """The profiles that a header wants, best first."""
    matches = (_PROFILE.fullmatch(part) for part in header[:_LONGEST].split(","))
    weighted = [(match[1], float(match[2] or 1)) for match in matches if match]
    return tuple(iri for iri, weight in sorted(weighted, key=lambda each: -each[1]) if weight)
