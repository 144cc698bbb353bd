BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# expect: ComparisonShape-type/HasValue
DELETE DATA { <claim/libraries> a koryu:Claim }

# expect: ComparisonShape-institution/MinCount
DELETE DATA { <claim/libraries> koryu:institution concept:local-library }

# expect: ComparisonShape-institution/MaxCount
INSERT DATA { <claim/libraries> koryu:institution concept:intellectual-infrastructure }

# expect: ComparisonShape-institution/Node
DELETE DATA { <claim/libraries> koryu:institution concept:local-library } ;
INSERT DATA { <claim/libraries> koryu:institution concept:accuracies }

# expect: ComparisonShape-outcome/MinCount
DELETE DATA { <claim/libraries> koryu:outcome concept:advantage }

# expect: ComparisonShape-outcome/MaxCount
DELETE DATA { <claim/libraries> koryu:outcome concept:advantage ; koryu:favours <government/china> } ;
INSERT DATA {
  concept:undecided a skos:Concept ; skos:inScheme concept:outcomes ;
    skos:prefLabel "Undecided"@en , "未決"@ja , "未定"@zh-Hans .
  <claim/libraries> koryu:outcome concept:same-or-incomparable , concept:undecided
}

# expect: ComparisonShape-outcome/Node
DELETE DATA { <claim/libraries> koryu:outcome concept:advantage ; koryu:favours <government/china> } ;
INSERT DATA { <claim/libraries> koryu:outcome concept:history }

# expect: ComparisonShape-favours/MaxCount
INSERT DATA { <claim/libraries> koryu:favours <government/canada> }

# expect: ComparisonShape-favours/Class
DELETE DATA { <claim/libraries> koryu:favours <government/china> } ;
INSERT DATA { <claim/libraries> koryu:favours concept:accuracies }

# expect: FavouredSideShape/SPARQL
DELETE DATA { <claim/libraries> koryu:favours <government/china> }

# expect: ComparisonShape-about/MinCount
DELETE DATA { <claim/libraries> koryu:about <region/the-north> }
