"""Files of links, SSSOM: what is read, what is refused and how to mend it, and what a decision changes."""

import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from koryu.errors import Faults, ProjectError
from koryu.iris import Iris
from koryu.sssom.curies import Curies
from koryu.sssom.mappings import CLOSE, COMPOSITE, EXACT, MANUAL, UNSPECIFIED, Mapping
from koryu.sssom.reading import read_mappings
from koryu.sssom.triples import link_triples
from koryu.sssom.writing import Description, decide, decide_all, text_of, withdraw, write_mappings
from small_links import COLUMNS, FIRST, HEAD, ID, THERE, refused_by_the_schema, row, text

NEW = Description(
    id="https://example.org/exchange/void#links-wikidata",
    title="A few links",
    license="https://creativecommons.org/publicdomain/zero/1.0/",
    subject_source="https://example.org/exchange/void#dataset",
    object_source="https://www.wikidata.org/",
    prefixes={"government": ID, "orcid": "https://orcid.org/", "wikidata": THERE},
)
FULL = row(
    "aka",
    "Q1",
    why="semapv:ManualMappingCuration",
    subject_label="Aka",
    object_label="Aka City",
    author_id="orcid:0000-0001-0000-0000",
    reviewer_label="R. Viewer",
    object_source_version="2026-01-31",
    mapping_tool="koryu",
    mapping_tool_version="0.1.0",
    mapping_date="2026-02-01",
    confidence="0.97",
    comment='"The ""codes"" agree, 赤."',
)
NEGATIVE = row("aka", "Q2", predicate_modifier="Not")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "wikidata.sssom.tsv"


def mapping(key, item, **fields):
    told = {"predicate": EXACT, "justification": MANUAL, **fields}
    return Mapping(subject=ID + key, object=THERE + item, **told)


def faults(path, content, **more):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Faults) as caught:
        read_mappings(path, root=path.parent, **more)
    return str(caught.value)


def test_a_row_is_read_as_a_mapping(path):
    path.write_text(text(FULL, NEGATIVE), encoding="utf-8")
    assert read_mappings(path).mappings == (
        Mapping(
            subject=f"{ID}aka",
            subject_label="Aka",
            predicate="http://www.w3.org/2004/02/skos/core#exactMatch",
            object="http://www.wikidata.org/entity/Q1",
            object_label="Aka City",
            justification="https://w3id.org/semapv/vocab/ManualMappingCuration",
            author="https://orcid.org/0000-0001-0000-0000",
            reviewer_label="R. Viewer",
            object_source_version="2026-01-31",
            tool="koryu",
            tool_version="0.1.0",
            date=date(2026, 2, 1),
            confidence=0.97,
            comment='The "codes" agree, 赤.',
        ),
        Mapping(
            subject=f"{ID}aka",
            predicate=EXACT,
            object=f"{THERE}Q2",
            justification=UNSPECIFIED,
            is_negative=True,
        ),
    )


def test_what_is_read_is_written_byte_by_byte(path):
    path.write_text(text(FULL, NEGATIVE), encoding="utf-8")
    assert text_of(read_mappings(path)) == text(FULL, NEGATIVE)


def test_what_the_head_says_for_all_holds_for_each(path):
    head = HEAD.replace(
        "#object_source:", "#mapping_date: 2026-03-04\n#mapping_tool: finder\n#object_source:"
    )
    path.write_text(text(row("aka", "Q1"), head=head), encoding="utf-8")
    [found] = read_mappings(path).mappings
    assert (found.date, found.tool) == (date(2026, 3, 4), "finder")


