"""Turtle and TriG whose text depends on the statements only, and changes line by line with them.

The head always lists all prefixes; subjects, then ``a``, then predicates and objects are sorted; one
predicate and object stand in a line, and the full stop in its own, so that no line depends on the next.
A blank node that is an object once is written where it is used; a list as ``( ... )``. Names are shortened
only to a cautious part of the grammar (https://www.w3.org/TR/turtle/#sec-grammar-grammar)::

    PN_PREFIX ::= PN_CHARS_BASE ((PN_CHARS | '.')* PN_CHARS)?
    PN_LOCAL  ::= (PN_CHARS_U | ':' | [0-9] | PLX) ((PN_CHARS | '.' | ':' | PLX)* (PN_CHARS | ':' | PLX))?
    INTEGER   ::= [+-]? [0-9]+
    DECIMAL   ::= [+-]? [0-9]* '.' [0-9]+
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from koryu.namespaces import RDF, RDF_TYPE, XSD
from koryu.rdf.ntriples import Quad, Triple, datatype, iri, is_blank, is_iri, is_literal, language, value

_PREFIX: Final = re.compile(r"(?:[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
_LOCAL: Final = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?")
# Literals whose shorthand is their lexical form; rdflib would read 01 as 1, .5 as 0.5 and 0.0000001 as 1E-7
_SHORT: Final = {
    f"{XSD}integer": re.compile(r"0|-?[1-9][0-9]*"),
    f"{XSD}decimal": re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]{1,6}"),
    f"{XSD}boolean": re.compile(r"true|false"),
}
_TYPE: Final = iri(RDF_TYPE)
_FIRST: Final = iri(f"{RDF}first")
_REST: Final = iri(f"{RDF}rest")
_NIL: Final = iri(f"{RDF}nil")
_DEEPEST: Final = 20  # blank nodes within blank nodes
_Pairs = list[tuple[str, str]]


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as Turtle.

    Raises:
        ValueError: A prefix, or what it stands for, cannot be written.
    """
    names = Names(prefixes)
    return "".join((*names.head(), *_Graph(triples, names, frozenset()).blocks()))


