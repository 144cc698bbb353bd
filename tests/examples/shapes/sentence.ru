BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: SentenceShape/Pattern
DELETE { <sentence/paper-1.1.1> ?property ?value }
INSERT { <https://w3id.org/koryu/di/sentence/paper-1.1.1> ?property ?value }
WHERE { <sentence/paper-1.1.1> ?property ?value } ;
DELETE { ?thing ?property <sentence/paper-1.1.1> }
INSERT { ?thing ?property <https://w3id.org/koryu/di/sentence/paper-1.1.1> }
WHERE { ?thing ?property <sentence/paper-1.1.1> }

# expect: SentenceShape/Closed
INSERT DATA { <sentence/paper-1.1.1> <http://example.org/stray> "stray" }

# expect: SentenceShape-number/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:number "1.1.1" }

# expect: SentenceShape-number/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:number "1.1.2" }

# expect: SentenceShape-number/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:number "1.1.1" } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:number "1.1.1"^^xsd:token }

# expect: SentenceShape-section/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:section 1 }

# expect: SentenceShape-section/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:section 2 }

# expect: SentenceShape-section/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:section 1 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:section "1"^^xsd:decimal }

# expect: SentenceShape-paragraph/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:paragraph 1 }

# expect: SentenceShape-paragraph/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:paragraph 2 }

# expect: SentenceShape-paragraph/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:paragraph 1 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:paragraph "1"^^xsd:decimal }

# expect: SentenceShape-position/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:position 1 }

# expect: SentenceShape-position/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:position 2 }

# expect: SentenceShape-position/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:position 1 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:position "1"^^xsd:decimal }

# expect: SentenceShape-documentPart/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:documentPart concept:body }

# expect: SentenceShape-documentPart/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:documentPart concept:front-matter }

# expect: SentenceShape-documentPart/Node
DELETE DATA { <sentence/paper-1.1.1> koryu:documentPart concept:body } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:documentPart concept:accuracies }

# expect: SentenceShape-textLength/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:textLength 42 }

# expect: SentenceShape-textLength/MaxCount
INSERT DATA { <sentence/paper-1.1.1> koryu:textLength 43 }

# expect: SentenceShape-textLength/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:textLength 42 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:textLength "42"^^xsd:decimal }

# expect: SentenceShape-textLength/MinInclusive
DELETE DATA { <sentence/paper-1.1.1> koryu:textLength 42 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:textLength 0 }

# expect: SentenceShape-textDigest/MinCount
DELETE DATA { <sentence/paper-1.1.1> koryu:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" }

# expect: SentenceShape-textDigest/MaxCount
INSERT DATA {
  <sentence/paper-1.1.1> koryu:textDigest "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
}

# expect: SentenceShape-textDigest/Datatype
DELETE DATA { <sentence/paper-1.1.1> koryu:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"@en }

# expect: SentenceShape-textDigest/Pattern
DELETE DATA { <sentence/paper-1.1.1> koryu:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:textDigest "<b>0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef</b>" }

# expect: SentenceNumberShape/SPARQL
DELETE DATA { <sentence/paper-1.1.1> koryu:position 1 } ;
INSERT DATA { <sentence/paper-1.1.1> koryu:position 2 }
