"""Is this place that place? The names that are hard, and every feature."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koryu.matching.index import Index
from koryu.matching.naming import compare_names
from koryu.matching.near import NearTexts
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.scores import Finding, Score, Verdict, decide, rank
from koryu.matching.scoring import Around, distance, iter_features, score
from koryu.matching.weights import probability, weights
from koryu.sssom.mappings import CLOSE
from small_places import (
    CHONGQING,
    CHONGQING_OLD,
    CONCEPT,
    DALIAN,
    DANTAI,
    HIROSHIMA_CITY,
    HIROSHIMA_PREF,
    HYOGO,
    KOBE,
    PLACES,
    place,
)

INDEX = Index(PLACES)
WEIGHTS = weights().of


def ask(text, day=None, **said):
    """The verdict on a name, and the candidates that are possible, best first."""
    row = Place("row", (PlaceName(text),), **said)
    scores = INDEX.match(row, Around(theirs=INDEX.by_iri, day=day, is_row=True, names=INDEX))
    possible = [each for each in scores if each.value >= WEIGHTS["verdict"]["possible"]]
    return decide(scores).value, [each.candidate.iri for each in possible]


def alone(text):
    return Place("row", (PlaceName(text),))


@pytest.mark.parametrize(
    "text",
    [
        *("神戸市", "神户市", "神戶", "コウベ", "こうべし"),
        *("Kobe", "Kōbe", "Kobe-shi", "KOBE CITY", "ＫＯＢＥ　ＣＩＴＹ", "City of Kobe"),
    ],
)
def test_kobe_in_every_script_is_clear(text):
    assert ask(text) == ("clear", ["kobe"])


@pytest.mark.parametrize("text", ["広島", "广岛", "Hiroshima"])
def test_bare_hiroshima_is_the_city_or_the_prefecture(text):
    assert ask(text) == ("several", ["hiroshima-city", "hiroshima-pref"])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("広島市", "hiroshima-city"),
        ("Hiroshima-shi", "hiroshima-city"),
        ("広島県", "hiroshima-pref"),
        ("广岛县", "hiroshima-pref"),
        ("Hiroshima Prefecture", "hiroshima-pref"),
        ("Hiroshima-ken", "hiroshima-pref"),
    ],
)
def test_a_word_decides_between_namesakes(text, key):
    assert ask(text) == ("clear", [key])


def test_a_level_a_type_or_a_parent_decides_between_namesakes():
    assert ask("広島", level=CONCEPT + "municipality") == ("clear", ["hiroshima-city"])
    assert ask("広島", type=CONCEPT + "prefecture-ken")[1][0] == "hiroshima-pref"
    parent = Place("row-parent", (PlaceName("広島県"),))
    row = Place("row", (PlaceName("広島"),), parents=("row-parent",))
    around = Around({"row-parent": parent}, INDEX.by_iri, is_row=True, names=INDEX)
    scores = INDEX.match(row, around)
    assert (decide(scores), scores[0].candidate.iri) == (Verdict.CLEAR, "hiroshima-city")
    assert scores[0].findings["parent"].told == "広島県 = 広島県"


def test_lueda_is_dalian_as_long_as_it_was_called_so():
    assert ask("旅大", date(1979, 5, 1)) == ("clear", ["dalian"])
    assert ask("旅大", date(1981, 12, 31)) == ("clear", ["dalian"])
    assert ask("旅大", date(1982, 1, 1)) == ("several", ["dalian"])
    assert ask("旅大") == ("clear", ["dalian"])
    assert ask("大連", date(1979, 5, 1)) == ("clear", ["dalian"])


def test_a_name_is_held_against_when_the_other_place_began():
    new = place("new", country="CN", zh="旅大市", since=date(1990, 1, 1))
    old = replace(new, since=date(1950, 1, 1))
    lapsed, used = compare_names(DALIAN, new), compare_names(DALIAN, old)
    assert lapsed.bits - used.bits == WEIGHTS["name"]["lapsed"]


def test_chongqing_is_another_place_from_1997_03_14_on():
    assert ask("重庆", date(1997, 3, 13)) == ("clear", ["chongqing-old"])
    assert ask("重庆", date(1997, 3, 14)) == ("clear", ["chongqing"])
    assert ask("重慶市", date(1986, 10, 23)) == ("clear", ["chongqing-old"])
    assert ask("重庆") == ("several", ["chongqing", "chongqing-old"])
    assert score(CHONGQING_OLD, CHONGQING).findings["time"].bits == WEIGHTS["time"]["apart"]


@pytest.mark.parametrize("text", ["Heilongjian", "Heilongjang", "Heilongjiagn"])
def test_a_misspelling_finds_heilongjiang(text):
    assert ask(text) == ("clear", ["heilongjiang"])


def test_two_characters_of_which_one_differs_are_two_names():
    assert ask("福島市") == ("none", [])
    assert ask("広州市") == ("clear", ["guangzhou"])


def test_a_word_at_the_end_may_belong_to_the_name():
    assert ask("四日市") == ("clear", ["yokkaichi"])
    assert ask("四日市市") == ("clear", ["yokkaichi"])


def test_a_name_that_is_nobodys_finds_nothing():
    assert ask("Nowhere") == ask("") == ("none", [])


def test_another_country_or_level_is_left_out():
    assert ask("Kobe", country="CN") == ("none", [])
    assert ask("Kobe", level=CONCEPT + "first-level-unit") == ("none", [])


def test_a_town_of_the_same_characters_is_not_the_city():
    godo = place("godo", type_="town", en="Godo Town", ja="神戸町", ja_hrkt="ごうどちょう")
    found = score(KOBE, godo)
    assert (
        found.findings["name"].told
        == "神戸市 = 神戸町; but Kobe City is not near Godo Town; but こうべし is not near ごうどちょう"
    )
    told = "designated-city, not town"
    against = f"the names are of two things: {told}"
    assert found.findings["type"] == Finding(0.0, told, WEIGHTS["type"]["words"], against)
    assert decide([found]) is Verdict.NONE


def test_the_same_code_decides():
    same = place("q1", type_=None, level=None, en="Kobe", codes={DANTAI: frozenset({"281000"})})
    found = score(KOBE, same)
    assert found.findings["code"] == Finding(1.0, "dantaiCode 281000", 20.0)
    assert (decide([found]), found.contradictions) == (Verdict.CLEAR, ())


@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ("http://www.wikidata.org/entity/", "www.wikidata.org Q1, not Q2"),
        ("urn:codes/", "urn:codes/ Q1, not Q2"),
    ],
)
def test_identifiers_of_another_dataset_are_told_with_its_name(scheme, told):
    ours, theirs = (
        place(key, en="Kobe", codes={scheme: frozenset({code})}) for key, code in (("a", "Q1"), ("b", "Q2"))
    )
    assert score(ours, theirs).findings["code"].told == told


def test_a_name_that_the_code_contradicts_is_told_and_not_taken():
    other = place("q2", en="Kobe City", ja="神戸市", codes={DANTAI: frozenset({"999999"})})
    found = score(KOBE, other)
    assert found.contradictions == (
        "the name is the same, but the code is not: dantaiCode 281000, not 999999",
    )
    assert decide([found]) is Verdict.NONE


def test_a_code_that_the_name_contradicts_is_told_and_left_to_somebody():
    other = place("q3", en="Himeji City", ja="姫路市", codes={DANTAI: frozenset({"281000"})})
    found = score(KOBE, other)
    assert found.contradictions[-1].startswith("the code is the same, but ")
    assert decide([found]) is Verdict.SEVERAL


def test_codes_that_disagree_with_each_other_decide_nothing():
    ours = replace(KOBE, codes={"a": frozenset({"1"}), "b": frozenset({"2"})})
    other = replace(KOBE, iri="q4", codes={"a": frozenset({"1"}), "b": frozenset({"3"})})
    found = score(ours, other)
    assert found.findings["code"] == Finding(0.5, "a 1; b 2, not 3", 0.0, "codes disagree: a 1; b 2, not 3")
    assert decide([found]) is Verdict.SEVERAL


def test_one_of_several_codes_of_a_scheme_is_enough():
    ours = replace(KOBE, codes={"a": frozenset({"1", "2"})})
    other = replace(KOBE, iri="q5", codes={"a": frozenset({"2", "3"})})
    assert score(ours, other).findings["code"].bits == 20.0


def test_a_station_is_no_government_and_a_populated_place_is_close():
    station = place("q6", type_=None, level=None, en="Kobe", ja="神戸")
    assert score(KOBE, station).findings["level"].bits == WEIGHTS["level"]["none"]
    assert decide([score(KOBE, station)]) is Verdict.NONE
    close = replace(station, relation=CLOSE)
    assert score(KOBE, close).findings["level"].bits == WEIGHTS["level"]["none-close"]


@pytest.mark.parametrize(
    ("point", "named"),
    [
        ((34.70, 135.20), "near"),
        ((34.85, 135.2), "within"),
        ((35.0, 135.6), "beyond"),
        ((43.0, 141.3), "far"),
    ],
)
def test_points_weigh_by_the_reach_of_a_level(point, named):
    other = replace(KOBE, iri="q7", codes={}, point=point)
    assert score(KOBE, other).findings["distance"].bits == WEIGHTS["distance"][named]


def test_the_distance_from_tokyo_to_paris():
    assert distance((35.6895, 139.6917), (48.8566, 2.3522)) == pytest.approx(9712, abs=5)


def test_a_parent_is_known_by_its_link_or_its_name():
    other = replace(KOBE, iri="q8", codes={}, parents=("q-district", "q-hyogo"))
    linked = Around({"hyogo": HYOGO}, links={"hyogo": ("q-hyogo",)})
    assert score(KOBE, other, linked).findings["parent"].told == "hyogo is linked with q-hyogo"
    named = Around({"hyogo": HYOGO}, {"q-hyogo": replace(HYOGO, iri="q-hyogo")})
    assert score(KOBE, other, named).findings["parent"].bits == WEIGHTS["parent"]["same"]
    wrong = Around({"hyogo": HYOGO}, {"q-hyogo": HIROSHIMA_PREF})
    assert "parent" not in score(KOBE, other, wrong).findings  # it may be the one that is not known
    other = replace(other, parents=("q-hyogo",))
    assert score(KOBE, other, wrong).findings["parent"].bits == WEIGHTS["parent"]["different"]
    assert "parent" not in score(KOBE, other, Around({"hyogo": HYOGO})).findings


def test_a_parent_of_another_level_says_nothing_against():
    county = place("q12", en="Xingtai City", country="CN", parents=())
    other = replace(KOBE, iri="q8", codes={}, parents=("q-city",))
    around = Around({"hyogo": HYOGO}, {"q-city": replace(county, iri="q-city")})
    assert "parent" not in score(KOBE, other, around).findings
    unknown = Around({"hyogo": HYOGO}, {"q-city": replace(county, iri="q-city", level=None)})
    assert score(KOBE, other, unknown).findings["parent"].bits == WEIGHTS["parent"]["different"]


def test_a_place_that_ended_is_not_one_that_has_not():
    ended = replace(KOBE, iri="q9", until=date(2005, 1, 1))
    assert score(KOBE, ended).findings["time"].bits == WEIGHTS["time"]["ended-theirs"]
    assert score(ended, KOBE).findings["time"].bits == WEIGHTS["time"]["ended-ours"]
    row = Around(is_row=True)
    assert score(alone("Kobe"), ended, row).findings["time"] == Finding(0.5, "..2005-01-01", -1.0)


def test_the_code_of_a_place_that_ended_decides_nothing():
    ended = replace(KOBE, iri="q9", until=date(2005, 1, 1))
    found = score(KOBE, ended)
    assert found.findings["code"] == Finding(
        1.0, "dantaiCode 281000, until 2005-01-01", WEIGHTS["code"]["ended"]
    )
    assert found.contradictions == ("one ended on 2005-01-01, and the other did not",)
    assert decide([found]) is Verdict.SEVERAL


def test_a_name_as_printed_is_worth_less():
    printed = place("q10", en="Kobe City")
    label = compare_names(alone("Kobe"), printed)
    misprint = Place("q11", (PlaceName("Kobe City", "en", NameKind.PRINTED),))
    assert label.bits - compare_names(alone("Kobe"), misprint).bits == 0.5


def test_names_without_a_common_script_say_nothing():
    match = compare_names(Place("a", (PlaceName("神戸", "ja"),)), Place("b", (PlaceName("Kobe", "en"),)))
    assert (match.bits, match.told) == (0.0, "no script is common to the names of both")


def test_a_score_is_the_sum_of_what_is_found():
    found = score(alone("神戸市"), KOBE)
    bits = {name: finding.bits for name, finding in found.findings.items()}
    assert bits == {"name": 9.5, "level": 1.5, "type": 1.0}
    assert (found.bits, found.value) == (7.0, pytest.approx(128 / 129))
    assert found.label == "Kobe City"
    assert found.features["name"] == (1.0, "神戸市 = 神戸市")


def test_features_are_told_in_one_order():
    assert list(iter_features()) == [
        "name", "code", "country", "level", "type", "distance", "parent", "time"
    ]  # fmt: skip


def test_a_clear_winner_is_a_margin_better_than_the_next():
    def one(iri, bits, *against):
        return Score(Place(iri, ()), {"name": Finding(1.0, "", bits + 5.0)}, against)

    assert decide([]) is Verdict.NONE
    assert decide([one("a", 4)]) is Verdict.CLEAR
    assert decide([one("a", 4), one("b", 1.01)]) is Verdict.SEVERAL
    assert decide([one("a", 4), one("b", 1)]) is Verdict.CLEAR
    assert decide([one("a", 3)]) is Verdict.SEVERAL
    assert decide([one("a", -2)]) is Verdict.NONE
    assert decide([one("a", 9, "code")]) is Verdict.SEVERAL
    assert probability(0) == 0.5


@given(
    st.permutations(range(len(PLACES))), st.sampled_from(["広島", "重庆", "Kobe", "Heilongjian", "Nowhere"])
)
def test_a_decision_does_not_depend_on_the_order_of_candidates(order, text):
    scores = [score(alone(text), each) for each in PLACES]
    shuffled = [scores[number] for number in order]
    assert decide(shuffled) is decide(scores)
    assert rank(shuffled) == rank(scores)


TEXTS = st.text(alphabet="kobehirsma神戸户市広島コウベ -", min_size=1, max_size=10)


@given(TEXTS, TEXTS)
def test_the_comparison_of_names_is_symmetric(one, other):
    there, back = compare_names(alone(one), alone(other)), compare_names(alone(other), alone(one))
    assert (there.bits, there.likeness) == (back.bits, back.likeness)


@given(st.permutations(KOBE.names), st.sampled_from(["Kobe", "神戸", "コウベ", "Kobee-shi", "Godo"]))
def test_the_order_of_names_makes_no_difference(names, text):
    shuffled = replace(KOBE, names=tuple(names))
    assert compare_names(alone(text), shuffled)[:3] == compare_names(alone(text), KOBE)[:3]


WORDS = st.lists(st.text(alphabet="abc", min_size=4, max_size=9), max_size=30)


def levenshtein(one, other):
    """The distance with letters changed, put in and left out, by the table; the oracle of the index."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        last, row = row, [i]
        for j, its in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != its)))
    return row[-1]


