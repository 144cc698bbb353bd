BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: RegionShape/Pattern
DELETE { <region/the-north> ?property ?value }
INSERT { <region/the-north_> ?property ?value }
WHERE { <region/the-north> ?property ?value } ;
DELETE { ?thing ?property <region/the-north> }
INSERT { ?thing ?property <region/the-north_> }
WHERE { ?thing ?property <region/the-north> }

# expect: RegionShape/Closed
INSERT DATA { <region/the-north> <http://example.org/stray> "stray" }

# expect: RegionShape-type/HasValue
DELETE DATA { <region/the-north> a koryu:Place }

# expect: RegionShape-member/Class
DELETE DATA {
  <region/the-north> koryu:member <government/hokkaido> .
  <region/the-north#hokkaido> koryu:participant <government/hokkaido>
} ;
INSERT DATA {
  <region/the-north> koryu:member <organisation/institute> .
  <region/the-north#hokkaido> koryu:participant <organisation/institute>
}

# expect: RegionShape-participation/Class
INSERT DATA { <region/the-north> koryu:participation concept:accuracies }

# expect: RegionShape-note/MaxCount
INSERT DATA { <region/the-north> koryu:note "As the paper has it again" }

# expect: RegionShape-note/Datatype
DELETE DATA { <region/the-north> koryu:note "As the paper has it" } ;
INSERT DATA { <region/the-north> koryu:note "As the paper has it"@en }

# expect: RegionShape-note/Pattern
DELETE DATA { <region/the-north> koryu:note "As the paper has it" } ;
INSERT DATA { <region/the-north> koryu:note "<b>As the paper has it</b>" }

# expect: RegionShape-participant/Equals
DELETE DATA { <region/the-north> koryu:member <government/hokkaido> }
