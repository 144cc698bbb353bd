"""The command line as a whole process: exit code, stdout and stderr."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import koryu.project
from koryu.cli import COMMANDS
from koryu.cli import koryu as group
from koryu.errors import ProjectError, QueryError
from small_project import BASE, QUERIES, make_project

KORYU = Path(sys.executable).with_name("koryu")
TABLE = """\
affiliation    party              kind             since      count    share  sentence
-------------  -----------------  ---------------  -------  -------  -------  -----------
a1             dalian kitakyushu  friendship-city  1979              46.1538  2.1.1 2.1.3
a2             china japan        sister-city      1986-10      234           1.0.2
"""
CSV = """\
affiliation,party,kind,since,count,share,sentence
a1,dalian kitakyushu,friendship-city,1979,,46.1538,2.1.1 2.1.3
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("project"))


def run(root, *arguments):
    """Run ``koryu`` in the project; returns exit code, stdout and stderr."""
    done = subprocess.run(
        [KORYU, *arguments], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_query_prints_a_table(root):
    assert run(root, "query", "affiliations") == (0, TABLE, "")


def test_the_project_is_found_upwards_or_named(root):
    assert run(root / "queries", "query", "affiliations") == (0, TABLE, "")
    assert run(Path("/"), "query", "affiliations", "--root", str(root)) == (0, TABLE, "")


def test_a_parameter_may_be_a_label(root):
    assert run(root, "query", "affiliations", "-p", "place=大连市", "--format", "csv") == (0, CSV, "")


def test_a_value_may_hold_an_equals_sign(root):
    code, _, error = run(root, "query", "affiliations", "-p", "place=a=b")
    assert (code, error) == (
        1, 'affiliations: place "a=b" is not known; takes the key, IRI or label of a Government\n',
    )  # fmt: skip


def test_as_of_is_short_for_a_parameter(root):
    assert run(root, "query", "affiliations", "--as-of", "1980-01-01", "--format", "csv") == (0, CSV, "")


def test_labels_and_language(root):
    code, out, error = run(root, "query", "affiliations", "--labels", "--lang", "ja", "--format", "csv")
    assert (code, error) == (0, "")
    assert out.split("\n")[1] == "a1,北九州市; 大連市,friendship city,1979,,46.1538,2.1.1; 2.1.3"
    assert run(root, "query", "statements", "--lang", "zh", "--format", "tsv") == (
        0, "affiliation\tstatement\na2\t行为。\n", "",
    )  # fmt: skip


def test_a_graph_is_described(root):
    code, out, error = run(root, "query", "describe", "-p", "thing=sister-city", "--format", "ttl")
    assert (code, error) == (0, "")
    assert out == (
        f"@prefix k: <{BASE}def#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f"<{BASE}def/concept#sister-city> a <http://www.w3.org/2004/02/skos/core#Concept> ;\n"
        f"\t<http://www.w3.org/2004/02/skos/core#inScheme> <{BASE}def/concept#kinds> ;\n"
        '\t<http://www.w3.org/2004/02/skos/core#prefLabel> "sister city"@en .\n'
    )


def test_output_goes_to_a_file(root, tmp_path):
    target = tmp_path / "a.csv"
    assert run(root, "query", "affiliations", "-p", "place=dalian", "--format", "csv", "-o", str(target)) == (
        0,
        "",
        "",
    )
    assert target.read_bytes() == CSV.encode()


def test_excel_goes_to_a_file(root, tmp_path):
    target = tmp_path / "a.xlsx"
    assert run(root, "query", "affiliations", "--format", "xlsx", "--output", str(target)) == (0, "", "")
    assert openpyxl.load_workbook(target).active["E3"].value == 234


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "partner"], "no query \"partner\"; 'koryu queries' lists them"),
        (["query", "affiliations", "-p", "contry=x"],
         'affiliations: no parameter "contry"; has place, kind, as_of'),
        (["query", "statements", "--as-of", "1998-04-01"], 'statements: no parameter "as_of"; has lang'),
        (["query", "affiliations", "--as-of", "1998"],
         'affiliations: as_of "1998" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        (["query", "describe"], "describe: thing is required; give it as thing=..."),
        (["query", "statements", "-p", "lang=ja", "--lang", "zh"],
         'statements: lang is given twice, as "ja" and as "zh"'),
        (["query", "affiliations", "--format", "ttl"],
         "affiliations: ttl holds a graph, and this answer is a table; take csv or json"),
        (["query", "affiliations", "--endpoint", "localhost"],
         "localhost: is no address of an endpoint; write http://... or https://..."),
        (["query", "affiliations", "--output", "/nowhere/a.csv"],
         "/nowhere/a.csv: cannot be written: No such file or directory"),
        (["query", "affiliations", "--root", "/nowhere"],
         "/nowhere/koryu.toml: no such file; 'koryu new /nowhere' lays out a project"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_exit_1(root, arguments, message):
    assert run(root, *arguments) == (1, "", f"{message}\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "Missing argument 'NAME'."),
        (["query", "affiliations", "-p", "dalian"],
         "Invalid value for '-p' / '--param': 'dalian' is not of the form key=value"),
        (["query", "affiliations", "-p", "a=1", "-p", "a=2"], "the parameter a is given twice"),
        (["query", "affiliations", "-p", "as_of=1", "--as-of", "2"], "the parameter as_of is given twice"),
        (["query", "affiliations", "--format", "xlsx"],
         "xlsx is not text; write it to a file with --output FILE"),
        (["query", "affiliations", "--format", "doc"],
         "Invalid value for '--format': 'doc' is not one of 'table', 'csv', 'tsv', 'json', 'md', 'ttl', "
         "'jsonld', 'xlsx'."),
        (["quest"], "No such command 'quest'."),
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_2(root, arguments, message):
    code, out, error = run(root, *arguments)
    assert (code, out, error.split("\n")[-2]) == (2, "", f"Error: {message}")


def test_without_a_build_it_says_what_to_run(tmp_path):
    root = make_project(tmp_path, built=False)
    assert run(root, "query", "affiliations") == (
        1,
        "",
        f"{root}/build/store: no build yet; run 'koryu build'\n",
    )


def test_a_malformed_query_is_named_with_its_line(tmp_path):
    root = make_project(tmp_path, queries={**QUERIES, "a": "#+ summary: x\n#+ sumary: y\nSELECT ?x WHERE {}"})
    fields = "summary, description, params, columns, view, tags, example"
    message = f'queries/a.rq:2: the header has no field "sumary"; has {fields}\n'
    assert run(root, "query", "a") == (1, "", message)
    assert run(root, "queries") == (1, "", message)


def test_bytes_that_are_no_text_are_refused(root):
    done = subprocess.run(
        [KORYU, "query", "affiliations", "-p", b"place=\xff"], cwd=root, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b'affiliations: place "\\udcff" has "\\udcff", which no value may have\n'


def test_queries_are_listed(root):
    assert run(root, "queries") == (
        0,
        "name          summary                        parameters\n"
        "------------  -----------------------------  ----------------\n"
        "affiliations  Which affiliations are there?  place kind as_of\n"
        "describe      What is known of a thing?      thing*\n"
        "statements    What is stated?                lang\n",
        "",
    )
    assert run(root, "queries", "--format", "csv", "--lang", "ja")[1].split("\n")[1] == (
        "affiliations,どの提携があるか,place kind as_of"
    )


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(group, [command, "--help"])
    assert result.exit_code == 0
    assert f"Example: koryu {command}" in result.output
    assert "--root" in result.output


def test_a_broken_pipe_is_quiet(root):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(
            [KORYU, "query", "affiliations"],
            cwd=root,
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.stderr == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "affiliations"],
        ["query", "describe", "-p", "thing=dalian"],
        ["queries"],
        ["new", "{tmp}/new"],
    ],
)
def test_a_full_disk_is_one_line(root, tmp_path, arguments):
    command = [KORYU, *(each.format(tmp=tmp_path) for each in arguments)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=root, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (1, b"stdout: cannot be written: No space left on device\n")


def test_a_query_imports_no_more_than_it_needs(root):
    code = (
        "import sys; from koryu.cli import koryu; "
        "koryu(['query', 'affiliations', '--format', 'csv'], standalone_mode=False); "
        "heavy = {'pandas', 'rdflib', 'SPARQLWrapper', 'openpyxl', 'tabulate', 'numpy'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert (done.stdout.split("\n")[-2], done.stderr) == ("[]", "")


def test_a_bug_stays_loud(root, monkeypatch):
    def broken(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(koryu.project.Project, "ask", broken)
    result = CliRunner().invoke(group, ["query", "affiliations", "--root", str(root)])
    assert isinstance(result.exception, ZeroDivisionError)


def test_python_gives_a_frame(root):
    project = koryu.project.open(root)
    found = project.query("affiliations", as_of=pd.Timestamp("1986-10-23").date(), kind=None)
    assert found["affiliation"].tolist() == ["a1", "a2"]
    assert found["count"].tolist() == [pd.NA, 234]
    assert str(found["count"].dtype) == "Int64"
    assert found["since_date"].tolist() == [pd.Timestamp("1979-01-01"), pd.Timestamp("1986-10-01")]
    assert project.query("statements", lang="ja")["statement"].tolist() == ["行為。"]
    assert [query.name for query in project.queries()] == ["affiliations", "describe", "statements"]
    assert project.settings.title == "A small project"
    with pytest.raises(QueryError, match=r'^affiliations: no parameter "plase"; has place, kind, as_of$'):
        project.query("affiliations", plase="dalian")


def test_python_without_a_project(tmp_path):
    with pytest.raises(ProjectError, match=r"koryu\.toml: no such file; "):
        koryu.project.open(tmp_path)