@given(WORDS, st.text(alphabet="abc", min_size=4, max_size=9))
def test_no_nearest_text_is_missed(words, wanted):
    def reach(letters):
        return 1 if letters < 7 else 2

    found = NearTexts(words, reach).near(wanted)
    away = {word: levenshtein(word, wanted) for word in words}
    right = {
        changes: {word for word in away if away[word] == changes <= reach(len(word))} for changes in (1, 2)
    }
    nearest = right[1] or right[2]
    assert bool(found) >= bool(nearest)
    if all(changes == away[text] for changes, text in found):  # no two neighbours changed places
        assert {text for _, text in found} >= nearest


def test_neighbours_that_changed_places_are_one_change():
    assert NearTexts(["niigata", "nagano"], lambda _: 1).near("niigaat") == [(1, "niigata")]


def test_how_often_names_are_near_each_other_is_counted_in_the_list():
    texts = NearTexts(["abcdef", "abcdeg", "uvwxyz", "klmnop"], lambda _: 1)
    assert (texts.chance(6, 1), texts.chance(5, 1)) == ((2, 4), (0, 0))
    assert texts.is_strange("abcdez")
    assert not texts.is_strange("abcdef")


def test_a_near_name_of_a_crowded_list_is_worth_less():
    lone = Index([place("a", en="Shirakawa")])
    crowd = Index([place("a", en="Shirakawa"), *(place(x, en=f"Shi{x}akawa") for x in "bdfghjklmnptz")])
    row = alone("Shirakava")

    def bits(index):
        return index.match(row)[0].findings["name"].bits

    assert bits(lone) > bits(crowd)


def test_places_are_found_by_code_whatever_they_are_called():
    row = Place("row", (PlaceName("?"),), codes={DANTAI: frozenset({"281000"})})
    assert [each.iri for each in INDEX.find(row)] == ["kobe"]
    assert (DANTAI, "281000") in INDEX.codes


def test_places_that_did_not_exist_on_a_day_are_not_found():
    assert INDEX.find(alone("重慶"), date(1990, 1, 1)) == [CHONGQING_OLD]
    assert INDEX.find(alone("広島")) == [HIROSHIMA_CITY, HIROSHIMA_PREF]
