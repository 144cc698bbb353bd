BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# expect: ProjectShape/Pattern
DELETE { <project/acid-rain> ?property ?value }
INSERT { <project/acid-rain_> ?property ?value }
WHERE { <project/acid-rain> ?property ?value }

# expect: ProjectShape/Closed
INSERT DATA { <project/acid-rain> <http://example.org/stray> "stray" }

# expect: ProjectShape-field/MinCount
DELETE DATA { <project/acid-rain> koryu:field concept:environmental-protection }

# expect: ProjectShape-field/Node
DELETE DATA { <project/acid-rain> koryu:field concept:environmental-protection } ;
INSERT DATA { <project/acid-rain> koryu:field concept:accuracies }

# expect: ProjectShape-mode/MinCount
DELETE DATA { <project/acid-rain> koryu:mode concept:joint-research }

# expect: ProjectShape-mode/MaxCount
INSERT DATA { <project/acid-rain> koryu:mode concept:equipment-supply }

# expect: ProjectShape-mode/Node
DELETE DATA { <project/acid-rain> koryu:mode concept:joint-research } ;
INSERT DATA { <project/acid-rain> koryu:mode concept:accuracies }

# expect: ProjectShape-participation/MinCount
INSERT DATA {
  <project/acid-rain-copy> a koryu:Project .
  <project/acid-rain-copy> koryu:established <organisation/institute> .
  <project/acid-rain-copy> koryu:field concept:environmental-protection .
  <project/acid-rain-copy> koryu:inSource <source/paper> .
  <project/acid-rain-copy> koryu:mode concept:joint-research .
  <project/acid-rain-copy> koryu:statedIn <sentence/paper-1.1.1> .
  <project/acid-rain-copy> koryu:statement "They work together."@en .
  <project/acid-rain-copy> koryu:statement "ともに働く。"@ja .
  <project/acid-rain-copy> koryu:statement "双方合作。"@zh-Hans .
  <project/acid-rain-copy> rdfs:label "Study of acid rain"@en .
  <project/acid-rain-copy> rdfs:label "酸性雨の研究"@ja .
  <project/acid-rain-copy> rdfs:label "酸雨研究"@zh-Hans .
}

# expect: ProjectShape-participation/Class
INSERT DATA { <project/acid-rain> koryu:participation <source/paper> }

# expect: ProjectShape-established/Class
DELETE DATA { <project/acid-rain> koryu:established <organisation/institute> } ;
INSERT DATA { <project/acid-rain> koryu:established concept:accuracies }
