BASE <https://w3id.org/koryu/id/>
PREFIX concept: <https://w3id.org/koryu/def/concept#>
PREFIX koryu: <https://w3id.org/koryu/def#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# expect: LocalGovernmentShape-type/HasValue
DELETE DATA { <government/aomori> a koryu:Government }

# expect: LocalGovernmentShape-country/MinCount
DELETE DATA { <government/aomori> koryu:country <government/japan> }

# expect: LocalGovernmentShape-country/MaxCount
INSERT DATA { <government/kwantung> koryu:country <government/russia> }

# expect: LocalGovernmentShape-country/Class
DELETE DATA { <government/aomori> koryu:country <government/japan> } ;
INSERT DATA { <government/aomori> koryu:country concept:accuracies }

# expect: LocalGovernmentShape-level/In
DELETE DATA { <government/aomori> koryu:level concept:first-level-unit } ;
INSERT DATA { <government/aomori> koryu:level concept:country }

# expect: LocalGovernmentShape-parent/MinCount
DELETE DATA { <government/aomori> koryu:parent <government/japan> }

# expect: LocalGovernmentShape-iso31661Alpha2/MaxCount
INSERT DATA { <government/aomori> koryu:iso31661Alpha2 "CA" }

# expect: LocalGovernmentShape-iso31662/MaxCount
INSERT DATA { <government/aomori> koryu:iso31662 "JP-01" }

# expect: LocalGovernmentShape-iso31662/Datatype
DELETE DATA { <government/aomori> koryu:iso31662 "JP-02" } ;
INSERT DATA { <government/aomori> koryu:iso31662 "JP-02"@en }

# expect: LocalGovernmentShape-iso31662/Pattern
DELETE DATA { <government/aomori> koryu:iso31662 "JP-02" } ;
INSERT DATA { <government/aomori> koryu:iso31662 "JP-02 " }

# expect: LocalGovernmentShape-iso31662Until2017/MaxCount
INSERT DATA { <government/jilin> koryu:iso31662Until2017 "CN-21" }

# expect: LocalGovernmentShape-iso31662Until2017/Datatype
DELETE DATA { <government/jilin> koryu:iso31662Until2017 "CN-22" } ;
INSERT DATA { <government/jilin> koryu:iso31662Until2017 "CN-22"@en }

# expect: LocalGovernmentShape-iso31662Until2017/Pattern
DELETE DATA { <government/jilin> koryu:iso31662Until2017 "CN-22" } ;
INSERT DATA { <government/jilin> koryu:iso31662Until2017 "<b>CN-22</b>" }

# expect: LocalGovernmentShape-jisCode/MaxCount
DELETE DATA { <government/aomori> koryu:dantaiCode "020001" } ;
INSERT DATA { <government/aomori> koryu:jisCode "02001" }

# expect: LocalGovernmentShape-jisCode/Datatype
DELETE DATA { <government/aomori> koryu:jisCode "02000" } ;
INSERT DATA { <government/aomori> koryu:jisCode "02000"@en }

# expect: LocalGovernmentShape-jisCode/Pattern
DELETE DATA { <government/aomori> koryu:jisCode "02000" } ;
INSERT DATA { <government/aomori> koryu:jisCode "0200" }

# expect: LocalGovernmentShape-dantaiCode/MaxCount
INSERT DATA { <government/sapporo> koryu:dantaiCode "011003" }

# expect: LocalGovernmentShape-dantaiCode/Datatype
DELETE DATA { <government/aomori> koryu:dantaiCode "020001" } ;
INSERT DATA { <government/aomori> koryu:dantaiCode "020001"@en }

# expect: LocalGovernmentShape-dantaiCode/Pattern
DELETE DATA { <government/aomori> koryu:dantaiCode "020001" } ;
INSERT DATA { <government/aomori> koryu:dantaiCode "0200010" }

# expect: LocalGovernmentShape-gb2260Code/MaxCount
INSERT DATA { <government/dalian> koryu:gb2260Code "210000" }

# expect: LocalGovernmentShape-gb2260Code/Datatype
DELETE DATA { <government/dalian> koryu:gb2260Code "210200" } ;
INSERT DATA { <government/dalian> koryu:gb2260Code "210200"^^xsd:token }

# expect: LocalGovernmentShape-gb2260Code/Pattern
DELETE DATA { <government/dalian> koryu:gb2260Code "210200" } ;
INSERT DATA { <government/dalian> koryu:gb2260Code "2102000" }

# expect: LocalGovernmentShape-gb2260Code1999/MaxCount
INSERT DATA { <government/dalian> koryu:gb2260Code1999 "210000" }

# expect: LocalGovernmentShape-gb2260Code1999/Datatype
DELETE DATA { <government/dalian> koryu:gb2260Code1999 "210200" } ;
INSERT DATA { <government/dalian> koryu:gb2260Code1999 "210200"^^xsd:token }

# expect: LocalGovernmentShape-gb2260Code1999/Pattern
DELETE DATA { <government/dalian> koryu:gb2260Code1999 "210200" } ;
INSERT DATA { <government/dalian> koryu:gb2260Code1999 "2102000" }

# expect: IsoCountryShape/SPARQL
DELETE DATA { <government/aomori> koryu:iso31662 "JP-02" } ;
INSERT DATA { <government/aomori> koryu:iso31662 "CN-02" }

# expect: DantaiCodeShape/SPARQL
DELETE DATA { <government/sapporo> koryu:dantaiCode "011002" } ;
INSERT DATA { <government/sapporo> koryu:dantaiCode "011100" }

# expect: CodeOfParentShape/SPARQL
DELETE DATA { <government/sapporo> koryu:jisCode "01100" ; koryu:dantaiCode "011002" } ;
INSERT DATA { <government/sapporo> koryu:jisCode "02100" ; koryu:dantaiCode "021008" }
