BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX pav: <http://purl.org/pav/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: SourceShape/Pattern
DELETE { <source/gazetteer> ?property ?value }
INSERT { <source/gazetteer_> ?property ?value }
WHERE { <source/gazetteer> ?property ?value } ;
DELETE { ?thing ?property <source/gazetteer> }
INSERT { ?thing ?property <source/gazetteer_> }
WHERE { ?thing ?property <source/gazetteer> }

# expect: SourceShape/Closed
INSERT DATA { <source/gazetteer> <http://example.org/stray> "stray" }

# expect: SourceShape-creator/Class
INSERT DATA { <source/gazetteer> dcterms:creator concept:accuracies }

# expect: SourceShape-authorOrganisation/Class
INSERT DATA { <source/gazetteer> koryu:authorOrganisation concept:accuracies }

# expect: SourceShape-note/MaxCount
INSERT DATA { <source/page-of-sapporo> koryu:note "Seen once again" }

# expect: SourceShape-note/Datatype
DELETE DATA { <source/page-of-sapporo> koryu:note "Seen once" } ;
INSERT DATA { <source/page-of-sapporo> koryu:note "Seen once"@en }

# expect: SourceShape-note/Pattern
DELETE DATA { <source/page-of-sapporo> koryu:note "Seen once" } ;
INSERT DATA { <source/page-of-sapporo> koryu:note "<b>Seen once</b>" }

# expect: SourceShape-retrievedFrom/MaxCount
INSERT DATA { <source/gazetteer> pav:retrievedFrom "https://example.org/a"^^xsd:anyURI , "https://example.org/b"^^xsd:anyURI }

# expect: SourceShape-retrievedFrom/Datatype
INSERT DATA { <source/gazetteer> pav:retrievedFrom "https://example.org/sparql" }

# expect: SourceShape-retrievedOn/MaxCount
INSERT DATA { <source/gazetteer> pav:retrievedOn "2026-11-24"^^xsd:date , "2026-11-25"^^xsd:date }

# expect: SourceShape-retrievedOn/Datatype
INSERT DATA { <source/gazetteer> pav:retrievedOn "2026-11-24T12:00:00Z"^^xsd:dateTime }

# expect: SourceShape-version/MaxCount
INSERT DATA { <source/gazetteer> pav:version "1" , "2" }

# expect: SourceShape-version/Datatype
INSERT DATA { <source/gazetteer> pav:version 1 }
