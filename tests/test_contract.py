"""The fifteen questions that others rely on: parameters, columns, and answers for the shipped data.

The answers were worked out by hand from the paper and the dated affiliations, not by asking the queries.
"""

import re
from pathlib import Path

import pytest
import yaml
from rdflib.plugins.sparql import prepareQuery

from koryu.queries.catalogue import Catalogue
from koryu.queries.sheets import frame
from koryu.settings import read_settings

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue(read_settings(ROOT))
KORYU = "https://w3id.org/koryu/"

# Name: parameters and columns, in their order. Where texts are printed, their language is a parameter too.
CONTRACT = {
    "affiliations-by-country": (
        "reporter date",
        "reporter partner date count stated_share_percent computed_share_percent rank sentence",
    ),
    "affiliation-totals": ("reporter", "reporter date measure value sentence"),
    "figures-that-disagree": ("", "figure stated exact rounds truncates sentence"),
    "register-disagreements": ("", "side_a date_a count_a side_b date_b count_b difference"),
    "projects": ("field place", "project label field mode participants sentence"),
    "policy-measures": ("holder year", "policy part kind statement sentence"),
    "investments": (
        "origin",
        "holder origin year contracts amount_usd share_low_percent share_high_percent yen_per_usd sentence",
    ),
    "infrastructure": ("", "institution side low high measure sentence"),
    "claims": ("topic", "claim topic statement sentence"),
    "partners": ("place as_of", "place partner partner_country kind since until source"),
    "two-step-partners": ("place as_of", "place via partner"),
    "anniversaries": ("year place as_of", "affiliation party_a party_b date years"),
    "places": ("country level as_of", "place label_en label_ja label_zh level country lat lon"),
    "coverage": ("", "sentence facts"),
    "describe": ("thing", ""),
}
WITH_LANGUAGE = {"projects", "policy-measures", "claims"}
REQUIRED = {"anniversaries": ["year"], "describe": ["thing"]}


def text_of(name):
    return (ROOT / "queries" / f"{name}.rq").read_text("utf-8")


def header_of(name):
    """The header of a query as a YAML parser reads it, without the program."""
    return yaml.safe_load("\n".join(re.findall(r"^#\+ ?(.*)$", text_of(name), re.MULTILINE)))


@pytest.mark.parametrize("name", CONTRACT)
def test_the_header_has_the_columns_of_the_contract(name):
    assert list(header_of(name).get("columns", {})) == CONTRACT[name][1].split()


@pytest.mark.parametrize("name", [name for name in CONTRACT if name != "describe"])
def test_the_query_projects_the_columns_of_the_contract(name):
    projected = [str(variable) for variable in prepareQuery(text_of(name)).algebra["PV"]]
    assert projected == CONTRACT[name][1].split()


@pytest.mark.parametrize("name", CONTRACT)
def test_the_header_has_the_parameters_of_the_contract(name):
    expected = CONTRACT[name][0].split() + ["lang"] * (name in WITH_LANGUAGE)
    assert list(header_of(name).get("params", {})) == expected


@pytest.mark.parametrize("name", CONTRACT)
def test_only_what_an_answer_needs_is_required(name):
    params = header_of(name).get("params", {})
    assert [key for key, value in params.items() if value.get("required")] == REQUIRED.get(name, [])


def test_describe_is_a_construct():
    assert prepareQuery(text_of("describe")).algebra.name == "ConstructQuery"


def rows(engine, name, columns=None, **params):
    """Ask a query; gives its rows, or some columns of them, each as one line."""
    result = CATALOGUE.run(name, params, engine=engine)
    wanted = (columns or CONTRACT[name][1]).split()
    places = [result.header.index(column) for column in wanted]
    return [",".join(row[place] for place in places) for row in result.rows]


def test_affiliations_by_country(shipped):
    assert rows(shipped, "affiliations-by-country") == str.split("""
        china,all,1999-12-31,937,,,,2.2.2
        china,japan,1999-12-31,203,21.4,21.6649,1,2.2.2
        china,united-states,1999-12-31,134,14.3,14.3010,2,2.2.2
        china,russia,1999-12-31,49,5.2,5.2295,3,2.2.2
        china,republic-of-korea,1999-12-31,48,5.1,5.1227,4,2.2.2
        china,australia,1999-12-31,42,4.4,4.4824,5,2.2.2
        japan,united-states,1998-04-01,393,30,30.1380,1,2.1.3
        japan,china,1998-04-01,252,19,19.3252,2,2.1.3
        japan,australia,1998-04-01,89,6,6.8252,3,2.1.4
        japan,republic-of-korea,1998-04-01,74,5,5.6748,4,2.1.4
        japan,china,1999-03-01,261,,,,2.1.6
    """)


