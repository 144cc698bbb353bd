BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: NameShape/Pattern
DELETE { <government/dalian#lueda> ?property ?value }
INSERT { <government/dalian#lueda_> ?property ?value }
WHERE { <government/dalian#lueda> ?property ?value } ;
DELETE { ?thing ?property <government/dalian#lueda> }
INSERT { ?thing ?property <government/dalian#lueda_> }
WHERE { ?thing ?property <government/dalian#lueda> }

# expect: NameShape/Closed
INSERT DATA { <government/dalian#lueda> <http://example.org/stray> "stray" }

# expect: NameShape-validFrom/MaxCount
INSERT DATA { <government/dalian#lueda> koryu:validFrom "1950-12-15"^^xsd:date }

# expect: NameShape-validFrom/Datatype, also NameShape-validFrom/LessThan
DELETE DATA { <government/dalian#lueda> koryu:validFrom "1950-12-01"^^xsd:date } ;
INSERT DATA { <government/dalian#lueda> koryu:validFrom "1950-12-32"^^xsd:date }

# expect: NameShape-validFrom/Pattern
DELETE DATA { <government/dalian#lueda> koryu:validFrom "1950-12-01"^^xsd:date } ;
INSERT DATA { <government/dalian#lueda> koryu:validFrom "1700-12-01"^^xsd:date }

# expect: NameShape-validFrom/LessThan
DELETE DATA { <government/dalian#lueda> koryu:validFrom "1950-12-01"^^xsd:date } ;
INSERT DATA { <government/dalian#lueda> koryu:validFrom "1982-12-01"^^xsd:date }

# expect: NameShape-validUntil/MaxCount
INSERT DATA { <government/dalian#lueda> koryu:validUntil "1981-12-15"^^xsd:date }

# expect: NameShape-validUntil/Datatype, also NameShape-validFrom/LessThan
DELETE DATA { <government/dalian#lueda> koryu:validUntil "1981-12-31"^^xsd:date } ;
INSERT DATA { <government/dalian#lueda> koryu:validUntil "1981-12-32"^^xsd:date }

# expect: NameShape-validUntil/Pattern
DELETE DATA { <government/dalian#lueda> koryu:validUntil "1981-12-31"^^xsd:date } ;
INSERT DATA { <government/dalian#lueda> koryu:validUntil "2981-12-31"^^xsd:date }

# expect: NameShape-note/MaxCount
INSERT DATA { <government/dalian#lueda> koryu:note "The day is not known again" }

# expect: NameShape-note/Datatype
DELETE DATA { <government/dalian#lueda> koryu:note "The day is not known" } ;
INSERT DATA { <government/dalian#lueda> koryu:note "The day is not known"@en }

# expect: NameShape-note/Pattern
DELETE DATA { <government/dalian#lueda> koryu:note "The day is not known" } ;
INSERT DATA { <government/dalian#lueda> koryu:note "<b>The day is not known</b>" }

# expect: NameShape-owner/MinCount
DELETE DATA { <government/dalian> koryu:formerName <government/dalian#lueda> }

# expect: NameShape-owner/MaxCount
INSERT DATA { <government/sapporo> koryu:formerName <government/dalian#lueda> }
