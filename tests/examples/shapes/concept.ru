BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# expect: ConceptShape/Pattern
DELETE { concept:affiliated ?property ?value }
INSERT { concept:affiliated_ ?property ?value }
WHERE { concept:affiliated ?property ?value }

# expect: ConceptShape-inScheme/MinCount
DELETE DATA { concept:affiliated skos:inScheme concept:event-kinds }

# expect: ConceptShape-inScheme/Class
INSERT DATA { concept:advantage skos:inScheme concept:advantage }

# expect: ConceptShape-broader/Class
INSERT DATA { concept:advantage skos:broader concept:accuracies }

# expect: ConceptShape-prefLabel/MinCount
DELETE DATA { concept:advantage skos:prefLabel "Advantage of one side"@en }

# expect: ConceptShape-prefLabel/LanguageIn
INSERT DATA { concept:advantage skos:prefLabel "Un nom"@fr }

# expect: ConceptShape-prefLabel/UniqueLang
INSERT DATA { concept:advantage skos:prefLabel "Advantage of one sidex"@en }

# expect: ConceptSchemeShape-title/MinCount
DELETE DATA { concept:accuracies dcterms:title "Accuracy of figures"@en }

# expect: ConceptSchemeShape-title/LanguageIn
INSERT DATA { concept:accuracies dcterms:title "Un nom"@fr }

# expect: ConceptSchemeShape-title/UniqueLang
INSERT DATA { concept:accuracies dcterms:title "Accuracy of figuresx"@en }
