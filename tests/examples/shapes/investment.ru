BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: InvestmentShape/Closed
INSERT DATA { <observation/jilin-japan-1998> <http://example.org/stray> "stray" }

# expect: InvestmentShape-type/HasValue
DELETE DATA { <observation/jilin-japan-1998> a koryu:Observation }

# expect: InvestmentShape-holder/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:holder <government/jilin> }

# expect: InvestmentShape-holder/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:holder <government/liaoning> }

# expect: InvestmentShape-holder/Class
DELETE DATA { <observation/jilin-japan-1998> koryu:holder <government/jilin> } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:holder concept:accuracies }

# expect: InvestmentShape-holder/Disjoint
DELETE DATA { <observation/jilin-japan-1998> koryu:holder <government/jilin> } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:holder <government/japan> }

# expect: InvestmentShape-origin/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:origin <government/japan> }

# expect: InvestmentShape-origin/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:origin concept:all }

# expect: InvestmentShape-origin/Class
DELETE DATA { <observation/jilin-japan-1998> koryu:origin <government/japan> } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:origin concept:accuracies }

# expect: InvestmentShape-inYear/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:inYear "1998"^^xsd:gYear }

# expect: InvestmentShape-inYear/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:inYear "1999"^^xsd:gYear }

# expect: InvestmentShape-inYear/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:inYear "1998"^^xsd:gYear } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:inYear 1998 }

# expect: InvestmentShape-inYear/Pattern
DELETE DATA { <observation/jilin-japan-1998> koryu:inYear "1998"^^xsd:gYear } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:inYear "1700"^^xsd:gYear }

# expect: InvestmentShape-contracts/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:contracts 200 }

# expect: InvestmentShape-contracts/MaxCount
DELETE DATA {
  <observation/jilin-japan-1998> koryu:contractsAsPublished "200" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" .
} ;
INSERT DATA {
  <observation/jilin-japan-1998> koryu:contracts 201 .
  <observation/jilin-japan-1998> koryu:contractsAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "as printed" .
}

# expect: InvestmentShape-contracts/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:contracts 200 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:contracts "200"^^xsd:decimal }

# expect: InvestmentShape-contracts/MinInclusive
DELETE DATA {
  <observation/jilin-japan-1998> koryu:contracts 200 .
  <observation/jilin-japan-1998> koryu:contractsAsPublished "200" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" .
} ;
INSERT DATA {
  <observation/jilin-japan-1998> koryu:contracts "-1"^^xsd:integer .
  <observation/jilin-japan-1998> koryu:contractsAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "as printed" .
}

# expect: InvestmentShape-contractsAsPublished/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "200" }

# expect: InvestmentShape-contractsAsPublished/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "200 again" }

# expect: InvestmentShape-contractsAsPublished/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "200" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "200"@en }

# expect: InvestmentShape-contractsAsPublished/Pattern
DELETE DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "200" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:contractsAsPublished "<b>200</b>" }

# expect: InvestmentShape-amountUsd/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:amountUsd 1000000000 }

# expect: InvestmentShape-amountUsd/MaxCount
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "as printed" ; koryu:amountUsd 1100000000 }

# expect: InvestmentShape-amountUsd/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:amountUsd 1000000000 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountUsd "1000000000"^^xsd:decimal }

# expect: InvestmentShape-amountUsd/MinInclusive
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion" ; koryu:amountUsd 1000000000 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "as printed" ; koryu:amountUsd "-1"^^xsd:integer }

# expect: InvestmentShape-amountAsPublished/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion" }

# expect: InvestmentShape-amountAsPublished/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion again" }

# expect: InvestmentShape-amountAsPublished/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion"@en }

# expect: InvestmentShape-amountAsPublished/Pattern
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "US$1 billion" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAsPublished "<b>US$1 billion</b>" }

# expect: InvestmentShape-amountAccuracy/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAccuracy concept:as-counted }

# expect: InvestmentShape-amountAccuracy/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAccuracy concept:approximate }

