"""``koryu validate FILE --shapes FILE``: anyone's data, in every format, and what is no data."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from koryu import populate
from koryu.cli import koryu
from koryu.errors import KoryuError

ROOT = Path(__file__).parents[1]
SHAPES = """
@prefix e: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:S sh:targetClass e:T ; sh:property e:S-p .
e:S-p sh:path e:p ; sh:datatype xsd:integer ; sh:message "P1: a number"@en .
"""
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
TRIPLES = f"""<https://example.org/a> <{TYPE}> <https://example.org/T> .
<https://example.org/a> <https://example.org/p> "x" .
<https://example.org/b> <https://example.org/p> "y" .
"""
QUADS = TRIPLES.replace(" .\n", " <urn:g> .\n").replace("<urn:g>", "<urn:h>", 1)
XML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">
<e:T r:about="https://example.org/a"><e:p>x</e:p></e:T>
<r:Description r:about="https://example.org/b"><e:p>y</e:p></r:Description></r:RDF>"""
JSON = json.dumps(
    [
        {"@id": "https://example.org/a", "@type": "https://example.org/T", "https://example.org/p": "x"},
        {"@id": "https://example.org/b", "https://example.org/p": "y"},
    ]
)
DATA = {
    "ttl": "@prefix e: <https://example.org/> . e:a a e:T ; e:p 'x' . e:b e:p 'y' .",
    "nt": TRIPLES,
    "nq": QUADS,
    "trig": "@prefix e: <https://example.org/> . <urn:h> { e:a a e:T } <urn:g> { e:a e:p 'x' . e:b e:p 'y' }",
    "rdf": XML,
    "jsonld": JSON,
    "n3": "@prefix e: <https://example.org/> . e:a a e:T ; e:p 'x' . e:b e:p 'y' .",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shapes.ttl").write_text(SHAPES)

    def invoke(*args, stdin=None):
        return CliRunner().invoke(koryu, ["validate", "--root", str(ROOT), *args], input=stdin)

    return invoke


def fault(result):
    """What the command line prints of an error, before it exits with 1."""
    assert isinstance(result.exception, KoryuError)
    return str(result.exception)


def found(result):
    report = json.loads(result.stdout)
    return [(each["focus"], each["path"], each["value"]) for each in report["results"]]


ONE = [("https://example.org/a", "https://example.org/p", "x")]


@pytest.mark.parametrize("engine", ["sets", "pyshacl"])
@pytest.mark.parametrize("form", DATA)
def test_every_format_is_read(run, tmp_path, form, engine):
    (tmp_path / f"data.{form}").write_text(DATA[form])
    result = run(f"data.{form}", "--shapes", "shapes.ttl", "--format", "json", "--engine", engine)
    assert result.exit_code == 1
    assert found(result) == ONE


@pytest.mark.parametrize("form", DATA)
def test_standard_input_is_read(run, form):
    result = run("-", "--from", form, "--shapes", "shapes.ttl", "--format", "json", stdin=DATA[form])
    assert found(result) == ONE


def test_standard_input_is_turtle_if_nothing_is_said(run):
    assert found(run("-", "--shapes", "shapes.ttl", "--format", "json", stdin=DATA["ttl"])) == ONE


def test_several_files_are_one_graph(run, tmp_path):
    (tmp_path / "type.nt").write_text(TRIPLES.splitlines()[0])
    (tmp_path / "rest.nt").write_text("\n".join(TRIPLES.splitlines()[1:]))
    result = run("type.nt", "rest.nt", "--shapes", "shapes.ttl", "--format", "json")
    assert found(result) == ONE


def test_data_that_conform_exit_with_nothing_wrong(run):
    result = run("-", "--shapes", "shapes.ttl", "--format", "json", stdin=DATA["ttl"].replace("'x'", "1"))
    assert (result.exit_code, json.loads(result.stdout)["conforms"]) == (0, True)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("half.ttl", DATA["ttl"] + "\ne:c e:p \n", "half.ttl:3: not Turtle: Unexpected end"),
        ("half.nt", TRIPLES + "<https://example.org/c> <https\n", "half.nt:4: not N-Triples: "),
        (
            "half.nq",
            QUADS + "_:b <urn:p>\n",
            "half.nq:5: not N-Quads: line jumps are not allowed",
        ),
        ("half.rdf", XML[:-20], "half.rdf"),
        ("half.jsonld", JSON[:-5], "half.jsonld"),
        ("table.xyz", "a,b", "table.xyz: the name does not tell its format; it ends in .ttl, .nt, "),
    ],
)
def test_data_that_are_half_rdf_never_conform(run, tmp_path, name, text, message):
    (tmp_path / name).write_text(text)
    result = run(name, "--shapes", "shapes.ttl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert fault(result).startswith(message)
    assert len(fault(result).splitlines()) == 1


def test_blank_nodes_keep_their_labels(run):
    text = '_:me <https://example.org/p> "x" .\n_:me a <https://example.org/T> .'
    assert found(run("-", "--shapes", "shapes.ttl", "--format", "json", stdin=text)) == [
        ("_:me", "https://example.org/p", "x")
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["data.ttl"], "FILEs go with --shapes or --profile"),
        (["--shapes", "shapes.ttl"], "--shapes goes with FILEs or --endpoint"),
        (["--graph", "urn:g"], "--graph goes with --endpoint"),
        (["data.ttl", "--endpoint", "http://localhost/"], "FILEs do not go with --endpoint"),
        (
            ["--endpoint", "http://localhost/", "--engine", "pyshacl"],
            "--engine pyshacl needs RDF that is here",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, args, message):
    result = run(*args)
    assert result.exit_code == 2
    assert message in result.stderr


def test_files_that_are_missing_are_named(run):
    result = run("none.ttl", "--shapes", "shapes.ttl")
    assert fault(result) == "none.ttl: No such file or directory; name a file that can be read"
    assert fault(run("-", "--shapes", "none.ttl", stdin="")) == "none.ttl: no such file"


def test_shapes_that_are_no_turtle_are_named(run, tmp_path):
    (tmp_path / "bad.ttl").write_text("e:S sh:path")
    assert fault(run("-", "--shapes", "bad.ttl", stdin="")).startswith("bad.ttl:1: not Turtle: ")


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        ("en", "note: A target reaches nothing in the data: sh:targetClass <https://example.org/T> of"),
        ("ja", "注：データの中で何にも当たらないターゲットがあります：<https://example.org/S> の"),
        ("zh", "注：有一个目标在数据中没有对应的节点：<https://example.org/S> 的"),
    ],
)
def test_a_target_that_reaches_nothing_is_noted(run, lang, note):
    result = run("-", "--shapes", "shapes.ttl", "--lang", lang, stdin="<urn:a> <urn:b> <urn:c> .")
    assert result.exit_code == 0
    assert note in result.stdout


