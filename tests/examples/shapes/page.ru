BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: PageShape-type/HasValue
DELETE DATA { <source/page-of-sapporo> a koryu:Source }

# expect: PageShape-address/MaxCount
INSERT DATA { <source/page-of-sapporo> koryu:address "https://www.example.org/dalian2"^^xsd:anyURI }

# expect: PageShape-address/Datatype
DELETE DATA { <source/page-of-sapporo> koryu:address "https://www.example.org/dalian"^^xsd:anyURI } ;
INSERT DATA { <source/page-of-sapporo> koryu:address "https://www.example.org/dalian" }

# expect: PageShape-address/Pattern
DELETE DATA { <source/page-of-sapporo> koryu:address "https://www.example.org/dalian"^^xsd:anyURI } ;
INSERT DATA { <source/page-of-sapporo> koryu:address "<b>https://www.example.org/dalian</b>"^^xsd:anyURI }

# expect: PageShape-label/MinCount
DELETE DATA { <source/page-of-sapporo> rdfs:label "Sapporo City, page on 大连"@en }

# expect: PageShape-label/MaxCount
INSERT DATA { <source/page-of-sapporo> rdfs:label "Sapporo City, page on 大连x"@en }

# expect: PageShape-label/Pattern
DELETE DATA { <source/page-of-sapporo> rdfs:label "Sapporo City, page on 大连"@en } ;
INSERT DATA { <source/page-of-sapporo> rdfs:label "<b>Sapporo City, page on 大连</b>"@en }

# expect: PageShape-label/LanguageIn
DELETE DATA { <source/page-of-sapporo> rdfs:label "Sapporo City, page on 大连"@en } ;
INSERT DATA { <source/page-of-sapporo> rdfs:label "Sapporo City, page on 大连"@fr }
