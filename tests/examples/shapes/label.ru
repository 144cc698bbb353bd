BASE <https://w3id.org/koryu/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# expect: LabelledShape-label/MinCount
DELETE DATA { <government/aomori> rdfs:label "Aomori Prefecture"@en }

# expect: LabelledShape-label/LanguageIn
INSERT DATA { <government/aomori> rdfs:label "Un nom"@fr }

# expect: LabelledShape-label/UniqueLang
INSERT DATA { <government/aomori> rdfs:label "Aomori Prefecturex"@en }

# expect: LabelledShape-label-form/Pattern
DELETE DATA { <government/aomori> rdfs:label "Aomori Prefecture"@en } ;
INSERT DATA { <government/aomori> rdfs:label "<b>Aomori Prefecture</b>"@en }

# expect: TraditionalLabelShape/SPARQL
DELETE DATA { <government/china> rdfs:label "中華人民共和国"@ja }

# expect: LabelScriptShape/SPARQL
DELETE DATA { <government/japan> rdfs:label "Japan"@en } ;
INSERT DATA { <government/japan> rdfs:label "日本国"@en }
