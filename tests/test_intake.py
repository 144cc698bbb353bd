"""Importing sheets: what is shown, what is written, and what is refused, each with its place in the sheet."""

from __future__ import annotations

import datetime
import io
import random
import shlex
import warnings
import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from koryu.cli import koryu
from koryu.errors import KoryuError
from koryu.intake import grid, intake, recognition
from koryu.intake.encodings import recognise
from small_project import SETTINGS
from small_tables import COUNTS, write_tables

HEADER = ["key", "場所", "count", "share", "day", "note_zh_hans"]
ROW = ["kobe-1999", "kobe", 7, 1.5, datetime.date(1999, 5, 1), "神户"]
LINE = "kobe-1999,kobe,7,1.5,1999-05-01,神户\n"
FILE = "data/counts/counts.csv"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project of small tables, from which the command is called."""
    write_tables(tmp_path)
    (tmp_path / "koryu.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    """Give the exit status, the lines of stdout, and those of stderr."""
    result = CliRunner().invoke(koryu, ["import", *map(str, arguments), "--table", "counts"])
    assert result.exception is None or isinstance(result.exception, KoryuError | SystemExit)
    faults = str(result.exception) if isinstance(result.exception, KoryuError) else result.stderr
    return result.exit_code, result.stdout.splitlines(), faults.splitlines()


def faults(*arguments):
    """Give the faults of a file that is refused, with --write and without; nothing is written."""
    status, lines, found = run(*arguments)
    assert run(*arguments, "--write") == (status, lines, found)
    assert (status, table()) == (1, COUNTS)
    return found


def written(*arguments):
    """Give the lines that a file adds to the table."""
    status, _, found = run(*arguments, "--write")
    assert (status, found) == (0, [])
    assert set(COUNTS.splitlines()) <= set(table().splitlines())
    return [line for line in table().splitlines() if line not in COUNTS.splitlines()]


def table():
    with open(FILE, encoding="utf-8", newline="") as file:  # noqa: PTH123
        return file.read()


def workbook(path, *rows, title="Sheet1", change=lambda _sheet: None):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def text(path, *lines, encoding="utf-8", end="\r\n"):
    path.write_bytes("".join(f"{line}{end}" for line in lines).encode(encoding))
    return path


def line_of(**cells):
    row = dict(zip(HEADER, ["a", "kobe", "", "", "", ""], strict=True)) | cells
    return ",".join(row.values())


def test_a_workbook_is_shown_before_it_is_written(root):
    workbook("new.xlsx", ["一覧"], [*HEADER, "係"], [*ROW, "佐藤"], [], ["dalian-1999", "dalian", 3.0])
    before = [
        "new.xlsx: sheet Sheet1; header in row 2, 2 rows below it",
        "data/counts/counts.csv: 2 rows",
        '  Sheet1!A2 "key": key',
        '  Sheet1!B2 "場所": place (title, ja)',
        '  Sheet1!C2 "count": count',
        '  Sheet1!D2 "share": share',
        '  Sheet1!E2 "day": day',
        '  Sheet1!F2 "note_zh_hans": note_zh_hans',
        '  Sheet1!G2 "係": not taken',
        "not taken: row 1, above the header",
        "first rows as they will be written:",
        "key,place,count,share,day,note_zh_hans",
        "dalian-1999,dalian,3,,,",
        LINE.strip(),
    ]
    assert run("new.xlsx") == (0, [*before, "nothing is written; with --write: 2 rows added"], [])
    assert table() == COUNTS
    assert run("new.xlsx", "--write") == (0, [*before, "written: 2 rows added"], [])
    first, second, *_ = COUNTS.splitlines(keepends=True)
    assert table() == f"{first}{second}dalian-1999,dalian,3,,,\nkobe-1998,kobe,,,,\n{LINE}"
    assert sorted(path.name for path in (root / FILE).parent.iterdir()) == [
        "counts.csv",
        "counts.schema.json",
        "csv-metadata.json",
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with BOM"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp932", "CP932 (Shift-JIS)"),
        ("euc_jp", "EUC-JP"),
        ("gb18030", "GB 18030"),
    ],
)
@pytest.mark.parametrize(
    ("delimiter", "called"),
    [(",", "comma"), ("\t", "tab"), (";", "semicolon")],
    ids=lambda each: each.strip(),
)
def test_encoding_and_delimiter_are_recognised(root, encoding, name, delimiter, called):
    lines = [delimiter.join(HEADER), delimiter.join(["kobe-1999", "kobe", "7", "1.5", "1999-05-01", "神戸"])]
    text(root / "new.txt", *lines, encoding=encoding)
    _, (first, *_), _ = run("new.txt")
    assert first == f"new.txt: {name}, {called}; header in line 1, 1 row below it"
    assert written("new.txt") == [LINE.strip().replace("神户", "神戸")]


@pytest.mark.parametrize(
    ("encoding", "sample", "codec"),
    [
        ("cp932", "提携日は髙岡市①による", "cp932"),
        ("euc_jp", "提携日はこの表のとおり", "euc_jp"),
        ("gb18030", "沈阳市与川崎市结为友好城市", "gb18030"),
        ("utf-16-be", "a,提携", "utf-16-be"),
        ("utf-8", "提携", "utf-8"),
    ],
)
def test_an_encoding_is_recognised_without_a_known_heading(encoding, sample, codec):
    assert recognise(sample.encode(encoding)) == codec


def test_an_encoding_that_is_named_holds(root):
    text(root / "new.csv", ",".join(HEADER), line_of(note_zh_hans="｡ｱ"), encoding="cp932")
    assert written("new.csv", "--encoding", "Shift-JIS") == ["a,kobe,,,,｡ｱ"]
    text(root / "new.csv", ",".join(HEADER), line_of(note_zh_hans="大連"), encoding="cp932")
    assert run("new.csv", "--encoding", "utf-8")[2] == [
        "new.csv:1: is not UTF-8: byte 0x8F; name another --encoding, or save as UTF-8"
    ]
    assert run("new.csv", "--encoding", "klingon")[0] == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_end_as_they_like(root, end):
    text(root / "new.csv", ",".join(HEADER), "", line_of(), ",,,,,", end=end)
    assert written("new.csv") == ["a,kobe,,,,"]


def test_full_width_digits_are_made_plain_where_numbers_and_dates_belong(root):
    cells = {"key": "１９９９", "count": "１３０４．０", "share": "３０．８", "day": "１９９９－０５－０１"}
    text(root / "new.csv", ",".join(HEADER), line_of(**cells, note_zh_hans="１９９９年"), encoding="cp932")
    assert written("new.csv") == ["1999,kobe,1304,30.8,1999-05-01,１９９９年"]


def test_a_text_with_full_width_letters_stays_and_is_refused(root):
    text(root / "new.csv", ",".join(HEADER), line_of(key="ｋｏｂｅ－１"), encoding="cp932")
    assert faults("new.csv") == [
        'new.csv:2:key "ｋｏｂｅ－１" does not match [a-z0-9]+(-[a-z0-9]+)*; write kobe-1'
    ]


def test_minus_signs_are_numbers_where_numbers_belong(root):
    text(root / "new.csv", ",".join(HEADER), line_of(share="−１．５"))
    assert written("new.csv") == ["a,kobe,,-1.5,,"]


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_dates_of_both_systems(root, epoch):
    def change(sheet):
        if epoch:
            sheet.parent.epoch = epoch

    days = [datetime.date(1904, 1, 2), datetime.datetime(1986, 10, 23), datetime.date(2026, 11, 24)]
    rows = [[f"k{n}", "kobe", None, None, day] for n, day in enumerate(days)]
    workbook("new.xlsx", HEADER, *rows, change=change)
    with zipfile.ZipFile("new.xlsx") as archive:
        serials = archive.read("xl/worksheets/sheet1.xml").decode()
    assert ("<v>31708</v>" in serials, "<v>30246</v>" in serials) == (not epoch, bool(epoch))
    assert written("new.xlsx") == [
        "k0,kobe,,,1904-01-02,",
        "k1,kobe,,,1986-10-23,",
        "k2,kobe,,,2026-11-24,",
    ]


def test_a_date_of_excel_is_not_made_up(root):
    def change(sheet):
        for row, (value, form) in enumerate(
            [
                (60, "yyyy/m/d"),
                (31708, "yyyy/m"),
                (31708.5, "yyyy/m/d h:mm"),
                (31708, "General"),
                (-5, "yyyy/m/d"),
            ],
            start=2,
        ):
            sheet.cell(row, 5, value).number_format = form

    workbook("new.xlsx", HEADER, *([f"k{n}", "kobe"] for n in range(5)), change=change)
    assert faults("new.xlsx") == [
        "new.xlsx:Sheet1!E2 may be 29 February 1900, which Excel has and no calendar; write it as text",
        "new.xlsx:Sheet1!E3 1986-10-23 is shown without its day; write the date in full, or as text",
        'new.xlsx:Sheet1!E4 "1986-10-23T12:00:00" is not a date; write 1986-10-23',
        'new.xlsx:Sheet1!E5 "31708" is a number and not a date; '
        "if it is the day that Excel counts so, format the cell as a date",
        "new.xlsx:Sheet1!E6 is a date before the first that Excel knows; write it as text",
    ]


@pytest.mark.parametrize("value", [36281, "36281", 36281.5])
def test_the_number_by_which_excel_counts_a_day_is_explained(root, value):
    path = workbook(root / "a.xlsx", HEADER, [*ROW[:4], value, ROW[5]])
    problem = "is a number and not a date; if it is the day that Excel counts so, format the cell as a date"
    assert faults(path) == [f'{path}:Sheet1!E2 "{value}" {problem}']


def test_numbers_are_written_as_excel_shows_them(root):
    def change(sheet):
        sheet["A2"].number_format = "00000"
        sheet["D2"].number_format = "#,##0.0"
        sheet["D3"].number_format = "0.0%"

    rows = [1204, "kobe", 3.0, 30.8 + 1e-15], ["b", "kobe", 3.5, 0.308]
    workbook("new.xlsx", HEADER, *rows, change=change)
    assert faults("new.xlsx") == [
        'new.xlsx:Sheet1!C3 "3.5" is not an integer; write digits only, such as 1304',
        "new.xlsx:Sheet1!D3 0.308 is shown as a percentage; write the plain number that is meant",
    ]
    workbook("new.xlsx", HEADER, rows[0], change=change)
    assert written("new.xlsx") == ["01204,kobe,3,30.8,,"]


def test_each_wrong_cell_has_a_line_with_its_place_and_the_mend(root):
    rows = [
        ["a", "kobee", "1,304", "n/a", "平成11年5月1日", "x"],
        [None, "kobe", -1, 1, True, " y "],
        ["B c", "kobe", "two\nlines", None, None, "<b>"],
    ]
    workbook("new.xlsx", HEADER, *rows)
    expected = [
        ("B2", '"kobee" is no key of data/places/places.csv; did you mean "kobe"?'),
        ("C2", '"1,304" is not an integer; write 1304'),
        ("D2", '"n/a" is not a decimal; write digits and a point, such as 30.8'),
        ("E2", '"平成11年5月1日" is not a date; write 1999-05-01'),
        ("A3", "is empty; it is required"),
        ("C3", '"-1" is less than 0, the least allowed; what belongs here: count'),
        ("E3", '"true" is not a date; write a day that exists as YYYY-MM-DD, such as 1998-04-01'),
        ("A4", '"B c" does not match [a-z0-9]+(-[a-z0-9]+)*; write b-c'),
        ("C4", '"two\\nlines" has a line break; write one line of plain text'),
        ("F4", '"<b>" does not match [^<>=+@-][^<>]*; what belongs here: A remark in Chinese'),
    ]
    assert faults("new.xlsx") == [f"new.xlsx:Sheet1!{cell} {problem}" for cell, problem in expected]


def test_a_text_file_is_told_by_line_and_heading(root):
    lines = [",".join(HEADER), '"a","kobe",,,,"two', 'lines"', line_of(key="b", 場所="tokyo")]
    text(root / "new.csv", *lines)
    assert faults("new.csv") == [
        'new.csv:2:note_zh_hans "two\\nlines" has a line break; write one line of plain text',
        'new.csv:4:場所 "tokyo" is no key of data/places/places.csv; add it there, or correct it here',
    ]
    text(root / "new.csv", ",".join(HEADER), 'a,kobe,"7')
    assert faults("new.csv") == [
        'new.csv:2: "a,kobe,"7" has a quote that is not closed; close it',
        'new.csv:2: ""7" has a stray quote; write "" for a quote, and quotes around the cell',
    ]


def test_a_key_stands_once_in_the_sheet_and_in_the_table(root):
    rows = ["a", "kobe", 1], ["kobe-1998", "kobe", 2], ["a", "dalian", 3]
    workbook("new.xlsx", HEADER, *rows)
    assert faults("new.xlsx") == [
        f'new.xlsx:Sheet1!A3 "kobe-1998" stands already in {FILE}:3; '
        "leave it out, or let it replace that row with --update",
        'new.xlsx:Sheet1!A4 "a" stands already in new.xlsx:Sheet1!A2; keep one',
    ]
    assert faults("new.xlsx", "--update") == [
        'new.xlsx:Sheet1!A4 "a" stands already in new.xlsx:Sheet1!A2; keep one'
    ]


def test_update_replaces_rows_and_keeps_columns_that_the_sheet_has_not(root):
    head, first, _ = COUNTS.splitlines(keepends=True)
    workbook(
        "new.xlsx",
        ["key", "place", "count"],
        ["kobe-1998", "kobe", 9],
        ["dalian-1998", "dalian", 1304],
        ["a", "kobe"],
    )
    status, lines, _ = run("new.xlsx", "--update", "--write")
    assert (status, lines[-1]) == (0, "written: 1 row added, 1 row replaced, 1 row unchanged")
    assert table() == f"{head}a,kobe,,,,\n{first}kobe-1998,kobe,9,,,\n"


@pytest.mark.parametrize("value", ["=cmd()", "＝cmd()", "+1+cmd", "@SUM(A1)", "-2+3", "\t=1"])
@pytest.mark.parametrize("name", ["new.xlsx", "new.csv"])
def test_what_a_spreadsheet_would_run_is_refused(root, name, value):
    if name == "new.xlsx":
        workbook(name, HEADER, ["a", "kobe", None, None, None, value])
        (fault,) = faults(name)
        assert fault.startswith(f'new.xlsx:Sheet1!F2 "{value.strip()}" ')
    else:
        text(root / name, ",".join(HEADER), line_of(note_zh_hans=value))
        assert faults(name) == [
            f'new.csv:2:note_zh_hans "{value.strip()}" begins as a formula does; '
            "write a value that begins otherwise"
        ]


def test_a_formula_is_not_computed_and_a_dash_is_not_nothing(root):
    workbook("new.xlsx", HEADER, ["a", "kobe", "=1+1", None, None, "-"], ["b", "kobe", "#N/A"])
    assert faults("new.xlsx") == [
        'new.xlsx:Sheet1!C2 "=1+1" is a formula; replace it by its value',
        'new.xlsx:Sheet1!F2 "-" begins as a formula does; leave it empty if it is unknown',
        "new.xlsx:Sheet1!C3 holds the error #N/A; write the value",
    ]


def test_markup_and_quotes_are_values_or_refused_never_syntax(root):
    hostile = '"><script>'
    workbook("new.xlsx", [*HEADER, hostile], [hostile, "kobe", None, None, None, 'a", b'])
    status, lines, found = run("new.xlsx")
    assert (status, lines[8], len(found)) == (1, f'  Sheet1!G1 "{hostile}": not taken', 1)
    workbook("new.xlsx", HEADER, ["a", "kobe", None, None, None, 'a", b'])
    assert written("new.xlsx") == ['a,kobe,,,,"a"", b"']


def test_a_terminal_is_not_written_to_by_a_cell(root):
    text(root / "new.csv", ",".join([*HEADER, "\u202eevil"]), line_of(note_zh_hans="\u202ex"))
    status, lines, _ = run("new.csv")
    assert (status, lines[8], lines[-2]) == (0, r'  "\u202eevil": not taken', r"a,kobe,,,,\u202ex")


def test_merged_and_hidden_cells_are_told(root):
    def change(sheet):
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["D"].hidden = True

    workbook("new.xlsx", HEADER, ["a", "kobe"], ["b"], ["c", "kobe"], change=change)
    assert faults("new.xlsx") == [
        'new.xlsx:Sheet1!D1 "share" is a hidden column; show it, or leave it out with --map',
        "new.xlsx:Sheet1!B2:B3: the cells are merged; split them, and write each its value",
        "new.xlsx:Sheet1!4:4: the row is hidden; show it, or delete it",
    ]


def test_several_header_rows_are_one_header(root):
    def change(sheet):
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("C2:E2")

    rows = (
        ["表題"],
        ["key", "場所", "数", None, None, "note_zh_hans"],
        [None, None, "count", "share", "day"],
        ["a", "kobe", 1, 2, datetime.date(1999, 5, 1), "x"],
    )
    workbook("new.xlsx", *rows, change=change)
    status, lines, _ = run("new.xlsx")
    assert (status, lines[0]) == (0, "new.xlsx: sheet Sheet1; header in rows 2, 3, 1 row below it")
    assert written("new.xlsx") == ["a,kobe,1,2,1999-05-01,x"]


@pytest.mark.parametrize("heading", ["場　所", "場\n所", " 場 所 "])
def test_spaces_that_fill_a_heading_do_not_count(root, heading):
    path = workbook(root / "a.xlsx", ["key", heading, *HEADER[2:]], ROW)
    assert written(path) == [LINE.removesuffix("\n")]


@pytest.mark.parametrize("name", ["a.xlsx", "link.xlsx"])
def test_the_file_that_is_imported_is_no_output(root, name):
    path = workbook(root / "a.xlsx", HEADER, ROW)
    (root / "link.xlsx").symlink_to(path)
    before = path.read_bytes()
    status, _, found = run(path, "--write", "--output", name)
    assert (status, found) == (1, [f"{name}: is the file that is imported; let --output name another one"])
    assert path.read_bytes() == before


def test_a_second_row_of_headings_is_no_row_of_values(root):
    text(root / "new.csv", "key,place,day", "key,場所,day", "a,kobe,1999-05-01")
    assert written("new.csv") == ["a,kobe,,,1999-05-01,"]


@pytest.mark.parametrize("word", ["合計", "总计", "Total"])
def test_a_total_at_the_end_is_not_taken(root, word):
    workbook("new.xlsx", HEADER, ["a", "kobe", 5], [word, None, "=SUM(C2:C2)"])
    status, lines, _ = run("new.xlsx")
    assert (status, "not taken: row 3, a total" in lines) == (0, True)
    assert written("new.xlsx") == ["a,kobe,5,,,"]


def test_a_key_that_is_a_word_for_a_total_is_a_key(root):
    text(root / "new.csv", ",".join(HEADER), line_of(key="total"))
    assert written("new.csv") == ["total,kobe,,,,"]


def test_a_map_lets_a_heading_meet_a_column_or_leaves_it_out(root):
    workbook("new.xlsx", ["番号=ID", "場所", "count", "日"], ["a", "kobe", "x", datetime.date(1999, 5, 1)])
    assert written("new.xlsx", "--map", "番号=ID=key", "--map", "日=day", "--map", "count=") == [
        "a,kobe,,,1999-05-01,"
    ]


def test_a_map_that_leads_nowhere_is_told(root):
    workbook("new.xlsx", ["ID", "Place", "場所"], ["a", "kobe", "kobe"])
    assert faults("new.xlsx", "--map", "ID=kay", "--map", "Plaze=") == [
        '--map "ID": no column "kay"; did you mean "key"?',
        'new.xlsx:Sheet1!1:1: no heading "Plaze" for --map; did you mean "Place"?',
    ]
    assert faults("new.xlsx", "--map", "ID=key") == [
        'new.xlsx:Sheet1!C1 "場所" meets place, and so does "Place" at new.xlsx:Sheet1!B1; '
        "leave one out with --map '場所='"
    ]
    assert run("new.xlsx", "--map", "ID")[0] == 2


def test_a_heading_that_is_nearly_one_is_asked_about(root):
    workbook("new.xlsx", ["key", "place", "counts; $(reboot) 'x'", "shares"], ["a", "kobe", 1])
    assert run("new.xlsx")[1][5] == '  Sheet1!D1 "shares": not taken; did you mean share?'
    assert faults("new.xlsx") == [
        'new.xlsx:Sheet1!D1 "shares" meets no column; did you mean share? '
        "say --map shares=share, or leave it out with --map shares="
    ]
    heading = "coun't"
    workbook("new.xlsx", ["key", "place", heading], ["a", "kobe", 1])
    (fault,) = faults("new.xlsx")
    yes = fault.partition("say ")[2].partition(", or")[0]
    assert written("new.xlsx", *shlex.split(yes)) == ["a,kobe,1,,,"]


def test_a_required_column_that_is_missing_is_told_once(root):
    workbook("new.xlsx", ["key", "count"], ["a", 1], ["b", "=1"])
    assert faults("new.xlsx") == [
        "new.xlsx:Sheet1!1:1: no column meets place, which is required; "
        "name one with --map 'its heading=place'",
        'new.xlsx:Sheet1!B3 "=1" is a formula; replace it by its value',
    ]


def test_a_sheet_without_a_known_heading_is_refused(root):
    workbook("new.xlsx", ["氏名", "電話"], ["佐藤", "1"], title="名 簿")
    assert faults("new.xlsx") == [
        "new.xlsx:'名 簿'!1:1: no row has a heading that is known; data/counts/counts.csv has "
        "key, place, count, share, day, note_zh_hans; name one with --map 'its heading=our_column'"
    ]
    workbook("new.xlsx", HEADER)
    assert faults("new.xlsx") == ["new.xlsx:Sheet1!1:1: there are no rows below the header"]


def test_the_sheet_is_chosen_if_there_are_several(root):
    def change(sheet):
        for title, state in (("Other", "visible"), ("Hidden", "hidden"), ("Empty", "visible")):
            other = sheet.parent.create_sheet(title)
            other.sheet_state = state
            if title != "Empty":
                other.append(["key", "place"])
                other.append([title.lower(), "kobe"])

    workbook("new.xlsx", HEADER, ROW, change=change)
    assert faults("new.xlsx") == ['new.xlsx: has the sheets "Sheet1", "Other"; name one with --sheet']
    assert faults("new.xlsx", "--sheet", "Othr") == ['new.xlsx: no sheet "Othr"; did you mean "Other"?']
    assert written("new.xlsx", "--sheet", "Other") == ["other,kobe,,,,"]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.csv", b"", "a.csv: the file is empty; its first row must name the columns"),
        ("a.xlsx", b"", "a.xlsx: the file is empty; its first row must name the columns"),
        ("a.csv", b"\r\n,,\r\n", "a.csv: has no cells; its first row must name the columns"),
        ("a.pdf", b"%PDF-1.7", "a.pdf: only .xlsx, .csv, .tsv and .txt are read; save it as one of them"),
        ("a.xlsx", b"key,place\n", "a.xlsx: is no Excel workbook; if it is text, rename it to a.csv"),
        ("a.xlsx", b"\x89PNG\0\0\xff", "a.xlsx: is no Excel workbook; open it in Excel and save it anew"),
        (
            "a.xlsx",
            b"PK\x03\x04 and no more",
            "a.xlsx: cannot be read as an Excel workbook; open it in Excel and save it anew as .xlsx",
        ),
        (
            "a.csv",
            b"PK\x03\x04 and no more",
            "a.csv: is no text but a workbook or an archive; give it its right name",
        ),
        (
            "a.csv",
            b"key\0\x01",
            "a.csv: is in no encoding known here; save it as UTF-8, or name its encoding with --encoding",
        ),
        (
            "a.csv",
            b"key,place\na,\x07\n",
            "a.csv:2: has the character U+0007, so that it is no text; save it as text, or as .xlsx",
        ),
        (
            "a.csv",
            b"key,place\n" + b'a,"' * 2**20,
            "a.csv:2: is longer than 1048576 characters; is it a line of a table?",
        ),
        (
            "a.csv",
            b"key,\xff\xff\n",
            "a.csv: is in no encoding known here; save it as UTF-8, or name its encoding with --encoding",
        ),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx: is locked with a password; save a copy without one",
        ),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            "a.xlsx: is an Excel file of the old kind (.xls); save it as .xlsx",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told(root, name, content, problem):
    (root / name).write_bytes(content)
    assert faults(name) == [problem]


def test_options_that_do_not_fit_the_file_are_told(root):
    workbook("new.xlsx", HEADER, ROW)
    text(root / "new.csv", ",".join(HEADER), line_of())
    assert faults("new.xlsx", "--encoding", "cp932") == [
        "new.xlsx: is an Excel workbook, which knows its encoding; leave out --encoding"
    ]
    assert faults("new.csv", "--sheet", "A") == ["new.csv: is a text and has no sheets; leave out --sheet"]
    assert faults("none.csv") == ["none.csv: cannot be read: No such file or directory"]
    assert run("new.csv", "--output", "out.csv")[0] == 2
    assert not (root / "out.csv").exists()


def repacked(path, part, change):
    """Change a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_bomb_is_not_unpacked(root):
    workbook("new.xlsx", HEADER, ROW)
    repacked("new.xlsx", SHEET, lambda part: part + b" " * (100 * 2**20))
    assert (root / "new.xlsx").stat().st_size < 200_000
    assert faults("new.xlsx") == ["new.xlsx: unpacks to 100 MiB; at most 64, so split it"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            lambda part: part.replace(
                b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ),
            "has more than 10000 merged cells; split them",
        ),
        (
            lambda part: part.replace(
                b"</sheetData>", b"<row>" + b"<c/>" * 1_000_001 + b"</row></sheetData>"
            ),
            "has a sheet of more than 1000000 cells; split it",
        ),
        (
            lambda part: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + part.partition(b"?>")[2],
            "cannot be read as an Excel workbook; open it in Excel and save it anew as .xlsx",
        ),
    ],
    ids=["a merge of all cells", "many cells", "entities"],
)
def test_a_sheet_that_would_fill_the_memory_is_not_opened(root, change, problem):
    workbook("new.xlsx", HEADER, ROW)
    repacked("new.xlsx", SHEET, change)
    assert faults("new.xlsx") == [f"new.xlsx: {problem}"]


