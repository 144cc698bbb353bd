"""Cells as their file writes them, and where in their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from koryu.errors import Cell

_FIELD: Final = re.compile(
    r'("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|\Z)'
)  # https://www.rfc-editor.org/rfc/rfc4180


@dataclass(frozen=True)
class Written:
    """What a cell holds; its line, and the characters of the line where it begins and ends, from 1."""

    text: str
    line: int
    start: int
    end: int


class Tables:
    """The tables below a folder, each read once, if anybody asks for a cell of it."""

    def __init__(self, root: Path | None) -> None:
        self._root = root
        self._tables: dict[str, _Table] = {}

    def find(self, cell: Cell | None) -> Written | None:
        """Find a cell; None if there is none, its file cannot be read, or no column is headed so."""
        if self._root is None or cell is None or cell.column is None:
            return None
        if cell.path not in self._tables:
            self._tables[cell.path] = _Table(_read(self._root / cell.path))
        return self._tables[cell.path].find(cell.line, cell.column)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


class _Table:
    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in re.finditer("\n", self._text))]

    @cached_property
    def _header(self) -> list[str]:
        return [_unquoted(found[1]) for found in self._row(1)]

    def find(self, line: int, column: str) -> Written | None:
        if column not in self._header or line > len(self._starts):
            return None
        row = list(self._row(line))
        place = self._header.index(column)
        return self._written(row[place], line) if place < len(row) else None

    def _row(self, line: int) -> Iterator[re.Match[str]]:
        at = self._starts[line - 1]
        while found := _FIELD.match(self._text, at):
            yield found
            at = found.end()
            if found[2] != ",":
                return

    def _written(self, found: re.Match[str], line: int) -> Written:
        """Place a field, whose row may have begun some lines before it."""
        passed = self._text.count("\n", self._starts[line - 1], found.start())
        begin = self._starts[line - 1 + passed]
        start = found.start() - begin + 1
        return Written(_unquoted(found[1]), line + passed, start, start + len(found[1].partition("\n")[0]))


def _unquoted(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field
