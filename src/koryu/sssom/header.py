"""The metadata of a set of mappings: YAML in the ``#`` lines at the head of its file.

Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/#embedded-mode
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from koryu.errors import Cell, DataError
from koryu.printable import one_line, quoted
from koryu.rdf.ntriples import iri
from koryu.sssom.curies import BUILT_IN, PREFIX, Curies

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays the text that was written
CURIE_MAP: Final = "curie_map"
ID: Final = "mapping_set_id"
LICENSE: Final = "license"
TITLE: Final = "mapping_set_title"
SUBJECT_SOURCE: Final = "subject_source"
OBJECT_SOURCE: Final = "object_source"
_REQUIRED: Final = {
    CURIE_MAP: "a prefix and its namespace in each line, indented",
    ID: "an IRI of the set, such as https://example.org/links/wikidata",
    LICENSE: "the IRI of a licence, such as https://creativecommons.org/licenses/by/4.0/",
}


@dataclass(frozen=True)
class Header:
    """The metadata of a set.

    ``lines``: as the file writes them, without the ``#``. ``slots``: their values by name; each is a text, a
    list of texts, or the mapping ``curie_map``. ``places``: the line of the file that each begins in.
    """

    lines: tuple[str, ...]
    slots: Mapping[str, object] = field(repr=False)
    places: Mapping[str, int] = field(repr=False)

    @property
    def curies(self) -> Curies:
        """The prefixes."""
        found = self.slots.get(CURIE_MAP)
        return Curies(found if isinstance(found, dict) else {})

    def text(self, slot: str) -> str | None:
        """A value that is a text; None if there is none."""
        found = self.slots.get(slot)
        return found if isinstance(found, str) and found else None

    def without(self, slots: Iterable[str]) -> Header:
        """The same without some slots, whose lines go."""
        gone = set(slots) & set(self.slots)
        if not gone:
            return self
        starts = sorted((line, name) for name, line in self.places.items())
        ends = [line for line, _ in starts[1:]] + [len(self.lines) + 1]
        passed = {
            line
            for (start, name), end in zip(starts, ends, strict=True)
            if name in gone
            for line in range(start, end)
        }
        return parse([line for number, line in enumerate(self.lines, 1) if number not in passed], "")

    def with_prefixes(self, prefixes: Mapping[str, str]) -> Header:
        """The same with more prefixes, each a line of the ``curie_map``."""
        known = self.curies.prefixes
        new = {prefix: namespace for prefix, namespace in prefixes.items() if prefix not in known}
        if not new:
            return self
        merged = {**known, **new}
        added = self.without([CURIE_MAP])
        head = [f"{CURIE_MAP}:", *(f"  {prefix}: {merged[prefix]}" for prefix in sorted(merged))]
        return parse([*head, *added.lines], "")


def make_header(slots: Mapping[str, str], prefixes: Mapping[str, str]) -> Header:
    """Make the header of a new file."""
    names = (f"  {prefix}: {_scalar(prefixes[prefix])}" for prefix in sorted(prefixes))
    return parse(
        [f"{CURIE_MAP}:", *names, *(f"{name}: {_scalar(slots[name])}" for name in sorted(slots))], ""
    )


def _scalar(text: str) -> str:
    """Write a text as YAML in one line, plain where that is the same."""
    line = " ".join(text.split())
    return yaml.safe_dump(line, allow_unicode=True, width=2**31).removesuffix("...\n").strip()


def parse(lines: Iterable[str], shown: str) -> Header:
    """Parse the lines of a header, without their ``#``; messages call the file ``shown``.

    Raises:
        DataError: It is no YAML mapping, or has a slot twice.
    """
    lines = tuple(lines)
    try:
        root = yaml.compose("\n".join(lines), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"the header is not YAML: {one_line(str(error.problem))}; write #name: value"
        raise DataError(Cell(shown, min(line, max(len(lines), 1))), problem) from None
    except yaml.YAMLError as error:
        raise DataError(Cell(shown, 1), f"the header is not YAML: {one_line(str(error))}") from None
    if root is None:
        return Header(lines, {}, {})
    if not isinstance(root, yaml.MappingNode):
        raise DataError(Cell(shown, 1), "the header is no mapping; write #name: value, one in a line")
    tree = _tree(root, shown)
    places = {str(key.value): key.start_mark.line + 1 for key, _ in root.value}
    if len(set(places.values())) < len(places):
        raise DataError(Cell(shown, 1), "the header has several slots in a line; write one in each")
    return Header(lines, tree if isinstance(tree, dict) else {}, places)


def _tree(node: yaml.Node, shown: str) -> object:
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key, value in node.value:
            if str(key.value) in found:
                where = Cell(shown, key.start_mark.line + 1)
                raise DataError(where, f"{quoted(str(key.value))} stands twice in the header; keep one")
            found[str(key.value)] = _tree(value, shown)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_tree(each, shown) for each in node.value]
    return str(node.value)


def faults_of(header: Header, shown: str) -> list[DataError]:
    """List what is wrong with a header."""
    faults = [
        DataError(Cell(shown, 1), f"the header has no {name}; write #{name}: and {mend}")
        for name, mend in _REQUIRED.items()
        if not header.slots.get(name)
    ]
    for name in (ID, LICENSE):
        if header.slots.get(name) and not _is_iri(header.slots[name]):
            faults.append(_fault(header, shown, name, f"is no IRI; write {_REQUIRED[name]}"))
    for name in (SUBJECT_SOURCE, OBJECT_SOURCE):
        if header.slots.get(name) and source_of(header, name) is None:
            faults.append(_fault(header, shown, name, "is neither an IRI nor prefix:name of the curie_map"))
    return faults + _prefix_faults(header, shown)


def source_of(header: Header, slot: str) -> str | None:
    """The IRI of a dataset, which a header writes in full or by a prefix; None if it has none."""
    text = header.text(slot)
    if text is None:
        return None
    try:
        return header.curies.expand(text)
    except ValueError:
        return text if _is_iri(text) else None


def _prefix_faults(header: Header, shown: str) -> list[DataError]:
    found = header.slots.get(CURIE_MAP)
    if not found:
        return []
    if not isinstance(found, dict):
        return [_fault(header, shown, CURIE_MAP, f"is no mapping; write {_REQUIRED[CURIE_MAP]}")]
    faults = []
    for prefix, namespace in found.items():
        if not PREFIX.fullmatch(prefix):
            faults.append(_wrong(header, shown, prefix, "is no prefix; write letters, digits, - and _"))
        elif not _is_iri(namespace):
            faults.append(_wrong(header, shown, prefix, f"stands for {namespace!a}, which is no IRI"))
        elif BUILT_IN.get(prefix, namespace) != namespace:
            faults.append(_wrong(header, shown, prefix, f"stands for {BUILT_IN[prefix]} in every file"))
    return faults


def _wrong(header: Header, shown: str, prefix: str, problem: str) -> DataError:
    return DataError(Cell(shown, header.places[CURIE_MAP], CURIE_MAP), f"{quoted(prefix)} {problem}")


def _fault(header: Header, shown: str, name: str, problem: str) -> DataError:
    value = header.slots[name]
    said = f"{quoted(value)} " if isinstance(value, str) else ""
    return DataError(Cell(shown, header.places[name], name), f"{said}{problem}")


def _is_iri(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(iri(text))
    except ValueError:
        return False
