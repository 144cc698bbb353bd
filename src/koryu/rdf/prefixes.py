"""The prefixes that the project's files are written with."""

from __future__ import annotations

import json

from koryu.errors import ProjectError
from koryu.settings import Settings


def read_prefixes(settings: Settings) -> dict[str, str]:
    """Read the prefixes and their namespaces from ``ontology/context.jsonld``.

    Raises:
        ProjectError: It is missing, or no JSON-LD context.
    """
    path = settings.ontology / "context.jsonld"
    try:
        context = json.loads(path.read_text("utf-8"))["@context"]
        return {prefix: iri for prefix, iri in context.items() if isinstance(iri, str)}
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ProjectError(f"{path}: is no JSON-LD context of prefixes: {error}") from None
