BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: FactShape-statedIn/MinCount
DELETE DATA { <claim/growth> koryu:statedIn <sentence/paper-1.1.1> }

# expect: FactShape-statedIn/Class
DELETE DATA { <claim/growth> koryu:statedIn <sentence/paper-1.1.1> } ;
INSERT DATA { <claim/growth> koryu:statedIn concept:accuracies }