def test_columns_that_no_sheet_can_have_are_not_counted(root):
    cols = b'<cols><col min="1" max="999999999" hidden="1" width="1"/></cols><sheetData>'
    workbook("new.xlsx", HEADER, ROW)
    repacked("new.xlsx", SHEET, lambda part: part.replace(b"<sheetData>", cols))
    assert len(faults("new.xlsx")) == len(HEADER)


def test_limits_of_rows_columns_and_bytes(root, monkeypatch):
    text(root / "new.csv", ",".join(HEADER), line_of(), line_of(key="b"))
    monkeypatch.setattr(grid, "MOST_ROWS", 2)
    assert faults("new.csv") == ["new.csv: has 3 rows; at most 2 at a time, so split it"]
    monkeypatch.setattr(grid, "MOST_COLUMNS", 5)
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    assert faults("new.csv") == ["new.csv: has 6 columns; at most 5 at a time, so split it"]
    monkeypatch.setattr(recognition, "MOST_BYTES", 0)
    assert faults("new.csv") == ["new.csv: is larger than 0 MiB; split it"]


def test_painted_cells_without_a_value_do_not_count(root):
    def change(sheet):
        for column in range(1, 300):
            sheet.cell(1000, column).number_format = "0.00"

    workbook("new.xlsx", HEADER, ROW, change=change)
    assert written("new.xlsx") == [LINE.strip()]


