BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: GovernmentShape/Pattern
DELETE { <government/aomori> ?property ?value }
INSERT { <government/aomori_> ?property ?value }
WHERE { <government/aomori> ?property ?value }

# expect: GovernmentShape/Closed
INSERT DATA { <government/aomori> <http://example.org/stray> "stray" }

# expect: GovernmentShape-type/HasValue
DELETE DATA { <government/aomori> a koryu:Agent }

# expect: GovernmentShape-level/MinCount
DELETE DATA { <government/aomori> koryu:level concept:first-level-unit }

# expect: GovernmentShape-level/MaxCount
INSERT DATA { <government/aomori> koryu:level concept:municipality }

# expect: GovernmentShape-level/Node
INSERT DATA {
  <government/atlantis> a koryu:Government , koryu:Agent ;
    rdfs:label "Atlantis"@en , "アトランティス"@ja , "亚特兰蒂斯"@zh-Hans ;
    koryu:level concept:history ;
    koryu:governmentType concept:sovereign-state ;
    koryu:territory <territory/atlantis-territory> ;
    koryu:evidence "A tale" ;
    koryu:inSource <source/gazetteer> .
  <territory/atlantis-territory> a koryu:Territory , koryu:Place ;
    koryu:evidence "A tale" ;
    koryu:inSource <source/gazetteer>
}

# expect: GovernmentShape-governmentType/MinCount
DELETE DATA { <government/aomori> koryu:governmentType concept:prefecture-do }

# expect: GovernmentShape-governmentType/MaxCount
INSERT DATA { <government/aomori> koryu:governmentType concept:designated-city }

# expect: GovernmentShape-governmentType/Node
DELETE DATA { <government/aomori> koryu:governmentType concept:prefecture-do } ;
INSERT DATA { <government/aomori> koryu:governmentType concept:accuracies }

# expect: GovernmentShape-parent/Class
DELETE DATA { <government/aomori> koryu:parent <government/japan> } ;
INSERT DATA { <government/aomori> koryu:parent concept:accuracies }

# expect: GovernmentShape-predecessor/Class
INSERT DATA { <government/aomori> koryu:predecessor concept:accuracies }

# expect: GovernmentShape-territory/MinCount
INSERT DATA {
  <government/aomori-copy> a koryu:Agent .
  <government/aomori-copy> a koryu:Government .
  <government/aomori-copy> a koryu:LocalGovernment .
  <government/aomori-copy> koryu:country <government/japan> .
  <government/aomori-copy> koryu:dantaiCode "020001" .
  <government/aomori-copy> koryu:evidence "Code list of 1999" .
  <government/aomori-copy> koryu:governmentType concept:prefecture-do .
  <government/aomori-copy> koryu:inSource <source/gazetteer> .
  <government/aomori-copy> koryu:iso31662 "JP-02" .
  <government/aomori-copy> koryu:jisCode "02000" .
  <government/aomori-copy> koryu:level concept:first-level-unit .
  <government/aomori-copy> koryu:parent <government/japan> .
  <government/aomori-copy> rdfs:label "Aomori Prefecture"@en .
  <government/aomori-copy> rdfs:label "青森县"@zh-Hans .
  <government/aomori-copy> rdfs:label "青森県"@ja .
}

# expect: GovernmentShape-territory/MaxCount
INSERT DATA {
  <government/aomori> koryu:territory <territory/second-territory> .
  <territory/second-territory> a koryu:Territory , koryu:Place ;
    koryu:evidence "Code list of 1999" ;
    koryu:inSource <source/gazetteer>
}

# expect: GovernmentShape-territory/Class
DELETE WHERE { <government/aomori> koryu:territory ?territory . ?territory ?property ?value } ;
INSERT DATA { <government/aomori> koryu:territory <region/the-north> }

# expect: GovernmentShape-validFrom/MaxCount
INSERT DATA { <government/dalian> koryu:validFrom "1950-12-15"^^xsd:date }

# expect: GovernmentShape-validFrom/Datatype
DELETE DATA { <government/dalian> koryu:validFrom "1950-12-01"^^xsd:date } ;
INSERT DATA { <government/dalian> koryu:validFrom "1950-12-32"^^xsd:date }

# expect: GovernmentShape-validFrom/Pattern
DELETE DATA { <government/dalian> koryu:validFrom "1950-12-01"^^xsd:date } ;
INSERT DATA { <government/dalian> koryu:validFrom "1700-12-01"^^xsd:date }

# expect: GovernmentShape-validFrom/LessThan
DELETE DATA { <government/old-dalian> koryu:validFrom "1945-11-01"^^xsd:date } ;
INSERT DATA { <government/old-dalian> koryu:validFrom "1951-11-01"^^xsd:date }

# expect: GovernmentShape-validUntil/MaxCount
INSERT DATA { <government/kwantung> koryu:validUntil "1945-08-28"^^xsd:date }

# expect: GovernmentShape-validUntil/Datatype
DELETE DATA { <government/kwantung> koryu:validUntil "1945-08-15"^^xsd:date } ;
INSERT DATA { <government/kwantung> koryu:validUntil "1945-08-32"^^xsd:date }

# expect: GovernmentShape-validUntil/Pattern
DELETE DATA { <government/kwantung> koryu:validUntil "1945-08-15"^^xsd:date } ;
INSERT DATA { <government/kwantung> koryu:validUntil "1700-08-15"^^xsd:date }

# expect: GovernmentShape-formerName/Class
INSERT DATA { <government/aomori> koryu:formerName concept:accuracies }

# expect: GovernmentShape-altLabel/LanguageIn
INSERT DATA { <government/aomori> skos:altLabel "Un nom"@fr }

# expect: GovernmentShape-evidence/MinCount
DELETE DATA { <government/aomori> koryu:evidence "Code list of 1999" }

# expect: GovernmentShape-evidence/Datatype
DELETE DATA { <government/aomori> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <government/aomori> koryu:evidence "Code list of 1999"@en }

# expect: GovernmentShape-evidence/Pattern
DELETE DATA { <government/aomori> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <government/aomori> koryu:evidence "<b>Code list of 1999</b>" }

# expect: GovernmentShape-note/MaxCount
INSERT DATA { <government/sapporo> koryu:note "Seat of the prefecture again" }

# expect: GovernmentShape-note/Datatype
DELETE DATA { <government/sapporo> koryu:note "Seat of the prefecture" } ;
INSERT DATA { <government/sapporo> koryu:note "Seat of the prefecture"@en }

# expect: GovernmentShape-note/Pattern
DELETE DATA { <government/sapporo> koryu:note "Seat of the prefecture" } ;
INSERT DATA { <government/sapporo> koryu:note "<b>Seat of the prefecture</b>" }

# expect: PrintedNameShape-hiddenLabel/LanguageIn
INSERT DATA { <government/russia> skos:hiddenLabel "Un nom"@fr }

# expect: ParentCountryShape/SPARQL
DELETE DATA { <government/sapporo> koryu:parent <government/hokkaido> } ;
INSERT DATA { <government/sapporo> koryu:parent <government/liaoning> }

# expect: NoCircleShape/SPARQL
INSERT DATA { <organisation/new-institute> koryu:successor <organisation/institute> }
