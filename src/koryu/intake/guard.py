"""What a workbook would cost to open, found out before it is opened.

A small archive may unpack to much, and a merge of a few letters makes a cell of each place it covers.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from koryu.errors import SheetError

MOST_UNPACKED: Final = 64 * 2**20  # bytes
MOST_CELLS: Final = 1_000_000
MOST_MERGED: Final = 10_000
# What a workbook raises that is broken, or made to break what reads it
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    expat.ExpatError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def broken(shown: str) -> SheetError:
    """Say that a workbook cannot be read."""
    return SheetError(
        f"{shown}: cannot be read as an Excel workbook; open it in Excel and save it anew as .xlsx"
    )


def check_package(content: bytes, shown: str) -> None:
    """Check that a workbook can be opened in bounded memory; no part unpacks to more than it says.

    Raises:
        SheetError: It cannot, or is broken.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > MOST_UNPACKED:
                most = MOST_UNPACKED // 2**20
                raise SheetError(f"{shown}: unpacks to {size // 2**20} MiB; at most {most}, so split it")
            for part in archive.infolist():
                _check_part(archive.read(part), shown)
    except BROKEN:
        raise broken(shown) from None


def _check_part(content: bytes, shown: str) -> None:
    """Count the cells of a part, and those that it merges; a part that is no XML has none."""
    if b"<" not in content[:200]:
        return
    cells = merged = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal cells, merged
        local = name.rpartition(":")[2]
        cells += local == "c"
        merged += _area(attributes.get("ref", "")) if local == "mergeCell" else 0
        if cells > MOST_CELLS:
            raise SheetError(f"{shown}: has a sheet of more than {MOST_CELLS} cells; split it")
        if merged > MOST_MERGED:
            raise SheetError(f"{shown}: has more than {MOST_MERGED} merged cells; split them")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)


def _area(ref: str) -> int:
    left, top, right, bottom = range_boundaries(ref)
    return int((right - left + 1) * (bottom - top + 1))


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a workbook declares no entities")