def test_faults_beyond_a_number_are_counted(root, monkeypatch):
    text(root / "new.csv", ",".join(HEADER), *(line_of(key=f"k{n}", count="x") for n in range(5)))
    monkeypatch.setattr(intake, "MOST_FAULTS", 2)
    found = faults("new.csv")
    assert (len(found), found[-1]) == (3, "new.csv: 3 more faults; mend these first")


def test_a_broken_workbook_is_told_whatever_is_broken(root):
    workbook("new.xlsx", HEADER, ROW, change=lambda sheet: sheet.merge_cells("A9:B9"))
    good = (root / "new.xlsx").read_bytes()
    draw = random.Random(7)
    names = zipfile.ZipFile(io.BytesIO(good)).namelist()
    for turn in range(120):
        (root / "new.xlsx").write_bytes(good)
        if turn % 2:
            spoilt = bytearray(good)
            for _ in range(draw.randrange(1, 20)):
                spoilt[draw.randrange(len(spoilt))] = draw.randrange(256)
            (root / "new.xlsx").write_bytes(spoilt)
        else:
            repacked("new.xlsx", draw.choice(names), lambda part: _spoilt(part, draw))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            status, _, found = run("new.xlsx")
        assert status in (0, 1)
        assert bool(found) == bool(status)


