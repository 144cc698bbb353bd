BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: OrganisationShape/Pattern
DELETE { <organisation/institute> ?property ?value }
INSERT { <organisation/institute_> ?property ?value }
WHERE { <organisation/institute> ?property ?value } ;
DELETE { ?thing ?property <organisation/institute> }
INSERT { ?thing ?property <organisation/institute_> }
WHERE { ?thing ?property <organisation/institute> }

# expect: OrganisationShape/Closed
INSERT DATA { <organisation/institute> <http://example.org/stray> "stray" }

# expect: OrganisationShape-type/HasValue
DELETE DATA { <organisation/institute> a koryu:Agent }

# expect: OrganisationShape-organisationType/MinCount
DELETE DATA { <organisation/institute> koryu:organisationType concept:research-organisation }

# expect: OrganisationShape-organisationType/MaxCount
INSERT DATA { <organisation/institute> koryu:organisationType concept:business-association }

# expect: OrganisationShape-organisationType/Node
DELETE DATA { <organisation/institute> koryu:organisationType concept:research-organisation } ;
INSERT DATA { <organisation/institute> koryu:organisationType concept:accuracies }

# expect: OrganisationShape-foundedEarliest/MaxCount
INSERT DATA { <organisation/institute> koryu:foundedEarliest "1993-10-15"^^xsd:date }

# expect: OrganisationShape-foundedEarliest/Datatype
DELETE DATA { <organisation/institute> koryu:foundedEarliest "1993-10-01"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:foundedEarliest "1993-10-01" }

# expect: OrganisationShape-foundedEarliest/Pattern
DELETE DATA { <organisation/institute> koryu:foundedEarliest "1993-10-01"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:foundedEarliest "1700-10-01"^^xsd:date }

# expect: OrganisationShape-foundedLatest/MaxCount
INSERT DATA { <organisation/institute> koryu:foundedLatest "1993-10-15"^^xsd:date }

# expect: OrganisationShape-foundedLatest/Datatype
DELETE DATA { <organisation/institute> koryu:foundedLatest "1993-10-31"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:foundedLatest "1993-10-31" }

# expect: OrganisationShape-foundedLatest/Pattern
INSERT DATA {
  <organisation/new-institute> koryu:foundedEarliest "1993-10-01"^^xsd:date ;
    koryu:foundedLatest "2993-10-31"^^xsd:date
}

# expect: OrganisationShape-dissolvedEarliest/MaxCount
INSERT DATA { <organisation/institute> koryu:dissolvedEarliest "2023-03-15"^^xsd:date }

# expect: OrganisationShape-dissolvedEarliest/Datatype
DELETE DATA { <organisation/institute> koryu:dissolvedEarliest "2023-03-01"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:dissolvedEarliest "2023-03-01" }

# expect: OrganisationShape-dissolvedEarliest/Pattern
DELETE DATA { <organisation/institute> koryu:dissolvedEarliest "2023-03-01"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:dissolvedEarliest "1700-03-01"^^xsd:date }

# expect: OrganisationShape-dissolvedLatest/MaxCount
INSERT DATA { <organisation/institute> koryu:dissolvedLatest "2023-03-15"^^xsd:date }

# expect: OrganisationShape-dissolvedLatest/Datatype
DELETE DATA { <organisation/institute> koryu:dissolvedLatest "2023-03-31"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:dissolvedLatest "2023-03-31" }

# expect: OrganisationShape-dissolvedLatest/Pattern
DELETE DATA { <organisation/institute> koryu:dissolvedLatest "2023-03-31"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:dissolvedLatest "2923-03-31"^^xsd:date }

# expect: OrganisationShape-successor/Class
DELETE DATA { <organisation/institute> koryu:successor <organisation/new-institute> } ;
INSERT DATA { <organisation/institute> koryu:successor concept:accuracies }

# expect: OrganisationShape-locatedIn/MaxCount
INSERT DATA { <organisation/institute> koryu:locatedIn <government/aomori> }

# expect: OrganisationShape-locatedIn/Class
DELETE DATA { <organisation/institute> koryu:locatedIn <government/sapporo> } ;
INSERT DATA { <organisation/institute> koryu:locatedIn concept:accuracies }

# expect: OrganisationShape-evidence/MinCount
DELETE DATA { <organisation/institute> koryu:evidence "Code list of 1999" }

# expect: OrganisationShape-evidence/Datatype
DELETE DATA { <organisation/institute> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <organisation/institute> koryu:evidence "Code list of 1999"@en }

# expect: OrganisationShape-evidence/Pattern
DELETE DATA { <organisation/institute> koryu:evidence "Code list of 1999" } ;
INSERT DATA { <organisation/institute> koryu:evidence "<b>Code list of 1999</b>" }

# expect: OrganisationShape-note/MaxCount
INSERT DATA { <organisation/institute> koryu:note "Made up again" }

# expect: OrganisationShape-note/Datatype
DELETE DATA { <organisation/institute> koryu:note "Made up" } ;
INSERT DATA { <organisation/institute> koryu:note "Made up"@en }

# expect: OrganisationShape-note/Pattern
DELETE DATA { <organisation/institute> koryu:note "Made up" } ;
INSERT DATA { <organisation/institute> koryu:note "<b>Made up</b>" }

# expect: FoundationShape-foundedEarliest/MinCount
DELETE DATA { <organisation/institute> koryu:foundedEarliest "1993-10-01"^^xsd:date }

# expect: FoundationShape-foundedLatest/MinCount
DELETE DATA { <organisation/institute> koryu:foundedLatest "1993-10-31"^^xsd:date }

# expect: DissolutionShape-dissolvedEarliest/MinCount
DELETE DATA { <organisation/institute> koryu:dissolvedEarliest "2023-03-01"^^xsd:date }

# expect: DissolutionShape-dissolvedLatest/MinCount
DELETE DATA { <organisation/institute> koryu:dissolvedLatest "2023-03-31"^^xsd:date }

# expect: LifeShape/SPARQL
DELETE DATA { <organisation/institute> koryu:foundedEarliest "1993-10-01"^^xsd:date } ;
INSERT DATA { <organisation/institute> koryu:foundedEarliest "1993-11-01"^^xsd:date }
