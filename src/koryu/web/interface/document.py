"""The whole description: made of the operations, so that nothing is described that is not there."""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from typing import Final

from koryu.site.editions.edition import Edition
from koryu.web.interface.data import data_operations
from koryu.web.interface.fixed import TAGS, fixed_operations
from koryu.web.interface.operations import Operation, common_parameters, problem_responses
from koryu.web.interface.questions import answer_schemas, question_operations
from koryu.web.interface.reconciling import reconciling_operations
from koryu.web.interface.schemas import PROBLEM, Json

_VERSION: Final = "3.1.0"  # of OpenAPI


def operations(edition: Edition, lang: str) -> list[Operation]:
    """List all that may be asked of a site."""
    return [
        *question_operations(edition, lang),
        *data_operations(edition),
        *reconciling_operations(edition),
        *fixed_operations(edition),
    ]


def describe(edition: Edition, lang: str, root: str) -> Json:
    """Describe the interface of a site that is served below the path ``root``."""
    found = operations(edition, lang)
    paths: defaultdict[str, Json] = defaultdict(dict)
    for each in found:
        paths[each.path][each.method] = each.document()
    statuses = (status for each in found for status in each.problems)
    return {
        "openapi": _VERSION,
        "info": _info(edition),
        "servers": [{"url": root or "/"}],
        "externalDocs": {"url": f"{root}/api", "description": "How programs use this site"},
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": dict(sorted(paths.items())),
        "components": {
            "parameters": common_parameters(edition),
            "responses": problem_responses(statuses),
            "schemas": {"problem": PROBLEM, **answer_schemas(edition)},
        },
    }


def _info(edition: Edition) -> Json:
    settings = edition.settings
    base = f"the IRIs of its things begin with {settings.base}"
    return {
        "title": settings.title,
        "version": f"{version('koryu')}+{edition.digest}",
        "description": f"The graph of build {edition.digest}; {base}",
        "license": {"name": settings.license, "url": settings.license},
    }