def test_affiliation_totals(shipped):
    assert rows(shipped, "affiliation-totals") == str.split("""
        china,1999-12-31,affiliations,937,2.2.2
        japan,1998-04-01,countries,58,2.1.2
        japan,1998-04-01,local-bodies,3300,2.1.2
        japan,1998-04-01,municipalities,832,2.1.2
        japan,1998-04-01,partner-municipalities,1304,2.1.2
        japan,1998-04-01,prefectures,39,2.1.2
    """)


def test_figures_that_disagree(shipped):
    assert rows(shipped, "figures-that-disagree") == str.split("""
        china-australia-1999#share,4.4,4.4824,false,true,2.2.2
        china-japan-1999#share,21.4,21.6649,false,false,2.2.2
        china-republic-of-korea-1999#share,5.1,5.1227,true,true,2.2.2
        china-russia-1999#share,5.2,5.2295,true,true,2.2.2
        china-united-states-1999#share,14.3,14.3010,true,true,2.2.2
        japan-australia-1998#share,6,6.8252,false,true,2.1.4
        japan-china-1998#share,19,19.3252,true,true,2.1.3
        japan-republic-of-korea-1998#share,5,5.6748,false,true,2.1.4
        japan-united-states-1998#share,30,30.1380,true,true,2.1.3
        liaoning-investments-japan-1998#share-high,16,16.5584,false,true,3.3.6
        liaoning-investments-japan-1998#share-low,15,15.4997,true,true,3.3.6
        ratio-of-research-institutes#high,18,,false,false,4.2.2
        ratio-of-research-institutes#low,2,6.0000,false,false,4.2.2
    """)


def test_register_disagreements(shipped):
    assert rows(shipped, "register-disagreements") == str.split("""
        china,1999-12-31,203,japan,1998-04-01,252,-49
        china,1999-12-31,203,japan,1999-03-01,261,-58
    """)


ACID_RAIN = (
    "acid-rain-research,environmental-protection,facility-construction,"
    "chongqing-old hiroshima-city hiroshima-pref sichuan,2.4.2"
)
CROPS = "crop-improvement,agriculture,joint-research,alberta heilongjiang hokkaido,2.4.4"
DALIAN = "dalian-model-district,environmental-protection,planning,dalian kitakyushu,2.4.1"


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, [ACID_RAIN, CROPS, DALIAN]),
        ({"field": "environmental-protection"}, [ACID_RAIN, DALIAN]),
        ({"field": "agriculture"}, [CROPS]),
        ({"place": "hiroshima-pref"}, [ACID_RAIN]),
        ({"place": "dalian", "field": "agriculture"}, []),
    ],
)
def test_projects(shipped, params, expected):
    columns = "project field mode participants sentence"
    assert rows(shipped, "projects", columns, **params) == expected


def test_policy_measures(shipped):
    expected = str.split("""
        liaoning-goal,goal,3.1.2
        liaoning-aim-adjustment,aim,3.1.4
        liaoning-aim-enterprise-reform,aim,3.1.5
        liaoning-aim-labour,aim,3.1.6
        liaoning-airports,infrastructure,3.2.1
        liaoning-seaports,infrastructure,3.2.1
        liaoning-highways,infrastructure,3.2.1
        liaoning-industrial-parks,infrastructure,3.2.1
        liaoning-information-exchange,soft-infrastructure,3.2.2
        liaoning-hearings,measure,3.2.3
        liaoning-departmental-relations,measure,3.2.3
        liaoning-missions,measure,3.2.3
        liaoning-enterprise-exchange,measure,3.2.3
    """)
    params = {"holder": "liaoning", "year": "1998"}
    assert rows(shipped, "policy-measures", "part kind sentence", **params) == expected
    assert rows(shipped, "policy-measures", "policy", **params) == ["liaoning-japan-1998"] * 13


