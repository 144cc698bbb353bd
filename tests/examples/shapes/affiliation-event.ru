BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: AffiliationEventShape/Pattern
DELETE { <affiliation/aff001#event-1> ?property ?value }
INSERT { <affiliation/aff001#event-1_> ?property ?value }
WHERE { <affiliation/aff001#event-1> ?property ?value } ;
DELETE { ?thing ?property <affiliation/aff001#event-1> }
INSERT { ?thing ?property <affiliation/aff001#event-1_> }
WHERE { ?thing ?property <affiliation/aff001#event-1> }

# expect: AffiliationEventShape/Closed
INSERT DATA { <affiliation/aff001#event-1> <http://example.org/stray> "stray" }

# expect: AffiliationEventShape-eventKind/MinCount
DELETE DATA { <affiliation/aff001#event-1> koryu:eventKind concept:signed }

# expect: AffiliationEventShape-eventKind/MaxCount
INSERT DATA { <affiliation/aff001#event-1> koryu:eventKind concept:affiliated }

# expect: AffiliationEventShape-eventKind/Node
DELETE DATA { <affiliation/aff001#event-1> koryu:eventKind concept:signed } ;
INSERT DATA { <affiliation/aff001#event-1> koryu:eventKind concept:accuracies }

# expect: AffiliationEventShape-status/MaxCount
INSERT DATA { <affiliation/aff001#event-1> koryu:status concept:ended }

# expect: AffiliationEventShape-status/Node
DELETE DATA { <affiliation/aff001#event-1> koryu:status concept:in-force } ;
INSERT DATA { <affiliation/aff001#event-1> koryu:status concept:accuracies }

# expect: AffiliationEventShape-note/MaxCount
INSERT DATA { <affiliation/aff001#event-1> koryu:note "In the town hall again" }

# expect: AffiliationEventShape-note/Datatype
DELETE DATA { <affiliation/aff001#event-1> koryu:note "In the town hall" } ;
INSERT DATA { <affiliation/aff001#event-1> koryu:note "In the town hall"@en }

# expect: AffiliationEventShape-note/Pattern
DELETE DATA { <affiliation/aff001#event-1> koryu:note "In the town hall" } ;
INSERT DATA { <affiliation/aff001#event-1> koryu:note "<b>In the town hall</b>" }

# expect: AffiliationEventShape-owner/MinCount
INSERT DATA {
  <affiliation/aff001#event-1-copy> a koryu:AffiliationEvent .
  <affiliation/aff001#event-1-copy> koryu:earliest "1979-05-01"^^xsd:date .
  <affiliation/aff001#event-1-copy> koryu:eventKind concept:signed .
  <affiliation/aff001#event-1-copy> koryu:inSource <source/register> .
  <affiliation/aff001#event-1-copy> koryu:latest "1979-05-31"^^xsd:date .
  <affiliation/aff001#event-1-copy> koryu:note "In the town hall" .
  <affiliation/aff001#event-1-copy> koryu:precision concept:month .
  <affiliation/aff001#event-1-copy> koryu:status concept:in-force .
}

# expect: AffiliationEventShape-owner/MaxCount
INSERT { <affiliation/aff002> ?property ?own }
WHERE { <affiliation/aff001> ?property ?value . FILTER (?property != koryu:assertion) BIND (IF(?value = <government/dalian>, <government/liaoning>, ?value) AS ?own) } ;
INSERT { <affiliation/aff002> koryu:assertion <affiliation/aff002#assertion-1> . <affiliation/aff002#assertion-1> ?property ?value }
WHERE { <affiliation/aff001#assertion-1> ?property ?value }

# expect: AffiliationEventShape-takenOverBy/MaxCount
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/sapporo> }

# expect: AffiliationEventShape-takenOverBy/Class
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/hokkaido> } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/japan> }

# expect: AffiliationEventShape-takenOverFrom/MaxCount
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <government/liaoning> }

# expect: AffiliationEventShape-takenOverFrom/Class
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <government/jilin> } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <organisation/institute> }

# expect: AffiliationEventShape-takenOverFrom/Disjoint
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/hokkaido> } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/jilin> }

# expect: TakenOverShape-takenOverBy/MinCount
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/hokkaido> ; koryu:eventKind concept:inherited } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:eventKind concept:renewed }

# expect: TakenOverKindShape/SPARQL
DELETE DATA { <affiliation/aff009#event-2> koryu:eventKind concept:inherited } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:eventKind concept:renewed }

# expect: TakenOverKindShape/SPARQL
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverBy <government/hokkaido> ; koryu:takenOverFrom <government/jilin> }

# expect: TakenOverPartyShape/SPARQL
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <government/jilin> } ;
INSERT DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <government/sapporo> }

# expect: TakenOverPartyShape/SPARQL
DELETE DATA { <affiliation/aff009#event-2> koryu:takenOverFrom <government/jilin> }

# expect: TakenOverThenShape/SPARQL
INSERT DATA { <government/hokkaido> koryu:validFrom "1995-01-01"^^xsd:date }

# expect: TerminatedShape/SPARQL
DELETE DATA { <affiliation/aff009#event-3> koryu:status concept:ended }
