"""JSON-LD, flattened: a list of nodes, each with all its values, every literal in its own lexical form.

rdflib's writer is not used because it makes numbers of literals (``01`` becomes 1) and leaves out blank
nodes that refer to each other. https://www.w3.org/TR/json-ld11/#flattened-document-form
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from koryu.namespaces import RDF_TYPE, XSD
from koryu.rdf.ntriples import Triple, datatype, is_literal, language, value

_PREFIX_ENDS = tuple(
    ":/?#[]@"
)  # only such an IRI may be a prefix: https://www.w3.org/TR/json-ld11/#compact-iris
_Node = dict[str, object]


def write_jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as one JSON-LD document: a node per line, sorted."""
    names = _Names(prefixes)
    properties: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in sorted(set(triples)):
        properties[subject][predicate].append(object_)
    context = json.dumps(names.prefixes, ensure_ascii=False, indent=2)
    nodes = [_node(subject, properties[subject], names) for subject in properties]
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{{"@context": {context},\n"@graph": [\n{lines}\n]}}\n'


class _Names:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = {
            prefix: prefixes[prefix]
            for prefix in sorted(prefixes)
            if prefix and prefixes[prefix].endswith(_PREFIX_ENDS)
        }
        self._longest_first = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))

    def name(self, term: str) -> str:
        full = value(term)
        for prefix, namespace in self._longest_first:
            if full.startswith(namespace) and not full.startswith("//", len(namespace)):
                return f"{prefix}:{full[len(namespace) :]}"
        return full


def _node(subject: str, properties: Mapping[str, list[str]], names: _Names) -> _Node:
    node: _Node = {"@id": names.name(subject)}
    for predicate, objects in properties.items():
        if value(predicate) == RDF_TYPE and (types := [each for each in objects if not is_literal(each)]):
            node["@type"] = [names.name(each) for each in types]
            objects = [each for each in objects if is_literal(each)]
        if objects:
            node[names.name(predicate)] = [_value(each, names) for each in objects]
    return node


def _value(term: str, names: _Names) -> _Node | str:
    if not is_literal(term):
        return {"@id": names.name(term)}
    if tag := language(term):
        return {"@value": value(term), "@language": tag}
    if (type_ := datatype(term)) and type_ != f"{XSD}string":
        return {"@value": value(term), "@type": names.name(f"<{type_}>")}
    return value(term)
