"""``koryu link DATASET``: what it prints, keeps and writes."""

import csv
import io
import json
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

import faulty_endpoint as faulty
from koryu.linking.proposals import path_of, read_proposals
from koryu.settings import read_settings
from koryu.sssom.header import source_of
from koryu.sssom.links import link_path
from koryu.sssom.reading import read_mappings
from serving import KORYU
from small_linking import FOUND, ID, THEIRS, WD, lay_out

FEATURES = ["name", "code", "country", "level", "type", "distance", "parent", "time"]
SUMMARY = "wikidata: 5 clear, 2 several, 1 none"


@pytest.fixture(scope="module")
def endpoint():
    with faulty.oxigraph(THEIRS) as url:
        yield url


@pytest.fixture
def root(tmp_path):
    return lay_out(tmp_path / "project")


def koryu(root, *arguments, code=0):
    done = subprocess.run(
        [KORYU, "link", *arguments, "--root", root], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done.stderr
    return done


def test_a_table_has_each_candidate_with_the_score_of_each_feature(root, endpoint):
    done = koryu(
        root, "wikidata", "--endpoint", endpoint, "--place", "hiroshima-city", "--place", "mukaishima"
    )
    heading, _, city, town = done.stdout.splitlines()
    columns = ["place", "verdict", "candidate", "label", "relation", "score", *FEATURES, "contradictions"]
    assert heading.split() == columns
    assert city.split() == [
        *("hiroshima-city", "clear", "wikidata:Q341002", "Hiroshima", "exactMatch", "1.0000"),
        *("1.00", "1.00", "1.00", "1.00", "1.00", "1.00"),
    ]
    assert town.split() == ["mukaishima", "none"]
    assert done.stderr == "wikidata: 1 clear, 0 several, 1 none\n"


def test_csv_has_all_of_them(root, endpoint):
    done = koryu(root, "wikidata", "--endpoint", endpoint, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    verdicts = {row["place"]: row["verdict"] for row in rows}
    assert verdicts == {key: verdict for key, (verdict, _) in FOUND.items()}
    assert [row["candidate"] for row in rows if row["place"] == "onomichi"] == [
        "wikidata:Q342050",
        "wikidata:Q342051",
    ]
    [kure] = [row for row in rows if row["place"] == "kure"]
    assert (kure["code"], kure["contradictions"]) == (
        "0.00",
        "the name is the same, but the code is not: dantaiCode 342025, not 342026",
    )
    assert done.stderr == f"{SUMMARY}\n"


def test_json_tells_what_was_compared_and_what_the_dataset_says(root, endpoint, tmp_path):
    file = tmp_path / "found.json"
    done = koryu(
        root, "wikidata", "--endpoint", endpoint, "--place", "広島市", "--format", "json", "-o", str(file)
    )
    assert done.stdout == ""
    [found] = json.loads(file.read_text("utf-8"))
    assert (found["place"], found["iri"], found["verdict"]) == (
        "hiroshima-city",
        f"{ID}hiroshima-city",
        "clear",
    )
    assert (found["dataset"], found["version"]) == ("wikidata", "2026-11-25T03:00:00Z")
    [candidate] = found["candidates"]
    assert candidate["features"]["code"] == {"score": 1.0, "compared": "dantaiCode 341002"}
    assert candidate["described"]["parents"] == [f"{WD}Q34", f"{WD}Q17"]


def test_what_was_found_is_kept_and_data_are_not_changed(root, endpoint):
    koryu(root, "wikidata", "--endpoint", endpoint)
    kept = read_proposals(path_of(read_settings(root), "wikidata"))
    assert [each.place.removeprefix(ID) for each in kept] == sorted(FOUND)
    assert list((root / "data").iterdir()) == []


def test_what_is_clear_is_accepted_as_found_by_the_program(root, endpoint):
    done = koryu(root, "wikidata", "--endpoint", endpoint, "--accept")
    assert (
        done.stderr == f"5 written to data/links/wikidata.sssom.tsv; 'koryu build' takes them in\n{SUMMARY}\n"
    )
    settings = read_settings(root)
    found = read_mappings(link_path(settings, "wikidata"), root=root)
    clear = {key: items[0] for key, (verdict, items) in FOUND.items() if verdict == "clear"}
    assert {
        row.mapping.subject.removeprefix(ID): row.mapping.object.removeprefix(WD) for row in found.rows
    } == clear
    [city] = [row.mapping for row in found.rows if row.mapping.subject == f"{ID}hiroshima-city"]
    assert (city.subject_label, city.object_label) == ("Hiroshima City", "Hiroshima")
    assert city.predicate == "http://www.w3.org/2004/02/skos/core#exactMatch"
    assert city.justification == "https://w3id.org/semapv/vocab/CompositeMatching"
    assert (city.tool, city.tool_version) == ("koryu", version("koryu"))
    assert (city.author, city.reviewer, city.author_label, city.reviewer_label) == (None, None, None, None)
    assert (city.confidence, city.object_source_version) == (1.0, "2026-11-25T03:00:00Z")
    assert city.date == datetime.now(UTC).date()
    assert city.comment.startswith("name: 広島市 = 広島市; code: dantaiCode 341002; country: JP; ")
    assert source_of(found.header, "object_source") == "https://www.wikidata.org/"


def test_what_was_accepted_is_not_looked_for_again(root, endpoint):
    koryu(root, "wikidata", "--endpoint", endpoint, "--accept")
    before = link_path(read_settings(root), "wikidata").read_bytes()
    done = koryu(root, "wikidata", "--endpoint", endpoint, "--accept")
    assert done.stderr.splitlines()[-1] == "wikidata: 0 clear, 2 several, 1 none, 5 linked before"
    assert link_path(read_settings(root), "wikidata").read_bytes() == before


def test_answers_are_kept_until_they_are_asked_for_anew(root, endpoint):
    with faulty.spoiled(endpoint) as (url, asked):
        koryu(root, "wikidata", "--endpoint", url)
        first = len(asked)
        koryu(root, "wikidata", "--endpoint", url)
        assert len(asked) == first
        koryu(root, "wikidata", "--endpoint", url, "--refresh")
        assert len(asked) == 2 * first


def test_a_place_without_a_whole_answer_is_told_at_the_end(root, endpoint):
    def fault(_number, query):
        return faulty.cut_short if "府中市" in query else faulty.truth

    with faulty.spoiled(endpoint, fault) as (url, _):
        done = koryu(root, "wikidata", "--endpoint", url, "--format", "csv", code=1)
    assert "fuchu," not in done.stdout
    summary, problem = done.stderr.splitlines()
    assert summary == "wikidata: 4 clear, 2 several, 1 none"
    assert problem.startswith(f"wikidata: 1 places have no whole answer: {url}: the answer is not whole")
    assert problem.endswith("; run the command again to go on")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["wikdata"], 'no dataset "wikdata"; has dbpedia, estat, geonames, wikidata; near to it: wikidata'),
        (
            ["geonames"],
            "geonames: GeoNames has no public SPARQL endpoint; load its RDF dump, "
            "https://www.geonames.org/ontology/, into a SPARQL engine, such as 'oxigraph serve', and give "
            "its address with --endpoint",
        ),
        (
            ["wikidata", "--endpoint", "nowhere"],
            "nowhere: is no address of an endpoint; write http://... or https://...",
        ),
    ],
)
def test_faults_are_told_in_a_line(root, arguments, message):
    done = koryu(root, *arguments, code=1)
    assert (done.stdout, done.stderr) == ("", f"{message}\n")


def test_an_unknown_place_is_told(root, endpoint):
    done = koryu(root, "wikidata", "--endpoint", endpoint, "--place", "hiroshma", code=1)
    assert done.stderr == (
        'place "hiroshma" is not known; near to it: hiroshima, hiroshima-city; '
        "takes the key, IRI or label of a Government\n"
    )


def test_a_dataset_must_be_named(root):
    assert "Usage: koryu link" in koryu(root, code=2).stderr


def test_the_project_may_be_named_before_the_dataset(root, endpoint):
    command = [KORYU, "link", "--root", root, "wikidata", "--endpoint", endpoint, "--place", "fuchu"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "wikidata: 1 clear, 0 several, 0 none\n")
