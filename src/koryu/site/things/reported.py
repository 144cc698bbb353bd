"""What the validation of a build has to say about a thing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from koryu.languages import rank
from koryu.rdf.ntriples import is_iri, value
from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader

_IRI: Final = re.compile(r"https?://[^\s<>\"]*[\w/#-]")


@dataclass(frozen=True)
class Reported:
    """A result of the validation: its severity, its message, and the cell that it is about, if any."""

    severity: str
    text: str
    lang: str
    cell: str


def reported_of(edition: Edition, things: Iterable[str], reader: Reader) -> list[Reported]:
    """List what was found about things, given by their IRIs, each result once."""
    found = edition.once(_by_thing)
    results = {each["digest"]: each for thing in things for each in found.get(thing, ())}
    return [_reported(each, edition, reader) for each in results.values()]


def _by_thing(edition: Edition) -> dict[str, list[dict]]:  # type: ignore[type-arg]
    path = edition.path / "report.json"
    results = json.loads(path.read_text("utf-8"))["results"] if path.is_file() else []
    found = defaultdict(list)
    for result in results:
        terms = {result["terms"].get(name) for name in ("focus", "value")} - {None}
        for term in sorted(each for each in terms if is_iri(each)):
            found[value(term)].append(result)
    return dict(found)


def _reported(result: dict, edition: Edition, reader: Reader) -> Reported:  # type: ignore[type-arg]
    fallback = edition.settings.languages[0]
    ranked = sorted(
        (9 if (place := rank(tag, reader.range, fallback)) is None else place, tag, text)
        for tag, text in result["messages"].items()
    )
    _, lang, text = ranked[0] if ranked else (0, "", "")
    text = _IRI.sub(lambda iri: edition.settings.iris.key(iri[0]), text)
    where = [result.get("file"), result.get("line"), result.get("column")]
    return Reported(result["severity"], text, lang, ":".join(str(each) for each in where if each))
