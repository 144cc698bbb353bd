"""What is written where nothing is known is no evidence that two places are one."""

from datetime import date

import pyoxigraph as ox
import pytest

from koryu.linking.datasets import read_datasets
from koryu.linking.places import read_places
from koryu.matching.naming import compare_names
from koryu.matching.places import Place, PlaceName
from koryu.matching.spellings import spellings
from koryu.matching.unsaid import is_code, is_country, is_day, is_said, point_of
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from small_linking import ROOT

WD = "http://www.wikidata.org/entity/"
NOTHING = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q17 wdt:P297 "JP" .
wd:Q1 rdfs:label "?"@en , ""@ja ; wdt:P31 wd:Q515 ; wdt:P17 [ wdt:P297 "" ] , wd:Q17 , [ wdt:P297 "ZZ" ] ;
  wdt:P429 "000000" , "" , "-" , "281000" ; wdt:P300 "不明" ;
  wdt:P625 "Point(0 0)"^^geo:wktLiteral , "Point(135.2 34.7)"^^geo:wktLiteral ;
  wdt:P571 "0001-01-01T00:00:00Z"^^xsd:dateTime ; wdt:P576 "9999-12-31T00:00:00Z"^^xsd:dateTime .
wd:Q2 rdfs:label "Null"@en ; wdt:P625 "Point(0 0)"^^geo:wktLiteral .
"""


@pytest.mark.parametrize(
    "text",
    [
        *("", "?", "-", "—", "市", "省", "県", "City", "ＣＩＴＹ", "Prefecture", "City (Japan)", "自治区"),
        *("不明", "不詳", "未知", "無", "n/a", "N/A", "Unknown", "TBD", "Unknown City", "不明市"),
    ],
)
def test_what_is_no_name_has_no_spelling_and_equals_no_other(text):
    assert spellings(text) == ()
    two = [Place(key, (PlaceName(text),)) for key in "ab"]
    assert (compare_names(*two).bits, compare_names(*two).ours) == (0.0, None)


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Xi'an", "xian"),
        ("四日市", "四日"),
        ("道县", "道县"),
        ("Na", "na"),
        ("無錫市", "无锡"),
        ("Nan County", "nan"),
    ],
)
def test_a_name_that_is_like_a_word_is_one(text, core):
    assert spellings(text)[0].core == core


@pytest.mark.parametrize(
    ("is_", "nothing", "something"),
    [
        (
            is_said,
            ("", " ", "-", "？", "n/a", "不明", "该当なし"),
            ("Kobe", "0", "1986-10-23", "34.39,132.46"),
        ),
        (
            is_code,
            ("", "-", "000000", "00000", "0", "0.0", "N/A", "未定"),
            ("010006", "JP-01", "100000", "Q17"),
        ),
        (is_country, ("", "-", "ZZ", "xx", "不明"), ("JP", "cn", "Atlantis", "日本")),
        (
            is_day,
            (date(1, 1, 1), date(9999, 12, 31)),
            (date(1970, 1, 1), date(1900, 1, 1), date(2, 1, 1)),
        ),
    ],
)
def test_what_says_nothing_is_told_from_what_does(is_, nothing, something):
    assert [each for each in nothing if is_(each)] == []
    assert [each for each in something if not is_(each)] == []


@pytest.mark.parametrize(
    "point", [("0", "0"), ("-0.0", "0.00"), ("NaN", "1"), ("x", "1"), ("91", "0"), ("0", "inf")]
)
def test_null_island_and_what_is_no_point_are_none(point):
    assert point_of(*point) is None


@pytest.mark.parametrize(("point", "read"), [(("0", "6.6"), (0.0, 6.6)), (("-90", "180"), (-90.0, 180.0))])
def test_a_point_on_the_equator_or_at_a_pole_is_one(point, read):
    assert point_of(*point) == read


def test_nothing_of_the_kind_is_read_from_a_dataset():
    store = ox.Store()
    store.load(NOTHING.encode(), ox.RdfFormat.TURTLE)
    dataset = read_datasets(read_settings(ROOT))["wikidata"]
    found = read_places(dataset, LocalStore.around(store), [f"{WD}Q1", f"{WD}Q2"])
    one, other = found[f"{WD}Q1"], found[f"{WD}Q2"]
    assert one.names == (PlaceName("?", "en"),)
    dantai = read_settings(ROOT).iris.term("dantaiCode")
    assert (one.country, one.codes, one.point) == ("JP", {dantai: frozenset({"281000"})}, (34.7, 135.2))
    assert (one.since, one.until) == (None, None)
    assert other.point is None