# expect: InvestmentShape-amountAccuracy/Node
DELETE DATA { <observation/jilin-japan-1998> koryu:amountAccuracy concept:as-counted } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountAccuracy concept:accuracies }

# expect: InvestmentShape-shareLowPercent/MaxCount
DELETE DATA {
  <observation/liaoning-japan-1998> koryu:contractsAsPublished "300" .
  <observation/liaoning-japan-1998> koryu:shareAsPublished "15.0 to 16.0%" .
} ;
INSERT DATA {
  <observation/liaoning-japan-1998> koryu:contractsAsPublished "as printed" .
  <observation/liaoning-japan-1998> koryu:shareAsPublished "as printed" .
  <observation/liaoning-japan-1998> koryu:shareLowPercent 15.1 .
}

# expect: InvestmentShape-shareLowPercent/Datatype
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareLowPercent 15.0 } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareLowPercent "15.0"^^xsd:double }

# expect: InvestmentShape-shareLowPercent/MinInclusive
DELETE DATA {
  <observation/liaoning-japan-1998> koryu:shareLowPercent 15.0 ; koryu:contracts 300 ; koryu:contractsAsPublished "300" ;
    koryu:shareAsPublished "15.0 to 16.0%"
} ;
INSERT DATA {
  <observation/liaoning-japan-1998> koryu:shareLowPercent "-1.0"^^xsd:decimal ; koryu:contracts 320 ; koryu:contractsAsPublished "320" ;
    koryu:shareAsPublished "as printed"
}

# expect: InvestmentShape-shareLowPercent/LessThanOrEquals
DELETE DATA {
  <observation/liaoning-japan-1998> koryu:shareLowPercent 15.0 ; koryu:contracts 300 ; koryu:contractsAsPublished "300" ;
    koryu:shareAsPublished "15.0 to 16.0%"
} ;
INSERT DATA {
  <observation/liaoning-japan-1998> koryu:shareLowPercent 17.0 ; koryu:contracts 320 ; koryu:contractsAsPublished "320" ;
    koryu:shareAsPublished "as printed"
}

# expect: InvestmentShape-shareHighPercent/MaxCount
DELETE DATA {
  <observation/liaoning-japan-1998> koryu:amountUsd 1600000000 ; koryu:amountAsPublished "US$1.6 billion" ;
    koryu:shareAsPublished "15.0 to 16.0%"
} ;
INSERT DATA {
  <observation/liaoning-japan-1998> koryu:shareHighPercent 17.0 ; koryu:amountUsd 1500000000 ; koryu:amountAsPublished "US$1.5 billion" ;
    koryu:shareAsPublished "as printed"
}

# expect: InvestmentShape-shareHighPercent/Datatype
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareHighPercent 16.0 } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareHighPercent "16.0"^^xsd:double }

# expect: InvestmentShape-shareHighPercent/MaxInclusive
DELETE DATA {
  <observation/liaoning-japan-1998> koryu:shareHighPercent 16.0 ; koryu:amountUsd 1600000000 ; koryu:amountAsPublished "US$1.6 billion" ;
    koryu:shareAsPublished "15.0 to 16.0%"
} ;
INSERT DATA {
  <observation/liaoning-japan-1998> koryu:shareHighPercent 101.0 ; koryu:amountUsd 1500000000 ; koryu:amountAsPublished "US$1.5 billion" ;
    koryu:shareAsPublished "as printed"
}

# expect: InvestmentShape-shareAsPublished/MaxCount
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareAsPublished "15.0 to 16.0% again" }

# expect: InvestmentShape-shareAsPublished/Datatype
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareAsPublished "15.0 to 16.0%" } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareAsPublished "15.0 to 16.0%"@en }

# expect: InvestmentShape-shareAsPublished/Pattern
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareAsPublished "15.0 to 16.0%" } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareAsPublished "<b>15.0 to 16.0%</b>" }

