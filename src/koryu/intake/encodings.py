"""In which encoding a text file is: recognised by its bytes, and by the headings that it is to have."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from typing import Final

from koryu.errors import SheetError
from koryu.tables.files.encodings import guess

ENCODINGS: Final = {  # what a user may name, and the codec; that of Shift-JIS is what Windows calls so
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "cp932": "cp932",
    "shift-jis": "cp932",
    "euc-jp": "euc_jp",
    "gb18030": "gb18030",
}
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp932": "CP932 (Shift-JIS)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
}
_EASTERN: Final = {"Shift-JIS": "cp932", "EUC-JP": "euc_jp", "GB 18030": "gb18030"}
_BOMS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decode(content: bytes, shown: str, named: str | None, words: Collection[str]) -> tuple[str, str]:
    """Decode a text file.

    Args:
        content: What it holds.
        shown: How messages call it.
        named: The encoding that the user names, one of ``ENCODINGS``; None if it is to be recognised.
        words: Headings that it may have.

    Returns:
        The name of the encoding, and the text without byte order mark.

    Raises:
        SheetError: It is not in that encoding, or in none.
    """
    codec = ENCODINGS[named] if named else recognise(content, words)
    if codec == "utf-16":
        codec = _utf_16(content)
    if not codec:
        raise SheetError(
            f"{shown}: is in no encoding known here; save it as UTF-8, or name its encoding with --encoding"
        )
    text = _decoded(content, codec, shown).removeprefix("\ufeff")
    if found := _NOT_TEXT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problem = f"has the character U+{ord(found[0]):04X}, so that it is no text"
        raise SheetError(f"{shown}:{line}: {problem}; save it as text, or as .xlsx")
    return _NAMES[codec], text


def recognise(content: bytes, words: Collection[str] = ()) -> str:
    """Recognise the codec of a text; empty if there is none."""
    for mark, codec in _BOMS.items():
        if content.startswith(mark):
            return codec
    if b"\0" in content[:4096]:
        codec = _utf_16(content)
        return codec if _try(content, codec) is not None else ""
    return "utf-8" if _try(content, "utf-8") is not None else _eastern(content, words)


def _utf_16(content: bytes) -> str:
    """Tell the order of bytes; without a mark by where the zeros of plain characters are."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be"


def _eastern(content: bytes, words: Collection[str]) -> str:
    """Tell encodings apart by the headings that come out right; without any, by their characters."""
    foreign = [word for word in words if not word.isascii()]
    found = {codec: _try(content, codec) for codec in _EASTERN.values()}
    counts = {codec: sum(word in text for word in foreign) for codec, text in found.items() if text}
    best = max(counts, key=lambda codec: counts[codec], default="")
    return best if best and counts[best] else _EASTERN.get(guess(content), "")


def _try(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _decoded(content: bytes, codec: str, shown: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"is not {_NAMES[codec]}: byte 0x{content[error.start]:02X}"
        raise SheetError(f"{shown}:{line}: {problem}; name another --encoding, or save as UTF-8") from None
