BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: StatedShape-statement/MinCount
DELETE DATA { <claim/growth> koryu:statement "They work together."@en }

# expect: StatedShape-statement/LanguageIn
INSERT DATA { <claim/growth> koryu:statement "Un nom"@fr }

# expect: StatedShape-statement/UniqueLang
INSERT DATA { <claim/growth> koryu:statement "They work together.x"@en }

# expect: StatementScriptShape/SPARQL
DELETE DATA { <claim/growth> koryu:statement "They work together."@en } ;
INSERT DATA { <claim/growth> koryu:statement "双方合作。"@en }
