BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: InvestmentRankShape/Closed
INSERT DATA { <observation/liaoning-rank> <http://example.org/stray> "stray" }

# expect: InvestmentRankShape-type/HasValue
DELETE DATA { <observation/liaoning-rank> a koryu:Observation }

# expect: InvestmentRankShape-holder/MinCount
DELETE DATA { <observation/liaoning-rank> koryu:holder <government/liaoning> }

# expect: InvestmentRankShape-holder/MaxCount
INSERT DATA { <observation/liaoning-rank> koryu:holder <government/jilin> }

# expect: InvestmentRankShape-holder/Class
DELETE DATA { <observation/liaoning-rank> koryu:holder <government/liaoning> } ;
INSERT DATA { <observation/liaoning-rank> koryu:holder concept:accuracies }

# expect: InvestmentRankShape-origin/MinCount
DELETE DATA { <observation/liaoning-rank> koryu:origin <government/japan> }

# expect: InvestmentRankShape-origin/MaxCount
INSERT DATA { <observation/liaoning-rank> koryu:origin concept:all }

# expect: InvestmentRankShape-origin/Class
DELETE DATA { <observation/liaoning-rank> koryu:origin <government/japan> } ;
INSERT DATA { <observation/liaoning-rank> koryu:origin concept:accuracies }

# expect: InvestmentRankShape-destinationRank/MinCount
DELETE DATA { <observation/liaoning-rank> koryu:destinationRank 2 }

# expect: InvestmentRankShape-destinationRank/MaxCount
DELETE DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place" } ;
INSERT DATA {
  <observation/liaoning-rank> koryu:destinationRank 3 .
  <observation/liaoning-rank> koryu:rankAsPublished "as printed" .
}

# expect: InvestmentRankShape-destinationRank/Datatype
DELETE DATA { <observation/liaoning-rank> koryu:destinationRank 2 } ;
INSERT DATA { <observation/liaoning-rank> koryu:destinationRank "2"^^xsd:decimal }

# expect: InvestmentRankShape-destinationRank/MinInclusive
DELETE DATA {
  <observation/liaoning-rank> koryu:destinationRank 2 .
  <observation/liaoning-rank> koryu:rankAsPublished "second place" .
} ;
INSERT DATA {
  <observation/liaoning-rank> koryu:destinationRank 0 .
  <observation/liaoning-rank> koryu:rankAsPublished "as printed" .
}

# expect: InvestmentRankShape-rankAsPublished/MinCount
DELETE DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place" }

# expect: InvestmentRankShape-rankAsPublished/MaxCount
INSERT DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place again" }

# expect: InvestmentRankShape-rankAsPublished/Datatype
DELETE DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place" } ;
INSERT DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place"@en }

# expect: InvestmentRankShape-rankAsPublished/Pattern
DELETE DATA { <observation/liaoning-rank> koryu:rankAsPublished "second place" } ;
INSERT DATA { <observation/liaoning-rank> koryu:rankAsPublished "<b>second place</b>" }

# expect: InvestmentRankShape-basis/MinCount
DELETE DATA { <observation/liaoning-rank> koryu:basis concept:stated }

# expect: InvestmentRankShape-basis/MaxCount
INSERT DATA { <observation/liaoning-rank> koryu:basis concept:computed }

# expect: InvestmentRankShape-basis/Node
DELETE DATA { <observation/liaoning-rank> koryu:basis concept:stated } ;
INSERT DATA { <observation/liaoning-rank> koryu:basis concept:accuracies }

# expect: InvestmentRankShape-dataSet/MaxCount
INSERT DATA { <observation/liaoning-rank> qb:dataSet cube:affiliation-counts }

# expect: InvestmentRankShape-dataSet/HasValue
DELETE DATA { <observation/liaoning-rank> qb:dataSet cube:investment-ranks }
