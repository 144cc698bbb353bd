"""Who decides: a person, by an IRI such as an ORCID, else by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from koryu.errors import ProjectError
from koryu.printable import quoted
from koryu.rdf.ntriples import iri

ORCID: Final = "https://orcid.org/"
_ORCID: Final = re.compile(r"(?:https?://orcid\.org/)?((?:[0-9]{4}-){3}[0-9]{3}[0-9X])")
_WEB: Final = ("http://", "https://")
_LONGEST: Final = 200
_MEND: Final = "give a name, or an IRI such as https://orcid.org/0000-0002-1825-0097"


@dataclass(frozen=True)
class Reviewer:
    """A person who decides: ``iri`` or ``name``, and no other."""

    iri: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        return self.iri or self.name or ""


def read_reviewer(text: str) -> Reviewer:
    """Read who decides, as a person writes it: an ORCID, another IRI of the web, or a name.

    Raises:
        ProjectError: It is empty, a malformed IRI, or an ORCID with a slip in its digits.
    """
    text = " ".join(text.split())
    if match := _ORCID.fullmatch(text):
        if _check_digit(match[1]) != match[1][-1]:
            raise ProjectError(f"reviewer {quoted(text)} is no ORCID: its last digit does not fit; {_MEND}")
        return Reviewer(iri=f"{ORCID}{match[1]}")
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise ProjectError(f"reviewer {quoted(text)} is no name; {_MEND}")
    if not text.lower().startswith(_WEB):
        return Reviewer(name=text)
    try:
        iri(text)
    except ValueError:
        raise ProjectError(f"reviewer {quoted(text)} is no IRI; {_MEND}") from None
    return Reviewer(iri=text)


def _check_digit(orcid: str) -> str:
    """Source: https://support.orcid.org/hc/en-us/articles/360006897674, ISO 7064 MOD 11-2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    found = (12 - total % 11) % 11
    return "X" if found == 10 else str(found)