def write_trig(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> str:
    """Write statements as TriG, the default graph first.

    Raises:
        ValueError: A prefix, or what it stands for, cannot be written.
    """
    names = Names(prefixes)
    graphs: defaultdict[str, set[Triple]] = defaultdict(set)
    for triple, graph in quads:
        graphs[graph].add(triple)
    shared = _shared(graphs)
    lines = [*names.head()]
    for graph in sorted(graphs):
        blocks = _Graph(graphs[graph], names, shared).blocks()
        lines += [f"\n{names.term(graph)} {{\n", *blocks, "}\n"] if graph else blocks
    return "".join(lines)


def _shared(graphs: Mapping[str, set[Triple]]) -> frozenset[str]:
    """Find the blank nodes that need a label because they stand in several graphs or name one."""
    seen = Counter(graph for graph in graphs if is_blank(graph))
    for graph, triples in graphs.items():
        seen.update({term for triple in triples for term in triple if is_blank(term)} - {graph})
    return frozenset(node for node, times in seen.items() if times > 1 or node in graphs)


def is_prefix(text: str) -> bool:
    """May names begin with this prefix?"""
    return bool(_PREFIX.fullmatch(text))


class Names:
    """Short names of IRIs under the prefixes of a file."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        for prefix in prefixes:
            if not is_prefix(prefix):
                raise ValueError(f"{prefix!a} cannot be a prefix")
        self._prefixes = {prefix: iri(prefixes[prefix])[1:-1] for prefix in sorted(prefixes)}
        self._longest_first = sorted(self._prefixes.items(), key=lambda item: -len(item[1]))
        self._known: dict[str, str] = {}

    def head(self) -> Iterator[str]:
        """Write the lines that declare the prefixes."""
        for prefix, namespace in self._prefixes.items():
            yield f"@prefix {prefix}: <{namespace}> .\n"

    def term(self, term: str) -> str:
        """Write a term, as short as it can be."""
        if term not in self._known:
            self._known[term] = self._literal(term) if is_literal(term) else self._name(term)
        return self._known[term]

    def _name(self, term: str) -> str:
        full = term[1:-1]
        for prefix, namespace in self._longest_first if is_iri(term) else ():
            if full.startswith(namespace) and _LOCAL.fullmatch(full, len(namespace)):
                return f"{prefix}:{full[len(namespace) :]}"
        return term

    def _literal(self, term: str) -> str:
        type_ = datatype(term)
        if type_ is None or language(term) or term.endswith('"'):
            return term
        if type_ in _SHORT and _SHORT[type_].fullmatch(value(term)):
            return value(term)
        return f"{term[: term.rindex('^^')]}^^{self.term(iri(type_))}"


class _Graph:
    """The triples of one graph, by subject; ``labelled``: blank nodes that must keep their labels."""

    def __init__(self, triples: Iterable[Triple], names: Names, labelled: frozenset[str]) -> None:
        self._names = names
        self._pairs: defaultdict[str, _Pairs] = defaultdict(list)
        for subject, predicate, object_ in set(triples):
            self._pairs[subject].append((predicate, object_))
        once = self._find_once() - labelled
        self._listed = self._find_listed(once)
        self._nested = self._find_nested(once)

    def blocks(self) -> Iterator[str]:
        """Write each subject that stands for itself, IRIs first."""
        for subject in sorted(self._pairs.keys() - self._nested, key=lambda term: (is_blank(term), term)):
            yield f"\n{self._names.term(subject)}\n"
            yield from (f"  {line}\n" for line in self._lines(self._pairs[subject]))
            yield ".\n"

    def _find_once(self) -> set[str]:
        """Find the blank nodes that are an object once."""
        uses = Counter(object_ for pairs in self._pairs.values() for _, object_ in pairs if is_blank(object_))
        return {node for node, times in uses.items() if times == 1}

    def _find_listed(self, once: set[str]) -> set[str]:
        """Find the nodes of well-formed lists, from the ends of the lists to their heads."""
        before: defaultdict[str, list[str]] = defaultdict(list)
        for node in once:
            if sorted(predicate for predicate, _ in self._pairs.get(node, ())) == [_FIRST, _REST]:
                before[dict(self._pairs[node])[_REST]].append(node)
        listed: set[str] = set()
        ends = [_NIL]
        while ends:
            ends = [node for end in ends for node in before[end]]
            listed.update(ends)
        return listed

    def _find_nested(self, once: set[str]) -> set[str]:
        """Find the blank nodes to write where they are used: not within themselves, nor too deep."""
        nested: set[str] = set()
        roots = [(subject, 0) for subject in self._pairs if subject not in once]
        while roots:
            node, depth = roots.pop()
            for predicate, object_ in self._pairs.get(node, ()):
                if object_ in once:
                    deeper = depth + (predicate != _REST or node not in self._listed)
                    nested |= {object_} if deeper <= _DEEPEST else set()
                    roots.append((object_, deeper if deeper <= _DEEPEST else 0))
        return nested

    def _lines(self, pairs: _Pairs) -> Iterator[str]:
        """Write the lines of predicates and objects."""
        written = [(self._verb(predicate), self._object(object_)) for predicate, object_ in pairs]
        for (_, verb), lines in sorted(written):
            yield from _joined(f"{verb} ", lines, " ;")

    def _verb(self, predicate: str) -> tuple[str, str]:
        """Write a predicate, behind what it is sorted by."""
        return ("", "a") if predicate == _TYPE else (predicate, self._names.term(predicate))

    def _object(self, term: str) -> list[str]:
        if term not in self._nested:
            return [self._names.term(term)]
        if term in self._listed:
            return ["(", *(f"  {line}" for item in self._items(term) for line in self._object(item)), ")"]
        return ["[", *(f"  {line}" for line in self._lines(self._pairs[term])), "]"]

    def _items(self, node: str) -> Iterator[str]:
        """Take the items of a list."""
        while node != _NIL:
            pairs = dict(self._pairs[node])
            yield pairs[_FIRST]
            node = pairs[_REST]


def _joined(before: str, lines: list[str], after: str) -> Iterator[str]:
    """Write ``before`` in front of the first line and ``after`` behind the last."""
    last = len(lines) - 1
    for place, line in enumerate(lines):
        yield f"{before if place == 0 else ''}{line}{after if place == last else ''}"
