"""Rows to put faults in, and the results of a validation that these must give, as N-Triples terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

DEF = "https://example.org/def#"
ID = "https://example.org/id/"
SHAPES = "https://example.org/shapes#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PATHS = {
    "label": "<http://www.w3.org/2000/01/rdf-schema#label>",
    "comment": "<http://www.w3.org/2000/01/rdf-schema#comment>",
    "title": "<http://purl.org/dc/terms/title>",
    "participation": f"^<{DEF}project>",
}
CLASSES = {  # the table's class, and the IRI of a row
    "municipalities": ("Municipality", "government/{key}"),
    "affiliations": ("Affiliation", "affiliation/{key}"),
    "projects": ("Project", "project/{key}"),
    "participants": ("Participation", "participation/{project}.{party}"),
    "observations": ("Observation", "observation/{key}"),
}


class Result(NamedTuple):
    """A result of a validation; focus, path and value are N-Triples terms, path and value may be empty."""

    focus: str
    path: str
    value: str
    component: str
    shape: str


Results = Iterator[Result]


class Row(dict[str, str]):
    """A row by the names of its columns, and its number in the table."""

    def __init__(self, table: str, number: int, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.number = number
        self._class, self._about = CLASSES[table]

    @property
    def focus(self) -> str:
        """The thing that the row is about, with the cells as they are now."""
        return thing(self._about.format_map(self))

    def breaks(self, name: str, value: str, *components: str) -> Results:
        """Tell what the shape of a property must find."""
        shape = f"{self._class}Shape-{name}"
        return (result(self.focus, path(name), value, component, shape) for component in components)

    def breaks_whole(self, name: str, value: str, component: str) -> Result:
        """Tell what the shape of the thing itself must find."""
        return result(self.focus, name and path(name), value, component, f"{self._class}Shape")


def result(focus: str, where: str, value: str, component: str, shape: str) -> Result:
    """Make a result from short names of the component and the shape."""
    return Result(focus, where, value, f"{SH}{component}ConstraintComponent", SHAPES + shape)


def path(name: str) -> str:
    """Give the path of a property."""
    return PATHS.get(name, f"<{DEF}{name}>")


def thing(key: str) -> str:
    """Make the term of a thing."""
    return f"<{ID}{key}>"


def concept(key: str) -> str:
    """Make the term of a concept."""
    return f"<https://example.org/def/concept#{key}>"


def text(words: str, language: str = "") -> str:
    """Make a text that needs no escapes."""
    return f'"{words}"@{language}' if language else f'"{words}"'


def typed(words: str, datatype: str) -> str:
    """Make a literal of a datatype."""
    return f'"{words}"^^<{XSD}{datatype}>'
