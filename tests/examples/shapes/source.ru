BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX koryu: <https://w3id.org/koryu/def#>

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
