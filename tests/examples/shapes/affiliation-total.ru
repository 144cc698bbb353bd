BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: AffiliationTotalShape/Closed
INSERT DATA { <observation/china-countries-1999> <http://example.org/stray> "stray" }

# expect: AffiliationTotalShape-type/HasValue
DELETE DATA { <observation/china-countries-1999> a koryu:Observation }

# expect: AffiliationTotalShape-reporter/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:reporter <government/china> }

# expect: AffiliationTotalShape-reporter/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:reporter <government/japan> }

# expect: AffiliationTotalShape-reporter/Class
DELETE DATA { <observation/china-countries-1999> koryu:reporter <government/china> } ;
INSERT DATA { <observation/china-countries-1999> koryu:reporter concept:accuracies }

# expect: AffiliationTotalShape-countedUnit/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:countedUnit concept:municipalities }

# expect: AffiliationTotalShape-countedUnit/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:countedUnit concept:affiliations }

# expect: AffiliationTotalShape-countedUnit/Node
DELETE DATA { <observation/china-countries-1999> koryu:countedUnit concept:municipalities } ;
INSERT DATA { <observation/china-countries-1999> koryu:countedUnit concept:accuracies }

# expect: AffiliationTotalShape-asOf/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:asOf "1999-12-31"^^xsd:date }

# expect: AffiliationTotalShape-asOf/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:asOf "1999-12-15"^^xsd:date }

# expect: AffiliationTotalShape-asOf/Datatype
DELETE DATA { <observation/china-countries-1999> koryu:asOf "1999-12-31"^^xsd:date } ;
INSERT DATA { <observation/china-countries-1999> koryu:asOf "1999-12-32"^^xsd:date }

# expect: AffiliationTotalShape-asOf/Pattern
DELETE DATA {
  <observation/china-countries-1999> koryu:asOf "1999-12-31"^^xsd:date .
  <observation/china-countries-1999> koryu:countAsPublished "30" .
  <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" .
} ;
INSERT DATA {
  <observation/china-countries-1999> koryu:asOf "1700-12-31"^^xsd:date .
  <observation/china-countries-1999> koryu:countAsPublished "as printed" .
  <observation/china-countries-1999> koryu:dateAsPublished "as printed" .
}

# expect: AffiliationTotalShape-unitCount/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:unitCount 30 }

# expect: AffiliationTotalShape-unitCount/MaxCount
DELETE DATA {
  <observation/china-countries-1999> koryu:countAsPublished "30" .
  <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" .
} ;
INSERT DATA {
  <observation/china-countries-1999> koryu:countAsPublished "as printed" .
  <observation/china-countries-1999> koryu:dateAsPublished "as printed" .
  <observation/china-countries-1999> koryu:unitCount 31 .
}

# expect: AffiliationTotalShape-unitCount/Datatype
DELETE DATA { <observation/china-countries-1999> koryu:unitCount 30 } ;
INSERT DATA { <observation/china-countries-1999> koryu:unitCount "30"^^xsd:decimal }

# expect: AffiliationTotalShape-unitCount/MinInclusive
DELETE DATA {
  <observation/china-countries-1999> koryu:countAsPublished "30" .
  <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" .
  <observation/china-countries-1999> koryu:unitCount 30 .
} ;
INSERT DATA {
  <observation/china-countries-1999> koryu:countAsPublished "as printed" .
  <observation/china-countries-1999> koryu:dateAsPublished "as printed" .
  <observation/china-countries-1999> koryu:unitCount "-1"^^xsd:integer .
}

# expect: AffiliationTotalShape-dateAsPublished/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" }

# expect: AffiliationTotalShape-dateAsPublished/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999 again" }

# expect: AffiliationTotalShape-dateAsPublished/Datatype
DELETE DATA { <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" } ;
INSERT DATA { <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999"@en }

# expect: AffiliationTotalShape-dateAsPublished/Pattern
DELETE DATA { <observation/china-countries-1999> koryu:dateAsPublished "the end of 1999" } ;
INSERT DATA { <observation/china-countries-1999> koryu:dateAsPublished "<b>the end of 1999</b>" }

# expect: AffiliationTotalShape-countAsPublished/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:countAsPublished "30" }

# expect: AffiliationTotalShape-countAsPublished/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:countAsPublished "30 again" }

# expect: AffiliationTotalShape-countAsPublished/Datatype
DELETE DATA { <observation/china-countries-1999> koryu:countAsPublished "30" } ;
INSERT DATA { <observation/china-countries-1999> koryu:countAsPublished "30"@en }

# expect: AffiliationTotalShape-countAsPublished/Pattern
DELETE DATA { <observation/china-countries-1999> koryu:countAsPublished "30" } ;
INSERT DATA { <observation/china-countries-1999> koryu:countAsPublished "<b>30</b>" }

# expect: AffiliationTotalShape-accuracy/MinCount
DELETE DATA { <observation/china-countries-1999> koryu:accuracy concept:as-counted }

# expect: AffiliationTotalShape-accuracy/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:accuracy concept:approximate }

# expect: AffiliationTotalShape-accuracy/Node
DELETE DATA { <observation/china-countries-1999> koryu:accuracy concept:as-counted } ;
INSERT DATA { <observation/china-countries-1999> koryu:accuracy concept:accuracies }

# expect: AffiliationTotalShape-dataSet/MaxCount
INSERT DATA { <observation/china-countries-1999> qb:dataSet cube:affiliation-counts }

# expect: AffiliationTotalShape-dataSet/HasValue
DELETE DATA { <observation/china-countries-1999> qb:dataSet cube:affiliation-totals }
