"""Snapshots of another dataset: fetched over HTTP from a real SPARQL endpoint, compared, written, built."""

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import faulty_endpoint as faulty
from koryu.build import build
from koryu.cli import koryu
from koryu.linking.fetching import find_parties
from koryu.linking.snapshots import find_template
from koryu.linking.twinnings import Day, Item, Party, Statement, make_rows, read_day
from koryu.project import open as open_project
from koryu.scaffold import lay_out
from koryu.settings import read_settings
from koryu.sssom.mappings import CLOSE, EXACT, UNSPECIFIED, Mapping
from small_client import asking

ROOT = Path(__file__).parents[1]
DATA = (ROOT / "tests/examples/fetch/wikidata.ttl").read_text("utf-8")
NAME = "wikidata-affiliations"


@pytest.fixture(scope="module")
def endpoint():
    with faulty.oxigraph(DATA) as url:
        yield url


@pytest.fixture(scope="module")
def fetched(tmp_path_factory, built, endpoint):
    """A copy of the shipped project with a snapshot, built; tests only read it."""
    root = copy(built, tmp_path_factory.mktemp("fetched") / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    build(read_settings(root))
    return root


def copy(built, root):
    """A project of its own with the build of the shipped one."""
    root.mkdir()
    for name in ("ontology", "queries"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copy(ROOT / "koryu.toml", root)
    (root / "build").symlink_to((built / "build").resolve())
    return root


def fetch(root, *options, name=NAME):
    result = CliRunner().invoke(koryu, ["fetch", name, "--root", str(root), *options])
    if result.exception and not isinstance(result.exception, SystemExit):
        return 1, str(result.exception), ""
    return result.exit_code, result.stdout, result.stderr


def rows(root, table):
    with (root / f"data/wikidata/{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(root, table, *names):
    return [tuple(row[name] for name in names) for row in rows(root, table)]


def test_statements_are_kept_with_rank_and_dates_to_their_precision(fetched):
    assert column(fetched, "statements", "key", "item", "twinned_item", "rank", "start", "end") == [
        ("Q188806-A", "Q188806", "Q74881", "Normal", "1978", ""),
        ("Q188806-B", "Q188806", "Q16572", "Deprecated", "", ""),
        ("Q34664-A", "Q34664", "Q11725", "Preferred", "1986-10", ""),
        ("Q43934-A", "Q43934", "Q127513", "Normal", "1983-05-12", "2020"),
        ("Q617375-A", "Q617375", "Q42956", "Normal", "", ""),
        ("Q617375-B", "Q617375", "Q999999", "Normal", "", ""),
        ("Q74881-A", "Q74881", "Q188806", "Normal", "1979-05-01", ""),
    ]


def test_what_becomes_of_a_statement_is_said(fetched):
    assert column(fetched, "statements", "key", "affiliation", "not_taken") == [
        ("Q188806-A", "wikidata-q74881-q188806", ""),
        ("Q188806-B", "", "deprecated"),
        ("Q34664-A", "", "not-then"),  # the municipality of Chongqing is of 1997
        ("Q43934-A", "wikidata-q43934-q127513", ""),
        ("Q617375-A", "", "no-start"),
        ("Q617375-B", "", "no-government"),
        ("Q74881-A", "wikidata-q74881-q188806", ""),
    ]


def test_items_are_kept_with_their_revision_from_the_query_service_or_a_dump(fetched):
    found = {row["key"]: row for row in rows(fetched, "items")}
    others = {"Q11725", "Q127513", "Q16572", "Q34664", "Q42956", "Q43934", "Q617375", "Q999999"}
    assert set(found) == {"Q188806", "Q74881", *others}
    assert found["Q74881"] == {
        "key": "Q74881",
        "label_en": "Dalian",
        "label_ja": "大連市",
        "label_zh": "大连市",
        "revision": "2100000001",
        "modified": "2026-10-01T00:00:00Z",
        "government": "dalian",
    }
    assert found["Q188806"]["revision"] == "2100000002"
    assert (found["Q999999"]["label_en"], found["Q999999"]["government"]) == ("Elsewhere  b", "")


def test_the_summary_counts_why_statements_made_no_affiliation(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[2] == (
        f"{root}/data/wikidata: 7 statements, of which 2 affiliations of governments here were made; "
        "not taken: 1 deprecated, 1 no-government, 1 no-start, 1 not-then; now run: koryu build\n"
    )


def test_references_are_kept(fetched):
    assert rows(fetched, "references") == [
        {
            "statement": "Q74881-A",
            "reference": "one",
            "number": "1",
            "address": "https://www.dalian.example/sisters",
            "stated_in": "Q5",
            "retrieved": "2020-02-02",
        }
    ]


def test_the_source_says_from_where_from_when_and_which_version(fetched, endpoint):
    [row] = rows(fetched, "source")
    today = datetime.now(UTC).date().isoformat()
    assert (row["key"], row["address"], row["retrieved"], row["version"]) == (
        "wikidata",
        endpoint,
        today,
        "2026-11-20T03:04:05Z",
    )


def test_a_government_that_did_not_exist_then_is_no_party(fetched):
    found = column(fetched, "statements", "key", "government", "twinned_government")
    assert {key: governments for key, *governments in found} == {
        "Q188806-A": ["kitakyushu", "dalian"],
        "Q188806-B": ["kitakyushu", ""],  # which is linked to none here
        "Q34664-A": ["hiroshima-city", ""],
        "Q43934-A": ["liaoning", "kanagawa"],
        "Q617375-A": ["hiroshima-pref", "harbin"],
        "Q617375-B": ["hiroshima-pref", ""],
        "Q74881-A": ["dalian", "kitakyushu"],
    }
    compared = open_project(fetched).ask("sources-compared", {"place": "hiroshima-city"}).rows
    assert [row for row in compared if "wikidata" in row] == []


def test_an_affiliation_has_its_beginning_its_end_and_what_each_side_asserts(fetched):
    project = open_project(fetched)
    timeline = project.ask("affiliation-timeline", {"place": "liaoning"}).rows
    assert [row for row in timeline if row[0] == "wikidata-q43934-q127513"] == [
        ("wikidata-q43934-q127513", "1983-05-12", "affiliated", "in-force", ""),
        ("wikidata-q43934-q127513", "2020", "terminated", "ended", ""),
    ]
    assertions = project.ask("assertions", {"affiliation": "wikidata-q74881-q188806"}).rows
    page = "https://www.wikidata.org/wiki/"
    assert assertions == (
        ("wikidata-q74881-q188806", "wikidata-q188806", f"{page}Q188806", "list-page", "1978", "twinned", ""),
        (
            "wikidata-q74881-q188806",
            "wikidata-q74881",
            f"{page}Q74881",
            "list-page",
            "1979-05-01",
            "twinned",
            "",
        ),
    )


def test_a_partner_of_two_sources_stands_once_for_each(fetched):
    partners = open_project(fetched).ask("partners", {"place": "dalian"}).rows
    assert [row[1:] for row in partners if row[1] == "kitakyushu"] == [
        ("kitakyushu", "japan", "friendship-city", "1979-05-01", "", "registers"),
        ("kitakyushu", "japan", "twinned", "1979-05-01", "", "wikidata"),
    ]


def test_sources_are_compared_and_never_merged(fetched):
    project = open_project(fetched)
    assert [row for row in project.ask("sources-compared", {}).rows if "wikidata" in row] == [
        ("dalian", "kitakyushu", "wikidata", "2", "1978", "2", "true"),
        ("dalian", "kitakyushu", "wikidata", "2", "1979-05-01", "2", "true"),
        ("harbin", "hiroshima-pref", "wikidata", "1", "", "1", "false"),
        ("kanagawa", "liaoning", "wikidata", "1", "1983-05-12", "2", "false"),
    ]
    by_country = project.ask("registered-affiliations-by-country", {}).rows
    assert by_country == open_project(ROOT).ask("registered-affiliations-by-country", {}).rows


def test_a_snapshot_is_a_graph_of_its_own(fetched):
    store = open_project(fetched).store
    graph = "<https://w3id.org/koryu/graph/wikidata>"
    found = store.select(
        f"SELECT ?s WHERE {{ GRAPH {graph} {{ ?s a <http://wikiba.se/ontology#Statement> }} }} ORDER BY ?s"
    )
    assert len(found.rows) == 7
    for name in ("ttl", "csv", "geojson", "graphml", "jsonld", "rdfxml"):
        result = CliRunner().invoke(
            koryu,
            ["export", "--root", str(fetched), "--format", name, "--output", str(fetched / f"out.{name}")],
        )
        assert result.exit_code == 0, result.output


A = "wikidata-q43934-q127513"
CHANGED = f"""\
table,key,change,column,before,after
items,Q188806,changed,revision,2100000002,2100000009
statements,Q188806-A,changed,start,1978,1977
statements,Q43934-A,changed,rank,Normal,Deprecated
statements,Q43934-A,changed,affiliation,{A},
statements,Q43934-A,changed,not_taken,,deprecated
pages,wikidata-q43934,removed,label_en,"Wikidata, Liaoning (Q43934)",
pages,wikidata-q43934,removed,address,https://www.wikidata.org/wiki/Q43934,
affiliations,{A},removed,first_party,liaoning,
affiliations,{A},removed,second_party,kanagawa,
affiliations,{A},removed,first_party_as_published,Liaoning,
affiliations,{A},removed,second_party_as_published,Kanagawa,
affiliations,{A},removed,earliest,1983-05-12,
affiliations,{A},removed,latest,1983-05-12,
affiliations,{A},removed,precision,day,
affiliations,{A},removed,date_as_published,1983-05-12,
affiliation-beginnings,{A},removed,earliest,1983-05-12,
affiliation-beginnings,{A},removed,latest,1983-05-12,
affiliation-beginnings,{A},removed,precision,day,
affiliation-beginnings,{A},removed,date_as_published,1983-05-12,
affiliation-ends,{A},removed,earliest,2020-01-01,
affiliation-ends,{A},removed,latest,2020-12-31,
affiliation-ends,{A},removed,precision,year,
affiliation-ends,{A},removed,date_as_published,2020,
assertions,{A} 1,removed,page,wikidata-q43934,
assertions,{A} 1,removed,earliest,1983-05-12,
assertions,{A} 1,removed,latest,1983-05-12,
assertions,{A} 1,removed,precision,day,
assertions,{A} 1,removed,date_as_published,1983-05-12,
assertions,wikidata-q74881-q188806 2,changed,earliest,1978-01-01,1977-01-01
assertions,wikidata-q74881-q188806 2,changed,latest,1978-12-31,1977-12-31
assertions,wikidata-q74881-q188806 2,changed,date_as_published,1978,1977
"""
LATER = (
    DATA.replace('"1978-01-01T00:00:00Z"', '"1977-01-01T00:00:00Z"')
    .replace("2100000002", "2100000009")
    .replace("wikibase:NormalRank ; pqv:P580 v:kanagawa", "wikibase:DeprecatedRank ; pqv:P580 v:kanagawa")
)


def tables(root):
    return {path.name: path.read_bytes() for path in sorted((root / "data/wikidata").iterdir())}


def test_the_next_fetch_shows_what_has_changed_and_writes_when_told(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    before = tables(root)
    with faulty.oxigraph(LATER) as url:
        options = ("--endpoint", url, "--update", "--max-age", "0", "--format", "csv")
        assert fetch(root, *options) == (0, CHANGED, "nothing is written; with --write it is\n")
        assert tables(root) == before
        assert fetch(root, *options, "--write")[:2] == (0, CHANGED)
        assert fetch(root, *options)[:2] == (0, "table,key,change,column,before,after\n")
    assert ("Q43934-A", "Deprecated") in column(root, "statements", "key", "rank")
    assert not list(root.glob(".fetch-*"))


def test_a_fetch_that_fails_leaves_the_snapshot_that_was_there(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    before = tables(root)

    def fault(number, query):
        return faulty.truth if number <= 6 else faulty.page

    with faulty.spoiled(endpoint, fault) as (url, _):
        status, output, _ = fetch(root, "--endpoint", url, "--update", "--write")
    assert (status, tables(root)) == (1, before)
    assert "; is it a SPARQL endpoint?" in output


def test_an_endpoint_that_states_nothing_empties_no_snapshot(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    before = tables(root)
    with faulty.oxigraph('<urn:a> <urn:b> "c" .') as url:
        status, output, _ = fetch(root, "--endpoint", url, "--update", "--write")
    assert (status, tables(root)) == (1, before)
    assert output == f"{url}: states nothing of bodies of JP, CN; " + (
        "is it the right endpoint, and are these codes of countries? Nothing is changed"
    )


ELSEWHERE = (
    DATA.replace("Q74881-A", "Q74881-Z").replace("p:P190", "p:P47").replace("p:P47 wds:Q74", "p:P190 wds:Q74")
)


@pytest.mark.parametrize(
    ("data", "options", "problem"),
    [
        (
            DATA,
            ("--countries", "JP,XX"),
            'countries: {url} knows no country with the code "XX"; leave it out of --countries, or name '
            "another endpoint with --endpoint; if it has been loaded since, --max-age 0 asks anew",
        ),
        (
            ELSEWHERE,
            (),
            "{folder}: none of its 7 statements is among the 1 of {url} for JP CN, so nothing is written; "
            "see --endpoint and --countries, and --max-age 0, which asks anew; if all has gone indeed, "
            "remove the folder and leave --update out",
        ),
    ],
    ids=["unknown country", "other statements"],
)
def test_a_snapshot_is_not_taken_away_by_an_endpoint_that_has_none_of_it(
    tmp_path, built, endpoint, data, options, problem
):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    before = tables(root)
    with faulty.oxigraph(data) as url:
        status, output, _ = fetch(root, "--endpoint", url, "--update", "--write", *options)
        told = problem.format(url=url, folder=root / "data/wikidata")
    assert (status, output, tables(root)) == (1, told, before)


def test_a_fetch_goes_on_where_it_was_stopped(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    broken = [True]

    def fault(_number, query):
        return faulty.page if broken[0] and "schema:version" in query else faulty.truth

    with faulty.spoiled(endpoint, fault) as (url, asked):
        assert fetch(root, "--endpoint", url)[0] == 1
        assert not (root / "data/wikidata").exists()
        broken[0] = False
        del asked[:]
        assert fetch(root, "--endpoint", url)[0] == 0
    assert not any("P190" in query for query in asked)
    assert len(rows(root, "statements")) == 7


def test_a_snapshot_that_a_killed_run_moved_away_is_put_back(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    before = tables(root)
    (root / ".fetch-999999999").mkdir()
    (root / "data/wikidata").rename(root / ".fetch-999999999/old")
    status, _, _ = fetch(root, "--endpoint", endpoint, "--update")
    assert (status, tables(root)) == (0, before)


@pytest.mark.parametrize(
    ("name", "options", "problem"),
    [
        ("wikidata-rivers", (), 'nothing to fetch is called "wikidata-rivers"; has wikidata-affiliations'),
        (NAME, ("--countries", "Japan"), 'countries: "Japan" is no code of a country; write such as JP,CN'),
        (NAME, ("--update",), "is not there yet; leave --update out"),
    ],
)
def test_what_cannot_be_fetched_is_refused(built, tmp_path, name, options, problem):
    status, output, _ = fetch(copy(built, tmp_path / "project"), *options, name=name)
    assert (status, output.partition("data/wikidata: ")[2] or output) == (1, problem)


def test_what_is_there_is_not_fetched_again_unasked(fetched, endpoint):
    status, output, _ = fetch(fetched, "--endpoint", endpoint)
    assert (status, output) == (
        1,
        f"{fetched}/data/wikidata: is there already; --update shows what has changed",
    )


def test_a_new_project_fetches_too(tmp_path, endpoint):
    root = tmp_path / "city"
    lay_out(read_settings(ROOT), root, "https://example.org/city/")
    for table, line in (
        ("gazetteer", "gazetteer,Gazetteer,地名,地名,Places."),
        ("registers", "registers,Registers,登録,登记,Registers."),
    ):
        with (root / f"data/{table}/source.csv").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    build(read_settings(root))
    assert fetch(root, "--endpoint", endpoint)[0] == 0
    assert {row["not_taken"] for row in rows(root, "statements")} == {"no-government", "deprecated"}
    build(read_settings(root))
    found = open_project(root).store.select(
        "SELECT ?source WHERE { ?source <http://purl.org/pav/retrievedOn> ?day }"
    )
    assert found.rows == [("<https://example.org/city/id/source/wikidata>",)]


# what becomes of statements


def day(text):
    precision = {4: "year", 7: "month", 10: "day"}[len(text)]
    return read_day(f"{text}{'-01-01'[len(text) - 4 :]}T00:00:00Z", precision)


def test_a_time_is_read_to_its_precision():
    assert day("1979-05-01") == Day(date(1979, 5, 1), date(1979, 5, 1), "day", "1979-05-01")
    assert day("1980-02") == Day(date(1980, 2, 1), date(1980, 2, 29), "month", "1980-02")
    assert day("1979-12") == Day(date(1979, 12, 1), date(1979, 12, 31), "month", "1979-12")
    assert day("2000") == Day(date(2000, 1, 1), date(2000, 12, 31), "year", "2000")
    # as Wikidata may write a year: without a month, with any, and before what we call possible
    assert read_day("1979-00-00T00:00:00Z", "year") == day("1979")
    assert read_day("1979-07-09T00:00:00Z", "year") == day("1979")
    for text, precision in (
        ("1979-02-30T00:00:00Z", "day"),
        ("-0500-01-01T00:00:00Z", "year"),
        ("1979-01-01", "vague"),
    ):
        assert read_day(text, precision) is None


def made(statements, parties):
    items = {key: Item(key) for each in statements for key in (each.body, each.partner)}
    return make_rows("d", "D", statements, items, parties)


A1, B1 = Party("a"), Party("b")


def test_the_statement_of_the_best_rank_then_the_best_known_gives_the_date():
    statements = [
        Statement("1", "Q1", "Q2", "Normal", day("1990-01-01")),
        Statement("2", "Q2", "Q1", "Preferred", day("1991")),
        Statement("3", "Q1", "Q2", "Preferred", day("1992-03")),
        Statement("4", "Q1", "Q2", "Deprecated", day("1980-01-01")),
    ]
    found = made(statements, {"Q1": [A1], "Q2": [B1]})
    [affiliation] = found["affiliations"]
    assert (affiliation["key"], affiliation["date_as_published"]) == ("d-q1-q2", "1992-03")
    assert [row["date_as_published"] for row in found["assertions"]] == ["1992-03", "1991", "1990-01-01"]


@pytest.mark.parametrize(
    ("start", "parties", "affiliations"),
    [
        ("1997-03-13", [Party("old", None, date(1997, 3, 14)), Party("new", date(1997, 3, 14))], ["old"]),
        ("1997-03-14", [Party("old", None, date(1997, 3, 14)), Party("new", date(1997, 3, 14))], ["new"]),
        ("1997-03", [Party("old", None, date(1997, 3, 14)), Party("new", date(1997, 3, 14))], []),
        ("1986", [Party("new", date(1997, 3, 14))], []),
        ("1997", [Party("new", date(1997, 3, 14))], ["new"]),
    ],
)
def test_the_party_is_the_government_that_existed_then(start, parties, affiliations):
    found = made([Statement("1", "Q1", "Q2", "Normal", day(start))], {"Q1": [A1], "Q2": parties})
    assert [row["second_party"] for row in found["affiliations"]] == affiliations
    assert [row["not_taken"] for row in found["statements"]] == ["" if affiliations else "not-then"]


def test_two_pairs_of_the_same_governments_make_one_affiliation():
    statements = [
        Statement("1", "Q1", "Q2", "Normal", day("1990")),
        Statement("2", "Q1", "Q3", "Normal", day("1990")),
        Statement("3", "Q2", "Q3", "Normal", day("1990")),
    ]
    found = made(statements, {"Q1": [A1], "Q2": [B1], "Q3": [B1]})
    assert [row["key"] for row in found["affiliations"]] == ["d-q1-q2"]
    assert [row["not_taken"] for row in found["statements"]] == ["", "twice", "same-government"]


def test_an_end_before_the_start_is_no_end():
    statements = [Statement("1", "Q1", "Q2", "Normal", day("1990"), day("1990-06-01"))]
    assert made(statements, {"Q1": [A1], "Q2": [B1]})["affiliation-ends"] == []


def link(subject, object_, predicate=EXACT, negative=False):
    return Mapping(
        subject=f"https://w3id.org/koryu/id/government/{subject}",
        predicate=predicate,
        object=object_,
        justification=UNSPECIFIED,
        is_negative=negative,
    )


def test_a_party_is_what_a_positive_link_says_the_exact_one_if_there_is_one(shipped):
    settings = read_settings(ROOT)
    links = [
        link("dalian", "urn:1"),
        link("dalian", "urn:2", CLOSE),
        link("hokkaido", "urn:3", negative=True),
        link("chongqing", "urn:4", CLOSE),
        link("china", "urn:5"),  # no local government
    ]
    assert find_parties(find_template(settings, NAME), shipped, links, settings.iris) == {
        "urn:1": [Party("dalian")],
        "urn:4": [Party("chongqing", date(1997, 3, 14))],
    }


def test_the_site_shows_a_snapshot_like_any_source(fetched):
    paths = {
        "doc/source/wikidata.html": "Twinned administrative bodies in Wikidata",
        "doc/source/wikidata.ttl": "pav/",
        "doc/affiliation/wikidata-q74881-q188806.html": "Wikidata, Kitakyūshū (Q188806)",
        "doc/government/dalian.html": "Twinned, in whatever way",
        "query/sources-compared?place=dalian": "1979-05-01",
        "query": "koryu query federated/populations",
        "findings": "wikidata-q188806",
        "": "Koryu",
    }
    with asking(read_settings(fetched)) as client:
        for path, text in paths.items():
            answer = client.get(f"/{path}", headers={"Accept": "text/html"})
            assert (answer.status_code, text in answer.text) == (200, True), path
        for lang in ("en", "ja", "zh"):
            page = client.get(f"/query?lang={lang}").text
            assert "<code>koryu query federated/populations</code>" in page
        assert client.get("/query/federated/populations").status_code == 404


def test_the_countries_are_those_of_the_snapshot_that_is_there(tmp_path, built, endpoint):
    root = copy(built, tmp_path / "project")
    assert fetch(root, "--endpoint", endpoint, "--countries", "JP,US,JP")[0] == 0
    assert column(root, "source", "countries") == [("JP US",)]
    assert column(root, "statements", "key", "twinned_item") == [("Q188806-C", "Q65")]
    status, output, _ = fetch(root, "--endpoint", endpoint, "--update", "--format", "csv")
    assert (status, output) == (0, "table,key,change,column,before,after\n")
