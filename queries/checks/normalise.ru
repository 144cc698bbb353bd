# Makes a data cube explicit before it is checked. For a copy of the data: nothing of this is published.
# Source: https://www.w3.org/TR/vocab-data-cube/#normalize-algorithm
PREFIX check: <https://w3id.org/koryu/check#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# Phase 1, type and property closure.
INSERT { ?observation a qb:Observation } WHERE { ?group qb:observation ?observation } ;
INSERT { ?observation a qb:Observation . ?dataSet a qb:DataSet } WHERE { ?observation qb:dataSet ?dataSet } ;
INSERT { ?slice a qb:Slice } WHERE { ?dataSet qb:slice ?slice } ;
INSERT { ?specification qb:componentProperty ?property . ?property a ?class } WHERE {
  VALUES (?kind ?class) {
    (qb:dimension qb:DimensionProperty)
    (qb:measure qb:MeasureProperty)
    (qb:attribute qb:AttributeProperty)
    (qb:measureDimension qb:DimensionProperty)
  }
  ?specification ?kind ?property
} ;
# What the vocabulary itself says of its one dimension; data need not repeat it.
INSERT DATA { qb:measureType a qb:DimensionProperty ; rdfs:range qb:MeasureProperty } ;

# Phase 2, push down attachment levels: what a data set or a slice says holds for its observations.
INSERT { ?observation ?component ?value } WHERE {
  ?specification qb:componentAttachment qb:DataSet ; qb:componentProperty ?component .
  ?dataSet qb:structure/qb:component ?specification ; ?component ?value .
  ?observation qb:dataSet ?dataSet
} ;
INSERT { ?observation ?component ?value } WHERE {
  ?specification qb:componentAttachment qb:Slice ; qb:componentProperty ?component .
  ?dataSet qb:structure/qb:component ?specification ; qb:slice ?slice .
  ?slice ?component ?value ; qb:observation ?observation
} ;
INSERT { ?observation ?component ?value } WHERE {
  ?component a qb:DimensionProperty .
  ?dataSet qb:structure/qb:component/qb:componentProperty ?component ; qb:slice ?slice .
  ?slice ?component ?value ; qb:observation ?observation
} ;

# IC-12 and IC-17 compare observations two by two, in quadratic time as published. Here a key picks the pairs
# worth comparing. Observations with the same values have the same key (a sum does not depend on the order of
# its terms); those with the same key are then compared value by value.
INSERT { ?dataSet check:dimension ?dimension } WHERE {
  ?dataSet qb:structure/qb:component/qb:componentProperty ?dimension .
  ?dimension a qb:DimensionProperty .
  FILTER (?dimension != qb:measureType)
} ;
INSERT { ?observation check:lacks ?dimension . ?dataSet check:unshared ?dimension } WHERE {
  ?dataSet check:dimension ?dimension .
  ?observation qb:dataSet ?dataSet .
  FILTER NOT EXISTS { ?observation ?dimension ?value }
} ;
# Equal values must give equal numbers: 1 equals 1.0, and times in two zones can be the same. A missing value
# differs from none, so an observation that lacks one is compared by what its whole data set has.
INSERT { ?observation check:key ?key ; check:sharedKey ?sharedKey } WHERE {
  SELECT ?observation ?dataSet
         (SUM(DISTINCT COALESCE(?number, 0)) AS ?key) (SUM(DISTINCT COALESCE(?shared, 0)) AS ?sharedKey)
  WHERE {
    ?observation qb:dataSet ?dataSet .
    OPTIONAL {
      ?dataSet check:dimension ?dimension .
      ?observation ?dimension ?value .
      BIND (isLiteral(?value) && REGEX(STR(?value), "(Z|[+-][0-9]{2}:[0-9]{2})$") AS ?zoned)
      BIND (COALESCE(IF(isNumeric(?value), STR(xsd:double(?value)), IF(?zoned, "", STR(?value))), "") AS ?text)
      BIND (MD5(CONCAT(COALESCE(STR(?dataSet), ""), " ", STR(?dimension), " ", ?text)) AS ?digest)
      BIND (xsd:integer(SUBSTR(REPLACE(?digest, "[a-f]", ""), 1, 12)) AS ?number)
      BIND (IF(EXISTS { ?dataSet check:unshared ?dimension }, 0, ?number) AS ?shared)
    }
  } GROUP BY ?observation ?dataSet
} ;
INSERT { ?one check:samePoint ?two . ?two check:samePoint ?one } WHERE {
  { SELECT DISTINCT ?one ?two WHERE {
      { ?one check:key ?key . ?two check:key ?key }
      UNION
      { ?one check:lacks ?missing ; check:sharedKey ?key . ?two check:sharedKey ?key }
      FILTER (?one != ?two)
  } }
  FILTER EXISTS { ?one qb:dataSet ?dataSet . ?two qb:dataSet ?dataSet }
  FILTER NOT EXISTS {
    ?one qb:dataSet ?dataSet . ?two qb:dataSet ?dataSet .
    ?dataSet check:dimension ?dimension .
    ?one ?dimension ?mine . ?two ?dimension ?theirs .
    FILTER (COALESCE(?mine != ?theirs, true))
  }
} ;

# IC-20 and IC-21 walk along a property that the data name, which no path can. Each list and property has a
# hierarchy of its own, with a place for each code, so that two lists with a code in common do not mix.
INSERT { _:hierarchy check:list ?list ; check:down ?property } WHERE {
  ?list a qb:HierarchicalCodeList ; qb:parentChildProperty ?property .
  FILTER isIRI(?property)
} ;
INSERT { _:hierarchy check:list ?list ; check:up ?property } WHERE {
  { SELECT DISTINCT ?list ?property WHERE {
      ?list a qb:HierarchicalCodeList ; qb:parentChildProperty ?inverse .
      ?inverse owl:inverseOf ?property .
      FILTER (isBlank(?inverse) && isIRI(?property))
  } }
} ;
INSERT { ?hierarchy check:place [ check:code ?code ] } WHERE {
  { SELECT DISTINCT ?hierarchy ?code WHERE {
      { ?hierarchy check:list/qb:hierarchyRoot ?code }
      UNION
      { ?hierarchy check:down|check:up ?property . ?code ?property ?other }
      UNION
      { ?hierarchy check:down|check:up ?property . ?other ?property ?code }
  } }
} ;
INSERT { ?above check:above ?below } WHERE {
  { SELECT ?hierarchy ?above ?child WHERE {
      { ?hierarchy check:down ?property . ?parent ?property ?child }
      UNION
      { ?hierarchy check:up ?property . ?child ?property ?parent }
      ?hierarchy check:place ?above .
      ?above check:code ?parent
  } }
  ?hierarchy check:place ?below .
  ?below check:code ?child
} ;
INSERT { ?hierarchy check:reaches ?code } WHERE {
  ?hierarchy check:list/qb:hierarchyRoot ?root ; check:place ?top .
  ?top check:code ?root ; check:above*/check:code ?code
} ;

# IC-19 looks up each code, so what a collection holds is collected once.
INSERT { ?collection check:holds ?code } WHERE {
  { SELECT DISTINCT ?collection WHERE { ?dimension qb:codeList ?collection . ?collection a skos:Collection } }
  ?collection skos:member+ ?code
}
