"""What the benchmarks rest on: tables that stay the same, and a list of faults that holds."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from fault_kinds import KINDS
from fault_kinds.rows import SH, SHAPES
from faults import generate as generate_faults
from generate import generate
from judging import Verdict, judge, read_expected, read_report, read_results

from koryu import populate

BENCHMARKS = Path(__file__).parent / "benchmarks"
RULES = BENCHMARKS / "shapes.ttl"

# of tables that were made before there were faults
TABLES = {
    "affiliations": "7c9ddf33e85001316de18562c83dd70af82a50b2696841a2ed20b305eb885e3b",
    "municipalities": "ee442bef9526dea86b3341b9249c5ed3f2f4b4dc96c226fa5b26c964319a11b8",
    "observations": "1a4113ac1d428ddb80976b4bc2151337e593ddf4b4511dda1a25f030f56de1b7",
    "participants": "405161f80dff26dd3e31dd727125d9b6622b13a0527fe98e72292a0a1a7c4db2",
    "projects": "e5d4efde7355de97cf19d0edec65d8a67f8ea7e7fa60bf41e116d1a27449149e",
}
# parameters of SHACL: https://www.w3.org/TR/shacl/#core-components
COMPONENTS = """
    Class Closed Datatype Disjoint HasValue In LanguageIn LessThan LessThanOrEquals MaxCount MaxExclusive
    MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node NodeKind Not Or Pattern
    QualifiedMinCount SPARQL UniqueLang Xone
""".split()  # noqa: SIM905 - twenty-six names read better as a text


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    populate(generate_faults(folder, 3000, rate=0.5), output=folder / "graph.nt", mode="minimal")
    return folder


def expected(data):
    return read_expected(data / "expected.csv")


def found_by_pyshacl(data, *options):
    output = data / "results.csv"
    run = [sys.executable, BENCHMARKS / "peers/pyshacl_run.py", data / "graph.nt", RULES, output]
    subprocess.run([*run, *options], check=True)
    return read_results(output)


def test_tables_without_faults_keep_their_bytes(tmp_path):
    generate(tmp_path, 2000)
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.csv")}
    assert found == TABLES


def test_every_kind_of_fault_is_put_in(data):
    assert set(expected(data).values()) == {kind.__name__ for kinds in KINDS.values() for kind in kinds}


def test_pyshacl_finds_every_fault_and_nothing_else(data):
    assert judge(expected(data), found_by_pyshacl(data)) == Verdict({}, ())


def test_core_alone_finds_all_but_what_queries_find(data):
    core = read_expected(data / "expected.csv", core=True)
    assert judge(core, found_by_pyshacl(data, "core")) == Verdict({}, ())
    missed = expected(data).keys() - core.keys()
    assert {result.component for result in missed} == {f"{SH}SPARQLConstraintComponent"}


def test_the_faults_break_each_component_and_each_property_shape(data):
    broken = {result.component for result in expected(data)}
    assert broken == {f"{SH}{name}ConstraintComponent" for name in COMPONENTS}
    shapes = {
        str(shape) for shape in rdflib.Graph().parse(RULES).subjects(rdflib.SH.path) if SHAPES in str(shape)
    }
    assert shapes - {result.shape for result in expected(data)} == {f"{SHAPES}CountryShape-code"}


def test_what_is_missed_made_up_or_told_twice_is_told(data):
    (first, name), *_ = wanted = list(expected(data).items())
    found = [result for result, _ in wanted]
    other = first._replace(value='"another"')
    assert judge(dict(wanted), [*found[1:], other, found[2]]) == Verdict({first: name}, (found[2], other))


def test_a_report_in_turtle_reads_as_the_table_does(tmp_path):
    report, table = tmp_path / "report.ttl", tmp_path / "results.csv"
    report.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
        [] sh:result [
            sh:focusNode <https://example.org/a> ; sh:resultPath [ sh:inversePath <https://example.org/p> ] ;
            sh:value "19x9" ; sh:sourceShape <https://example.org/s> ;
            sh:sourceConstraintComponent sh:DatatypeConstraintComponent ] .""",
        "utf-8",
    )
    table.write_text(
        "focus,path,value,component,shape\n"
        '<https://example.org/a>,^<https://example.org/p>,"""19x9""",'
        "http://www.w3.org/ns/shacl#DatatypeConstraintComponent,https://example.org/s\n",
        "utf-8",
    )
    assert read_report(report) == read_results(table)
