BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: TerritoryShape/Pattern
DELETE { <territory/aomori-territory> ?property ?value }
INSERT { <territory/aomori-territory_> ?property ?value }
WHERE { <territory/aomori-territory> ?property ?value } ;
DELETE { ?thing ?property <territory/aomori-territory> }
INSERT { ?thing ?property <territory/aomori-territory_> }
WHERE { ?thing ?property <territory/aomori-territory> }

# expect: TerritoryShape/Closed
INSERT DATA { <territory/aomori-territory> <http://example.org/stray> "stray" }

# expect: TerritoryShape-type/HasValue
DELETE DATA { <territory/aomori-territory> a koryu:Place }

# expect: TerritoryShape-latitude/MaxCount
INSERT DATA { <territory/sapporo-territory> koryu:latitude 43.160000000000004 }

# expect: TerritoryShape-latitude/Datatype
DELETE DATA { <territory/sapporo-territory> koryu:latitude 43.06 } ;
INSERT DATA { <territory/sapporo-territory> koryu:latitude "43.06"^^xsd:double }

# expect: TerritoryShape-latitude/MinInclusive
DELETE DATA { <territory/sapporo-territory> koryu:latitude 43.06 } ;
INSERT DATA { <territory/sapporo-territory> koryu:latitude "-91.0"^^xsd:decimal }

# expect: TerritoryShape-latitude/MaxInclusive
DELETE DATA { <territory/sapporo-territory> koryu:latitude 43.06 } ;
INSERT DATA { <territory/sapporo-territory> koryu:latitude 91.0 }

# expect: TerritoryShape-longitude/MaxCount
INSERT DATA { <territory/sapporo-territory> koryu:longitude 141.45 }

# expect: TerritoryShape-longitude/Datatype
DELETE DATA { <territory/sapporo-territory> koryu:longitude 141.35 } ;
INSERT DATA { <territory/sapporo-territory> koryu:longitude "141.35"^^xsd:double }

# expect: TerritoryShape-longitude/MinInclusive
DELETE DATA { <territory/sapporo-territory> koryu:longitude 141.35 } ;
INSERT DATA { <territory/sapporo-territory> koryu:longitude "-181.0"^^xsd:decimal }

# expect: TerritoryShape-longitude/MaxInclusive
DELETE DATA { <territory/sapporo-territory> koryu:longitude 141.35 } ;
INSERT DATA { <territory/sapporo-territory> koryu:longitude 181.0 }

# expect: TerritoryShape-pointKind/MaxCount
INSERT DATA { <territory/sapporo-territory> koryu:pointKind concept:centroid }

# expect: TerritoryShape-pointKind/Node
DELETE DATA { <territory/sapporo-territory> koryu:pointKind concept:government-office } ;
INSERT DATA { <territory/sapporo-territory> koryu:pointKind concept:accuracies }

# expect: TerritoryShape-evidence/MinCount
DELETE DATA { <territory/aomori-territory> koryu:evidence "Code list of 1999" }

# expect: TerritoryShape-evidence/Datatype
DELETE DATA { <territory/aomori-territory> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <territory/aomori-territory> koryu:evidence "Code list of 1999"@en }

# expect: TerritoryShape-evidence/Pattern
DELETE DATA { <territory/aomori-territory> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <territory/aomori-territory> koryu:evidence "<b>Code list of 1999</b>" }

# expect: TerritoryShape-owner/MinCount
INSERT DATA {
  <territory/aomori-territory-copy> a koryu:Place .
  <territory/aomori-territory-copy> a koryu:Territory .
  <territory/aomori-territory-copy> koryu:evidence "Code list of 1999" .
  <territory/aomori-territory-copy> koryu:inSource <source/gazetteer> .
}

# expect: TerritoryShape-owner/MaxCount
DELETE WHERE { <government/canada> koryu:territory ?territory . ?territory ?property ?value } ;
INSERT DATA { <government/canada> koryu:territory <territory/aomori-territory> }

# expect: PointShape-latitude/MinCount
DELETE DATA { <territory/sapporo-territory> koryu:latitude 43.06 }

# expect: PointShape-longitude/MinCount
DELETE DATA { <territory/sapporo-territory> koryu:longitude 141.35 }

# expect: PointShape-pointKind/MinCount
DELETE DATA { <territory/sapporo-territory> koryu:pointKind concept:government-office }