# expect: InvestmentShape-shareBase/MaxCount
INSERT { <observation/liaoning-all-again> ?property ?value }
WHERE { <observation/liaoning-all-1998> ?property ?value } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareBase <observation/liaoning-all-again> }

# expect: InvestmentShape-shareBase/Class
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareBase <observation/liaoning-all-1998> } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:shareBase concept:accuracies }

# expect: InvestmentShape-rateUsd/MaxCount
DELETE DATA {
  <observation/jilin-japan-1998> koryu:contractsAsPublished "200" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" .
} ;
INSERT DATA {
  <observation/jilin-japan-1998> koryu:contractsAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateUsd 2 .
}

# expect: InvestmentShape-rateUsd/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:rateUsd 1 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateUsd "1"^^xsd:decimal }

# expect: InvestmentShape-rateUsd/MinInclusive
DELETE DATA { <observation/jilin-japan-1998> koryu:rateUsd 1 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateUsd 0 }

# expect: InvestmentShape-rateYen/MaxCount
DELETE DATA {
  <observation/jilin-japan-1998> koryu:contractsAsPublished "200" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" .
} ;
INSERT DATA {
  <observation/jilin-japan-1998> koryu:contractsAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateAsPublished "as printed" .
  <observation/jilin-japan-1998> koryu:rateYen 131 .
}

# expect: InvestmentShape-rateYen/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:rateYen 130 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateYen "130"^^xsd:decimal }

# expect: InvestmentShape-rateYen/MinInclusive
DELETE DATA { <observation/jilin-japan-1998> koryu:rateYen 130 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateYen 0 }

# expect: InvestmentShape-rateAsPublished/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130 again" }

# expect: InvestmentShape-rateAsPublished/Datatype
DELETE DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130"@en }

# expect: InvestmentShape-rateAsPublished/Pattern
DELETE DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "<b>US$1=¥130</b>" }

# expect: InvestmentShape-accuracy/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:accuracy concept:as-counted }

# expect: InvestmentShape-accuracy/MaxCount
INSERT DATA { <observation/jilin-japan-1998> koryu:accuracy concept:approximate }

# expect: InvestmentShape-accuracy/Node
DELETE DATA { <observation/jilin-japan-1998> koryu:accuracy concept:as-counted } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:accuracy concept:accuracies }

# expect: InvestmentShape-dataSet/MaxCount
INSERT DATA { <observation/jilin-japan-1998> qb:dataSet cube:affiliation-counts }

# expect: InvestmentShape-dataSet/HasValue
DELETE DATA { <observation/jilin-japan-1998> qb:dataSet cube:investments }

# expect: ShareRangeShape-shareLowPercent/MinCount
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareLowPercent 15.0 }

# expect: ShareRangeShape-shareHighPercent/MinCount
DELETE DATA { <observation/liaoning-japan-1998> koryu:shareHighPercent 16.0 }

# expect: ExchangeRateShape-rateUsd/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:rateUsd 1 }

# expect: ExchangeRateShape-rateYen/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:rateYen 130 }

# expect: ExchangeRateShape-rateAsPublished/MinCount
DELETE DATA { <observation/jilin-japan-1998> koryu:rateAsPublished "US$1=¥130" }

# expect: PrintedAmountShape/SPARQL
DELETE DATA { <observation/jilin-japan-1998> koryu:amountUsd 1000000000 } ;
INSERT DATA { <observation/jilin-japan-1998> koryu:amountUsd 1100000000 }

# expect: InvestmentShape-yearBasis/MinCount
DELETE DATA { <observation/liaoning-japan-1998> koryu:yearBasis concept:stated }

# expect: InvestmentShape-yearBasis/MaxCount
INSERT DATA { <observation/liaoning-japan-1998> koryu:yearBasis concept:computed }

# expect: InvestmentShape-yearBasis/Node
DELETE DATA { <observation/liaoning-japan-1998> koryu:yearBasis concept:stated } ;
INSERT DATA { <observation/liaoning-japan-1998> koryu:yearBasis concept:accuracies }
