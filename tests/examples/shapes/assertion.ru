BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: AssertionShape/Pattern
DELETE { <affiliation/aff001#assertion-1> ?property ?value }
INSERT { <affiliation/aff001#assertion-1_> ?property ?value }
WHERE { <affiliation/aff001#assertion-1> ?property ?value } ;
DELETE { ?thing ?property <affiliation/aff001#assertion-1> }
INSERT { ?thing ?property <affiliation/aff001#assertion-1_> }
WHERE { ?thing ?property <affiliation/aff001#assertion-1> }

# expect: AssertionShape/Closed
INSERT DATA { <affiliation/aff001#assertion-1> <http://example.org/stray> "stray" }

# expect: AssertionShape-page/MinCount
DELETE DATA { <affiliation/aff001#assertion-1> koryu:page <source/page-of-sapporo> }

# expect: AssertionShape-page/MaxCount
INSERT { <source/page-of-dalian> ?property ?value }
WHERE { <source/page-of-sapporo> ?property ?value } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:page <source/page-of-dalian> }

# expect: AssertionShape-page/Class
DELETE DATA { <affiliation/aff001#assertion-1> koryu:page <source/page-of-sapporo> } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:page concept:accuracies }

# expect: AssertionShape-grade/MinCount
DELETE DATA { <affiliation/aff001#assertion-1> koryu:grade concept:official-page }

# expect: AssertionShape-grade/MaxCount
INSERT DATA { <affiliation/aff001#assertion-1> koryu:grade concept:association-or-news-page }

# expect: AssertionShape-grade/Node
DELETE DATA { <affiliation/aff001#assertion-1> koryu:grade concept:official-page } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:grade concept:accuracies }

# expect: AssertionShape-kind/MaxCount
INSERT DATA { <affiliation/aff001#assertion-1> koryu:kind concept:cooperation }

# expect: AssertionShape-kind/Node
DELETE DATA { <affiliation/aff001#assertion-1> koryu:kind concept:friendship-city } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:kind concept:accuracies }

# expect: AssertionShape-note/MaxCount
INSERT DATA { <affiliation/aff001#assertion-1> koryu:note "Gives the year only again" }

# expect: AssertionShape-note/Datatype
DELETE DATA { <affiliation/aff001#assertion-1> koryu:note "Gives the year only" } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:note "Gives the year only"@en }

# expect: AssertionShape-note/Pattern
DELETE DATA { <affiliation/aff001#assertion-1> koryu:note "Gives the year only" } ;
INSERT DATA { <affiliation/aff001#assertion-1> koryu:note "<b>Gives the year only</b>" }

# expect: AssertionShape-owner/MinCount
DELETE DATA { <affiliation/aff001> koryu:assertion <affiliation/aff001#assertion-1> }

# expect: AssertionShape-owner/MaxCount
INSERT { <affiliation/aff002> ?property ?own }
WHERE { <affiliation/aff001> ?property ?value . FILTER (?property != koryu:event) BIND (IF(?value = <government/dalian>, <government/liaoning>, ?value) AS ?own) } ;
INSERT { <affiliation/aff002> koryu:event <affiliation/aff002#event-1> . <affiliation/aff002#event-1> ?property ?value }
WHERE { <affiliation/aff001#event-1> ?property ?value }
