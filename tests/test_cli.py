"""The commands beside query and queries: exit status and whole output."""

import hashlib
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from koryu.cli import koryu

ROOT = Path(__file__).parents[1]
UNIONS = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <https://example.org/#> .
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:A owl:disjointWith :B .
"""


def run(*arguments):
    result = CliRunner().invoke(koryu, [str(each) for each in arguments])
    return result.exit_code, result.output


def test_build_says_what_it_found_and_where_it_is(project):
    status, output = run("build", "--root", project)
    lines = output.splitlines()
    assert status == 0
    assert [line.split(":")[0] for line in lines[:5]] == [
        *["data/yoshida/affiliation-counts.csv"] * 4,
        "data/yoshida/investments.csv",
    ]
    assert lines[5] == "0 violation, 1 warning, 4 info"
    assert lines[6].startswith("11422 triples: alignments 91, concepts 1038, cube 216, gazetteer 2994, ")
    assert lines[7] == f"built {project}/build -> {(project / 'build').resolve()}"


def test_validate_exits_with_0_and_with_strict_with_1(built):
    status, output = run("validate", "--root", built)
    assert (status, output.splitlines()[-1]) == (0, "0 violation, 1 warning, 4 info")
    assert run("validate", "--root", built, "--strict") == (1, output)


def test_validate_writes_a_report_of_shacl_that_two_parsers_read(built):
    status, turtle = run("validate", "--root", built, "--format", "ttl")
    store = ox.Store()
    store.load(turtle, ox.RdfFormat.TURTLE)
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?conforms (COUNT(?result) AS ?results) {
          ?report a sh:ValidationReport ; sh:conforms ?conforms ; sh:result ?result .
          ?result a sh:ValidationResult
        } GROUP BY ?conforms"""
    (row,) = store.query(query)
    assert status == 0
    assert (row["conforms"].value, row["results"].value) == ("false", "5")
    assert "<< " not in turtle
    assert not [quad for quad in store if isinstance(quad.subject, ox.BlankNode)]


def test_validate_speaks_the_readers_language(built):
    _, output = run("validate", "--root", built, "--lang", "ja")
    assert "記載の割合" in output


def test_the_ontology_is_in_owl_lite():
    path = ROOT / "ontology" / "koryu.ttl"
    assert run("validate", "--profile", "owl-lite", path) == (0, f"OWL Lite: {path}\n")


def test_an_ontology_that_leaves_the_profile_exits_with_1(tmp_path):
    path = tmp_path / "unions.ttl"
    path.write_text(UNIONS)
    status, output = run("validate", "--profile", "owl-lite", path)
    assert status == 1
    assert output.splitlines()[-1] == f"OWL DL: {path}"
    assert output.startswith(f"{path}: L9 ")
    assert ":A owl:disjointWith :B (left: OWL DL)" in output


@pytest.mark.parametrize(
    "arguments",
    [
        ["x.ttl"],
        ["--with", "x.ttl"],
        ["--profile", "owl-lite"],
        ["--profile", "el"],
        ["--profile", "owl-lite", "x.ttl", "--format", "json"],
        ["--profile", "owl-lite", "x.ttl", "--format", "ttl"],
    ],
)
def test_wrong_usage_of_validate_exits_with_2(arguments):
    assert run("validate", *arguments)[0] == 2


def test_validate_writes_faults_of_tables_as_json(project, tmp_path):
    table = project / "data/yoshida/affiliation-counts.csv"
    table.write_text(table.read_text("utf-8").replace(",203,203,", ',"2,03",203,'), "utf-8")
    report = tmp_path / "r.json"
    assert run("validate", "--root", project, "--format", "json", "-o", report) == (1, "")
    assert json.loads(report.read_text("utf-8")) == {
        "conforms": False,
        "counts": {"Violation": 1, "Warning": 0, "Info": 0},
        "name": "Koryu: exchanges between local governments of Japan and China",
        "engine": "",
        "notes": [],
        "results": [
            {
                "severity": "Violation",
                "shape": None,
                "component": None,
                "focus": None,
                "path": None,
                "value": None,
                "terms": {"focus": None, "value": None},
                "messages": {"en": '"2,03" is not an integer; write digits only, such as 1304'},
                "file": "data/yoshida/affiliation-counts.csv",
                "line": 3,
                "column": "count",
                "missing_from": None,
                "digest": None,
            }
        ],
    }
    assert run("validate", "--root", project, "--format", "ttl", "-o", tmp_path / "r.ttl") == (1, "")
    assert not (tmp_path / "r.ttl").exists()


@pytest.mark.parametrize("command", [["validate"], ["queries"], ["query", "coverage"]])
def test_a_language_that_the_project_does_not_speak_is_refused(built, command):
    result = CliRunner().invoke(koryu, [*command, "--lang", "fr", "--root", str(built)])
    assert result.exit_code == 1
    assert str(result.exception) == 'lang "fr" is not a language of this project; has en, ja, zh'


