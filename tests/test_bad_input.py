"""One mistake each: one line that names file, line and column and says the mend, and the last build stays."""

import pytest
from click.testing import CliRunner

from koryu.cli import koryu
from koryu.errors import KoryuError

COUNTS = "data/yoshida/affiliation-counts.csv"
KEY_FORMAT = "[a-z0-9]+(-[a-z0-9]+)*"
NAME_FORMAT = r"[A-Za-zÀ-ɏḀ-ỿ][^<>\u3040-\u30ff\u4e00-\u9fff]*"

# table, what is replaced, by what, and the line that follows
EDITS = {
    "a bad cell": (
        COUNTS,
        ",203,203,",
        ',"2,03",203,',
        f'{COUNTS}:3:count "2,03" is not an integer; write digits only, such as 1304',
    ),
    "a missing column": (
        COUNTS,
        ",rank,",
        ",",
        f"{COUNTS}:1: column rank is missing; the header is key,reporter,partner,level,as_of,as_of_printed,"
        "count,count_printed,share_percent,share_printed,share_base,share_base_basis,rank,"
        "rank_printed,accuracy,sentence",
    ),
    "a duplicate key": (
        COUNTS,
        "china-russia-1999,",
        "china-japan-1999,",
        f'{COUNTS}:5:key "china-japan-1999" stands already in line 3; keep one',
    ),
    "a dangling foreign key": (
        COUNTS,
        ",russia,",
        ",rusia,",
        f'{COUNTS}:5:partner "rusia" is no key of data/gazetteer/governments.csv; did you mean "russia"?',
    ),
    "an impossible date": (
        COUNTS,
        "1998-04-01",
        "1998-04-31",
        f'{COUNTS}:7:as_of "1998-04-31" is not a date; '
        "write a day that exists as YYYY-MM-DD, such as 1998-04-01",
    ),
    "a byte order mark": (
        COUNTS,
        "key,",
        "\ufeffkey,",
        f"{COUNTS}:1: begins with a byte order mark; save it as UTF-8 without BOM",
    ),
    "Windows line ends": (
        COUNTS,
        "\n",
        "\r\n",
        f"{COUNTS}:1: ends with CR LF; save the file with Unix line ends (LF)",
    ),
    "an open quote": (
        COUNTS,
        "china-russia-1999,",
        '"china-russia-1999,',
        f'{COUNTS}:5:key ""china-russia-1999,china,russia,all,1999-12-31,the end of 19..." has a quote '
        "that is not closed; a cell ends where its line does",
    ),
    "markup in a label": (
        "data/yoshida/policies.csv",
        '"Policy of Liaoning Province towards Japan, 1998"',
        '"Policy ""><script>"',
        f'data/yoshida/policies.csv:2:label_en "Policy "><script>" does not match {NAME_FORMAT}; '
        "what belongs here: The name in English",
    ),
    "a formula in a label": (
        "data/yoshida/policies.csv",
        '"Policy of Liaoning Province towards Japan, 1998"',
        "=cmd()",
        f'data/yoshida/policies.csv:2:label_en "=cmd()" does not match {NAME_FORMAT}; '
        "what belongs here: The name in English",
    ),
    "a key with a space": (
        COUNTS,
        "china-russia-1999,",
        "china russia,",
        f'{COUNTS}:5:key "china russia" does not match {KEY_FORMAT}; write china-russia',
    ),
    "a key that closes an IRI": (
        COUNTS,
        "china-russia-1999,",
        "china>,",
        f'{COUNTS}:5:key "china>" does not match {KEY_FORMAT}; write china',
    ),
    "an unknown term of the metadata": (
        "data/yoshida/policies.schema.json",
        '"required"',
        '"requird"',
        'data/yoshida/policies.schema.json:14: a column has no term "requird"; did you mean "required"?',
    ),
    "a malformed ontology": (
        "ontology/cube.ttl",
        "qb:dimension koryu:reporter",
        "qb:dimension koryu:reporter koryu:x",
        "ontology/cube.ttl:184: not Turtle: expected '.' or '}' or ']' at end of statement",
    ),
}


def run(*arguments):
    result = CliRunner().invoke(koryu, [str(each) for each in arguments])
    assert isinstance(result.exception, KoryuError), result.output
    return str(result.exception).splitlines()


@pytest.mark.parametrize("edit", EDITS)
def test_a_mistake_in_a_file_gets_one_line(project, edit):
    name, was, now, line = EDITS[edit]
    (project / ".builds" / "good").mkdir(parents=True)
    (project / "build").symlink_to(".builds/good")
    text = (project / name).read_text("utf-8")
    assert was in text
    (project / name).write_bytes(text.replace(was, now, 1 if was != "\n" else -1).encode())
    assert run("build", "--root", project)[0] == line
    assert (project / "build").resolve() == project / ".builds" / "good"


def test_a_table_in_shift_jis_gets_one_line(project):
    table = project / "data/gazetteer/regions.csv"
    table.write_bytes(
        table.read_text("utf-8").replace("亚", "亜").replace("东", "東").encode("cp932", "replace")
    )
    assert run("build", "--root", project) == [
        "data/gazetteer/regions.csv:2: not UTF-8: byte 0x83; looks like Shift-JIS; save it as UTF-8"
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["partners", "-p", "contry=japan"], 'partners: no parameter "contry"; has place, as_of'),
        (
            ["partners", "--as-of", "1999"],
            'partners: as_of "1999" is not a date; write YYYY-MM-DD, such as 1998-04-01',
        ),
        (
            ["places", "-p", "level=prefecture"],
            'places: level "prefecture" is not known; has country, first-level-unit, municipality',
        ),
        (["anniversaries"], "anniversaries: year is required; give it as year=..."),
        (
            ["anniversaries", "-p", "year=soon"],
            'anniversaries: year "soon" is not an integer; write digits only, such as 1304',
        ),
        (
            ["partners", "-p", 'place="> } UNION {'],
            'partners: place ""> } UNION {" is not known; takes the key, IRI or label of a Government',
        ),
    ],
)
def test_a_wrong_parameter_gets_one_line(built, arguments, line):
    assert run("query", *arguments, "--root", built) == [line]


def test_a_malformed_stored_query_gets_one_line(project):
    (project / "queries" / "broken.rq").write_text("#+ summry: What?\n\nSELECT ?x WHERE { ?x a ?y }\n")
    assert run("queries", "--root", project) == [
        'queries/broken.rq:1: the header has no field "summry"; '
        "has summary, description, params, columns, view, tags, example"
    ]


def test_a_folder_that_is_no_project_gets_one_line(tmp_path):
    assert run("build", "--root", tmp_path) == [
        f"{tmp_path}/koryu.toml: no such file; 'koryu new {tmp_path}' lays out a project"
    ]
