"""Each integrity constraint of data cubes finds what breaks it, and that only.

An example says in its first lines what must be found: ``# expect: IC-5 <thing>``, once for each finding.
"""

from collections import Counter
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseUpdate

from koryu.errors import QueryError
from koryu.validation.checks import CheckFinding, read_header, run_checks

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "queries/checks"
EXAMPLES = ROOT / "tests/examples/checks"
CONSTRAINTS = {f"IC-{number}" for number in range(1, 22)}
CUBE = {path.stem: path for path in sorted(CHECKS.glob("*.rq")) if read_header(path).rule in CONSTRAINTS}
BROKEN = sorted(path for name in CUBE for path in (EXAMPLES / name).glob("broken*.ttl"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def load(path: Path, graph: str | None = None) -> ox.Store:
    store = ox.Store()
    store.load(path=path, to_graph=ox.NamedNode(graph) if graph else None)
    return store


def expected(path: Path) -> Counter[tuple[str, str]]:
    lines = path.read_text("utf-8").splitlines()
    pairs = [line.removeprefix("# expect: ").split() for line in lines if line.startswith("# expect: ")]
    return Counter((rule, f"<{thing}>") for rule, thing in pairs)


def found(findings: list[CheckFinding]) -> Counter[tuple[str, str]]:
    return Counter((finding.rule, finding.thing) for finding in findings if finding.rule in CONSTRAINTS)


def only(path: Path) -> CheckFinding:
    (finding,) = (each for each in run_checks(load(path), CHECKS) if each.rule in CONSTRAINTS)
    return finding


def test_a_well_formed_cube_has_no_fault():
    assert found(run_checks(load(EXAMPLES / "good.ttl"), CHECKS)) == Counter()


@pytest.mark.parametrize("path", BROKEN, ids=name_of)
def test_a_broken_cube_has_the_faults_that_it_says(path):
    assert found(run_checks(load(path), CHECKS)) == expected(path)


@pytest.mark.parametrize("name", CUBE)
def test_each_check_has_an_example_that_breaks_it(name):
    rule = read_header(CUBE[name]).rule
    assert [path for path in BROKEN if path.parent.name == name and expected(path).total()]
    assert all(rule in {rule for rule, _ in expected(path)} for path in BROKEN if path.parent.name == name)


def test_each_integrity_constraint_has_one_check():
    assert Counter(read_header(path).rule for path in CUBE.values()) == Counter(CONSTRAINTS)


@pytest.mark.parametrize("path", CUBE.values(), ids=CUBE)
def test_a_check_parses_in_both_engines_and_selects_the_columns_of_its_header(path):
    columns = read_header(path).columns
    parsed = prepareQuery(path.read_text("utf-8"))
    answer = ox.Store().query(path.read_text("utf-8"))
    assert tuple(map(str, parsed.algebra.PV)) == columns
    assert tuple(variable.value for variable in answer.variables) == columns


def test_the_normalisation_parses_in_both_engines():
    update = (CHECKS / "normalise.ru").read_text("utf-8")
    assert parseUpdate(update)
    ox.Store().update(update)


@pytest.mark.parametrize("path", CUBE.values(), ids=CUBE)
def test_a_message_speaks_every_language(path):
    assert set(read_header(path).message) == {"en", "ja", "zh-Hans"}


def test_a_finding_names_the_thing_and_the_further_columns():
    finding = only(EXAMPLES / "code-not-in-code-list/broken-6.ttl")
    assert (finding.check, finding.rule) == ("code-not-in-code-list", "IC-19")
    assert finding.thing == "<http://example.org/visit-2>"
    assert finding.columns == {
        "dimension": "<http://example.org/city>",
        "code": '"Dalian"',
        "codeList": "<http://example.org/cities>",
    }
    assert finding.message["en"].startswith("A code must be a skos:Concept in the scheme")


def test_what_stands_in_several_graphs_is_checked_as_one():
    path = EXAMPLES / "observation-without-measure/broken.ttl"
    store = load(path, "http://example.org/one")
    visitors = ox.NamedNode("http://example.org/visitors")
    visit, other = ox.NamedNode("http://example.org/visit-1"), ox.NamedNode("http://example.org/two")
    assert found(run_checks(store, CHECKS)) == expected(path)
    store.add(ox.Quad(visit, visitors, ox.Literal(12), other))
    assert found(run_checks(store, CHECKS)) == Counter()


def test_a_store_is_left_as_it_was():
    store = load(EXAMPLES / "good.ttl")
    before = set(store)
    run_checks(store, CHECKS)
    assert set(store) == before


PREFIXES = "@prefix ex: <http://example.org/> . @prefix qb: <http://purl.org/linked-data/cube#> ."
CITIES, YEARS, MEASURES = ("dalian", "tokyo", None), (2001, 2002, None), ("rain", "sun", None)
Point = tuple[str | None, int | None, str | None]


def cube_of(points: list[Point]) -> str:
    """A cube with qb:measureType whose observations ex:o0, ex:o1, ... stand at ``points``."""
    structure = """ex:weather qb:structure ex:structure .
        ex:structure qb:component [ qb:dimension ex:city ], [ qb:dimension ex:year ],
            [ qb:dimension qb:measureType ], [ qb:measure ex:rain ], [ qb:measure ex:sun ] ."""
    rows = [
        f"ex:o{number} qb:dataSet ex:weather ; ex:rain 1 ."
        + (f" ex:o{number} ex:city ex:{city} ." if city else "")
        + (f" ex:o{number} ex:year {year} ." if year else "")
        + (f" ex:o{number} qb:measureType ex:{measure} ." if measure else "")
        for number, (city, year, measure) in enumerate(points)
    ]
    return "\n".join([PREFIXES, structure, *rows])


def agree(one: tuple[object, ...], two: tuple[object, ...]) -> bool:
    """No dimension of which both have a value sets them apart, as IC-12 and IC-17 are published."""
    return all(None in pair or pair[0] == pair[1] for pair in zip(one, two, strict=True))


def twice(points: list[Point]) -> Counter[tuple[str, str]]:
    shared = lambda one, two: any(None not in pair for pair in zip(one, two, strict=True))  # noqa: E731
    return Counter(
        ("IC-12", f"<http://example.org/o{later}>")
        for later, one in enumerate(points)
        for two in points[:later]
        if agree(one, two) and shared(one, two)
    )


def lonely(points: list[Point]) -> Counter[tuple[str, str]]:
    return Counter(
        ("IC-17", f"<http://example.org/o{number}>")
        for number, one in enumerate(points)
        if one[2]
        and sorted(two[2] for two in points if two[2] and agree(one[:2], two[:2])) != ["rain", "sun"]
    )


@pytest.mark.parametrize("seed", range(30))
def test_comparing_by_keys_finds_what_comparing_all_pairs_finds(seed, tmp_path):
    random = Random(seed)
    gaps = seed % 3  # none, some, many
    choose = lambda values: random.choice(values[:2] * (6 - 2 * gaps) + values[2:] * gaps)  # noqa: E731
    points = [(choose(CITIES), choose(YEARS), choose(MEASURES)) for _ in range(random.randrange(2, 10))]
    path = tmp_path / "cube.ttl"
    path.write_text(cube_of(points), "utf-8")
    findings = found(run_checks(load(path), CHECKS))
    compared = Counter({key: count for key, count in findings.items() if key[0] in ("IC-12", "IC-17")})
    assert compared == twice(points) + lonely(points)


HEADER = "#+ summary: Which?\n#+ rule: X-1\n#+ columns: [thing]\n#+ message: {en: Wrong.}\n"
QUERY = "SELECT ?thing WHERE { ?thing ?property ?value }\nORDER BY ?thing\n"


def folder_with(tmp_path: Path, check: str, normalise: str = "") -> Path:
    (tmp_path / "normalise.ru").write_text(normalise, "utf-8")
    (tmp_path / "fault.rq").write_text(check, "utf-8")
    return tmp_path


def message_of(folder: Path) -> str:
    with pytest.raises(QueryError) as caught:
        run_checks(load(EXAMPLES / "dimension-without-range/broken-2.ttl"), folder)
    return str(caught.value).removeprefix(f"{folder}/")


def test_a_check_need_not_be_of_cubes(tmp_path):
    folder = folder_with(tmp_path, HEADER + QUERY)
    assert run_checks(load(EXAMPLES / "dimension-without-range/broken-2.ttl"), folder) == [
        CheckFinding("fault", "X-1", "<http://example.org/city>", {}, {"en": "Wrong."})
    ]


@pytest.mark.parametrize(
    ("check", "message"),
    [
        (QUERY, "fault.rq:1: the header is missing; begin with #+ summary: ..."),
        (
            HEADER.replace("#+ rule: X-1\n", "") + QUERY,
            "fault.rq:1: the header has no rule; it must have summary, rule, columns, message",
        ),
        (
            HEADER.replace("rule", "rules") + QUERY,
            'fault.rq:2: the header has no field "rules"; has summary, description, rule, columns, message',
        ),
        (
            HEADER.replace("[thing]", "[]") + QUERY,
            "fault.rq:3: columns is empty; its first must be the thing at fault",
        ),
        (
            HEADER.replace("[thing]", "[thing, other]") + QUERY,
            "fault.rq:3: the columns of the header are thing, other, but the query selects thing; "
            "write the same in both",
        ),
        (
            HEADER + "SELECT ?thing WHERE { OPTIONAL { ?thing <http://example.org/none> 1 } }",
            "fault.rq:3: thing is unbound in a row; it must not be",
        ),
        (HEADER + "ASK { }", "fault.rq: the check is not a SELECT"),
    ],
)
def test_a_wrong_check_is_named_with_its_line(tmp_path, check, message):
    assert message_of(folder_with(tmp_path, check)) == message


def test_a_query_that_does_not_parse_is_named_with_its_line(tmp_path):
    folder = folder_with(tmp_path, HEADER + "SELECT ?thing WHERE {\n  ?thing ?property }\n")
    assert message_of(folder).startswith("fault.rq:6: it cannot be run: expected ")


def test_a_header_that_is_not_yaml_is_named_with_its_line(tmp_path):
    folder = folder_with(tmp_path, "#+ summary: Which?\n#+ columns: [thing\n" + QUERY)
    assert message_of(folder).startswith("fault.rq:2: the header is not YAML: ")


def test_a_normalisation_that_does_not_parse_is_named_with_its_line(tmp_path):
    folder = folder_with(tmp_path, HEADER + QUERY, "INSERT DATA { } ;\nINSERT nothing\n")
    assert message_of(folder).startswith("normalise.ru:2: it cannot be run: expected ")


def test_a_folder_without_a_normalisation_is_refused(tmp_path):
    assert message_of(tmp_path) == (
        "normalise.ru: no such file; the checks of a folder need one, which may be empty"
    )
