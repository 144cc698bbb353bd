"""What a file that is not UTF-8 is: in which encoding of Japanese or Chinese, or how it is packed."""

from __future__ import annotations

import codecs
import re
from typing import Final

_KANA: Final = re.compile("[\u3041-\u30fa]")
_HALF_KANA: Final = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")  # what other encodings look like in Shift-JIS
_PACKED: Final = {
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"PK\x03\x04": "an Excel or zip file",
}
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Labels that mean more than Python's codec of that name: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS: Final = {
    label: codec
    for codec, labels in {
        "cp932": "shift_jis shift-jis sjis x-sjis csshiftjis ms_kanji windows-31j ms932",
        "gb18030": "gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312",
        "cp949": "euc-kr korean ksc5601 ks_c_5601-1987 ks_c_5601-1989 windows-949",
        "cp1252": "iso-8859-1 iso8859-1 latin1 l1 windows-1252 x-cp1252",
    }.items()
    for label in labels.split()
}


def codec_of(label: str) -> str:
    """Give the codec that reads what the web calls by a label."""
    return _LABELS.get(label.lower(), label)


def packed_as(content: bytes) -> str:
    """Say what a file is that is no text but packed; empty if it does not look so."""
    return next((kind for start, kind in _PACKED.items() if content.startswith(start)), "")


def is_utf_16(content: bytes) -> bool:
    """Does a file look like UTF-16, with or without a byte order mark?"""
    return content.startswith(_UTF_16) or content[1:8:2].count(0) > 2 or content[:8:2].count(0) > 2


def guess(content: bytes) -> str:
    """Guess an encoding; empty if none fits."""
    japanese = _decoded(content, "cp932")
    if japanese and not _HALF_KANA.search(japanese):
        return "Shift-JIS"
    if _KANA.search(_decoded(content, "euc_jp")):
        return "EUC-JP"
    return "GB 18030" if _decoded(content, "gb18030") else ""


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return ""
