BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: PolicyShape/Pattern
DELETE { <policy/liaoning-japan> ?property ?value }
INSERT { <policy/liaoning-japan_> ?property ?value }
WHERE { <policy/liaoning-japan> ?property ?value } ;
DELETE { ?thing ?property <policy/liaoning-japan> }
INSERT { ?thing ?property <policy/liaoning-japan_> }
WHERE { ?thing ?property <policy/liaoning-japan> }

# expect: PolicyShape/Closed
INSERT DATA { <policy/liaoning-japan> <http://example.org/stray> "stray" }

# expect: PolicyShape-holder/MinCount
DELETE DATA { <policy/liaoning-japan> koryu:holder <government/liaoning> }

# expect: PolicyShape-holder/MaxCount
INSERT DATA { <policy/liaoning-japan> koryu:holder <government/jilin> }

# expect: PolicyShape-holder/Class
DELETE DATA { <policy/liaoning-japan> koryu:holder <government/liaoning> } ;
INSERT DATA { <policy/liaoning-japan> koryu:holder concept:accuracies }

# expect: PolicyShape-holder/Disjoint
DELETE DATA { <policy/liaoning-japan> koryu:holder <government/liaoning> } ;
INSERT DATA { <policy/liaoning-japan> koryu:holder <government/japan> }

# expect: PolicyShape-counterpart/MinCount
DELETE DATA { <policy/liaoning-japan> koryu:counterpart <government/japan> }

# expect: PolicyShape-counterpart/MaxCount
INSERT DATA { <policy/liaoning-japan> koryu:counterpart <government/canada> }

# expect: PolicyShape-counterpart/Class
DELETE DATA { <policy/liaoning-japan> koryu:counterpart <government/japan> } ;
INSERT DATA { <policy/liaoning-japan> koryu:counterpart concept:accuracies }

# expect: PolicyShape-inYear/MinCount
DELETE DATA { <policy/liaoning-japan> koryu:inYear "1998"^^xsd:gYear }

# expect: PolicyShape-inYear/MaxCount
DELETE DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998" } ;
INSERT DATA {
  <policy/liaoning-japan> koryu:dateAsPublished "as printed" .
  <policy/liaoning-japan> koryu:inYear "1999"^^xsd:gYear .
}

# expect: PolicyShape-inYear/Datatype
DELETE DATA { <policy/liaoning-japan> koryu:inYear "1998"^^xsd:gYear } ;
INSERT DATA { <policy/liaoning-japan> koryu:inYear 1998 }

# expect: PolicyShape-inYear/Pattern
DELETE DATA {
  <policy/liaoning-japan> koryu:dateAsPublished "in 1998" .
  <policy/liaoning-japan> koryu:inYear "1998"^^xsd:gYear .
} ;
INSERT DATA {
  <policy/liaoning-japan> koryu:dateAsPublished "as printed" .
  <policy/liaoning-japan> koryu:inYear "1700"^^xsd:gYear .
}

# expect: PolicyShape-dateAsPublished/MinCount
DELETE DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998" }

# expect: PolicyShape-dateAsPublished/MaxCount
INSERT DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998 again" }

# expect: PolicyShape-dateAsPublished/Datatype
DELETE DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998" } ;
INSERT DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998"@en }

# expect: PolicyShape-dateAsPublished/Pattern
DELETE DATA { <policy/liaoning-japan> koryu:dateAsPublished "in 1998" } ;
INSERT DATA { <policy/liaoning-japan> koryu:dateAsPublished "<b>in 1998</b>" }

# expect: PolicyShape-part/MinCount
INSERT DATA {
  <policy/liaoning-japan-copy> a koryu:Policy .
  <policy/liaoning-japan-copy> koryu:counterpart <government/japan> .
  <policy/liaoning-japan-copy> koryu:dateAsPublished "in 1998" .
  <policy/liaoning-japan-copy> koryu:holder <government/liaoning> .
  <policy/liaoning-japan-copy> koryu:inSource <source/paper> .
  <policy/liaoning-japan-copy> koryu:inYear "1998"^^xsd:gYear .
  <policy/liaoning-japan-copy> koryu:statedIn <sentence/paper-1.1.1> .
  <policy/liaoning-japan-copy> rdfs:label "Policy of Liaoning"@en .
  <policy/liaoning-japan-copy> rdfs:label "辽宁省政策"@zh-Hans .
  <policy/liaoning-japan-copy> rdfs:label "遼寧省の政策"@ja .
}

# expect: PolicyShape-part/Class
INSERT DATA { <policy/liaoning-japan> koryu:part <source/paper> }