CELLS = {
    "an unknown prefix": (
        row("aka", "Q1").replace("wikidata:", "wd:"),
        'object_id "wd:Q1" has an unknown prefix; add it to the curie_map, which has government, linkml, '
        "orcid, owl, rdf, rdfs, semapv, skos, sssom, wikidata, xsd",
    ),
    "an IRI in full": (
        row("aka", "Q1").replace("wikidata:", THERE),
        'object_id "http://www.wikidata.org/entity/Q1" is no compact IRI; write prefix:name, with the prefix '
        "in the curie_map",
    ),
    "no IRI": (
        row("aka", "Q{1}"),
        "object_id \"wikidata:Q{1}\" is no IRI, since 'http://www.wikidata.org/entity/Q{1}' is none; encode "
        "what no IRI may hold as %XX",
    ),
    "no subject": (
        row("aka", "Q1").replace("government:aka", ""),
        "subject_id is empty; write the thing of the project, as prefix:key",
    ),
    "no justification": (
        row("aka", "Q1", why=""),
        "mapping_justification is empty; write why it holds, semapv:UnspecifiedMatching if that is not known",
    ),
    "a justification of nobody": (
        row("aka", "Q1", why="semapv:Guess"),
        'mapping_justification "semapv:Guess" is no justification; write semapv:ManualMappingCuration, '
        "semapv:CompositeMatching, semapv:UnspecifiedMatching, semapv:LexicalMatching, "
        "semapv:LexicalSimilarityThresholdMatching, semapv:LogicalReasoning, semapv:MappingChaining, "
        "semapv:MappingReview, semapv:SemanticSimilarityThresholdMatching",
    ),
    "owl:sameAs": (
        row("aka", "Q1", "owl:sameAs"),
        'predicate_id "owl:sameAs" is not allowed: whatever is said of the one would be said of the other; '
        "write skos:exactMatch, skos:closeMatch, skos:broadMatch",
    ),
    "another predicate": (
        row("aka", "Q1", "skos:relatedMatch"),
        'predicate_id "skos:relatedMatch" is not allowed; write skos:exactMatch, skos:closeMatch, '
        "skos:broadMatch",
    ),
    "another modifier": (
        row("aka", "Q1", predicate_modifier="not"),
        'predicate_modifier "not" is no modifier; write Not, or nothing',
    ),
    "a day that is none": (
        row("aka", "Q1", mapping_date="2026-02-29"),
        'mapping_date "2026-02-29" is not a date; write a day that exists as YYYY-MM-DD, such as 2026-11-26',
    ),
    "a date of another kind": (
        row("aka", "Q1", mapping_date="20260201"),
        'mapping_date "20260201" is not a date; write a day that exists as YYYY-MM-DD, such as 2026-11-26',
    ),
    "a confidence above 1": (
        row("aka", "Q1", confidence="1.01"),
        'confidence "1.01" is no confidence; write a number from 0 to 1, such as 0.95',
    ),
    "a confidence below 0": (
        row("aka", "Q1", confidence="-0.5"),
        'confidence "-0.5" is no confidence; write a number from 0 to 1, such as 0.95',
    ),
    "no number": (
        row("aka", "Q1", confidence="nan"),
        'confidence "nan" is no confidence; write a number from 0 to 1, such as 0.95',
    ),
    "spaces": (
        row("aka", "Q1", comment=" so"),
        'comment " so" has spaces at an end; take them out',
    ),
}


@pytest.mark.parametrize(("content", "fault"), CELLS.values(), ids=CELLS)
def test_a_wrong_cell_is_refused_at_its_place(path, content, fault):
    assert faults(path, text(content)) == f"wikidata.sssom.tsv:{FIRST}:{fault}"


ROWS = {
    "twice": (
        [row("aka", "Q1"), row("aka", "Q1", "skos:closeMatch")],
        'object_id "wikidata:Q1" stands in line 11 already; keep one mapping of the two',
    ),
    "a match and none": (
        [row("aka", "Q1"), row("aka", "Q1", predicate_modifier="Not")],
        'object_id "wikidata:Q1" matches and does not, by line 11; keep the right one',
    ),
    "out of order": (
        [row("kita", "Q1"), row("aka", "Q2")],
        'subject_id "government:aka" is not sorted; put it before "government:kita" of line 11',
    ),
    "one thing there for two of ours": (
        [row("aka", "Q1"), row("kita", "Q1")],
        'object_id "wikidata:Q1" is an exact match in line 11 already, which would make two things one; '
        "write skos:closeMatch, or Not for what does not hold",
    ),
    "two things there for one of ours": (
        [row("aka", "Q1"), row("aka", "Q2")],
        'subject_id "government:aka" is an exact match in line 11 already, which would make two things one; '
        "write skos:closeMatch, or Not for what does not hold",
    ),
    "too few cells": (
        [row("aka", "Q1"), "government:kita\tskos:exactMatch\n"],
        " has 2 cells, the head has 17; write a tab between each two",
    ),
    "an empty line": (
        [row("aka", "Q1"), "\n"],
        " has 0 cells, the head has 17; write a tab between each two",
    ),
    "an open quotation mark": (
        [row("aka", "Q1"), row("kita", "Q2", comment='"open')],
        " quotation marks are wrong: unexpected end of data; double those within a cell, and quote it",
    ),
}


@pytest.mark.parametrize(("rows", "fault"), ROWS.values(), ids=ROWS)
def test_rows_that_contradict_each_other_are_refused_at_the_later(path, rows, fault):
    assert FIRST == 11
    assert faults(path, text(*rows)) == f"wikidata.sssom.tsv:12:{fault}"


def test_what_is_close_to_several_is_allowed(path):
    path.write_text(text(row("aka", "Q1"), row("aka", "Q2", "skos:closeMatch"), row("kita", "Q2")))
    assert len(read_mappings(path).rows) == 3


FRAMES = {
    "no head": (text(head=""), ":1: the header has no curie_map; write #curie_map: and a prefix and its"),
    "no licence": (re.sub("#license.*\n", "", text()), ":1: the header has no license; write #license: and"),
    "no identifier": (
        re.sub("#mapping_set_id.*\n", "", text()),
        ":1: the header has no mapping_set_id; write",
    ),
    "a relative identifier": (
        re.sub("(#mapping_set_id).*\n", r"\1: links\n", text()),
        ':6:mapping_set_id "links" is no IRI; write an IRI of the set, such as',
    ),
    "a source that is no IRI": (
        re.sub("(#object_source).*\n", r"\1: elsewhere\n", text()),
        ':8:object_source "elsewhere" is neither an IRI nor prefix:name of the curie_map',
    ),
    "a slot twice": (
        HEAD + "#license: https://example.org/\n" + text(head=""),
        ':10: "license" stands twice in the header; keep one',
    ),
    "no YAML": ("#a: [\n" + text(head=""), ":1: the header is not YAML: "),
    "no mapping": (
        "#- a\n" + text(head=""),
        ":1: the header is no mapping; write #name: value, one in a line",
    ),
    "several slots in a line": (
        "#{license: a, curie_map: b}\n" + text(head=""),
        ":1: the header has several slots in a line; write one in each",
    ),
    "a prefix that stands for nothing": (
        text().replace(f"#  wikidata: {THERE}", "#  wikidata: entity/"),
        ":1:curie_map \"wikidata\" stands for 'entity/', which is no IRI",
    ),
    "a prefix that is known otherwise": (
        text().replace("#curie_map:\n", "#curie_map:\n#  skos: https://example.org/\n"),
        ':1:curie_map "skos" stands for http://www.w3.org/2004/02/skos/core# in every file',
    ),
    "no column of subjects": (
        text(columns=COLUMNS[1:]),
        ":10: has no column subject_id; write the names of columns, with tabs between them",
    ),
    "no table": (HEAD, ":10: has no column subject_id; write the names of columns"),
    "a column twice": (text(columns=[*COLUMNS, "comment"]), ':10: has the column "comment" twice; keep one'),
    "a column without a name": (
        text(columns=[*COLUMNS, ""]),
        ":10: a column has no name; name it or take it",
    ),
    "carriage returns": (text().replace("\n", "\r\n"), ":1: has a carriage return; end lines with LF alone"),
    "no end of the last line": (text().rstrip("\n"), ":10: the last line does not end; end it with LF"),
    "a byte order mark": (
        "\ufeff" + text(),
        ":1: begins with a byte order mark; save it as UTF-8 without BOM",
    ),
    "Shift-JIS": (text(row("aka", "Q1", comment="赤")).encode("cp932"), ":11: not UTF-8: byte 0x90; save it"),
}


@pytest.mark.parametrize(("content", "fault"), FRAMES.values(), ids=FRAMES)
def test_a_file_that_is_none_of_links_is_refused(path, content, fault):
    assert faults(path, content).splitlines()[0].startswith(f"wikidata.sssom.tsv{fault}")


def test_a_value_that_stands_in_the_head_too_is_refused(path):
    head = HEAD + "#mapping_date: 2026-03-04\n"
    told = faults(path, text(row("aka", "Q1", mapping_date="2026-03-05"), head=head))
    assert told == "wikidata.sssom.tsv:12:mapping_date stands in the header too; keep it in one of both"


def test_a_subject_that_is_no_thing_of_the_project_is_refused(path):
    told = faults(path, text(row("dalain", "Q1")), things={f"{ID}dalian", f"{ID}kita"})
    assert told == (
        f'wikidata.sssom.tsv:{FIRST}:subject_id "government:dalain" is no thing of the project; '
        'did you mean "government:dalian"?'
    )


def test_all_faults_are_told_at_once(path):
    told = faults(path, text(row("aka", "Q1", confidence="2"), row("kita", "Q2", mapping_date="never")))
    assert [line.split(" ")[0] for line in told.splitlines()] == [
        "wikidata.sssom.tsv:11:confidence",
        "wikidata.sssom.tsv:12:mapping_date",
    ]


def test_a_missing_file_is_a_fault(path):
    with pytest.raises(Faults, match=r"wikidata\.sssom\.tsv:1: cannot be read: No such file or directory"):
        read_mappings(path)


def test_the_first_decision_makes_the_file(path):
    decide(path, mapping("aka", "Q1", date=date(2026, 2, 1), comment="two\nlines\tof it"), NEW)
    assert path.read_text("utf-8") == (
        "#curie_map:\n"
        "#  government: https://example.org/exchange/id/government/\n"
        "#  semapv: https://w3id.org/semapv/vocab/\n"
        "#  skos: http://www.w3.org/2004/02/skos/core#\n"
        "#  web: https://\n"
        "#  wikidata: http://www.wikidata.org/entity/\n"
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        "#mapping_set_id: https://example.org/exchange/void#links-wikidata\n"
        "#mapping_set_title: A few links\n"
        "#object_source: web:www.wikidata.org/\n"
        "#subject_source: web:example.org/exchange/void#dataset\n"
    ) + text(
        row(
            "aka",
            "Q1",
            why="semapv:ManualMappingCuration",
            mapping_date="2026-02-01",
            comment="two lines of it",
        ),
        head="",
    )
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]


def test_a_decision_changes_one_line(path):
    path.write_text(text(FULL, NEGATIVE, row("kita", "Q3")), encoding="utf-8")
    before = path.read_text("utf-8").splitlines()
    decide(path, mapping("donghe", "Q9", justification=COMPOSITE, confidence=0.5), NEW)
    added = row("donghe", "Q9", why="semapv:CompositeMatching", confidence="0.5").rstrip("\n")
    after = path.read_text("utf-8").splitlines()
    assert after == [*before[:12], added, *before[12:]]
    decide(path, mapping("aka", "Q2", predicate=CLOSE), NEW)
    changed = row("aka", "Q2", "skos:closeMatch", why="semapv:ManualMappingCuration").rstrip("\n")
    assert path.read_text("utf-8").splitlines() == [*after[:11], changed, *after[12:]]


def test_a_row_that_another_tool_quoted_stays_quoted(path):
    quoted = row("aka", "Q1").replace("wikidata:Q1", '"wikidata:Q1"')
    path.write_text(text(quoted), encoding="utf-8")
    decide(path, mapping("kita", "Q2", justification=UNSPECIFIED), NEW)
    assert path.read_text("utf-8") == text(quoted, row("kita", "Q2"))


def test_two_thousand_decisions_are_written_at_once(path):
    begin = time.perf_counter()
    decide_all(path, [mapping(f"p{number:04}", f"Q{number:04}") for number in range(2000)], NEW)
    assert len(read_mappings(path).rows) == 2000
    assert time.perf_counter() - begin < 5  # it takes a tenth of that on an idle machine


def test_the_set_that_is_given_back_is_the_one_that_is_read(path):
    found = decide(path, mapping("aka", "Q1", confidence=0.987654, comment="two\nlines"), NEW)
    assert found.mappings == read_mappings(path).mappings
    assert (found.mappings[0].confidence, found.mappings[0].comment) == (0.9877, "two lines")


def test_a_decision_taken_back_leaves_no_trace(path):
    path.write_text(text(FULL, NEGATIVE), encoding="utf-8")
    decide(path, mapping("kita", "Q3"), NEW)
    withdraw(path, f"{ID}kita", f"{THERE}Q3")
    assert path.read_text("utf-8") == text(FULL, NEGATIVE)


def test_what_other_tools_wrote_stays(path):
    columns = [*COLUMNS, "match_string", "x_note"]
    head = HEAD + "#x_project: theirs\n"
    theirs = row("aka", "Q1").replace("\n", "\taka|赤\tkeep\n")
    path.write_text(text(theirs, head=head, columns=columns), encoding="utf-8")
    decide(path, mapping("aka", "Q1", justification=UNSPECIFIED, reviewer_label="R"), NEW)
    kept = row("aka", "Q1", reviewer_label="R").replace("\n", "\taka|赤\tkeep\n")
    assert path.read_text("utf-8") == text(kept, head=head, columns=columns)


def test_a_column_that_a_decision_needs_is_added_where_it_belongs(path):
    columns = ["subject_id", "predicate_id", "object_id", "mapping_justification", "their_own"]
    cells = ["government:aka", "skos:exactMatch", "wikidata:Q1", "semapv:UnspecifiedMatching", "1"]
    path.write_text(text("\t".join(cells) + "\n", columns=columns), encoding="utf-8")
    decide(path, mapping("kita", "Q2", is_negative=True, confidence=0.25), NEW)
    assert path.read_text("utf-8").removeprefix(HEAD).splitlines() == [
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\ttheir_own",
        "government:aka\tskos:exactMatch\t\twikidata:Q1\tsemapv:UnspecifiedMatching\t\t1",
        "government:kita\tskos:exactMatch\tNot\twikidata:Q2\tsemapv:ManualMappingCuration\t0.25\t",
    ]


def test_what_the_head_said_for_all_is_written_to_each_before_one_differs(path):
    head = HEAD.replace("#mapping_set_id", "#mapping_date: 2026-03-04\n#mapping_set_id")
    path.write_text(text(row("aka", "Q1"), head=head), encoding="utf-8")
    decide(path, mapping("kita", "Q2", date=date(2026, 3, 5)), NEW)
    assert path.read_text("utf-8") == text(
        row("aka", "Q1", mapping_date="2026-03-04"),
        row("kita", "Q2", why="semapv:ManualMappingCuration", mapping_date="2026-03-05"),
    )


def test_a_decision_that_contradicts_another_changes_nothing(path):
    path.write_text(text(FULL, NEGATIVE), encoding="utf-8")
    with pytest.raises(Faults, match="would make two things one"):
        decide_all(path, [mapping("donghe", "Q9"), mapping("kita", "Q1")], NEW)
    assert path.read_text("utf-8") == text(FULL, NEGATIVE)


def test_an_iri_without_a_prefix_is_refused(path):
    with pytest.raises(Faults, match=r":1:curie_map no prefix of the curie_map fits urn:x:1; add one"):
        decide(
            path, Mapping(subject=f"{ID}aka", predicate=EXACT, object="urn:x:1", justification=MANUAL), NEW
        )
    assert not path.exists()


def test_rows_are_sorted_when_they_are_written(path):
    path.write_text(text(FULL, NEGATIVE, row("kita", "Q3")), encoding="utf-8")
    found = read_mappings(path)
    other = path.with_name("other.sssom.tsv")
    write_mappings(other, type(found)(found.header, found.columns, found.rows[::-1]))
    assert other.read_text("utf-8") == path.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "links").write_text("no folder")
    with pytest.raises(ProjectError, match=r"wikidata\.sssom\.tsv: cannot be written: File exists"):
        decide(tmp_path / "links" / "wikidata.sssom.tsv", mapping("aka", "Q1"), NEW)


MANY = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_links import NEW, mapping
from koryu.sssom.writing import decide
for number in range(25):
    decide(Path(sys.argv[1]), mapping(f"p{sys.argv[3]}-{number:02}", f"Q{sys.argv[3]}{number:02}"), NEW)
