"""Every kind of page that the site has, by an example of the shipped project."""

from urllib.parse import quote

LANGUAGES = ("en", "ja", "zh")
_QUERY = quote("SELECT ?s ?p WHERE { ?s ?p 'Dalian City'@en } ORDER BY ?s ?p LIMIT 5")

KINDS = {
    "home": "/",
    "search": "/search?q=dalian",
    "questions": "/query",
    "question": "/query/partners?place=dalian",
    "question-chart": "/query/affiliations-by-decade",
    "question-map": "/query/places",
    "question-wrong": "/query/partners?place=dalien",
    "government": "/doc/government/dalian",
    "affiliation": "/doc/affiliation/aff001",
    "observation": "/doc/observation/china-japan-1999",
    "sentence": "/doc/sentence/yoshida-2.2.2",
    "source": "/doc/source/clair-detail-1",
    "ontology": "/def",
    "term": "/def/Affiliation",
    "concepts": "/def/concept",
    "scheme": "/def/scheme/affiliation-kinds",
    "shapes": "/shapes",
    "findings": "/findings",
    "editor": "/editor",
    "endpoint": f"/sparql?query={_QUERY}",
    "api": "/api",
    "missing": "/doc/government/nowhere",
}


def in_language(path: str, lang: str) -> str:
    """Write the address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={lang}"


def status_of(kind: str) -> int:
    """The status that a page comes with."""
    return {"missing": 404, "question-wrong": 400}.get(kind, 200)