METADATA = {
    "@context": "http://www.w3.org/ns/csvw",
    "url": "things.csv",
    "tableSchema": {
        "aboutUrl": "https://example.org/{key}",
        "columns": [
            {"name": "key", "suppressOutput": True},
            {"name": "p", "datatype": "integer", "propertyUrl": "https://example.org/p"},
            {
                "name": "type",
                "virtual": True,
                "propertyUrl": "rdf:type",
                "valueUrl": "https://example.org/T",
            },
        ],
    },
}


@pytest.fixture
def tables(run, tmp_path):
    (tmp_path / "things.csv").write_text("key,p\na,x\nb,1\nc,\n")
    (tmp_path / "things.json").write_text(json.dumps(METADATA))
    return run


def test_tables_give_the_results_of_what_they_make_and_the_cells(tables, tmp_path):
    populate(tmp_path / "things.json", output=tmp_path / "graph.nt", mode="minimal")
    of_graph = tables("graph.nt", "--shapes", "shapes.ttl", "--format", "json")
    of_tables = tables("things.json", "--shapes", "shapes.ttl", "--format", "json")
    assert found(of_tables) == found(of_graph) == ONE
    (result,) = json.loads(of_tables.stdout)["results"]
    assert (result["file"], result["line"], result["column"]) == ("things.csv", 2, "p")


def test_tables_are_explained(tables):
    result = tables("things.json", "--shapes", "shapes.ttl", "--explain")
    assert [line for line in result.stderr.splitlines() if not line.startswith("warning: ")] == [
        "columns: S-p Datatype: cells of p that are <http://www.w3.org/2001/XMLSchema#integer>"
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--engine", "pyshacl"], "--engine pyshacl needs RDF that is here"),
        (["--from", "ttl", "--explain"], "--explain goes with tables"),
    ],
)
def test_what_goes_with_rdf_does_not_go_with_tables(tables, args, message):
    result = tables("things.json", "--shapes", "shapes.ttl", *args)
    assert result.exit_code == 2
    assert message in result.stderr
