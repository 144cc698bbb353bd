"""The manifest: what the service offers, and where."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote

from koryu.site.editions.edition import Edition
from koryu.site.frame.reader import Reader
from koryu.site.reconciling.entities import entities_of
from koryu.site.reconciling.preview import HEIGHT, WIDTH
from koryu.site.reconciling.proposing import settings_of
from koryu.site.reconciling.reading import BATCH
from koryu.site.reconciling.suggest import type_document
from koryu.site.reconciling.types import types_of

VERSIONS: Final = ("0.2",)
SUGGESTED: Final = ("entity", "property", "type")


def manifest(edition: Edition, reader: Reader, origin: str) -> dict[str, Any]:
    """Write the manifest; ``origin`` is the address of the root of the site, without a slash at its end.

    The addresses of other services name the language in their path, since clients put a question mark
    behind them.
    """
    base, settings = f"{origin}/reconcile/{quote(reader.lang)}", edition.settings
    chosen = f"lang={quote(reader.lang)}" if reader.is_chosen else ""
    api = f"{origin}/api{'?' if chosen else ''}{chosen}"
    defaults = [type_document(edition, reader, each) for each in types_of(edition).defaults]
    return {
        "versions": list(VERSIONS),
        "name": settings.title,
        "identifierSpace": entities_of(edition).space,
        "schemaSpace": f"{settings.iris.ontology}#",
        "defaultTypes": [{"id": each["id"], "name": each["name"]} for each in defaults],
        "documentation": f"{api}#reconcile",
        "logo": f"{origin}/static/icon.svg",
        "serviceVersion": f"{version('koryu')}+{edition.digest}",
        "batchSize": BATCH,
        "view": {"url": f"{origin}/reconcile/view?id={{{{id}}}}{'&' if chosen else ''}{chosen}"},
        "feature_view": {"url": f"{api}#feature-{{{{id}}}}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {each: _suggest(base, each) for each in SUGGESTED},
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": settings_of(edition, reader),
        },
    }


def _suggest(base: str, what: str) -> dict[str, str]:
    return {
        "service_url": base,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": base,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }
