"""The ceiling: Arrow by hand, for these tables and no others; one thread; it checks nothing.

python peers/ceiling.py FOLDER OUT.nt
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

BASE = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
COMMENT = "<http://www.w3.org/2000/01/rdf-schema#comment>"
TITLE = "<http://purl.org/dc/terms/title>"
CUBE = "http://purl.org/linked-data/cube#"
BLOCK = 1 << 20


def join(*pieces):
    return pc.binary_join_element_wise(*pieces, "")


def maybe(subject, predicate, cells, ending):
    """A line where a cell is not empty."""
    return join(subject, f' {predicate} "', pc.if_else(pc.equal(cells, ""), None, cells), f"{ending} .\n")


def escaped(cells):
    return pc.replace_substring(pc.replace_substring(cells, "\\", "\\\\"), '"', '\\"')


def term(kind, key):
    return join(f"<{BASE}{kind}", key, ">")


def definition(name):
    return f"<{BASE}def#{name}>"


def municipalities(key, country, label_en, label_ja, label_zh, population, latitude):
    it = term("id/government/", key)
    return (
        *(it, f" {definition('country')} <{BASE}id/government/", country, "> .\n"),
        *(it, f' {LABEL} "', escaped(label_en), '"@en .\n'),
        maybe(it, LABEL, escaped(label_ja), '"@ja'),
        maybe(it, LABEL, escaped(label_zh), '"@zh'),
        maybe(it, definition("population"), population, f'"^^<{XSD}integer>'),
        *(it, f' {definition("latitude")} "', latitude, f'"^^<{XSD}decimal> .\n'),
        *(it, f" {TYPE} {definition('Municipality')} .\n"),
    )


def affiliations(key, first_party, second_party, kind, earliest, title_en, title_ja, note_zh):
    it = term("id/affiliation/", key)
    return (
        *(it, f" {definition('firstParty')} <{BASE}id/government/", first_party, "> .\n"),
        *(it, f" {definition('secondParty')} <{BASE}id/government/", second_party, "> .\n"),
        *(it, f" {definition('kind')} <{BASE}def/concept#", kind, "> .\n"),
        *(it, f' {definition("earliest")} "', earliest, f'"^^<{XSD}date> .\n'),
        *(it, f' {TITLE} "', escaped(title_en), '"@en .\n'),
        maybe(it, TITLE, escaped(title_ja), '"@ja'),
        maybe(it, COMMENT, escaped(note_zh), '"@zh'),
        *(it, f" {TYPE} {definition('Affiliation')} .\n"),
    )


def projects(key, affiliation, title_en, field, start, amount_usd):
    it = term("id/project/", key)
    return (
        *(it, f" {definition('affiliation')} <{BASE}id/affiliation/", affiliation, "> .\n"),
        *(it, f' {TITLE} "', escaped(title_en), '"@en .\n'),
        *(it, f" {definition('field')} <{BASE}def/concept#", field, "> .\n"),
        *(it, f' {definition("start")} "', start, f'"^^<{XSD}date> .\n'),
        maybe(it, definition("amount"), amount_usd, f'"^^<{XSD}integer>'),
        *(it, f" {TYPE} {definition('Project')} .\n"),
    )


def participants(project, party, role):
    it = join(f"<{BASE}id/participation/", project, ".", party, ">")
    return (
        *(it, f" {definition('project')} <{BASE}id/project/", project, "> .\n"),
        *(it, f" {definition('party')} <{BASE}id/government/", party, "> .\n"),
        *(it, f" {definition('role')} <{BASE}def/concept#", role, "> .\n"),
        *(it, f" {TYPE} {definition('Participation')} .\n<{BASE}id/project/"),
        *(project, f"> {definition('participant')} <{BASE}id/government/", party, "> .\n"),
    )


def observations(key, place, year, count, share_percent):
    it = term("id/observation/", key)
    return (
        *(it, f" {definition('place')} <{BASE}id/government/", place, "> .\n"),
        *(it, f' {definition("year")} "', year, f'"^^<{XSD}gYear> .\n'),
        *(it, f' {definition("count")} "', count, f'"^^<{XSD}integer> .\n'),
        maybe(it, definition("share"), share_percent, f'"^^<{XSD}decimal>'),
        *(it, f" {TYPE} <{CUBE}Observation> .\n"),
        *(it, f" <{CUBE}dataSet> <{BASE}id/data-set/counts> .\n"),
    )


def read(path):
    with path.open() as file:
        names = file.readline().rstrip("\n").split(",")
    return pyarrow.csv.open_csv(
        path,
        pyarrow.csv.ReadOptions(use_threads=False, block_size=BLOCK),
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def main(folder, output):
    pa.set_cpu_count(1)
    with output.open("wb", buffering=0) as file:
        for make in (municipalities, affiliations, projects, participants, observations):
            for batch in read(folder / f"{make.__name__}.csv"):
                made = pc.binary_join_element_wise(*make(*batch.columns), "", null_handling="skip")
                _, offsets, content = made.buffers()
                file.write(content[: memoryview(offsets).cast("i")[len(made)]])


main(Path(sys.argv[1]), Path(sys.argv[2]))
