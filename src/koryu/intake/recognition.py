"""What a file to import is, by what it holds and not by its name alone."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from koryu.errors import SheetError
from koryu.intake.delimited import read_delimited
from koryu.intake.encodings import recognise
from koryu.intake.grid import Grid
from koryu.intake.workbook import read_workbook

MOST_BYTES: Final = 64 * 2**20
_TEXTS: Final = (".csv", ".tsv", ".txt")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Office files, and of encrypted ones
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_grid(path: Path, sheet: str | None, encoding: str | None, headings: Collection[str]) -> Grid:
    """Read a file to import.

    Args:
        path: The file.
        sheet: The name of the sheet that is meant, of a workbook that has several.
        encoding: That of a text; None if it is to be recognised.
        headings: What its header may have.

    Raises:
        SheetError: It is not what its name says, or cannot be read.
        Faults: Quotes of a text stand wrong.
    """
    content, is_workbook = read_file(path, sheet, encoding)
    if is_workbook:
        return read_workbook(content, str(path), sheet)
    return read_delimited(content, str(path), encoding, headings)


def read_file(path: Path, sheet: str | None = None, encoding: str | None = None) -> tuple[bytes, bool]:
    """Read what a file holds, and whether that is a workbook; with neither a sheet or an encoding amiss.

    Raises:
        SheetError: It is not what its name says, or cannot be read.
    """
    content = _read(path)
    is_workbook = _is_workbook(content, path)
    if encoding and is_workbook:
        raise SheetError(f"{path}: is an Excel workbook, which knows its encoding; leave out --encoding")
    if sheet is not None and not is_workbook:
        raise SheetError(f"{path}: is a text and has no sheets; leave out --sheet")
    return content, is_workbook


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SheetError(f"{path}: cannot be read: {error.strerror}") from None
    if len(content) > MOST_BYTES:
        raise SheetError(f"{path}: is larger than {MOST_BYTES // 2**20} MiB; split it")
    if not content:
        raise SheetError(f"{path}: the file is empty; its first row must name the columns")
    return content


def _is_workbook(content: bytes, path: Path) -> bool:
    """Hold what a file is against its name."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", *_TEXTS):
        raise SheetError(f"{path}: only .xlsx, .csv, .tsv and .txt are read; save it as one of them")
    if content.startswith(_OLE):
        raise SheetError(f"{path}: {_ole_problem(content)}")
    if content.startswith(_ZIP):
        if suffix != ".xlsx":
            raise SheetError(f"{path}: is no text but a workbook or an archive; give it its right name")
        return True
    if suffix == ".xlsx":
        raise SheetError(f"{path}: is no Excel workbook; {_other_name(content, path)}")
    return False


def _ole_problem(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "is locked with a password; save a copy without one"
    return "is an Excel file of the old kind (.xls); save it as .xlsx"


def _other_name(content: bytes, path: Path) -> str:
    if recognise(content) and b"\0" not in content:
        return f"if it is text, rename it to {path.with_suffix('.csv').name}"
    return "open it in Excel and save it anew"
