"""rdflib as its users write it: a loop over the rows, a graph, and its serializer.

python peers/rdflib_loop.py FOLDER OUT.nt
"""

import csv
import sys
from pathlib import Path

from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace
from rdflib.namespace import DCTERMS

DEF = Namespace("https://example.org/def#")
CONCEPT = Namespace("https://example.org/def/concept#")
ID = Namespace("https://example.org/id/")
CUBE = Namespace("http://purl.org/linked-data/cube#")


def municipalities(graph, row):
    it = ID["government/" + row["key"]]
    graph.add((it, RDF.type, DEF.Municipality))
    graph.add((it, DEF.country, ID["government/" + row["country"]]))
    for language in ("en", "ja", "zh"):
        if row[f"label_{language}"]:
            graph.add((it, RDFS.label, Literal(row[f"label_{language}"], lang=language)))
    if row["population"]:
        graph.add((it, DEF.population, Literal(row["population"], datatype=XSD.integer)))
    graph.add((it, DEF.latitude, Literal(row["latitude"], datatype=XSD.decimal)))


def affiliations(graph, row):
    it = ID["affiliation/" + row["key"]]
    graph.add((it, RDF.type, DEF.Affiliation))
    graph.add((it, DEF.firstParty, ID["government/" + row["first_party"]]))
    graph.add((it, DEF.secondParty, ID["government/" + row["second_party"]]))
    graph.add((it, DEF.kind, CONCEPT[row["kind"]]))
    graph.add((it, DEF.earliest, Literal(row["earliest"], datatype=XSD.date)))
    graph.add((it, DCTERMS.title, Literal(row["title_en"], lang="en")))
    if row["title_ja"]:
        graph.add((it, DCTERMS.title, Literal(row["title_ja"], lang="ja")))
    if row["note_zh"]:
        graph.add((it, RDFS.comment, Literal(row["note_zh"], lang="zh")))


def projects(graph, row):
    it = ID["project/" + row["key"]]
    graph.add((it, RDF.type, DEF.Project))
    graph.add((it, DEF.affiliation, ID["affiliation/" + row["affiliation"]]))
    graph.add((it, DCTERMS.title, Literal(row["title_en"], lang="en")))
    graph.add((it, DEF.field, CONCEPT[row["field"]]))
    graph.add((it, DEF.start, Literal(row["start"], datatype=XSD.date)))
    if row["amount_usd"]:
        graph.add((it, DEF.amount, Literal(row["amount_usd"], datatype=XSD.integer)))


def participants(graph, row):
    it = ID[f"participation/{row['project']}.{row['party']}"]
    project, party = ID["project/" + row["project"]], ID["government/" + row["party"]]
    graph.add((it, RDF.type, DEF.Participation))
    graph.add((it, DEF.project, project))
    graph.add((it, DEF.party, party))
    graph.add((it, DEF.role, CONCEPT[row["role"]]))
    graph.add((project, DEF.participant, party))


def observations(graph, row):
    it = ID["observation/" + row["key"]]
    graph.add((it, RDF.type, CUBE.Observation))
    graph.add((it, CUBE.dataSet, ID["data-set/counts"]))
    graph.add((it, DEF.place, ID["government/" + row["place"]]))
    graph.add((it, DEF.year, Literal(row["year"], datatype=XSD.gYear)))
    graph.add((it, DEF["count"], Literal(row["count"], datatype=XSD.integer)))
    if row["share_percent"]:
        graph.add((it, DEF.share, Literal(row["share_percent"], datatype=XSD.decimal)))


def main(folder, output):
    graph = Graph()
    for add in (municipalities, affiliations, projects, participants, observations):
        with (folder / f"{add.__name__}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                add(graph, row)
    graph.serialize(output, format="nt", encoding="utf-8")


main(Path(sys.argv[1]), Path(sys.argv[2]))