def test_investments(shipped):
    total = "liaoning,all,1998,18181,30800000000,,,130,3.3.4"
    of_japan = "liaoning,japan,1998,2818,5100000000,15,16,,3.3.6"
    assert rows(shipped, "investments") == [total, of_japan]
    assert rows(shipped, "investments", origin="japan") == [of_japan]
    assert rows(shipped, "investments", origin="all") == [total]


def test_infrastructure(shipped):
    assert rows(shipped, "infrastructure") == str.split("""
        local-library,china,3,5,books-ratio,4.2.3
        local-library,china,10000,100000,foreign-books,4.2.4
        research-institute,china,12,12,institutions,4.3.2
        research-institute,japan,0,2,institutions,4.3.2
        research-institute,china,2,18,institutions-ratio,4.2.2
        university,china,1,8,institutions-ratio,4.2.2
    """)


def test_claims(shipped):
    assert rows(shipped, "claims", "claim sentence", topic="ranking") == str.split("""
        asia-pacific-diversification,2.1.5
        china-rank-municipal,2.1.6
        china-rank-prefectural,2.1.6
        japan-first-at-all-levels,2.2.3
        japan-weighs-more-for-china,2.2.1
        rok-increasing-fast,2.1.4
    """)
    assert rows(shipped, "claims", "topic sentence", topic="recommendation") == ["recommendation,5.1.7"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            "dalian",
            """
            dalian,kitakyushu,japan,friendship-city,1979-05-01,,registers
            dalian,maizuru,japan,friendship-city,1982-05-08,,registers
            dalian,kanazawa-city,japan,cooperation,2006-11-24,,registers
            dalian,imari,japan,friendship-exchange-city,2007-05-26,,registers
            dalian,ota-ward,japan,cooperation,2009-10-28,,registers
            """,
        ),
        (
            "liaoning",
            """
            liaoning,kanagawa,japan,friendship,1983-05-12,,registers
            liaoning,toyama-pref,japan,friendship,1984-05-09,,registers
            """,
        ),
        (
            "hokkaido",
            """
            hokkaido,alberta,canada,sister,1980-10-17,,registers
            hokkaido,heilongjiang,china,friendship,1986-06-13,,registers
            hokkaido,massachusetts,united-states,sister,1990-02-07,,registers
            """,
        ),
        (
            "niigata-city",
            """
            niigata-city,khabarovsk,russia,sister-city,1965-04-23,,registers
            niigata-city,harbin,china,friendship-city,1979-12-17,,registers
            niigata-city,vladivostok,russia,sister-city,1991-02-28,,registers
            niigata-city,birobidzhan,russia,sister-city,2005-03-21,,registers
            """,
        ),
        (
            "zhengzhou",
            """
            zhengzhou,urawa,japan,friendship-city,1981-10-12,2001-05-01,registers
            zhengzhou,saitama-city,japan,friendship-city,2001-05-01,,registers
            """,
        ),
    ],
)
def test_partners(shipped, place, expected):
    assert rows(shipped, "partners", place=place) == str.split(expected)


def test_partners_as_of_the_time_of_the_paper(shipped):
    partners = rows(shipped, "partners", "partner", place="dalian", as_of="1999-12-31")
    assert partners == ["kitakyushu", "maizuru"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("1990-01-01", ["zhengzhou,urawa,japan,friendship-city,1981-10-12,2001-05-01,registers"]),
        ("2010-01-01", ["zhengzhou,saitama-city,japan,friendship-city,2001-05-01,,registers"]),
    ],
)
def test_a_partner_is_the_party_of_the_day(shipped, as_of, expected):
    assert rows(shipped, "partners", place="zhengzhou", as_of=as_of) == expected


def test_an_anniversary_is_of_the_parties_of_the_day(shipped):
    for year, party in (("1999", "urawa"), ("2009", "saitama-city")):
        found = rows(shipped, "anniversaries", "affiliation party_a", year=year)
        assert f"aff037,{party}" in found


def test_a_span_of_days_prints_as_it_is_known(shipped):
    found = rows(shipped, "affiliation-timeline", "affiliation date event", place="edmonton")
    assert found == ["aff053,1985,affiliated", "aff053,1986-01-07/1986-01-09,approved"]


def test_the_first_day_of_a_span_is_its_date_in_a_frame(shipped):
    result = CATALOGUE.run("affiliation-timeline", {"place": "edmonton"}, engine=shipped)
    assert [str(day.date()) for day in frame(result)["date_date"]] == ["1985-01-01", "1986-01-07"]


def test_two_step_partners(shipped):
    assert rows(shipped, "two-step-partners", place="hokkaido") == str.split("""
        hokkaido,alberta,heilongjiang
        hokkaido,heilongjiang,alberta
        hokkaido,heilongjiang,niigata-pref
    """)
    assert rows(shipped, "two-step-partners", place="hokkaido", as_of="1983-08-05") == [
        "hokkaido,alberta,heilongjiang"
    ]


def test_anniversaries(shipped):
    assert rows(shipped, "anniversaries", year="2009") == str.split("""
        aff006,alberta,heilongjiang,1981,28
        aff053,edmonton,harbin,1985,24
        aff051,sakaiminato,wonsan,1992,17
        aff045,miyakonojo,jiangjin,1999,10
        aff052,hokkaido,massachusetts,1990-02-07,19
        aff049,niigata-city,vladivostok,1991-02-28,18
        aff011,tokyo-metropolis,beijing,1979-03-14,30
        aff050,niigata-city,birobidzhan,2005-03-21,4
        aff024,nanao,jinzhou-district,1986-04-13,23
        aff010,osaka-city,shanghai,1974-04-18,35
        aff021,yubari,fushun,1982-04-19,27
        aff048,niigata-city,khabarovsk,1965-04-23,44
        aff001,kitakyushu,dalian,1979-05-01,30
        aff035,fukuoka-city,guangzhou,1979-05-02,30
        aff014,toyama-city,qinhuangdao,1981-05-07,28
        aff019,maizuru,dalian,1982-05-08,27
        aff007,toyama-pref,liaoning,1984-05-09,25
        aff008,kanagawa,liaoning,1983-05-12,26
        aff043,neyagawa,huangpu,1994-05-12,15
        aff028,hakui,tongzhou,2001-05-22,8
        aff030,imari,dalian,2007-05-26,2
        aff023,miyagi,jilin,1987-06-01,22
        aff015,kanazawa-city,suzhou,1981-06-13,28
        aff004,hokkaido,heilongjiang,1986-06-13,23
        aff032,kobe,tianjin,1973-06-24,36
        aff013,niigata-pref,heilongjiang,1983-08-05,26
        aff018,kawasaki,shenyang,1981-08-18,28
        aff025,kawakita,xingcheng,1992-09-10,17
        aff041,yao,jiading,1986-09-13,23
        aff003,hiroshima-pref,sichuan,1984-09-17,25
        aff040,shobara,mianyang,1990-09-29,19
        aff026,uchinada,wujiang,1993-10-07,16
        aff022,nirasaki,jiamusi,1984-10-10,25
        aff037,saitama-city,zhengzhou,1981-10-12,28
        aff005,hokkaido,alberta,1980-10-17,29
        aff036,nagasaki-city,fuzhou,1980-10-20,29
        aff044,izumisano,xuhui,1994-10-21,15
        aff039,atsugi,yangzhou,1984-10-23,25
        aff002,hiroshima-city,chongqing-old,1986-10-23,23
        aff027,hakusan,liyang,1996-10-23,13
        aff038,fujisawa,kunming,1981-11-05,28
        aff017,sapporo,shenyang,1980-11-18,29
        aff009,osaka-pref,shanghai,1980-11-21,29
        aff020,asahikawa,harbin,1995-11-21,14
        aff016,kanazawa-city,dalian,2006-11-24,3
        aff033,yokohama,shanghai,1973-11-30,36
        aff042,hirakata,changning,1987-12-16,22
        aff012,niigata-city,harbin,1979-12-17,30
        aff034,nagoya,nanjing,1978-12-21,31
    """)


