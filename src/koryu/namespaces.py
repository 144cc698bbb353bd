"""The names that the program itself must know; all others stand in the project's files."""

from __future__ import annotations

from typing import Final

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
QB: Final = "http://purl.org/linked-data/cube#"
CSVW: Final = "http://www.w3.org/ns/csvw#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ALTR: Final = "http://www.w3.org/ns/dx/connegp/altr#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "https://schema.org/"
VOID: Final = "http://rdfs.org/ns/void#"

RDF_TYPE: Final = RDF + "type"
RDFS_LABEL: Final = RDFS + "label"
