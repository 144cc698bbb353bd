BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: InvestmentIncreaseShape/Closed
INSERT DATA { <observation/liaoning-increase> <http://example.org/stray> "stray" }

# expect: InvestmentIncreaseShape-type/HasValue
DELETE DATA { <observation/liaoning-increase> a koryu:Observation }

# expect: InvestmentIncreaseShape-holder/MinCount
DELETE DATA { <observation/liaoning-increase> koryu:holder <government/liaoning> }

# expect: InvestmentIncreaseShape-holder/MaxCount
INSERT DATA { <observation/liaoning-increase> koryu:holder <government/jilin> }

# expect: InvestmentIncreaseShape-holder/Class
DELETE DATA { <observation/liaoning-increase> koryu:holder <government/liaoning> } ;
INSERT DATA { <observation/liaoning-increase> koryu:holder concept:accuracies }

# expect: InvestmentIncreaseShape-origin/MinCount
DELETE DATA { <observation/liaoning-increase> koryu:origin concept:all }

# expect: InvestmentIncreaseShape-origin/MaxCount
INSERT DATA { <observation/liaoning-increase> koryu:origin <government/japan> }

# expect: InvestmentIncreaseShape-origin/Class
DELETE DATA { <observation/liaoning-increase> koryu:origin concept:all } ;
INSERT DATA { <observation/liaoning-increase> koryu:origin concept:accuracies }

# expect: InvestmentIncreaseShape-yearlyIncrease/MinCount
DELETE DATA { <observation/liaoning-increase> koryu:yearlyIncrease 1000 }

# expect: InvestmentIncreaseShape-yearlyIncrease/MaxCount
DELETE DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000" } ;
INSERT DATA {
  <observation/liaoning-increase> koryu:increaseAsPublished "as printed" .
  <observation/liaoning-increase> koryu:yearlyIncrease 1001 .
}

# expect: InvestmentIncreaseShape-yearlyIncrease/Datatype
DELETE DATA { <observation/liaoning-increase> koryu:yearlyIncrease 1000 } ;
INSERT DATA { <observation/liaoning-increase> koryu:yearlyIncrease "1000"^^xsd:decimal }

# expect: InvestmentIncreaseShape-yearlyIncrease/MinInclusive
DELETE DATA {
  <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000" .
  <observation/liaoning-increase> koryu:yearlyIncrease 1000 .
} ;
INSERT DATA {
  <observation/liaoning-increase> koryu:increaseAsPublished "as printed" .
  <observation/liaoning-increase> koryu:yearlyIncrease "-1"^^xsd:integer .
}

# expect: InvestmentIncreaseShape-increaseAsPublished/MinCount
DELETE DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000" }

# expect: InvestmentIncreaseShape-increaseAsPublished/MaxCount
INSERT DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000 again" }

# expect: InvestmentIncreaseShape-increaseAsPublished/Datatype
DELETE DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000" } ;
INSERT DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000"@en }

# expect: InvestmentIncreaseShape-increaseAsPublished/Pattern
DELETE DATA { <observation/liaoning-increase> koryu:increaseAsPublished "more than 1,000" } ;
INSERT DATA { <observation/liaoning-increase> koryu:increaseAsPublished "<b>more than 1,000</b>" }

# expect: InvestmentIncreaseShape-accuracy/MinCount
DELETE DATA { <observation/liaoning-increase> koryu:accuracy concept:as-counted }

# expect: InvestmentIncreaseShape-accuracy/MaxCount
INSERT DATA { <observation/liaoning-increase> koryu:accuracy concept:approximate }

# expect: InvestmentIncreaseShape-accuracy/Node
DELETE DATA { <observation/liaoning-increase> koryu:accuracy concept:as-counted } ;
INSERT DATA { <observation/liaoning-increase> koryu:accuracy concept:accuracies }

# expect: InvestmentIncreaseShape-dataSet/MaxCount
INSERT DATA { <observation/liaoning-increase> qb:dataSet cube:affiliation-counts }

# expect: InvestmentIncreaseShape-dataSet/HasValue
DELETE DATA { <observation/liaoning-increase> qb:dataSet cube:investment-increases }
