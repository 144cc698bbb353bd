BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: ClaimShape/Pattern
DELETE { <claim/growth> ?property ?value }
INSERT { <claim/growth_> ?property ?value }
WHERE { <claim/growth> ?property ?value }

# expect: ClaimShape/Closed
INSERT DATA { <claim/growth> <http://example.org/stray> "stray" }

# expect: ClaimShape-topic/MinCount
DELETE DATA { <claim/growth> koryu:topic concept:history }

# expect: ClaimShape-topic/MaxCount
INSERT DATA { <claim/growth> koryu:topic concept:intellectual-infrastructure }

# expect: ClaimShape-topic/Node
DELETE DATA { <claim/growth> koryu:topic concept:history } ;
INSERT DATA { <claim/growth> koryu:topic concept:accuracies }

# expect: ClaimShape-basis/MinCount
DELETE DATA { <claim/growth> koryu:basis concept:stated }

# expect: ClaimShape-basis/MaxCount
INSERT DATA { <claim/growth> koryu:basis concept:computed }

# expect: ClaimShape-basis/Node
DELETE DATA { <claim/growth> koryu:basis concept:stated } ;
INSERT DATA { <claim/growth> koryu:basis concept:accuracies }

# expect: ClaimShape-about/Node
DELETE DATA { <claim/growth> koryu:about concept:joint-research } ;
INSERT DATA { <claim/growth> koryu:about <http://example.org/stray> }

# expect: ClaimShape-inYear/MaxCount
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rankAsPublished "first" .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:inYear "1991"^^xsd:gYear .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rankAsPublished "as printed" .
}

# expect: ClaimShape-inYear/Datatype
DELETE DATA { <claim/growth> koryu:inYear "1990"^^xsd:gYear } ;
INSERT DATA { <claim/growth> koryu:inYear 1990 }

# expect: ClaimShape-inYear/Pattern
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:inYear "1990"^^xsd:gYear .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rankAsPublished "first" .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:inYear "1700"^^xsd:gYear .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rankAsPublished "as printed" .
}

# expect: ClaimShape-sinceYear/MaxCount
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rankAsPublished "first" .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rankAsPublished "as printed" .
  <claim/growth> koryu:sinceYear "1991"^^xsd:gYear .
}

# expect: ClaimShape-sinceYear/Datatype
DELETE DATA { <claim/growth> koryu:sinceYear "1990"^^xsd:gYear } ;
INSERT DATA { <claim/growth> koryu:sinceYear 1990 }

# expect: ClaimShape-sinceYear/Pattern
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rankAsPublished "first" .
  <claim/growth> koryu:sinceYear "1990"^^xsd:gYear .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rankAsPublished "as printed" .
  <claim/growth> koryu:sinceYear "1700"^^xsd:gYear .
}

# expect: ClaimShape-dateAsPublished/MaxCount
INSERT DATA { <claim/growth> koryu:dateAsPublished "the 1990s again" }

# expect: ClaimShape-dateAsPublished/Datatype
DELETE DATA { <claim/growth> koryu:dateAsPublished "the 1990s" } ;
INSERT DATA { <claim/growth> koryu:dateAsPublished "the 1990s"@en }

# expect: ClaimShape-dateAsPublished/Pattern
DELETE DATA { <claim/growth> koryu:dateAsPublished "the 1990s" } ;
INSERT DATA { <claim/growth> koryu:dateAsPublished "<b>the 1990s</b>" }

# expect: ClaimShape-level/MaxCount
INSERT DATA { <claim/growth> koryu:level concept:first-level-unit }

# expect: ClaimShape-level/Node
DELETE DATA { <claim/growth> koryu:level concept:all } ;
INSERT DATA { <claim/growth> koryu:level concept:accuracies }

# expect: ClaimShape-rank/MaxCount
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rankAsPublished "first" .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rank 2 .
  <claim/growth> koryu:rankAsPublished "as printed" .
}

# expect: ClaimShape-rank/Datatype
DELETE DATA { <claim/growth> koryu:rank 1 } ;
INSERT DATA { <claim/growth> koryu:rank "1"^^xsd:decimal }

# expect: ClaimShape-rank/MinInclusive
DELETE DATA {
  <claim/growth> koryu:dateAsPublished "the 1990s" .
  <claim/growth> koryu:quantityAsPublished "three" .
  <claim/growth> koryu:rank 1 .
  <claim/growth> koryu:rankAsPublished "first" .
} ;
INSERT DATA {
  <claim/growth> koryu:dateAsPublished "as printed" .
  <claim/growth> koryu:quantityAsPublished "as printed" .
  <claim/growth> koryu:rank 0 .
  <claim/growth> koryu:rankAsPublished "as printed" .
}

# expect: ClaimShape-rankAsPublished/MaxCount
INSERT DATA { <claim/growth> koryu:rankAsPublished "first again" }

# expect: ClaimShape-rankAsPublished/Datatype
DELETE DATA { <claim/growth> koryu:rankAsPublished "first" } ;
INSERT DATA { <claim/growth> koryu:rankAsPublished "first"@en }

# expect: ClaimShape-rankAsPublished/Pattern
DELETE DATA { <claim/growth> koryu:rankAsPublished "first" } ;
INSERT DATA { <claim/growth> koryu:rankAsPublished "<b>first</b>" }

# expect: ClaimShape-quantity/Datatype
DELETE DATA { <claim/growth> koryu:quantity 3 } ;
INSERT DATA { <claim/growth> koryu:quantity "3"^^xsd:decimal }

# expect: ClaimShape-quantity/MinInclusive
DELETE DATA { <claim/growth> koryu:quantity 3 } ;
INSERT DATA { <claim/growth> koryu:quantity "-1"^^xsd:integer }

# expect: ClaimShape-quantityAsPublished/Datatype
DELETE DATA { <claim/growth> koryu:quantityAsPublished "three" } ;
INSERT DATA { <claim/growth> koryu:quantityAsPublished "three"@en }

# expect: ClaimShape-quantityAsPublished/Pattern
DELETE DATA { <claim/growth> koryu:quantityAsPublished "three" } ;
INSERT DATA { <claim/growth> koryu:quantityAsPublished "<b>three</b>" }

# expect: QuantifiedClaimShape-quantity/MinCount
DELETE DATA { <claim/growth> koryu:quantity 3 }

# expect: QuantifiedClaimShape-quantityAsPublished/MinCount
DELETE DATA { <claim/growth> koryu:quantityAsPublished "three" }