def test_export_gives_the_turtle_of_the_build_and_one_graph(built):
    status, output = run("export", "--root", built)
    digests = (built / "build" / "SHA256SUMS").read_text()
    assert status == 0
    assert f"{hashlib.sha256(output.encode()).hexdigest()}  koryu.ttl" in digests
    _, one = run("export", "--root", built, "--graph", "registers", "--format", "nt")
    assert len(one.splitlines()) == 2143


def test_export_names_the_graphs_there_are(built):
    result = CliRunner().invoke(koryu, ["export", "--root", str(built), "--graph", "yosida"])
    assert "yosida" in str(result.exception)
    assert "yoshida" in str(result.exception)


def test_export_to_geojson_has_a_point_for_dalian(built, tmp_path):
    output = tmp_path / "places.geojson"
    assert run("export", "--root", built, "--format", "geojson", "--output", output) == (0, "")
    features = json.loads(output.read_text("utf-8"))["features"]
    (dalian,) = [each for each in features if each["properties"]["key"] == "dalian"]
    assert dalian["geometry"] == {"type": "Point", "coordinates": [121.60222, 38.91222]}


def test_a_graph_without_a_place_is_no_map(built):
    result = CliRunner().invoke(
        koryu, ["export", "--root", str(built), "--graph", "registers", "--format", "geojson"]
    )
    assert (result.exit_code, str(result.exception)) == (
        1,
        "export: there is no government to put on a map; choose another format than geojson",
    )


def test_audit_refuses_a_text_that_is_not_the_paper(built, tmp_path):
    paper = tmp_path / "other.txt"
    paper.write_text("Nothing of it is here.")
    result = CliRunner().invoke(koryu, ["audit", str(paper), "--root", str(built)])
    assert result.exit_code == 1
    assert str(result.exception).startswith(f"{paper}: ")


def test_audit_of_the_paper_holds(built, shared):
    status, output = run("audit", shared / "paper" / "yoshida.txt", "--root", built)
    assert status == 0
    assert "Sentences found in the text: 73 of 73\n" in output
    assert "Sentences of the body with facts: 64 of 64\n" in output
    assert "Numbers and dates of cited sentences that are values: 60 of 60\n" in output
    assert output.endswith("Everything holds.\n")


def test_an_audit_fails_where_a_number_is_missing(project, shared):
    table = project / "data/yoshida/affiliation-totals.csv"
    table.write_text(table.read_text("utf-8").replace(",58,58 countries,", ",85,85 countries,"), "utf-8")
    run("build", "--root", project)
    status, output = run("audit", shared / "paper" / "yoshida.txt", "--root", project)
    assert status == 1
    where = "is in no sentence that the fact cites (2.1.2)"
    assert [line for line in output.splitlines() if "2.1.2" in line] == [
        "  2.1.2: 58 is in the sentence, but no fact that cites it has this value",
        f'  japan-partner-countries-1998: countAsPublished "85 countries" {where}',
        f"  japan-partner-countries-1998: unitCount 85 {where}",
    ]


def test_new_lays_out_a_project_that_builds(built, tmp_path):
    target = tmp_path / "mine"
    status, output = run("new", target, "--root", built)
    assert (status, output.split(";")[0]) == (0, f"laid out {target}")
    status, output = run("build", "--root", target)
    assert (status, output.splitlines()[0]) == (0, "0 violation, 0 warning, 0 info")
    assert run("query", "partners", "--root", target, "--format", "csv") == (
        0,
        "place,partner,partner_country,kind,since,until,source\n",
    )


def test_a_project_with_a_base_of_its_own_answers_as_the_old_one(built, tmp_path):
    target, base = tmp_path / "mine", "https://city.example/exchange/"
    run("new", target, "--base", base, "--root", built)
    for table in (target / "data").glob("*/*.csv"):
        shutil.copy(ROOT / table.relative_to(target), table)
    status, output = run("build", "--root", target)
    assert (status, output.splitlines()[0]) == (0, "0 violation, 0 warning, 0 info")
    asked = ["query", "partners", "-p", "place=dalian", "--format", "csv", "--labels", "--root"]
    assert run(*asked, target) == run(*asked, built)
    quads = (target / "build/koryu.nq").read_text("utf-8").splitlines()
    assert {line for line in quads if "koryu/id/" in line or "koryu/graph/" in line} == {
        "<https://w3id.org/koryu/def> <http://purl.org/dc/terms/source> "
        f"<https://w3id.org/koryu/id/source/yoshida> <{base}graph/ontology> ."
    }


def test_a_base_below_which_the_tables_make_nothing_is_refused(project):
    settings = project / "koryu.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("https://w3id.org/", "https://example.org/"), "utf-8"
    )
    result = CliRunner().invoke(koryu, ["build", "--root", str(project)])
    assert (result.exit_code, str(result.exception)) == (
        1,
        f"{settings}: no row makes an IRI below base https://example.org/koryu/, but such as "
        "https://w3id.org/koryu/id/affiliation/aff001; "
        "'koryu new DIR --base https://example.org/koryu/' lays out tables that do",
    )


def test_a_query_without_a_build_says_what_to_do(project):
    result = CliRunner().invoke(koryu, ["query", "coverage", "--root", str(project)])
    assert str(result.exception) == f"{project}/build/store: no build yet; run 'koryu build'"
