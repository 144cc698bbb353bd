BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: PolicyPartShape/Pattern
DELETE { <measure/missions> ?property ?value }
INSERT { <measure/missions_> ?property ?value }
WHERE { <measure/missions> ?property ?value } ;
DELETE { ?thing ?property <measure/missions> }
INSERT { ?thing ?property <measure/missions_> }
WHERE { ?thing ?property <measure/missions> }

# expect: PolicyPartShape/Closed
INSERT DATA { <measure/missions> <http://example.org/stray> "stray" }

# expect: PolicyPartShape-partOf/MinCount
INSERT DATA {
  <measure/research-copy> a koryu:PolicyPart .
  <measure/research-copy> koryu:inSource <source/paper> .
  <measure/research-copy> koryu:partKind concept:measure .
  <measure/research-copy> koryu:position 2 .
  <measure/research-copy> koryu:statedIn <sentence/paper-1.1.1> .
  <measure/research-copy> koryu:statement "They work together."@en .
  <measure/research-copy> koryu:statement "ともに働く。"@ja .
  <measure/research-copy> koryu:statement "双方合作。"@zh-Hans .
}

# expect: PolicyPartShape-partOf/MaxCount
INSERT { <policy/other> ?property ?value }
WHERE { <policy/liaoning-japan> ?property ?value . FILTER (?property != koryu:part) } ;
INSERT DATA {
  <policy/other> koryu:part <measure/research> .
  <measure/research> koryu:partOf <policy/other>
}

# expect: PolicyPartShape-partOf/Class
DELETE DATA {
  <policy/liaoning-japan> koryu:part <measure/research> .
  <measure/research> koryu:partOf <policy/liaoning-japan>
} ;
INSERT DATA {
  concept:history koryu:part <measure/research> .
  <measure/research> koryu:partOf concept:history
}

# expect: PolicyPartShape-partKind/MinCount
DELETE DATA { <measure/missions> koryu:partKind concept:measure }

# expect: PolicyPartShape-partKind/MaxCount
INSERT DATA { <measure/missions> koryu:partKind concept:aim }

# expect: PolicyPartShape-partKind/Node
DELETE DATA { <measure/missions> koryu:partKind concept:measure } ;
INSERT DATA { <measure/missions> koryu:partKind concept:accuracies }

# expect: PolicyPartShape-position/MinCount
DELETE DATA { <measure/missions> koryu:position 1 }

# expect: PolicyPartShape-position/MaxCount
INSERT DATA { <measure/research> koryu:position 3 }

# expect: PolicyPartShape-position/Datatype
DELETE DATA { <measure/missions> koryu:position 1 } ;
INSERT DATA { <measure/missions> koryu:position "1"^^xsd:decimal }

# expect: PolicyPartShape-position/MinInclusive
DELETE DATA { <measure/missions> koryu:position 1 } ;
INSERT DATA { <measure/missions> koryu:position 0 }

# expect: PolicyPartShape-inYear/MaxCount
INSERT DATA { <measure/missions> koryu:inYear "1999"^^xsd:gYear }

# expect: PolicyPartShape-inYear/Datatype
DELETE DATA { <measure/missions> koryu:inYear "1998"^^xsd:gYear } ;
INSERT DATA { <measure/missions> koryu:inYear 1998 }

# expect: PolicyPartShape-inYear/Pattern
DELETE DATA { <measure/missions> koryu:inYear "1998"^^xsd:gYear } ;
INSERT DATA { <measure/missions> koryu:inYear "1700"^^xsd:gYear }

# expect: PolicyPartShape-instrument/Node
DELETE DATA { <measure/missions> koryu:instrument concept:mission } ;
INSERT DATA { <measure/missions> koryu:instrument concept:accuracies }

# expect: PolicyPartShape-participation/Class
INSERT DATA { <measure/missions> koryu:participation concept:accuracies }

# expect: PolicyPartShape-owner/Equals
DELETE DATA { <policy/liaoning-japan> koryu:part <measure/research> }

# expect: PartPositionShape/SPARQL
DELETE DATA { <measure/research> koryu:position 2 } ;
INSERT DATA { <measure/research> koryu:position 1 }
