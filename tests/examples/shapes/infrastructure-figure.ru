BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX cube: <https://w3id.org/koryu/def/cube#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: InfrastructureFigureShape/Closed
INSERT DATA { <observation/libraries-china> <http://example.org/stray> "stray" }

# expect: InfrastructureFigureShape-type/HasValue
DELETE DATA { <observation/libraries-china> a koryu:Observation }

# expect: InfrastructureFigureShape-institution/MinCount
DELETE DATA { <observation/libraries-china> koryu:institution concept:local-library }

# expect: InfrastructureFigureShape-institution/MaxCount
INSERT DATA { <observation/libraries-china> koryu:institution concept:intellectual-infrastructure }

# expect: InfrastructureFigureShape-institution/Node
DELETE DATA { <observation/libraries-china> koryu:institution concept:local-library } ;
INSERT DATA { <observation/libraries-china> koryu:institution concept:accuracies }

# expect: InfrastructureFigureShape-side/MinCount
DELETE DATA { <observation/libraries-china> koryu:side <government/china> }

# expect: InfrastructureFigureShape-side/MaxCount
INSERT DATA { <observation/libraries-china> koryu:side <government/canada> }

# expect: InfrastructureFigureShape-side/Class
DELETE DATA { <observation/libraries-china> koryu:side <government/china> } ;
INSERT DATA { <observation/libraries-china> koryu:side concept:accuracies }

# expect: InfrastructureFigureShape-measured/MinCount
DELETE DATA { <observation/libraries-china> koryu:measured concept:institutions }

# expect: InfrastructureFigureShape-measured/MaxCount
INSERT DATA { <observation/libraries-china> koryu:measured concept:books-ratio }

# expect: InfrastructureFigureShape-measured/Node
DELETE DATA { <observation/libraries-china> koryu:measured concept:institutions } ;
INSERT DATA { <observation/libraries-china> koryu:measured concept:accuracies }

# expect: InfrastructureFigureShape-low/MinCount
DELETE DATA { <observation/libraries-china> koryu:low 2 }

# expect: InfrastructureFigureShape-low/MaxCount
DELETE DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" } ;
INSERT DATA {
  <observation/libraries-china> koryu:low 3 .
  <observation/libraries-china> koryu:rangeAsPublished "as printed" .
}

# expect: InfrastructureFigureShape-low/Datatype
DELETE DATA { <observation/libraries-china> koryu:low 2 } ;
INSERT DATA { <observation/libraries-china> koryu:low "2"^^xsd:decimal }

# expect: InfrastructureFigureShape-low/MinInclusive
DELETE DATA {
  <observation/libraries-china> koryu:low 2 .
  <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" .
} ;
INSERT DATA {
  <observation/libraries-china> koryu:low "-1"^^xsd:integer .
  <observation/libraries-china> koryu:rangeAsPublished "as printed" .
}

# expect: InfrastructureFigureShape-low/LessThanOrEquals
DELETE DATA {
  <observation/libraries-china> koryu:high 18 .
  <observation/libraries-china> koryu:low 2 .
} ;
INSERT DATA {
  <observation/libraries-china> koryu:high 2 .
  <observation/libraries-china> koryu:low 18 .
}

# expect: InfrastructureFigureShape-high/MinCount
DELETE DATA { <observation/libraries-china> koryu:high 18 }

# expect: InfrastructureFigureShape-high/MaxCount
DELETE DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" } ;
INSERT DATA {
  <observation/libraries-china> koryu:high 19 .
  <observation/libraries-china> koryu:rangeAsPublished "as printed" .
}

# expect: InfrastructureFigureShape-high/Datatype
DELETE DATA { <observation/libraries-china> koryu:high 18 } ;
INSERT DATA { <observation/libraries-china> koryu:high "18"^^xsd:decimal }

# expect: InfrastructureFigureShape-rangeAsPublished/MinCount
DELETE DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" }

# expect: InfrastructureFigureShape-rangeAsPublished/MaxCount
INSERT DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18 again" }

# expect: InfrastructureFigureShape-rangeAsPublished/Datatype
DELETE DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" } ;
INSERT DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18"@en }

# expect: InfrastructureFigureShape-rangeAsPublished/Pattern
DELETE DATA { <observation/libraries-china> koryu:rangeAsPublished "2 ~ 18" } ;
INSERT DATA { <observation/libraries-china> koryu:rangeAsPublished "<b>2 ~ 18</b>" }

# expect: InfrastructureFigureShape-accuracy/MinCount
DELETE DATA { <observation/libraries-china> koryu:accuracy concept:as-counted }

# expect: InfrastructureFigureShape-accuracy/MaxCount
INSERT DATA { <observation/libraries-china> koryu:accuracy concept:approximate }

# expect: InfrastructureFigureShape-accuracy/Node
DELETE DATA { <observation/libraries-china> koryu:accuracy concept:as-counted } ;
INSERT DATA { <observation/libraries-china> koryu:accuracy concept:accuracies }

# expect: InfrastructureFigureShape-dataSet/MaxCount
INSERT DATA { <observation/libraries-china> qb:dataSet cube:affiliation-counts }

# expect: InfrastructureFigureShape-dataSet/HasValue
DELETE DATA { <observation/libraries-china> qb:dataSet cube:infrastructure }

# expect: InfrastructureFigureShape-about/MinCount
DELETE DATA { <observation/libraries-china> koryu:about <region/the-north> }

# expect: InfrastructureFigureShape-about/Class
DELETE DATA { <observation/libraries-china> koryu:about <region/the-north> } ;
INSERT DATA { <observation/libraries-china> koryu:about <government/china> }
