"""The columns of the answer to a stored query: of what type their cells are, and how people call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

COLUMN_TYPES: Final = (
    "thing", "concept", "text", "integer", "decimal", "date", "year", "boolean", "string",
)  # fmt: skip
NUMBERS: Final = ("integer", "decimal", "year")

Texts = Mapping[str, str]  # by language tag; under "" if it has none


@dataclass(frozen=True)
class Column:
    """A column of an answer.

    ``many``: one value per row of the query, collected into one cell. ``decimals``: digits to round to.
    ``label``: how people call it, where the ontology has no term of its name. ``values``: how people
    call what stands in its cells, by what programs read there.
    """

    name: str
    type: str
    many: bool = False
    decimals: int | None = None
    label: Texts = field(default_factory=dict)
    values: Mapping[str, Texts] = field(default_factory=dict)
