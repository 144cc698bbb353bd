"""``koryu match``: a table on disk matched to the places of the shipped project."""

import csv
import io

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from koryu.cli import koryu
from koryu.errors import KoryuError

GOVERNMENT = "https://w3id.org/koryu/id/government/"
ADDED = [
    "match_verdict", "match_key", "match_iri", "match_label", "match_score", "match_others", "match_why"
]  # fmt: skip


@pytest.fixture
def match(built, tmp_path, monkeypatch):
    """Run the command on a text; gives the exit status, the rows of stdout or the fault, and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(content, *arguments, name="rows.csv"):
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        result = CliRunner().invoke(koryu, ["match", name, *arguments, "--root", str(built)])
        assert result.exception is None or isinstance(result.exception, KoryuError | SystemExit)
        if isinstance(result.exception, KoryuError):
            return result.exit_code, str(result.exception), ""
        return result.exit_code, list(csv.reader(io.StringIO(result.stdout))), result.stderr

    return run


def keys(rows):
    """The verdict and the key of each row."""
    verdict, key = (rows[0].index(name) for name in ("match_verdict", "match_key"))
    return [(row[verdict], row[key]) for row in rows[1:]]


def test_rows_and_columns_stay_and_columns_are_added(match):
    status, rows, told = match("no,city\n1,神戸市\n\n2,Nowhere\n3,広島\n", "--column", "city")
    assert status == 0
    assert rows == [
        ["no", "city", *ADDED],
        ["1", "神戸市", "clear", "kobe", GOVERNMENT + "kobe", "Kobe City", "0.992", "",
         "name: 神戸市 = 神戸市; level: municipality; type: designated-city"],
        ["2", "Nowhere", "none", "", "", "", "", "", ""],
        ["3", "広島", "several", "", "", "", "", "hiroshima-city 0.941; hiroshima-pref 0.941",
         "name: 広島 = 広島市"],
    ]  # fmt: skip
    assert told == "3 rows: 1 clear, 1 several, 1 none\n"


@pytest.mark.parametrize(
    "name", ["神戸市", "神户市", "Kobe", "コウベ", "Kōbe", "Kobe-shi", "KOBE CITY", "ＫＯＢＥ"]
)
def test_kobe_in_every_script(match, name):
    assert keys(match(f"city\n{name}\n", "--column", "city")[1]) == [("clear", "kobe")]


def test_columns_and_options_tell_namesakes_apart(match):
    text = (
        "city,land,kind,within\n広島,日本,市,\n広島,Japan,prefecture-ken,\nHiroshima,JP,,広島県\n広島,CN,,\n"
    )
    columns = ("--country-column", "land", "--level-column", "kind", "--parent-column", "within")
    found = keys(match(text, "--column", "city", *columns)[1])
    assert [found[0], found[2], found[3]] == [("clear", "hiroshima-city")] * 2 + [("none", "")]
    assert found[1] == ("clear", "hiroshima-pref")
    by_options = match("city\n広島\n", "--column", "city", "--country", "JP", "--level", "municipality")
    assert keys(by_options[1]) == [("clear", "hiroshima-city")]


def test_a_date_tells_which_place_was_called_so(match):
    text = (
        "city,day\n旅大,1979-05-01\n重庆,1997-03-13\n重庆,1997-03-14\n重庆,1997\n重庆,1996\n"
        "重庆,1998年4月\n旅大,1990\n重庆,\n"
    )
    found = keys(match(text, "--column", "city", "--date-column", "day", "--as-of", "2005-01-01")[1])
    assert found == [
        ("clear", "dalian"),
        ("clear", "chongqing-old"),
        ("clear", "chongqing"),
        ("several", ""),
        ("clear", "chongqing-old"),
        ("clear", "chongqing"),
        ("several", ""),
        ("clear", "chongqing"),
    ]


def test_a_misspelling_and_a_name_with_what_it_lies_in(match):
    rows = match('city\nHeilongjian\nHeilongjang\n兵庫県神戸市\n"Kobe, Hyogo"\n', "--column", "city")[1]
    assert keys(rows) == [("clear", "heilongjiang")] * 2 + [("clear", "kobe")] * 2


def test_codes_decide_without_their_zeros_and_against_names(match):
    text = "city,code\nSomewhere,011002\nSapporo,11002\nKobe,011002\nKobe,\n"
    rows = match(text, "--column", "city", "--code-column", "code")[1]
    assert keys(rows)[1:] == [("clear", "sapporo"), ("several", ""), ("clear", "kobe")]
    assert rows[3][-1].startswith("the code is the same, but Kobe is not near ")


def test_identifiers_of_linked_datasets_are_codes_too(match):
    text = "city,q\n,Q74881\n,http://www.wikidata.org/entity/Q74881\n"
    rows = match(text, "--column", "city", "--id-column", "q")[1]
    assert keys(rows) == [("clear", "dalian")] * 2


def test_days_may_be_written_with_the_years_of_japanese_eras(match):
    days = {"昭和61年10月": "chongqing-old", "平成元年": "chongqing-old", "平成１３年": "chongqing"}
    days |= {"昭和61年10月23日": "chongqing-old", "S61.10.23": "chongqing-old", "平成13年5月1日": "chongqing"}
    text = "city,day\n" + "".join(f"重慶,{day}\n" for day in days)
    rows = match(text, "--column", "city", "--date-column", "day")[1]
    assert keys(rows) == [("clear", key) for key in days.values()]


def test_each_cell_of_a_column_may_have_a_code_of_another_kind(match):
    codes = ("40100", "JP-01", "341002", "210200", "01", "1", "34")
    text = "city,code\n" + "".join(f",{code}\n" for code in codes)
    rows = match(text, "--column", "city", "--code-column", "code")[1]
    found = ["kitakyushu", "hokkaido", "hiroshima-city", "dalian", "hokkaido", "hokkaido", "hiroshima-pref"]
    assert keys(rows) == [("clear", key) for key in found]


def test_a_cell_that_is_not_written_as_a_code_is_none(match):
    text = "city,code\n札幌市,01100\n" + "".join(
        f"神戸市,{cell}\n" for cell in ("-", "n/a", "不明", "99", "99999")
    )
    rows = match(text, "--column", "city", "--code-column", "code")[1]
    assert keys(rows) == [("clear", "sapporo"), *[("clear", "kobe")] * 4, ("none", "")]


def test_codes_that_no_place_has_are_refused(match):
    status, fault, _ = match("city,code\nKobe,xyz\n", "--column", "city", "--code-column", "code")
    assert (status, fault.partition(";")[0]) == (1, 'rows.csv: no place has a code of the column "code"')


def test_added_columns_do_not_collide(match):
    rows = match("city,match_key\nKobe,mine\n", "--column", "city")[1]
    assert rows[0] == ["city", "match_key", *(f"{name}_2" for name in ADDED)]


def test_formulas_are_guarded_and_numbers_with_a_sign_are_not(match):
    rows = match('city,x\n"=HYPERLINK(1)",-5\nKobe,+1-1\n', "--column", "city")[1]
    assert [row[:2] for row in rows[1:]] == [["'=HYPERLINK(1)", "-5"], ["Kobe", "'+1-1"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932", "euc_jp"])
def test_encodings_are_recognised(match, encoding):
    text = "番号;市の名前\n1;神戸市\n2;広島県\n"
    rows = match(text.encode(encoding), "--column", "市の名前")[1]
    assert keys(rows) == [("clear", "kobe"), ("clear", "hiroshima-pref")]


def test_titles_above_the_header_stay(match):
    rows = match("Partners\nno\tcity\n1\t大連\n", "--column", "city", name="rows.tsv")[1]
    assert [row[:2] for row in rows] == [["Partners", ""], ["no", "city"], ["1", "大連"]]
    assert keys(rows[1:]) == [("clear", "dalian")]


def test_a_workbook_comes_and_goes(match, tmp_path):
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["code", "city"])
    book.active.append(["01100", "札幌市"])
    book.save(buffer)
    status, rows, _ = match(buffer.getvalue(), "--column", "city", "-o", "out.xlsx", name="rows.xlsx")
    assert (status, rows) == (0, [])
    found = [[cell.value for cell in row] for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows()]
    assert [row[:4] for row in found] == [
        ["code", "city", "match_verdict", "match_key"],
        ["01100", "札幌市", "clear", "sapporo"],
    ]


def test_the_score_of_a_workbook_is_a_number(match, tmp_path):
    match("city\n神戸市\n広島\n", "--column", "city", "-o", "out.xlsx")
    scores = [row[5].value for row in load_workbook(tmp_path / "out.xlsx").active.iter_rows()]
    assert scores == ["match_score", 0.992, None]


def test_the_table_itself_is_not_written_over(match, tmp_path):
    assert match("city\n神戸市\n", "--column", "city", "-o", "rows.csv")[0] == 2
    assert (tmp_path / "rows.csv").read_text() == "city\n神戸市\n"


def test_why_none_is_told_where_the_name_is_the_same(match):
    rows = match("city,code\n北海道,99999\n札幌市,01100\n", "--column", "city", "--code-column", "code")[1]
    assert rows[1][2] == "none"
    assert rows[1][-1].startswith("the name is the same, but the code is not: jisCode 99999, not 01000; ")


def test_why_none_names_the_place_of_that_name_elsewhere_or_of_another_time(match):
    text = (
        "city,land,level,day\n神戸市,中国,,\n兵庫県神戸市,CN,,\nKobe,JP,country,\n"
        "重慶,,first-level-unit,1996\n浦和市,,,2005\nNowhere,CN,,\nHeilongjang,JP,,\n"
    )
    columns = ("--country-column", "land", "--level-column", "level", "--date-column", "day")
    rows = match(text, "--column", "city", *columns)[1]
    assert keys(rows) == [("none", "")] * 7
    assert [row[-1] for row in rows[1:]] == [
        "name: 神戸市 = 神戸市; country: CN, not JP (kobe)",
        "name: 神戸市 = 神戸市; country: CN, not JP (kobe)",
        "name: Kobe = Kobe City; level: country, not municipality (kobe)",
        "name: 重慶 = 重慶市; level: first-level-unit, not municipality (chongqing-old)",
        "name: 浦和市 = 浦和市; time: ..2001-05-01, not 2005-01-01 (urawa)",
        "",
        "",
    ]


def test_the_end_of_a_name_is_told_where_the_date_is_later(match):
    rows = match("city,day\n旅大,2001\n旅大,1979\n", "--column", "city", "--date-column", "day")[1]
    assert keys(rows) == [("several", ""), ("clear", "dalian")]
    assert [row[-1] for row in rows[1:]] == [
        "name: 旅大 = 旅大市, in use until 1981-12-31", "name: 旅大 = 旅大市"
    ]  # fmt: skip


def test_labels_come_in_the_language_asked_for(match):
    rows = match("city\nKobe\n", "--column", "city", "--lang", "zh")[1]
    assert rows[1][rows[0].index("match_label")] == "神户市"


@pytest.mark.parametrize(
    ("text", "arguments", "fault"),
    [
        ("town\nKobe\n", ("--column", "cty"), 'rows.csv: no column "cty"; has "town"'),
        ("city\nKobe\n", ("--column", "ctiy"), 'rows.csv: no column "ctiy"; did you mean "city"?'),
        ("city,city\nKobe,Kobe\n", ("--column", "city"), 'rows.csv: has the column "city" twice; rename one'),
        (
            "city\nKobe,Hyogo\n",
            ("--column", "city"),
            "rows.csv: row 2 has 2 cells, but the header 1; quote what has a delimiter in it",
        ),
        (
            "city,day\nKobe,soon\nKobe,1986\nKobe,昭和61年2月30日\n",
            ("--column", "city", "--date-column", "day"),
            'rows.csv: day, row 1 below the header: "soon" is no date; '
            "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty\n"
            'rows.csv: day, row 3 below the header: "昭和61年2月30日" is no date; '
            "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty",
        ),
    ],
)
def test_what_is_wrong_is_told(match, text, arguments, fault):
    assert match(text, *arguments)[:2] == (1, fault)


def test_wrong_usage_is_told(match):
    text = "city,land\nKobe,JP\n"
    assert match(text, "--column", "city", "--country", "JP", "--country-column", "land")[0] == 2
    assert match(text, "--column", "city", "--format", "xlsx")[0] == 2


def test_cells_that_say_nothing_are_no_evidence(match):
    nothing = ("", "-", "不明", "n/a", "000000")
    cells = [*((cell, "", "") for cell in nothing), *(("", cell, "") for cell in (*nothing[:4], "ZZ"))]
    cells += [("", "", cell) for cell in nothing[:4]]
    text = "city,code,land,within\n札幌市,01100,,\n" + "".join(f"神戸市,{','.join(each)}\n" for each in cells)
    columns = ("--code-column", "code", "--country-column", "land", "--parent-column", "within")
    rows = match(text, "--column", "city", *columns)[1]
    assert {tuple(row[4:]) for row in rows[2:]} == {
        ("clear", "kobe", GOVERNMENT + "kobe", "Kobe City", "0.992", "",
         "name: 神戸市 = 神戸市; level: municipality; type: designated-city"),
    }  # fmt: skip


def test_a_word_alone_is_no_name_beside_a_code_either(match):
    text = "city,kind,code\n,市,341002\n市,,341002\n不明,市,\n"
    columns = ("--level-column", "kind", "--code-column", "code")
    rows = match(text, "--column", "city", *columns)[1]
    assert keys(rows) == [("clear", "hiroshima-city")] * 2 + [("none", "")]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0000-00-00"])
def test_a_day_that_stands_for_none_is_refused(match, day):
    status, fault, _ = match(f"city,day\nKobe,{day}\n", "--column", "city", "--date-column", "day")
    assert (status, fault.partition(";")[0]) == (
        1,
        f'rows.csv: day, row 1 below the header: "{day}" is no date',
    )