"""


def test_two_reviewers_at_once_lose_no_decision(path):
    folder = str(Path(__file__).parent)
    command = [sys.executable, "-c", MANY, str(path), folder]
    running = [subprocess.Popen([*command, each]) for each in ("1", "2", "3")]
    assert [each.wait(60) for each in running] == [0, 0, 0]
    subjects = [each.subject.removeprefix(ID) for each in read_mappings(path).mappings]
    assert subjects == [f"p{process}-{number:02}" for process in (1, 2, 3) for number in range(25)]


@pytest.mark.parametrize(("curie", "full"), [
    ("wikidata:Q1", "http://www.wikidata.org/entity/Q1"),
    ("geonames:1859307/", "https://sws.geonames.org/1859307/"),
    ("skos:exactMatch", "http://www.w3.org/2004/02/skos/core#exactMatch"),
    ("dbpedia:Niigata_(city)", "http://dbpedia.org/resource/Niigata_(city)"),
])  # fmt: skip
def test_compact_iris_go_both_ways(curie, full):
    curies = Curies({
        "wikidata": THERE,
        "geonames": "https://sws.geonames.org/",
        "dbpedia": "http://dbpedia.org/resource/",
    })  # fmt: skip
    assert (curies.expand(curie), curies.contract(full)) == (full, curie)


def test_the_longest_namespace_makes_the_shortest_name():
    assert Curies({"a": "https://e.org/", "b": "https://e.org/x/"}).contract("https://e.org/x/1") == "b:1"


def test_what_is_written_is_valid_by_the_official_schema(path):
    path.write_text(text(FULL, NEGATIVE), encoding="utf-8")
    decide(path, mapping("kita", "Q3", confidence=1.0, author=f"https://orcid.org/{'0' * 4}"), NEW)
    assert refused_by_the_schema(path.read_text("utf-8")) is None


@pytest.mark.parametrize(("content", "why"), [
    (text(row("aka", "Q1", predicate_modifier="No")), "Unknown PredicateModifierEnum"),
    (text(row("aka", "Q1", why="")), "mapping_justification must be supplied"),
    (text(row("aka", "Q1", why="semapv:Guess")), "mapping_justification semapv:Guess does not match"),
    (text(row("aka", "Q1", confidence="2")), "confidence 2 is not in 0.0 to 1.0"),
    (text(row("aka", "Q1", mapping_date="2026-02-30")), "2026-02-30 is not a valid date"),
    (text(row("aka", "Q1").replace("wikidata:Q1", "no CURIE")), "no CURIE is not a valid URI or CURIE"),
    (text(row("aka", "Q1").replace("wikidata:Q1", "")), "object_id must be supplied"),
    (re.sub("#license.*\n", "", text(FULL)), "license must be supplied"),
    (text(row("aka", "Q1"), columns=["subject", *COLUMNS[1:]]), "subject"),
])  # fmt: skip
def test_the_official_schema_refuses_what_we_refuse(path, content, why):
    assert why in (refused_by_the_schema(content) or "")
    faults(path, content)


IRIS = Iris("https://example.org/exchange/")


def triples(path, *rows):
    path.write_text(text(*rows), encoding="utf-8")
    return link_triples("wikidata", read_mappings(path), IRIS)


def test_a_mapping_is_a_triple_and_a_decision(path):
    link = f"<{ID}aka#link-wikidata-Q1>"
    sssom, there = "https://w3id.org/sssom/", f"<{THERE}Q1>"
    assert {triple for triple in triples(path, FULL) if triple[0].startswith(f"<{ID}")} == {
        (f"<{ID}aka>", f"<{EXACT}>", there),
        (link, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{sssom}Mapping>"),
        (link, "<http://rdfs.org/ns/void#inDataset>", "<https://example.org/exchange/void#links-wikidata>"),
        (link, f"<{sssom}subject_id>", f"<{ID}aka>"),
        (link, f"<{sssom}predicate_id>", f"<{EXACT}>"),
        (link, f"<{sssom}object_id>", there),
        (link, f"<{sssom}object_label>", '"Aka City"'),
        (link, f"<{sssom}mapping_justification>", f"<{MANUAL}>"),
        (link, f"<{sssom}author_id>", "<https://orcid.org/0000-0001-0000-0000>"),
        (link, f"<{sssom}reviewer_label>", '"R. Viewer"'),
        (link, f"<{sssom}object_source_version>", '"2026-01-31"'),
        (link, f"<{sssom}mapping_tool>", '"koryu"'),
        (link, f"<{sssom}mapping_tool_version>", '"0.1.0"'),
        (link, f"<{sssom}mapping_date>", '"2026-02-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (link, f"<{sssom}confidence>", '"0.97"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (link, f"<{sssom}comment>", '"The \\"codes\\" agree, 赤."'),
    }


def test_a_negative_mapping_is_a_decision_alone(path):
    found = triples(path, NEGATIVE)
    link = f"<{ID}aka#link-wikidata-Q2>"
    assert (link, "<https://w3id.org/sssom/predicate_modifier>", '"Not"') in found
    assert [triple for triple in found if triple[1] == f"<{EXACT}>"] == []


def test_each_triple_knows_its_cell(path):
    found = triples(path, FULL, NEGATIVE)
    assert str(found[f"<{ID}aka>", f"<{EXACT}>", f"<{THERE}Q1>"]) == f"{path}:11:object_id"
    link = f"<{ID}aka#link-wikidata-Q2>"
    assert str(found[link, "<https://w3id.org/sssom/predicate_modifier>", '"Not"']) == (
        f"{path}:12:predicate_modifier"
    )


def test_two_things_of_one_name_need_two_files(path):
    with pytest.raises(Faults, match=r":12:object_id ends as the object in line 11 does; links to two"):
        triples(path, row("aka", "Q1"), row("aka", "x/Q1", "skos:closeMatch"))
