"""Dialects: how the text of a table is taken apart."""

from __future__ import annotations

from io import BytesIO

import pytest

from koryu.errors import DataError
from koryu.tables.description.dialects import Dialect
from koryu.tables.faults import Collector, Manner
from koryu.tables.files import parsing
from koryu.tables.files.fetching import Response
from koryu.tables.files.parsing import decode_pieces, open_sheet
from koryu.tables.reading import dialect_of


def sheet(text, **dialect):
    whole, by_characters, by_threes = (
        opened(pieces, Dialect(**dialect))
        for pieces in ((text,), text, [text[at : at + 3] for at in range(0, len(text), 3)])
    )
    assert whole == by_characters == by_threes
    return whole


def opened(pieces, dialect):
    faults = Collector(Manner.VALIDATION)
    found = open_sheet(pieces, dialect, "t.csv", faults)
    return found.header, [tuple(record) for record in found.records], [str(each) for each in faults.faults]


@pytest.mark.parametrize(
    ("text", "dialect", "header", "rows"),
    [
        ("a,b\n1,2\n", {}, [["a"], ["b"]], [(2, 2, ["1", "2"])]),
        ("a,b\r\n1,2\r\n", {}, [["a"], ["b"]], [(2, 2, ["1", "2"])]),
        ("a,b\n1,2", {}, [["a"], ["b"]], [(2, 2, ["1", "2"])]),
        ('a\n"1\n2"\n3\n', {}, [["a"]], [(2, 2, ["1\n2"]), (4, 3, ["3"])]),
        ('a\n"1""2,"\n', {}, [["a"]], [(2, 2, ['1"2,'])]),
        ('a\n"1\\"2,"\n', {"double_quote": False}, [["a"]], [(2, 2, ['1"2,'])]),
        (
            'a,b\n"c:\\\\","1"\n2,3\n',
            {"double_quote": False},
            [["a"], ["b"]],
            [(2, 2, ["c:\\", "1"]), (3, 3, ["2", "3"])],
        ),
        ('a,b\n1\\,2,"\\n\\""\n', {"double_quote": False}, [["a"], ["b"]], [(2, 2, ["1,2", 'n"'])]),
        ("a,b\n1\\\\,2\\\n", {"double_quote": False}, [["a"], ["b"]], [(2, 2, ["1\\", "2\\"])]),
        (
            "a,b\nc:\\x,2\n",
            {"double_quote": False, "quote_char": None},
            [["a"], ["b"]],
            [(2, 2, ["c:\\x", "2"])],
        ),
        ("a;b\n'1;2';3\n", {"delimiter": ";", "quote_char": "'"}, [["a"], ["b"]], [(2, 2, ["1;2", "3"])]),
        ('a\n"1"\n', {"quote_char": None}, [["a"]], [(2, 2, ['"1"'])]),
        ("a||b\n1||2\n", {"delimiter": "||"}, [["a"], ["b"]], [(2, 2, ["1", "2"])]),
        ("a,b|1,2|", {"line_terminators": ("|",)}, [["a"], ["b"]], [(2, 2, ["1", "2"])]),
        ("a\rb\rc", {"line_terminators": ("\r",)}, [["a"]], [(2, 2, ["b"]), (3, 3, ["c"])]),
        ("x\n#y\na\n1\n", {"skip_rows": 2}, [["a"]], [(4, 4, ["1"])]),
        ("#x\na\n#y\n1\n", {"comment_prefix": "#"}, [["a"]], [(4, 4, ["1"])]),
        ("#a\n#1\n", {}, [["#a"]], [(2, 2, ["#1"])]),
        ("a,b\nc,\n1,2\n", {"header_row_count": 2}, [["a", "c"], ["b"]], [(3, 3, ["1", "2"])]),
        ("1,2\n", {"header_row_count": 0}, [], [(1, 1, ["1", "2"])]),
        ("x,a\ny,1\n", {"skip_columns": 1}, [["a"]], [(2, 2, ["1"])]),
        ("a,b\n,\n\n1,2\n", {"skip_blank_rows": True}, [["a"], ["b"]], [(4, 4, ["1", "2"])]),
        ("a\n 1 \n", {}, [["a"]], [(2, 2, [" 1 "])]),
        ("a\n 1 \n", {"trim": "true"}, [["a"]], [(2, 2, ["1"])]),
        ("a\n 1 \n", {"trim": "start"}, [["a"]], [(2, 2, ["1 "])]),
        ('a,b\n "1,2" , 3\n', {"trim": "true"}, [["a"], ["b"]], [(2, 2, ["1,2", "3"])]),
        ("", {}, [], []),
    ],
)
def test_a_dialect_says_how_a_text_is_taken_apart(text, dialect, header, rows):
    assert sheet(text, **dialect) == (header, rows, [])


@pytest.mark.parametrize(
    ("text", "cells", "fault"),
    [
        (
            'a\n1"2\n3\n',
            ['1"2\n3'],
            't.csv:2: "1"2" has a quote that is not closed; close it',
        ),
        (
            'a,b\n1 "2",3\n',
            ['1 "2"', "3"],
            't.csv:2: "1 "2"" has a stray quote; write "" for a quote, and quotes around the cell',
        ),
    ],
)
def test_a_quote_in_a_wrong_place_is_told_and_kept(text, cells, fault):
    _, rows, faults = sheet(text)
    assert rows[0][2] == cells
    assert faults[0] == fault


@pytest.mark.parametrize(
    ("content_type", "dialect"),
    [
        (None, Dialect()),
        ("text/csv; charset=shift_jis", Dialect(encoding="shift_jis")),
        ("text/csv;header=absent", Dialect(header_row_count=0)),
        ("text/tab-separated-values", Dialect(delimiter="\t")),
    ],
)
def test_the_type_of_a_file_changes_the_default_dialect(content_type, dialect):
    assert dialect_of(Response(b"", content_type)) == dialect


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "gb18030", "utf-16", "utf-16-le"])
def test_a_file_is_decoded_piece_by_piece(monkeypatch, size, encoding):
    text = '名,a\n大連,"x\ny"\n'
    monkeypatch.setattr(parsing, "_BLOCK", size)
    content = text.encode(encoding)
    label = "utf-8" if encoding == "utf-8-sig" else encoding
    assert "".join(decode_pieces(lambda: BytesIO(content), label, "t.csv")) == text


@pytest.mark.parametrize("size", [5, 6, 7, 100])
def test_what_cannot_be_decoded_is_told_with_its_line(monkeypatch, size):
    monkeypatch.setattr(parsing, "_BLOCK", size)
    content = b"a\n1\n" + "大連\n".encode("cp932")
    with pytest.raises(DataError) as caught:
        list(decode_pieces(lambda: BytesIO(content), "utf-8", "t.csv"))
    problem = "not UTF-8: byte 0x91; looks like Shift-JIS; name its encoding in the dialect"
    assert str(caught.value) == f"t.csv:3: {problem}"


@pytest.mark.parametrize("text", ["a\nx\n" + "y" * 30, 'a\nx\n"' + "y\n" * 15 + '"\n'])
def test_a_row_that_is_too_long_is_told_before_it_is_read(monkeypatch, text):
    monkeypatch.setattr(parsing, "LONGEST", 20)
    pieces = iter(text)
    with pytest.raises(DataError) as caught:
        opened(pieces, Dialect())
    problem = "a row has more than 20 characters; is a quote left open? Split the cell"
    assert str(caught.value) == f"t.csv:3: {problem}"
    assert "".join(pieces)  # is not taken
