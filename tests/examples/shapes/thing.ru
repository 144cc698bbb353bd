BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# expect: ThingShape-inSource/MinCount
DELETE DATA { <affiliation/aff001> koryu:inSource <source/register> }

# expect: ThingShape-inSource/Class
DELETE DATA { <affiliation/aff001> koryu:inSource <source/register> } ;
INSERT DATA { <affiliation/aff001> koryu:inSource <government/aomori> }

# expect: SubjectShape-type/MinCount
DELETE DATA { <affiliation/aff001> a koryu:Affiliation }

# expect: UniqueKeyShape/SPARQL
DELETE { <person/author> ?property ?value }
INSERT { <person/sapporo> ?property ?value }
WHERE { <person/author> ?property ?value } ;
DELETE { ?thing ?property <person/author> }
INSERT { ?thing ?property <person/sapporo> }
WHERE { ?thing ?property <person/author> }

# expect: UniqueKeyShape/SPARQL
INSERT DATA { <region/paper> a koryu:Region , koryu:Place ; koryu:inSource <source/gazetteer> ; koryu:note "Named as the paper is" ;
  rdfs:label "Paper"@en , "紙"@ja , "纸"@zh-Hans }
