BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: AffiliationCountShape/Closed
INSERT DATA { <observation/china-japan-1999> <http://example.org/stray> "stray" }

# expect: AffiliationCountShape-type/HasValue
DELETE DATA { <observation/china-japan-1999> a koryu:Observation }

# expect: AffiliationCountShape-reporter/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:reporter <government/china> }

# expect: AffiliationCountShape-reporter/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:reporter <government/russia> }

# expect: AffiliationCountShape-reporter/Class
DELETE DATA { <observation/china-japan-1999> koryu:reporter <government/china> } ;
INSERT DATA { <observation/china-japan-1999> koryu:reporter concept:accuracies }

# expect: AffiliationCountShape-reporter/Disjoint
DELETE DATA { <observation/china-japan-1999> koryu:reporter <government/china> } ;
INSERT DATA { <observation/china-japan-1999> koryu:reporter <government/japan> }

# expect: AffiliationCountShape-partner/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:partner <government/japan> }

# expect: AffiliationCountShape-partner/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:partner concept:all }

# expect: AffiliationCountShape-partner/Class
DELETE DATA { <observation/china-japan-1999> koryu:partner <government/japan> } ;
INSERT DATA { <observation/china-japan-1999> koryu:partner concept:accuracies }

# expect: AffiliationCountShape-countedLevel/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:countedLevel concept:all }

# expect: AffiliationCountShape-countedLevel/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:countedLevel concept:first-level-unit }

# expect: AffiliationCountShape-countedLevel/Node
DELETE DATA { <observation/china-japan-1999> koryu:countedLevel concept:all } ;
INSERT DATA { <observation/china-japan-1999> koryu:countedLevel concept:accuracies }

# expect: AffiliationCountShape-asOf/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:asOf "1999-12-31"^^xsd:date }

# expect: AffiliationCountShape-asOf/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:asOf "1999-12-15"^^xsd:date }

# expect: AffiliationCountShape-asOf/Datatype
DELETE DATA { <observation/china-japan-1999> koryu:asOf "1999-12-31"^^xsd:date } ;
INSERT DATA { <observation/china-japan-1999> koryu:asOf "1999-12-32"^^xsd:date }

# expect: AffiliationCountShape-asOf/Pattern
DELETE DATA {
  <observation/china-japan-1999> koryu:asOf "1999-12-31"^^xsd:date .
  <observation/china-japan-1999> koryu:countAsPublished "203" .
  <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" .
} ;
INSERT DATA {
  <observation/china-japan-1999> koryu:asOf "1700-12-31"^^xsd:date .
  <observation/china-japan-1999> koryu:countAsPublished "as printed" .
  <observation/china-japan-1999> koryu:dateAsPublished "as printed" .
}

# expect: AffiliationCountShape-affiliationCount/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:affiliationCount 203 }

# expect: AffiliationCountShape-affiliationCount/MaxCount
DELETE DATA {
  <observation/china-japan-1999> koryu:countAsPublished "203" .
  <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" .
} ;
INSERT DATA {
  <observation/china-japan-1999> koryu:affiliationCount 204 .
  <observation/china-japan-1999> koryu:countAsPublished "as printed" .
  <observation/china-japan-1999> koryu:dateAsPublished "as printed" .
}

# expect: AffiliationCountShape-affiliationCount/Datatype
DELETE DATA { <observation/china-japan-1999> koryu:affiliationCount 203 } ;
INSERT DATA { <observation/china-japan-1999> koryu:affiliationCount "203"^^xsd:decimal }

# expect: AffiliationCountShape-affiliationCount/MinInclusive
DELETE DATA {
  <observation/china-japan-1999> koryu:affiliationCount 203 .
  <observation/china-japan-1999> koryu:countAsPublished "203" .
  <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" .
} ;
INSERT DATA {
  <observation/china-japan-1999> koryu:affiliationCount "-1"^^xsd:integer .
  <observation/china-japan-1999> koryu:countAsPublished "as printed" .
  <observation/china-japan-1999> koryu:dateAsPublished "as printed" .
}

# expect: AffiliationCountShape-dateAsPublished/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" }

# expect: AffiliationCountShape-dateAsPublished/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999 again" }

# expect: AffiliationCountShape-dateAsPublished/Datatype
DELETE DATA { <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" } ;
INSERT DATA { <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999"@en }

# expect: AffiliationCountShape-dateAsPublished/Pattern
DELETE DATA { <observation/china-japan-1999> koryu:dateAsPublished "the end of 1999" } ;
INSERT DATA { <observation/china-japan-1999> koryu:dateAsPublished "<b>the end of 1999</b>" }

# expect: AffiliationCountShape-countAsPublished/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:countAsPublished "203" }

# expect: AffiliationCountShape-countAsPublished/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:countAsPublished "203 again" }

# expect: AffiliationCountShape-countAsPublished/Datatype
DELETE DATA { <observation/china-japan-1999> koryu:countAsPublished "203" } ;
INSERT DATA { <observation/china-japan-1999> koryu:countAsPublished "203"@en }

# expect: AffiliationCountShape-countAsPublished/Pattern
DELETE DATA { <observation/china-japan-1999> koryu:countAsPublished "203" } ;
INSERT DATA { <observation/china-japan-1999> koryu:countAsPublished "<b>203</b>" }

# expect: AffiliationCountShape-statedSharePercent/MaxCount
DELETE DATA {
  <observation/japan-china-1998> koryu:statedSharePercent 20.2 ; koryu:shareAsPublished "20.2%" ;
    koryu:shareBase <observation/japan-all-1998>
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:statedSharePercent 20.2 , 20.3 ; koryu:shareAsPublished "as printed" ;
    koryu:shareBase <observation/libraries-china>
}

# expect: AffiliationCountShape-statedSharePercent/Datatype
DELETE DATA { <observation/japan-china-1998> koryu:statedSharePercent 20.2 } ;
INSERT DATA { <observation/japan-china-1998> koryu:statedSharePercent "20.2"^^xsd:double }

# expect: AffiliationCountShape-statedSharePercent/MinInclusive
DELETE DATA {
  <observation/japan-china-1998> koryu:statedSharePercent 20.2 ; koryu:shareAsPublished "20.2%" ;
    koryu:shareBase <observation/japan-all-1998>
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:statedSharePercent "-1.0"^^xsd:decimal ; koryu:shareAsPublished "as printed" ;
    koryu:shareBase <observation/libraries-china>
}

# expect: AffiliationCountShape-statedSharePercent/MaxInclusive
DELETE DATA {
  <observation/japan-china-1998> koryu:statedSharePercent 20.2 ; koryu:shareAsPublished "20.2%" ;
    koryu:shareBase <observation/japan-all-1998>
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:statedSharePercent 101.0 ; koryu:shareAsPublished "as printed" ;
    koryu:shareBase <observation/libraries-china>
}

# expect: AffiliationCountShape-shareAsPublished/MaxCount
INSERT DATA { <observation/japan-china-1998> koryu:shareAsPublished "20.2% again" }

# expect: AffiliationCountShape-shareAsPublished/Datatype
DELETE DATA { <observation/japan-china-1998> koryu:shareAsPublished "20.2%" } ;
INSERT DATA { <observation/japan-china-1998> koryu:shareAsPublished "20.2%"@en }

# expect: AffiliationCountShape-shareAsPublished/Pattern
DELETE DATA { <observation/japan-china-1998> koryu:shareAsPublished "20.2%" } ;
INSERT DATA { <observation/japan-china-1998> koryu:shareAsPublished "<b>20.2%</b>" }

# expect: AffiliationCountShape-shareBase/MaxCount
INSERT DATA { <observation/japan-russia-1998> koryu:shareBase <observation/japan-all-1998> }

# expect: AffiliationCountShape-shareBase/Class
DELETE DATA { <observation/japan-china-1998> koryu:shareBase <observation/japan-all-1998> } ;
INSERT DATA { <observation/japan-china-1998> koryu:shareBase concept:accuracies }

# expect: AffiliationCountShape-rank/MaxCount
DELETE DATA {
  <observation/japan-china-1998> koryu:countAsPublished "202" .
  <observation/japan-china-1998> koryu:dateAsPublished "April 1, 1998" .
  <observation/japan-china-1998> koryu:rankAsPublished "the largest" .
  <observation/japan-china-1998> koryu:shareAsPublished "20.2%" .
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:countAsPublished "as printed" .
  <observation/japan-china-1998> koryu:dateAsPublished "as printed" .
  <observation/japan-china-1998> koryu:rank 2 .
  <observation/japan-china-1998> koryu:rankAsPublished "as printed" .
  <observation/japan-china-1998> koryu:shareAsPublished "as printed" .
}

# expect: AffiliationCountShape-rank/Datatype
DELETE DATA { <observation/japan-china-1998> koryu:rank 1 } ;
INSERT DATA { <observation/japan-china-1998> koryu:rank "1"^^xsd:decimal }

# expect: AffiliationCountShape-rank/MinInclusive
DELETE DATA {
  <observation/japan-china-1998> koryu:countAsPublished "202" .
  <observation/japan-china-1998> koryu:dateAsPublished "April 1, 1998" .
  <observation/japan-china-1998> koryu:rank 1 .
  <observation/japan-china-1998> koryu:rankAsPublished "the largest" .
  <observation/japan-china-1998> koryu:shareAsPublished "20.2%" .
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:countAsPublished "as printed" .
  <observation/japan-china-1998> koryu:dateAsPublished "as printed" .
  <observation/japan-china-1998> koryu:rank 0 .
  <observation/japan-china-1998> koryu:rankAsPublished "as printed" .
  <observation/japan-china-1998> koryu:shareAsPublished "as printed" .
}

# expect: AffiliationCountShape-rankAsPublished/MaxCount
INSERT DATA { <observation/japan-china-1998> koryu:rankAsPublished "the largest again" }

# expect: AffiliationCountShape-rankAsPublished/Datatype
DELETE DATA { <observation/japan-china-1998> koryu:rankAsPublished "the largest" } ;
INSERT DATA { <observation/japan-china-1998> koryu:rankAsPublished "the largest"@en }

# expect: AffiliationCountShape-rankAsPublished/Pattern
DELETE DATA { <observation/japan-china-1998> koryu:rankAsPublished "the largest" } ;
INSERT DATA { <observation/japan-china-1998> koryu:rankAsPublished "<b>the largest</b>" }

# expect: AffiliationCountShape-accuracy/MinCount
DELETE DATA { <observation/china-japan-1999> koryu:accuracy concept:as-counted }

# expect: AffiliationCountShape-accuracy/MaxCount
INSERT DATA { <observation/china-japan-1999> koryu:accuracy concept:approximate }

# expect: AffiliationCountShape-accuracy/Node
DELETE DATA { <observation/china-japan-1999> koryu:accuracy concept:as-counted } ;
INSERT DATA { <observation/china-japan-1999> koryu:accuracy concept:accuracies }

# expect: AffiliationCountShape-dataSet/MaxCount
INSERT DATA { <observation/china-japan-1999> qb:dataSet cube:affiliation-totals }

# expect: AffiliationCountShape-dataSet/HasValue
DELETE DATA { <observation/china-japan-1999> qb:dataSet cube:affiliation-counts }

# expect: StatedShareShape-shareAsPublished/MinCount
DELETE DATA { <observation/japan-china-1998> koryu:shareAsPublished "20.2%" }

# expect: StatedShareShape-shareBase/MinCount
DELETE DATA { <observation/japan-china-1998> koryu:shareBase <observation/japan-all-1998> }

# expect: ShareBaseShape/SPARQL
DELETE DATA {
  <observation/japan-all-1998> koryu:asOf "1998-04-01"^^xsd:date ; koryu:dateAsPublished "April 1, 1998"
} ;
INSERT DATA {
  <observation/japan-all-1998> koryu:asOf "1999-04-01"^^xsd:date ; koryu:dateAsPublished "April 1, 1999"
}

# expect: WrongShareShape/SPARQL
DELETE DATA { <observation/japan-china-1998> koryu:statedSharePercent 20.2 ; koryu:shareAsPublished "20.2%" } ;
INSERT DATA { <observation/japan-china-1998> koryu:statedSharePercent 21.2 ; koryu:shareAsPublished "21.2%" }

# expect: TruncatedShareShape/SPARQL
DELETE DATA { <observation/japan-all-1998> koryu:affiliationCount 1000 ; koryu:countAsPublished "1,000" } ;
INSERT DATA { <observation/japan-all-1998> koryu:affiliationCount 997 ; koryu:countAsPublished "997" }

# expect: WrongRankShape/SPARQL
DELETE DATA {
  <observation/japan-china-1998> koryu:rank 1 ; koryu:rankAsPublished "the largest" .
  <observation/japan-russia-1998> koryu:rank 2 ; koryu:rankAsPublished "second place"
} ;
INSERT DATA {
  <observation/japan-china-1998> koryu:rank 2 ; koryu:rankAsPublished "second place" .
  <observation/japan-russia-1998> koryu:rank 1 ; koryu:rankAsPublished "the largest"
}

# expect: StatedShareShape-shareBaseBasis/MinCount
DELETE DATA { <observation/japan-china-1998> koryu:shareBaseBasis concept:stated }

# expect: StatedShareShape-shareBaseBasis/MaxCount
INSERT DATA { <observation/japan-china-1998> koryu:shareBaseBasis concept:computed }

# expect: StatedShareShape-shareBaseBasis/Node
DELETE DATA { <observation/japan-china-1998> koryu:shareBaseBasis concept:stated } ;
INSERT DATA { <observation/japan-china-1998> koryu:shareBaseBasis concept:accuracies }