def _spoilt(part, draw):
    at = draw.randrange(len(part))
    return draw.choice(
        [part[:at], part[:at] + draw.randbytes(3) + part[at + 3 :], part.replace(b"1", b"9999999999"), b""]
    )


def test_the_output_goes_elsewhere_if_asked(root):
    workbook("new.xlsx", HEADER, ROW)
    status, lines, _ = run("new.xlsx", "--yes", "--output", "out.csv")
    assert (status, lines[-1]) == (0, "written: 1 row added")
    assert (root / "out.csv").read_text("utf-8") == COUNTS + LINE
    assert table() == COUNTS
    assert run("new.xlsx", "--yes", "--output", "no/out.csv")[2] == [
        "no/out.csv: cannot be written: No such file or directory; it stays as it was"
    ]


def test_a_table_that_is_wrong_already_is_told_in_its_own_place(root):
    (root / FILE).write_text(COUNTS.replace(",1304,", ",x,"), "utf-8")
    workbook("new.xlsx", ["key", "place"], ["kobe-1998", "kobe"])
    assert run("new.xlsx", "--update")[2] == [
        f'{FILE}:2:count "x" is not an integer; write digits only, such as 1304'
    ]


def test_the_old_file_stays_if_writing_fails(root, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    workbook("new.xlsx", HEADER, ROW)
    monkeypatch.setattr("os.fsync", fail)
    status, _, found = run("new.xlsx", "--write")
    assert (status, found) == (
        1,
        [f"{root}/{FILE}: cannot be written: No space left on device; it stays as it was"],
    )
    assert table() == COUNTS
    assert len(list((root / FILE).parent.iterdir())) == 3


def test_a_table_that_changes_in_the_meantime_is_not_overwritten(root, monkeypatch):
    def settle(_self):
        (root / FILE).write_text(COUNTS + "z,kobe,,,,\n", "utf-8")

    workbook("new.xlsx", HEADER, ROW)
    monkeypatch.setattr(intake.Intake, "settle", settle)
    assert run("new.xlsx", "--write")[2] == [f"{FILE}: has changed in the meantime; import again"]
    assert table() == COUNTS + "z,kobe,,,,\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--table", "places"], 'data: no table "places"; has counts'),
        (["--table", "count"], 'data: no table "count"; did you mean "counts"?'),
        (["--source", "cuonts"], 'data: no source "cuonts"; did you mean "counts"?'),
    ],
)
def test_a_table_that_is_not_there_is_told(root, arguments, problem):
    workbook("new.xlsx", HEADER, ROW)
    result = CliRunner().invoke(koryu, ["import", "new.xlsx", "--table", "counts", *arguments])
    assert str(result.exception).removeprefix(f"{root}/").startswith(problem)


