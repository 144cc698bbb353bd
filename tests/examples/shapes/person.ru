BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: PersonShape/Pattern
DELETE { <person/author> ?property ?value }
INSERT { <person/author_> ?property ?value }
WHERE { <person/author> ?property ?value } ;
DELETE { ?thing ?property <person/author> }
INSERT { ?thing ?property <person/author_> }
WHERE { ?thing ?property <person/author> }

# expect: PersonShape/Closed
INSERT DATA { <person/author> <http://example.org/stray> "stray" }

# expect: PersonShape-type/HasValue
DELETE DATA { <person/author> a koryu:Agent }

# expect: PersonShape-note/MaxCount
INSERT DATA { <person/author> koryu:note "Made up again" }

# expect: PersonShape-note/Datatype
DELETE DATA { <person/author> koryu:note "Made up" } ;
INSERT DATA { <person/author> koryu:note "Made up"@en }

# expect: PersonShape-note/Pattern
DELETE DATA { <person/author> koryu:note "Made up" } ;
INSERT DATA { <person/author> koryu:note "<b>Made up</b>" }
