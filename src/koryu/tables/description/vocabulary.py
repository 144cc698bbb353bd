"""The names that are built into CSV on the Web: prefixes, terms, and how compact names become IRIs.

Source: https://www.w3.org/ns/csvw and https://www.w3.org/2011/rdfa-context/rdfa-1.1
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urljoin, urlsplit, uses_relative

from koryu.namespaces import CSVW

PREFIXES: Final = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "cc": "http://creativecommons.org/ns#",
    "csvw": CSVW,
    "ctag": "http://commontag.org/ns#",
    "dc": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "duv": "https://www.w3.org/ns/duv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gr": "http://purl.org/goodrelations/v1#",
    "grddl": "http://www.w3.org/2003/g/data-view#",
    "ical": "http://www.w3.org/2002/12/cal/icaltzd#",
    "ldp": "http://www.w3.org/ns/ldp#",
    "ma": "http://www.w3.org/ns/ma-ont#",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "og": "http://ogp.me/ns#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfa": "http://www.w3.org/ns/rdfa#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rev": "http://purl.org/stuff/rev#",
    "rif": "http://www.w3.org/2007/rif#",
    "rr": "http://www.w3.org/ns/r2rml#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "v": "http://rdf.data-vocabulary.org/#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wdr": "http://www.w3.org/2007/05/powder#",
    "wdrs": "http://www.w3.org/2007/05/powder-s#",
    "xhv": "http://www.w3.org/1999/xhtml/vocab#",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What a message proposes: all but prefixes that descriptions of tables hardly use
PROPOSED: Final = sorted(PREFIXES.keys() - {"as", "ctag", "grddl", "rif", "rr", "v", "wdr", "wdrs", "xhv"})
TYPES: Final = frozenset(
    {
        "Cell",
        "Column",
        "Datatype",
        "Dialect",
        "Direction",
        "ForeignKey",
        "NumericFormat",
        "Row",
        "Schema",
        "Table",
        "TableGroup",
        "TableReference",
        "Template",
        "Transformation",
    }
)
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PORTS: Final = {"http": ":80", "https": ":443"}
_CODE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_ILLEGAL: Final = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')  # in an IRI
_LEGAL: Final = "/%:@!$&'()*+,;=[]"  # in a path, beside letters and digits


def is_absolute(url: str) -> bool:
    """Does a URL begin with a scheme?"""
    return bool(_ABSOLUTE.match(url))


def expand(name: str) -> str:
    """Expand the prefix of a compact name; any other text stays as it is."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name


def resolve(name: str, base: str) -> str:
    """Make an absolute URL of a compact name or of a URL that may be relative to ``base``."""
    full = expand(name)
    return full if is_absolute(full) else join_url(base, full)


@lru_cache(maxsize=1 << 12)
def normalized(url: str) -> str:
    """Normalize a URL for comparing: case of scheme and host, default port, dots, percent-encoding.

    Source: https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2 and, for letters that are not ASCII,
    https://www.rfc-editor.org/rfc/rfc3987#section-3.1
    """
    parts = urlsplit(join_url(url, urlsplit(url).path or "/") if "://" in url else url)
    host = parts.netloc.lower().removesuffix(_PORTS.get(parts.scheme, ""))
    path = _CODE.sub(_decoded, quote(parts.path, safe=_LEGAL, errors="surrogatepass"))
    return parts._replace(netloc=host, path=path, query=urlsplit(url).query, fragment="").geturl()


def _decoded(code: re.Match[str]) -> str:
    char = chr(int(code[0][1:], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else code[0].upper()


def address(base: str, reference: str) -> str:
    """Resolve the name of a file; what no IRI may hold, such as a space, is percent-encoded."""
    return _ILLEGAL.sub(lambda found: quote(found[0], errors="surrogatepass"), join_url(base, reference))


def join_url(base: str, reference: str) -> str:
    """Resolve a reference against a URL of whatever scheme; the standard library knows only some."""
    scheme, colon, rest = base.partition("://")
    if not colon or scheme in uses_relative or is_absolute(reference):
        return urljoin(base, reference)
    return scheme + urljoin(f"http://{rest}", reference).removeprefix("http")
