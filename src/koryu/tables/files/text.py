"""CSV as text: UTF-8 without a byte order mark, lines that end with LF, cells of one line each.

The grammar of a line, after https://www.rfc-editor.org/rfc/rfc4180#section-2 (a cell has no line end here,
so that a quote left open is found where it stands)::

    line   = cell *("," cell)
    cell   = DQUOTE *(char / "," / 2DQUOTE) DQUOTE / *char
    char   = any but DQUOTE, comma, and control characters
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

from koryu.errors import Cell, DataError
from koryu.printable import quoted
from koryu.tables.faults import Collector
from koryu.tables.files.encodings import guess, is_utf_16

_CELL: Final = re.compile(r'"((?:[^"]|"")*)"(?=,|$)|([^",]*)(?=,|$)')
# Controls, what breaks a line elsewhere, and what only a broken conversion leaves behind
_FORBIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ufffe\uffff]")


def read_lines(content: bytes, shown: str, faults: Collector) -> list[str] | None:
    """Read the lines of a CSV file, without their ends.

    Args:
        content: What the file holds.
        shown: How messages call it.
        faults: Takes what is wrong.

    Returns:
        None if the file cannot be read as text at all.
    """
    with faults.catching():
        text = _decode(content, shown, faults)
        return text.removesuffix("\n").split("\n") if text else []
    return None


def _decode(content: bytes, shown: str, faults: Collector) -> str:
    if is_utf_16(content):
        raise DataError(Cell(shown, 1), "not UTF-8; looks like UTF-16; save it as UTF-8")
    if content.startswith(codecs.BOM_UTF8):
        faults.add(DataError(Cell(shown, 1), "begins with a byte order mark; save it as UTF-8 without BOM"))
        content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf_8(content, error.start, shown) from None
    return _unix_lines(text, shown, faults)


def _not_utf_8(content: bytes, start: int, shown: str) -> DataError:
    line = content.count(b"\n", 0, start) + 1
    likely = guess(content)
    looks = f"looks like {likely}; " if likely else ""
    return DataError(Cell(shown, line), f"not UTF-8: byte 0x{content[start]:02X}; {looks}save it as UTF-8")


def _unix_lines(text: str, shown: str, faults: Collector) -> str:
    if (place := text.find("\r")) < 0:
        return text
    line = text.count("\n", 0, place) + 1
    ends = "CR LF" if text.startswith("\r\n", place) else "CR"
    faults.add(DataError(Cell(shown, line), f"ends with {ends}; save the file with Unix line ends (LF)"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_line(line: str, cell: Cell, names: list[str]) -> list[str]:
    """Split a line into its cells.

    Args:
        line: The line, without its end.
        cell: Where it stands; the column is that of ``names`` that the fault is in.
        names: The names of the columns, so far as they are known.

    Raises:
        DataError: A quote stands wrong or is not closed, or there is a control character.
    """
    cells = line.split(",") if '"' not in line else _quoted_cells(line, cell, names)
    if _FORBIDDEN.search(line):
        for place, text in enumerate(cells):
            if name := forbidden_in(text):
                raise DataError(
                    _at(cell, names, place), f"{quoted(text)} has the character {name}; remove it"
                )
    return cells


def forbidden_in(text: str) -> str:
    """Name the first character that no cell may have, such as U+0009; empty if there is none."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _quoted_cells(line: str, cell: Cell, names: list[str]) -> list[str]:
    cells: list[str] = []
    at = 0
    while at <= len(line):
        match = _CELL.match(line, at)
        if not match:
            raise DataError(_at(cell, names, len(cells)), _misquoted(line, at))
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        at = match.end() + 1
    return cells


def _misquoted(line: str, at: int) -> str:
    rest = line[at:]
    if rest.startswith('"') and rest.count('"') % 2:
        return f"{quoted(rest)} has a quote that is not closed; a cell ends where its line does"
    return f'{quoted(rest)} has a stray quote; write "" for a quote, and quotes around the cell'


def _at(cell: Cell, names: list[str], place: int) -> Cell:
    return Cell(cell.path, cell.line, names[place] if place < len(names) else None)


def join_cells(cells: Iterable[str]) -> str:
    """Write a line, with its end; a cell stands in quotes only where it must."""
    return ",".join(map(_quote, cells)) + "\n"


def _quote(cell: str) -> str:
    if not any(char in cell for char in ',"\r\n'):
        return cell
    return '"' + cell.replace('"', '""') + '"'
