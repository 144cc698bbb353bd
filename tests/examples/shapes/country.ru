BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>

# expect: CountryShape-type/HasValue
DELETE DATA { <government/canada> a koryu:Counterpart }

# expect: CountryShape-type/HasValue
DELETE DATA { <government/canada> a koryu:Government }

# expect: CountryShape-level/HasValue
DELETE DATA { <government/canada> koryu:level concept:country } ;
INSERT DATA { <government/canada> koryu:level concept:first-level-unit }

# expect: CountryShape-iso31661Alpha2/MinCount
DELETE DATA { <government/canada> koryu:iso31661Alpha2 "CA" }

# expect: CountryShape-iso31661Alpha2/MaxCount
INSERT DATA { <government/canada> koryu:iso31661Alpha2 "CN" }

# expect: CountryShape-iso31661Alpha2/Datatype
DELETE DATA { <government/canada> koryu:iso31661Alpha2 "CA" } ;
INSERT DATA { <government/canada> koryu:iso31661Alpha2 "CA"@en }

# expect: CountryShape-iso31661Alpha2/Pattern
DELETE DATA { <government/canada> koryu:iso31661Alpha2 "CA" } ;
INSERT DATA { <government/canada> koryu:iso31661Alpha2 "<b>CA</b>" }

# expect: CountryShape-country/MaxCount
INSERT DATA { <government/canada> koryu:country <government/china> }

# expect: CountryShape-parent/MaxCount
INSERT DATA { <government/canada> koryu:parent <government/china> }

# expect: CountryShape-iso31661Alpha3/MinCount
DELETE DATA { <government/canada> koryu:iso31661Alpha3 "CAN" }

# expect: CountryShape-iso31661Alpha3/MaxCount
INSERT DATA { <government/canada> koryu:iso31661Alpha3 "CHN" }

# expect: CountryShape-iso31661Alpha3/Datatype
DELETE DATA { <government/canada> koryu:iso31661Alpha3 "CAN" } ;
INSERT DATA { <government/canada> koryu:iso31661Alpha3 "CAN"@en }

# expect: CountryShape-iso31661Alpha3/Pattern
DELETE DATA { <government/canada> koryu:iso31661Alpha3 "CAN" } ;
INSERT DATA { <government/canada> koryu:iso31661Alpha3 "<b>CAN</b>" }

# expect: CountryShape-iso31661Numeric/MinCount
DELETE DATA { <government/canada> koryu:iso31661Numeric "124" }

# expect: CountryShape-iso31661Numeric/MaxCount
INSERT DATA { <government/canada> koryu:iso31661Numeric "156" }

# expect: CountryShape-iso31661Numeric/Datatype
DELETE DATA { <government/canada> koryu:iso31661Numeric "124" } ;
INSERT DATA { <government/canada> koryu:iso31661Numeric "124"@en }

# expect: CountryShape-iso31661Numeric/Pattern
DELETE DATA { <government/canada> koryu:iso31661Numeric "124" } ;
INSERT DATA { <government/canada> koryu:iso31661Numeric "<b>124</b>" }
