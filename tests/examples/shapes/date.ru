BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: DatedShape-earliest/MinCount
DELETE DATA { <affiliation/aff001> koryu:earliest "1979-05-01"^^xsd:date }

# expect: DatedShape-earliest/MaxCount
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:earliest "1989-05-02"^^xsd:date
}

# expect: DatedShape-earliest/Datatype
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month ; koryu:earliest "1989-05-01"^^xsd:date } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:earliest "1989-05-01"
}

# expect: DatedShape-earliest/Pattern
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month ; koryu:earliest "1989-05-01"^^xsd:date } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:earliest "1789-05-01"^^xsd:date
}

# expect: DatedShape-latest/MinCount
DELETE DATA { <affiliation/aff001> koryu:latest "1979-05-01"^^xsd:date }

# expect: DatedShape-latest/MaxCount
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:latest "1989-06-30"^^xsd:date
}

# expect: DatedShape-latest/Datatype
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month ; koryu:latest "1989-05-31"^^xsd:date } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:latest "1989-05-31"
}

# expect: DatedShape-latest/Pattern
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month ; koryu:latest "1989-05-31"^^xsd:date } ;
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade ; koryu:latest "2989-05-31"^^xsd:date
}

# expect: DatedShape-precision/MinCount
DELETE DATA { <affiliation/aff001> koryu:precision concept:day }

# expect: DatedShape-precision/MaxCount
INSERT DATA {
  concept:decade a skos:Concept ; skos:inScheme concept:precisions ;
    skos:prefLabel "Decade"@en , "十年"@ja , "年代"@zh-Hans .
  <affiliation/aff001#event-2> koryu:precision concept:decade
}

# expect: DatedShape-precision/Node
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month } ;
INSERT DATA { <affiliation/aff001#event-2> koryu:precision concept:accuracies }

# expect: DatedShape-dateAsPublished/MaxCount
INSERT DATA { <affiliation/aff001> koryu:dateAsPublished "1 May 1979 again" }

# expect: DatedShape-dateAsPublished/Datatype
DELETE DATA { <affiliation/aff001> koryu:dateAsPublished "1 May 1979" } ;
INSERT DATA { <affiliation/aff001> koryu:dateAsPublished "1 May 1979"@en }

# expect: DatedShape-dateAsPublished/Pattern
DELETE DATA { <affiliation/aff001> koryu:dateAsPublished "1 May 1979" } ;
INSERT DATA { <affiliation/aff001> koryu:dateAsPublished "<b>1 May 1979</b>" }

# expect: PrecisionShape/SPARQL
DELETE DATA { <affiliation/aff001#event-2> koryu:latest "1989-05-31"^^xsd:date } ;
INSERT DATA { <affiliation/aff001#event-2> koryu:latest "1989-05-30"^^xsd:date }

# expect: PrecisionShape/SPARQL
DELETE DATA { <affiliation/aff001#event-2> koryu:precision concept:month } ;
INSERT DATA { <affiliation/aff001#event-2> koryu:precision concept:days }

# expect: PrecisionShape/SPARQL
DELETE DATA {
  <affiliation/aff009> koryu:latest "1985-01-09"^^xsd:date . <affiliation/aff009#event-1> koryu:latest "1985-01-09"^^xsd:date
} ;
INSERT DATA {
  <affiliation/aff009> koryu:latest "1985-01-07"^^xsd:date . <affiliation/aff009#event-1> koryu:latest "1985-01-07"^^xsd:date
}

# expect: PrecisionShape/SPARQL
DELETE DATA { <affiliation/aff009#event-3> koryu:precision concept:year } ;
INSERT DATA { <affiliation/aff009#event-3> koryu:precision concept:days }