def test_an_affiliation_of_the_shipped_project_is_imported_from_shift_jis(project, monkeypatch):
    monkeypatch.chdir(project)
    titles = (
        "キー,第一の当事者,第二の当事者,第一の当事者（原文表記）,第二の当事者（原文表記）,"
        "種類,最早日,最遅日,精度,日付の根拠,典拠の等級"
    )
    row = (
        "aff054,niigata-city,dalian,新潟市,大連市,"
        "friendship-city,１９９９－０５－０１,1999-05-01,day,agreement-signed,official-page"
    )
    text(project / "new.csv", titles, row, encoding="cp932")
    before = (project / "data/registers/affiliations.csv").read_text("utf-8")
    result = CliRunner().invoke(koryu, ["import", "new.csv", "--table", "affiliations", "--write"])
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "written: 1 row added")
    assert (project / "data/registers/affiliations.csv").read_text("utf-8") == (
        before + "aff054,niigata-city,dalian,新潟市,大連市,friendship-city,1999-05-01,1999-05-01,day,,"
        "agreement-signed,official-page,\n"
    )


def test_the_project_that_came_with_the_program_is_not_changed(root, monkeypatch):
    workbook("new.xlsx", HEADER, ROW)
    monkeypatch.setattr("koryu.settings._SHIPPED", root)
    assert run("new.xlsx", "--write")[2] == [
        f"{FILE}: came with the program and is not changed; "
        "'koryu new DIR' lays out a project of your own, or write to --output"
    ]
    assert run("new.xlsx", "--write", "--output", "out.csv")[0] == 0
