"""Finding the metadata of a table: named by the user, by its server, or where they lie by custom.

Source: https://www.w3.org/TR/tabular-data-model/#locating-metadata
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlsplit

import uritemplate

from koryu.errors import Cell, DataError
from koryu.tables.description.jsontree import Node, read_json
from koryu.tables.description.metadata import MetadataReader
from koryu.tables.description.model import Inherited, Table, TableGroup
from koryu.tables.description.vocabulary import join_url, normalized
from koryu.tables.faults import Collector
from koryu.tables.files.fetching import Fetcher, Response, content_type_of, local_path, look_up, shown

_CUSTOM: Final = ("{+url}-metadata.json", "csv-metadata.json")
_JSON: Final = ("application/csvm+json", "application/ld+json", "application/json")
_LINK: Final = re.compile(r"<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_PARAMETER: Final = re.compile(r"([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")


def open_group(
    url: str, fetcher: Fetcher, faults: Collector, metadata: str | None = None, root: Path | None = None
) -> TableGroup:
    """Read the description of the tables that a file of metadata, or a table, is about.

    Args:
        url: That of metadata or of a table.
        fetcher: What fetches files.
        faults: Takes errors and warnings.
        metadata: The URL of metadata that the user names; None if they are to be found.
        root: The folder that messages show paths from.

    Raises:
        DataError: A file cannot be read at all.
    """
    reader = MetadataReader(fetcher, faults, root)
    if metadata is not None:
        return reader.read(metadata)
    response = _fetch(url, fetcher, root)
    if _is_description(url, response.content_type):
        return reader.group(read_json(response.content, url, shown(url, root)))
    for node in _candidates(url, response, reader):
        if _describes(node, url):
            return reader.group(node)
        faults.warn(node.fault(f"does not describe {shown(url, root)}; another description is looked for"))
    return _embedded(url, root)


def _fetch(url: str, fetcher: Fetcher, root: Path | None) -> Response:
    try:
        is_description = _is_description(url, content_type_of(url))
        return fetcher.fetch(url) if is_description else look_up(url, fetcher)
    except OSError as error:
        raise DataError(Cell(shown(url, root), 1), f"cannot be read: {error.strerror}") from None


def _is_description(url: str, content_type: str | None) -> bool:
    return _is_json(content_type) or (content_type is None and url.endswith(".json"))


def _is_json(content_type: str | None) -> bool:
    return (content_type or "").partition(";")[0].strip() in _JSON


def _candidates(url: str, response: Response, reader: MetadataReader) -> Iterator[Node]:
    """Find documents that may describe a table, the first choice first."""
    for place in (*_linked(url, response), *_by_custom(url, reader.fetcher)):
        try:
            found = reader.fetcher.fetch(place)
        except OSError as error:
            if error.errno == errno.EACCES:  # it is there
                problem = f"cannot be read: {error.strerror}; another description is looked for"
                reader.faults.warn(DataError(Cell(shown(place, reader.root), 1), problem))
            continue
        if found.content_type is None or _is_json(found.content_type):
            yield read_json(found.content, place, shown(place, reader.root))


def _linked(url: str, response: Response) -> Iterator[str]:
    """Read the headers ``Link``, of which the last that leads to metadata is the one that counts."""
    for header in reversed(response.links):
        for target, rest in reversed(_LINK.findall(header)):
            parameters = {name.lower(): value or bare for name, value, bare in _PARAMETER.findall(rest)}
            is_right = "describedby" in parameters.get("rel", "").split()
            if is_right and parameters.get("type", _JSON[0]) in _JSON:
                yield join_url(url, target)
                return


def _by_custom(url: str, fetcher: Fetcher) -> Iterator[str]:
    """Name the places that a site configures, or else those that are the custom."""
    templates: tuple[str, ...] = _CUSTOM
    if urlsplit(url).scheme in ("http", "https"):
        with suppress(OSError):
            content = fetcher.fetch(join_url(url, "/.well-known/csvm")).content
            templates = tuple(content.decode("utf-8", "replace").split())
    plain = urldefrag(url).url
    for template in templates:
        yield join_url(url, uritemplate.expand(template, {"url": plain}))


def _describes(node: Node, url: str) -> bool:
    """Does a document refer to a table? It is not read in full, for it may be about others."""
    value = node.value
    if not isinstance(value, dict):
        return False
    context = value.get("@context")
    local = context[1] if isinstance(context, list) and len(context) > 1 else {}
    base = local.get("@base", "") if isinstance(local, dict) else ""
    base = join_url(node.document.url, base if isinstance(base, str) else "")
    tables = value.get("tables", [value])
    named = [each.get("url") for each in tables if isinstance(each, dict)] if isinstance(tables, list) else []
    urls = [join_url(base, each) for each in named if isinstance(each, str)]
    return normalized(url) in map(normalized, urls)


def _embedded(url: str, root: Path | None) -> TableGroup:
    """Describe a table that has no metadata but its header."""
    name = shown(url, root)
    table = Table(
        url=url,
        shown=name,
        path=local_path(url),
        id=None,
        columns=(),
        inherited=Inherited(),
        has_schema=False,
    )
    return TableGroup(url=url, shown=name, id=None, tables=(table,))
