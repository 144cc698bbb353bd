BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: AffiliationShape/Pattern
DELETE { <affiliation/aff001> ?property ?value }
INSERT { <affiliation/aff001_> ?property ?value }
WHERE { <affiliation/aff001> ?property ?value }

# expect: AffiliationShape/Closed
INSERT DATA { <affiliation/aff001> <http://example.org/stray> "stray" }

# expect: AffiliationShape-firstParty/MinCount
DELETE DATA { <affiliation/aff001> koryu:firstParty <government/sapporo> ; koryu:party <government/sapporo> }

# expect: AffiliationShape-firstParty/MaxCount
INSERT DATA { <affiliation/aff001> koryu:firstParty <government/hokkaido> ; koryu:party <government/hokkaido> }

# expect: AffiliationShape-firstParty/Class
DELETE DATA { <affiliation/aff001> koryu:firstParty <government/sapporo> ; koryu:party <government/sapporo> } ;
INSERT DATA { <affiliation/aff001> koryu:firstParty <organisation/institute> ; koryu:party <organisation/institute> }

# expect: AffiliationShape-secondParty/MinCount
DELETE DATA { <affiliation/aff001> koryu:secondParty <government/dalian> ; koryu:party <government/dalian> }

# expect: AffiliationShape-secondParty/MaxCount
INSERT DATA { <affiliation/aff001> koryu:secondParty <government/liaoning> ; koryu:party <government/liaoning> }

# expect: AffiliationShape-secondParty/Class
DELETE DATA { <affiliation/aff001> koryu:secondParty <government/dalian> ; koryu:party <government/dalian> } ;
INSERT DATA { <affiliation/aff001> koryu:secondParty <organisation/institute> ; koryu:party <organisation/institute> }

# expect: AffiliationShape-distinctParties/Disjoint
DELETE DATA { <affiliation/aff001> koryu:secondParty <government/dalian> ; koryu:party <government/dalian> } ;
INSERT DATA { <affiliation/aff001> koryu:secondParty <government/sapporo> }

# expect: AffiliationShape-parties/Equals
DELETE DATA { <affiliation/aff001> koryu:party <government/dalian> }

# expect: AffiliationShape-firstPartyAsPublished/MinCount
DELETE DATA { <affiliation/aff001> koryu:firstPartyAsPublished "Sapporo" }

# expect: AffiliationShape-firstPartyAsPublished/MaxCount
INSERT DATA { <affiliation/aff001> koryu:firstPartyAsPublished "Sapporo again" }

# expect: AffiliationShape-firstPartyAsPublished/Datatype
DELETE DATA { <affiliation/aff001> koryu:firstPartyAsPublished "Sapporo" } ;
INSERT DATA { <affiliation/aff001> koryu:firstPartyAsPublished "Sapporo"@en }

# expect: AffiliationShape-firstPartyAsPublished/Pattern
DELETE DATA { <affiliation/aff001> koryu:firstPartyAsPublished "Sapporo" } ;
INSERT DATA { <affiliation/aff001> koryu:firstPartyAsPublished "<b>Sapporo</b>" }

# expect: AffiliationShape-secondPartyAsPublished/MinCount
DELETE DATA { <affiliation/aff001> koryu:secondPartyAsPublished "旅大市" }

# expect: AffiliationShape-secondPartyAsPublished/MaxCount
INSERT DATA { <affiliation/aff001> koryu:secondPartyAsPublished "旅大市 again" }

# expect: AffiliationShape-secondPartyAsPublished/Datatype
DELETE DATA { <affiliation/aff001> koryu:secondPartyAsPublished "旅大市" } ;
INSERT DATA { <affiliation/aff001> koryu:secondPartyAsPublished "旅大市"@en }

# expect: AffiliationShape-secondPartyAsPublished/Pattern
DELETE DATA { <affiliation/aff001> koryu:secondPartyAsPublished "旅大市" } ;
INSERT DATA { <affiliation/aff001> koryu:secondPartyAsPublished "<b>旅大市</b>" }

# expect: AffiliationShape-kind/MinCount
DELETE DATA { <affiliation/aff001> koryu:kind concept:friendship-city }

# expect: AffiliationShape-kind/MaxCount
INSERT DATA { <affiliation/aff001> koryu:kind concept:cooperation }

# expect: AffiliationShape-kind/Node
DELETE DATA { <affiliation/aff001> koryu:kind concept:friendship-city } ;
INSERT DATA { <affiliation/aff001> koryu:kind concept:accuracies }

# expect: AffiliationShape-dateBasis/MinCount
DELETE DATA { <affiliation/aff001> koryu:dateBasis concept:stated-by-page }

# expect: AffiliationShape-dateBasis/MaxCount
INSERT DATA { <affiliation/aff001> koryu:dateBasis concept:agreement-signed }

# expect: AffiliationShape-dateBasis/Node
DELETE DATA { <affiliation/aff001> koryu:dateBasis concept:stated-by-page } ;
INSERT DATA { <affiliation/aff001> koryu:dateBasis concept:accuracies }

# expect: AffiliationShape-grade/MinCount
DELETE DATA { <affiliation/aff001> koryu:grade concept:official-page }

# expect: AffiliationShape-grade/MaxCount
INSERT DATA { <affiliation/aff001> koryu:grade concept:association-or-news-page }

# expect: AffiliationShape-grade/Node
DELETE DATA { <affiliation/aff001> koryu:grade concept:official-page } ;
INSERT DATA { <affiliation/aff001> koryu:grade concept:accuracies }

# expect: AffiliationShape-event/MinCount
DELETE WHERE { <affiliation/aff001> koryu:event ?event . ?event ?property ?value }

# expect: AffiliationShape-event/Class
INSERT DATA { <affiliation/aff001> koryu:event concept:accuracies }

# expect: AffiliationShape-assertion/MinCount
DELETE WHERE { <affiliation/aff001> koryu:assertion ?assertion . ?assertion ?property ?value }

# expect: AffiliationShape-assertion/Class
INSERT DATA { <affiliation/aff001> koryu:assertion <source/page-of-sapporo> }

# expect: AffiliationShape-note/MaxCount
INSERT DATA { <affiliation/aff001> koryu:note "Made up again" }

# expect: AffiliationShape-note/Datatype
DELETE DATA { <affiliation/aff001> koryu:note "Made up" } ;
INSERT DATA { <affiliation/aff001> koryu:note "Made up"@en }

# expect: AffiliationShape-note/Pattern
DELETE DATA { <affiliation/aff001> koryu:note "Made up" } ;
INSERT DATA { <affiliation/aff001> koryu:note "<b>Made up</b>" }

# expect: PartyThenShape/SPARQL
INSERT DATA { <government/sapporo> koryu:validFrom "1990-01-01"^^xsd:date }

# expect: AffiliationShape-firstParty/Class
DELETE DATA { <affiliation/aff001> koryu:firstParty <government/sapporo> ; koryu:party <government/sapporo> } ;
INSERT DATA { <affiliation/aff001> koryu:firstParty <government/japan> ; koryu:party <government/japan> }

# expect: AffiliationTwiceShape/SPARQL
INSERT { ?copy ?property ?other }
WHERE {
  { <affiliation/aff001> ?property ?value }
  UNION { <affiliation/aff001#event-1> ?property ?value . BIND ("#event-1" AS ?part) }
  UNION { <affiliation/aff001#event-2> ?property ?value . BIND ("#event-2" AS ?part) }
  UNION { <affiliation/aff001#assertion-1> ?property ?value . BIND ("#assertion-1" AS ?part) }
  FILTER (?value != <affiliation/aff001#assertion-2> && ?value != <affiliation/aff001#assertion-3>)
  BIND (IRI(CONCAT("https://w3id.org/koryu/id/affiliation/aff002", COALESCE(?part, ""))) AS ?copy)
  BIND (IF(ISIRI(?value), IRI(REPLACE(STR(?value), "aff001", "aff002")), ?value) AS ?same)
  BIND (IF(?property = koryu:firstParty, <government/dalian>, IF(?property = koryu:secondParty, <government/sapporo>, ?same)) AS ?other)
}

# expect: FoundingEventShape/SPARQL
DELETE DATA { <affiliation/aff001#event-1> koryu:earliest "1979-05-01"^^xsd:date ; koryu:latest "1979-05-01"^^xsd:date } ;
INSERT DATA { <affiliation/aff001#event-1> koryu:earliest "1979-05-10"^^xsd:date ; koryu:latest "1979-05-10"^^xsd:date }

# expect: FoundingEventShape/SPARQL
INSERT DATA { <affiliation/aff001#event-2> koryu:status concept:in-force } ;
DELETE DATA { <affiliation/aff001#event-1> koryu:status concept:in-force }

# expect: FoundingEventShape/SPARQL
DELETE DATA { <affiliation/aff009#event-1> koryu:latest "1985-01-09"^^xsd:date } ;
INSERT DATA { <affiliation/aff009#event-1> koryu:latest "1985-01-10"^^xsd:date }

# expect: GradeAssertedShape/SPARQL
DELETE DATA { <affiliation/aff009> koryu:grade concept:official-page } ;
INSERT DATA { <affiliation/aff009> koryu:grade concept:association-or-news-page }

# expect: KindAssertedShape/SPARQL
DELETE DATA { <affiliation/aff009> koryu:kind concept:cooperation } ;
INSERT DATA { <affiliation/aff009> koryu:kind concept:friendship-city }