def test_places(shipped):
    expected = """
        aichi,Aichi Prefecture,愛知県,爱知县,first-level-unit,japan,35.180188,136.906565
        fukui-pref,Fukui Prefecture,福井県,福井县,first-level-unit,japan,36.065219,136.221642
        fukuoka-pref,Fukuoka Prefecture,福岡県,福冈县,first-level-unit,japan,33.606785,130.418314
        hiroshima-pref,Hiroshima Prefecture,広島県,广岛县,first-level-unit,japan,34.39656,132.459622
        hokkaido,Hokkaido,北海道,北海道,first-level-unit,japan,43.063968,141.347899
        hyogo,Hyogo Prefecture,兵庫県,兵库县,first-level-unit,japan,34.691279,135.183025
        ishikawa,Ishikawa Prefecture,石川県,石川县,first-level-unit,japan,36.594682,136.625573
        kanagawa,Kanagawa Prefecture,神奈川県,神奈川县,first-level-unit,japan,35.447753,139.642514
        kyoto-pref,Kyoto Prefecture,京都府,京都府,first-level-unit,japan,35.021004,135.755608
        miyagi,Miyagi Prefecture,宮城県,宫城县,first-level-unit,japan,38.268839,140.872103
        miyazaki-pref,Miyazaki Prefecture,宮崎県,宫崎县,first-level-unit,japan,31.91109,131.423855
        nagasaki-pref,Nagasaki Prefecture,長崎県,长崎县,first-level-unit,japan,32.744839,129.873756
        niigata-pref,Niigata Prefecture,新潟県,新潟县,first-level-unit,japan,37.902418,139.023221
        osaka-pref,Osaka Prefecture,大阪府,大阪府,first-level-unit,japan,34.686316,135.519711
        saga-pref,Saga Prefecture,佐賀県,佐贺县,first-level-unit,japan,33.249367,130.298822
        saitama-pref,Saitama Prefecture,埼玉県,埼玉县,first-level-unit,japan,35.857428,139.648933
        tokyo-metropolis,Tokyo Metropolis,東京都,东京都,first-level-unit,japan,35.689521,139.691704
        tottori-pref,Tottori Prefecture,鳥取県,鸟取县,first-level-unit,japan,35.503869,134.237672
        toyama-pref,Toyama Prefecture,富山県,富山县,first-level-unit,japan,36.69529,137.211338
        yamanashi-pref,Yamanashi Prefecture,山梨県,山梨县,first-level-unit,japan,35.664158,138.568449
    """
    found = rows(shipped, "places", country="japan", level="first-level-unit")
    assert found == [line.strip() for line in expected.strip().split("\n")]


@pytest.mark.parametrize(("date", "expected"), [("1996-06-30", "chongqing-old"), ("1998-06-30", "chongqing")])
def test_there_is_one_chongqing_at_a_time(shipped, date, expected):
    places = rows(shipped, "places", "place", country="china", as_of=date)
    assert [place for place in places if place.startswith("chongqing")] == [expected]


def test_coverage(shipped):
    sentences_of = {  # how many sentences each paragraph has
        "1.1": 3, "1.2": 5, "2.1": 6, "2.2": 4, "2.3": 1, "2.4": 4, "3.1": 6,
        "3.2": 3, "3.3": 7, "4.1": 5, "4.2": 8, "4.3": 5, "5.1": 7,
    }  # fmt: skip
    expected = [f"{paragraph}.{n + 1}" for paragraph, last in sentences_of.items() for n in range(last)]
    found = CATALOGUE.run("coverage", engine=shipped).rows
    assert len(expected) == 64
    assert [sentence for sentence, _ in found] == expected
    assert [sentence for sentence, facts in found if int(facts) < 1] == []


def test_describe(shipped):
    graph = CATALOGUE.run("describe", {"thing": "japan-china-1999"}, engine=shipped).graph
    subject = f"<{KORYU}id/observation/japan-china-1999>"
    assert graph is not None
    assert {s for s, _, _ in graph} == {subject}
    assert {(p.rpartition("#")[2].rstrip(">"), o) for _, p, o in graph} == {
        ("type", f"<{KORYU}def#AffiliationCount>"),
        ("type", f"<{KORYU}def#Observation>"),
        ("type", "<http://purl.org/linked-data/cube#Observation>"),
        ("dataSet", f"<{KORYU}def/cube#affiliation-counts>"),
        ("reporter", f"<{KORYU}id/government/japan>"),
        ("partner", f"<{KORYU}id/government/china>"),
        ("countedLevel", f"<{KORYU}def/concept#all>"),
        ("asOf", '"1999-03-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("dateAsPublished", '"March 1, 1999"'),
        ("affiliationCount", '"261"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("countAsPublished", '"261"'),
        ("accuracy", f"<{KORYU}def/concept#as-counted>"),
        ("statedIn", f"<{KORYU}id/sentence/yoshida-2.1.6>"),
        ("inSource", f"<{KORYU}id/source/yoshida>"),
    }
