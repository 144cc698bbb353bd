"""A small source, invented, with the facts that a graph holds of it, for the tests of the audit."""

from __future__ import annotations

import hashlib
from pathlib import Path

from koryu.audit.audit import AuditReport, PaperText, audit
from koryu.queries.results import ResultTable
from koryu.settings import Settings

BASE = "https://example.org/ferries/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TITLE = "A short account of the ferries that cross our bay"
SENTENCES = {
    "0.1.0": TITLE,
    "1.0.0": "1. Boats",
    "1.1.1": "As of May 2, 1979, the second port had 1,250 boats in 3 docks.",
    "1.1.2": "Grey gulls followed every one of the boats from the old pier to the island.",
    "1.1.3": "In 1981 none was sunk.",
}
TEXT = f"{TITLE}\n\n{SENTENCES['1.0.0']}\n\n{SENTENCES['1.1.1']} {SENTENCES['1.1.2']}\n\n{SENTENCES['1.1.3']}"
PARTS = {"0.1.0": "front-matter", "1.0.0": "heading"}

# subject, property, object: short names, a number with its datatype, or a text in quotes
FACTS = [
    ("observation/boats", "type", "Observation"),
    ("observation/boats", "statedIn", "sentence/bay-1.1.1"),
    ("observation/boats", "asOf", "1979-05-02^date"),
    ("observation/boats", "count", "1250^integer"),
    ("observation/boats", "countAsPublished", '"1,250 boats in 3 docks"'),
    ("observation/boats", "rank", "2^integer"),
    ("observation/docks", "type", "Observation"),
    ("observation/docks", "statedIn", "sentence/bay-1.1.1"),
    ("observation/docks", "share", "3.0^decimal"),
    ("claim/gulls", "type", "Claim"),
    ("claim/gulls", "statedIn", "sentence/bay-1.1.2"),
    ("claim/gulls", "statement", '"Birds go along with the traffic."@en'),
    ("policy/safety", "type", "Policy"),
    ("policy/safety", "statedIn", "sentence/bay-1.1.3"),
    ("policy/safety", "holder", "government/bay-town"),
    ("policy/safety", "inYear", "1981^gYear"),
    ("policy/safety#loss", "type", "PolicyPart"),
    ("policy/safety#loss", "low", "0^integer"),
    ("source/bay", "type", "Source"),
    ("source/bay", "label", f'"{TITLE}"@en'),
]
Fact = tuple[str, str, str]


def term(short: str) -> str:
    if short.startswith('"'):
        return short
    if "^" in short:
        text, _, kind = short.partition("^")
        return f'"{text}"^^<{XSD}{kind}>'
    return f"<{BASE}id/{short}>" if "/" in short else f"<{BASE}def#{short}>"


def quad(subject: str, name: str, object_: str, graph: str = "bay") -> str:
    predicate = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" if name == "type" else term(name)
    return f"{term(subject)} {predicate} {term(object_)} <{BASE}graph/{graph}> .\n"


def sentence_quads(sentences: dict[str, str], source: str = "bay") -> list[str]:
    quads = []
    for number, text in sentences.items():
        subject, part = f"sentence/{source}-{number}", PARTS.get(number, "body")
        quads += [
            quad(subject, "type", "Sentence", source),
            quad(subject, "inSource", f"source/{source}", source),
            quad(subject, "textLength", f"{len(text)}^integer", source),
            quad(subject, "textDigest", f'"{hashlib.sha256(text.encode()).hexdigest()}"', source),
            f"{term(subject)} {term('documentPart')} <{BASE}def/concept#{part}> <{BASE}graph/{source}> .\n",
        ]
    return quads


class AuditedProject:
    """A project of invented quads, with a build to audit."""

    def __init__(self, root: Path) -> None:
        self.settings = Settings(root, "Ferries", BASE, "https://example.org/licence", ("en",))
        self.build(FACTS)

    def build(self, facts: list[Fact], *more: str, sentences: dict[str, str] = SENTENCES) -> None:
        self.settings.build.mkdir(exist_ok=True)
        quads = [*sentence_quads(sentences), *(quad(*fact) for fact in facts), *more]
        (self.settings.build / "koryu.nq").write_text("".join(quads), "utf-8")

    def audit(self, text: str = TEXT, figures: ResultTable | None = None) -> AuditReport:
        return audit(PaperText("bay.txt", text), self.settings, figures)

    def problems(self, text: str = TEXT) -> list[str]:
        return [str(problem) for problem in self.audit(text).problems]


def missing(number: str, value: str) -> str:
    return f"{number}: {value} is in the sentence, but no fact that cites it has this value"
