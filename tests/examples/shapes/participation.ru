BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: ParticipationShape/Pattern
DELETE { <measure/missions#japan> ?property ?value }
INSERT { <measure/missions#japan_> ?property ?value }
WHERE { <measure/missions#japan> ?property ?value } ;
DELETE { ?thing ?property <measure/missions#japan> }
INSERT { ?thing ?property <measure/missions#japan_> }
WHERE { ?thing ?property <measure/missions#japan> }

# expect: ParticipationShape/Closed
INSERT DATA { <measure/missions#japan> <http://example.org/stray> "stray" }

# expect: ParticipationShape-participant/MinCount
DELETE DATA { <measure/missions#japan> koryu:participant <government/japan> }

# expect: ParticipationShape-participant/MaxCount
INSERT DATA { <measure/missions#japan> koryu:participant <government/dalian> }

# expect: ParticipationShape-participant/Class
DELETE DATA { <measure/missions#japan> koryu:participant <government/japan> } ;
INSERT DATA { <measure/missions#japan> koryu:participant concept:accuracies }

# expect: ParticipationShape-role/MinCount
DELETE DATA { <measure/missions#japan> koryu:role concept:destination }

# expect: ParticipationShape-role/MaxCount
INSERT DATA { <measure/missions#japan> koryu:role concept:joint-participant }

# expect: ParticipationShape-role/Node
DELETE DATA { <measure/missions#japan> koryu:role concept:destination } ;
INSERT DATA { <measure/missions#japan> koryu:role concept:accuracies }

# expect: ParticipationShape-nameAsPublished/MinCount
DELETE DATA { <measure/missions#japan> koryu:nameAsPublished "the party" }

# expect: ParticipationShape-nameAsPublished/MaxCount
INSERT DATA { <measure/missions#japan> koryu:nameAsPublished "the party again" }

# expect: ParticipationShape-nameAsPublished/Datatype
DELETE DATA { <measure/missions#japan> koryu:nameAsPublished "the party" } ;
INSERT DATA { <measure/missions#japan> koryu:nameAsPublished "the party"@en }

# expect: ParticipationShape-nameAsPublished/Pattern
DELETE DATA { <measure/missions#japan> koryu:nameAsPublished "the party" } ;
INSERT DATA { <measure/missions#japan> koryu:nameAsPublished "<b>the party</b>" }

# expect: ParticipationShape-basis/MinCount
DELETE DATA { <measure/missions#japan> koryu:basis concept:stated }

# expect: ParticipationShape-basis/MaxCount
INSERT DATA { <measure/missions#japan> koryu:basis concept:computed }

# expect: ParticipationShape-basis/Node
DELETE DATA { <measure/missions#japan> koryu:basis concept:stated } ;
INSERT DATA { <measure/missions#japan> koryu:basis concept:accuracies }

# expect: ParticipationShape-owner/MinCount
DELETE DATA { <measure/missions> koryu:participation <measure/missions#japan> }

# expect: ParticipationShape-owner/MaxCount
INSERT DATA { <project/acid-rain> koryu:participation <measure/missions#japan> }
