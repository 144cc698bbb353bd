BASE <https://w3id.org/koryu/id/>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>

# expect: ObservationShape/Pattern
DELETE { <observation/china-countries-1999> ?property ?value }
INSERT { <observation/china-countries-1999_> ?property ?value }
WHERE { <observation/china-countries-1999> ?property ?value }

# expect: ObservationShape-type/HasValue
DELETE DATA { <observation/china-countries-1999> a qb:Observation }

# expect: ObservationShape-asPublished/MaxCount
INSERT DATA { <observation/china-countries-1999> koryu:asPublished "x" }

# expect: PrintedNumberShape/SPARQL
DELETE DATA { <observation/china-japan-1999> koryu:affiliationCount 203 } ;
INSERT DATA { <observation/china-japan-1999> koryu:affiliationCount 204 }

# expect: PrintedRankShape/SPARQL
DELETE DATA { <observation/liaoning-rank> koryu:destinationRank 2 } ;
INSERT DATA { <observation/liaoning-rank> koryu:destinationRank 3 }
