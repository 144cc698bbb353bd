"""How the answer to a stored query is looked at: as a table, on a map or as a chart, and of which columns.

The header says it in one word or in more, or a comment does as users of Wikidata's query service know it::

    #+ view: chart
    #+ view: {chart: stacked, label: partner, values: [count], series: date}
    #+ view: {map: [place, partner]}
    #defaultView:BarChart

Source: https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service/Wikidata_Query_Help/Result_Views
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from koryu.errors import QueryError
from koryu.printable import quoted
from koryu.queries.columns import NUMBERS, Column
from koryu.queries.yamltree import Node

VIEWS: Final = ("table", "map", "chart")
CHARTS: Final = ("bar", "columns", "grouped", "stacked", "line")
_PARTS: Final = ("chart", "label", "values", "series")
_COMMENT: Final = re.compile(r"^[ \t]*#[ \t]*defaultView[ \t]*:[ \t]*(\w+)", re.MULTILINE)
_WIKIDATA: Final = {
    "Table": ("table", ""),
    "Map": ("map", ""),
    "BarChart": ("chart", "bar"),
    "LineChart": ("chart", "line"),
    "AreaChart": ("chart", "stacked"),
}


@dataclass(frozen=True)
class Drawing:
    """What a chart or a map shows, as far as the header says; the rest follows from the types of the columns.

    ``chart``: one of the ``CHARTS``. ``label``: the column that names what is drawn. ``values``: those of its
    numbers. ``series``: the column that tells apart what is drawn side by side. ``places``: the columns whose
    things stand on a map, with a way from one to the next.
    """

    chart: str = ""
    label: str = ""
    values: tuple[str, ...] = ()
    series: str = ""
    places: tuple[str, ...] = ()


View = tuple[str, Drawing]


def read_view(node: Node | None, columns: tuple[Column, ...], text: str, where: str) -> View:
    """Read the view from the header's field, else from a comment in the query ``text``.

    Raises:
        QueryError: It is not one that is known, or names a column that is not there or of another type;
            starts with ``where:line``.
    """
    if node is None:
        return _default_view(text, where)
    if isinstance(node.value, str):
        return node.one_of("view", VIEWS), Drawing()
    known = {column.name: column for column in columns}
    if isinstance(node.value, dict) and "map" in node.value:
        places = node.fields("view", ("map",))["map"].items("map")
        return "map", Drawing(places=tuple(_thing(each, known) for each in places))
    fields = node.fields("view", _PARTS)
    if "chart" not in fields:
        raise node.fault(f"view has no chart; write {{chart: ...}} with one of {', '.join(CHARTS)}")
    return "chart", _drawing(fields, known)


def _default_view(text: str, where: str) -> View:
    match = _COMMENT.search(text)
    if not match:
        return "table", Drawing()
    if match[1] not in _WIKIDATA:
        line = text.count("\n", 0, match.start(1)) + 1
        raise QueryError(
            f"{where}:{line}: defaultView {quoted(match[1])} is not drawn; has {', '.join(_WIKIDATA)}"
        )
    view, chart = _WIKIDATA[match[1]]
    return view, Drawing(chart)


def _drawing(fields: Mapping[str, Node], columns: Mapping[str, Column]) -> Drawing:
    values = fields["values"].items("values") if "values" in fields else []
    return Drawing(
        fields["chart"].one_of("chart", CHARTS),
        _name(fields, "label", columns),
        tuple(_number(each, columns) for each in values),
        _name(fields, "series", columns),
    )


def _name(fields: Mapping[str, Node], part: str, columns: Mapping[str, Column]) -> str:
    if part not in fields:
        return ""
    name = fields[part].one_of(part, columns)
    if columns[name].many:
        raise fields[part].fault(f"{part} {name} has many values in a cell; take another column")
    return name


def _number(node: Node, columns: Mapping[str, Column]) -> str:
    name = node.one_of("values", columns)
    if columns[name].type not in NUMBERS or columns[name].many:
        raise node.fault(f"values has {name}, which is no column of numbers")
    return name


def _thing(node: Node, columns: Mapping[str, Column]) -> str:
    name = node.one_of("map", columns)
    if columns[name].type != "thing" or columns[name].many:
        raise node.fault(f"map has {name}, which is no column of things, one in a cell")
    return name
