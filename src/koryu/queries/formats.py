"""Answers as text: for a terminal, a spreadsheet, a program or a page.

Cells that a spreadsheet would take as a formula begin with an apostrophe in CSV, TSV, Markdown and Excel:
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from koryu.errors import QueryError
from koryu.printable import printable
from koryu.queries.columns import NUMBERS, Column
from koryu.queries.results import ResultTable, guarded

if TYPE_CHECKING:
    import pyoxigraph as ox

_TSV = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_MARKDOWN = str.maketrans(
    {"\\": "\\\\", "|": "\\|", "&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": " ", "\r": " ", "\t": " "}
)


def table(result: ResultTable) -> str:
    """Draw a table for a terminal; Chinese and Japanese characters are two columns wide."""
    from tabulate import tabulate

    rows = [[printable(cell) for cell in row] for row in result.rows]
    align = ["right" if column.type in NUMBERS else "left" for column in result.columns]
    text = tabulate(
        rows,
        headers=result.header,
        tablefmt="simple",
        disable_numparse=True,
        colalign=align if rows else None,
    )
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n"))


def csv(result: ResultTable) -> str:
    """Write CSV: RFC 4180, but with LF."""
    return "".join(",".join(map(_quote, row)) + "\n" for row in (result.header, *_guarded(result)))


def tsv(result: ResultTable) -> str:
    r"""Write tab-separated values; a tab or line end in a cell is ``\t``, ``\n`` or ``\r``."""
    return "".join(
        "\t".join(cell.translate(_TSV) for cell in row) + "\n" for row in (result.header, *_guarded(result))
    )


def markdown(result: ResultTable) -> str:
    """Write a table in Markdown (GitHub's)."""
    rule = ["---:" if column.type in NUMBERS else "---" for column in result.columns]
    rows = [[cell.translate(_MARKDOWN) for cell in row] for row in _guarded(result)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (result.header, rule, *rows))


def objects(result: ResultTable) -> str:
    """Write JSON: a list of objects; numbers are numbers, unknown is null, and many values are a list."""
    if not result.cells:
        return "[]\n"
    return "[\n" + ",\n".join(_object(result.columns, row) for row in result.cells) + "\n]\n"


def turtle(result: ResultTable, prefixes: Mapping[str, str]) -> str:
    """Write the graph of a CONSTRUCT as Turtle."""
    import pyoxigraph as ox

    lines = _serialized(result, "ttl", ox.RdfFormat.TURTLE, prefixes).split("\n")
    head = list(itertools.takewhile(lambda line: line.startswith("@prefix "), lines))
    return "\n".join([*sorted(head), *lines[len(head) :]])  # pyoxigraph writes prefixes in no order


def jsonld(result: ResultTable, prefixes: Mapping[str, str]) -> str:
    """Write the graph of a CONSTRUCT as JSON-LD."""
    import pyoxigraph as ox

    return _serialized(result, "jsonld", ox.RdfFormat.JSON_LD, prefixes) + "\n"


WRITERS: Final[Mapping[str, Callable[[ResultTable], str]]] = {
    "table": table,
    "csv": csv,
    "tsv": tsv,
    "json": objects,
    "md": markdown,
}
GRAPH_WRITERS: Final[Mapping[str, Callable[[ResultTable, Mapping[str, str]], str]]] = {
    "ttl": turtle,
    "jsonld": jsonld,
}
FORMATS: Final = (*WRITERS, *GRAPH_WRITERS, "xlsx")


def encode(result: ResultTable, name: str, prefixes: Mapping[str, str]) -> bytes:
    """Write an answer in one of the ``FORMATS``; text is UTF-8.

    Raises:
        QueryError: The format cannot hold this answer.
    """
    if name == "xlsx":
        from koryu.queries.sheets import workbook

        return workbook(result)
    if name in GRAPH_WRITERS:
        return GRAPH_WRITERS[name](result, prefixes).encode()
    return WRITERS[name](result).encode()


def _guarded(result: ResultTable) -> Iterable[list[str]]:
    for row in result.rows:
        yield [guarded(column, cell) for column, cell in zip(result.columns, row, strict=True)]


def _quote(cell: str) -> str:
    if not any(char in cell for char in ',"\r\n'):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _object(columns: tuple[Column, ...], row: tuple[tuple[str, ...], ...]) -> str:
    fields = (
        f"{_json(column.name)}: {_member(column, cell)}" for column, cell in zip(columns, row, strict=True)
    )
    return f"  {{{', '.join(fields)}}}"


def _member(column: Column, values: tuple[str, ...]) -> str:
    tokens = [_token(column, each) for each in values]
    return f"[{', '.join(tokens)}]" if column.many else next(iter(tokens), "null")


def _token(column: Column, text: str) -> str:
    if column.type == "year":
        return text.lstrip("0") or "0"
    return text if column.type in (*NUMBERS, "boolean") else _json(text)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _serialized(result: ResultTable, name: str, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> str:
    import pyoxigraph as ox

    if result.graph is None:
        raise QueryError(
            f"{result.query}: {name} holds a graph, and this answer is a table; take csv or json"
        )
    text = "".join(f"{s} {p} {o} .\n" for s, p, o in result.graph)
    triples = (quad.triple for quad in ox.parse(text, ox.RdfFormat.N_TRIPLES))
    return (ox.serialize(triples, format=form, prefixes=dict(prefixes)) or b"").decode()
