"""What the stored queries of each dataset say of places: data in its own shape, told in our terms."""

from datetime import date

import pytest

from koryu.errors import ProjectError
from koryu.linking.datasets import find_dataset, ours, read_datasets
from koryu.linking.places import ask_places, read_places
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.queries.binding import bind
from koryu.rdf.ntriples import value
from koryu.settings import read_settings
from koryu.sssom.mappings import CLOSE, EXACT
from small_linking import ROOT, dataset_store

SETTINGS = read_settings(ROOT)
DATASETS = read_datasets(SETTINGS)
WD, SWS = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"
DBR, SAC = "http://dbpedia.org/resource/", "http://data.e-stat.go.jp/lod/sac/"
FUCHU = f"{DBR}Fuchū,_Tokyo"
FIRST, MUNICIPALITY = (SETTINGS.iris.concept(key) for key in ("first-level-unit", "municipality"))


def label(text, language):
    return PlaceName(text, language)


def other(text, language, **more):
    return PlaceName(text, language, NameKind.ALTERNATIVE, **more)


@pytest.fixture(scope="module")
def engines():
    """The data of each dataset, in a store of their own."""
    return {name: dataset_store(name) for name in DATASETS}


def asked(engines, dataset, query, column, **terms):
    text = bind(DATASETS[dataset].query(query).text, terms)
    found = engines[dataset].select(text)
    return {value(row[found.columns.index(column)]) for row in found.rows}


def named(engines, dataset, name, country):
    return asked(engines, dataset, "by-name", "place", name=[name], country=[f'"{country}"'])


def coded(engines, dataset, scheme, code):
    return asked(engines, dataset, "by-code", "place", scheme=[f"<{scheme}>"], code=[f'"{code}"'])


def test_all_datasets_have_queries_with_the_same_columns():
    assert sorted(DATASETS) == ["dbpedia", "estat", "geonames", "wikidata"]
    mine = {name: ours(SETTINGS).query(name).header.columns for name in ("places", "names", "codes")}
    for dataset in DATASETS.values():
        for name, columns in mine.items():
            assert dataset.query(name).header.columns == columns
        assert [each.name for each in dataset.query("by-name").header.columns] == ["name", "place"]
        assert [each.name for each in dataset.query("by-code").header.columns] == ["scheme", "code", "place"]


def test_ours_are_read_with_what_their_parents_lie_in(shipped):
    found = read_places(ours(SETTINGS), shipped)
    old = found[SETTINGS.iris.thing("government", "chongqing-old")]
    above = [SETTINGS.iris.thing("government", key) for key in ("sichuan", "china")]
    assert (old.country, old.level, old.parents) == ("CN", MUNICIPALITY, tuple(above))
    assert (old.since, old.until) == (None, date(1997, 3, 14))
    dalian = found[SETTINGS.iris.thing("government", "dalian")]
    assert PlaceName("旅大市", "ja", NameKind.FORMER, date(1981, 12, 31)) in dalian.names
    assert dalian.codes[SETTINGS.iris.term("gb2260Code")] == {"210200"}
    assert found[SETTINGS.iris.thing("government", "japan")].country == "JP"


def test_a_place_of_ours_has_the_ids_that_it_is_linked_with_as_codes(shipped):
    [kitakyushu] = read_places(
        ours(SETTINGS), shipped, [SETTINGS.iris.thing("government", "kitakyushu")]
    ).values()
    assert kitakyushu.codes[SWS] == {"1859307"}


def test_a_city_of_wikidata(engines):
    assert read_places(DATASETS["wikidata"], engines["wikidata"], [f"{WD}Q48320"]) == {
        f"{WD}Q48320": Place(
            iri=f"{WD}Q48320",
            names=(
                label("Kobe", "en"),
                label("神戸市", "ja"),
                label("神户市", "zh"),
                other("Kōbe", "en"),
                other("こうべし", "ja-hrkt"),
            ),
            country="JP",
            level=MUNICIPALITY,
            type=SETTINGS.iris.concept("designated-city"),
            codes={SWS: frozenset(["1859171"]), SETTINGS.iris.term("dantaiCode"): frozenset(["281000"])},
            point=(34.690277777, 135.1975),
            parents=(f"{WD}Q130290", f"{WD}Q17"),
            since=date(1889, 4, 1),
        )
    }


def test_what_wikidata_knows_to_the_year_ends_at_the_latest_with_it(engines):
    [dalian] = read_places(DATASETS["wikidata"], engines["wikidata"], [f"{WD}Q900003"]).values()
    assert dalian.until == date(1998, 1, 1)
    assert PlaceName("旅大市", "zh", NameKind.FORMER, date(1981, 2, 9)) in dalian.names
    assert dalian.codes == {SETTINGS.iris.term("gb2260Code"): frozenset(["210200"])}


def test_a_point_on_another_globe_is_none(engines):
    [mars] = read_places(DATASETS["wikidata"], engines["wikidata"], [f"{WD}Q900001"]).values()
    assert (mars.point, mars.level) == (None, None)


def test_wikidata_is_asked_by_codes_also_without_their_zeros(engines):
    assert coded(engines, "wikidata", SETTINGS.iris.term("gb2260Code"), "210200") == {f"{WD}Q900003"}
    assert coded(engines, "wikidata", SETTINGS.iris.term("dantaiCode"), "281000") == {f"{WD}Q48320"}
    assert coded(engines, "wikidata", SETTINGS.iris.term("gb2260Code"), "281000") == set()


def test_wikidata_is_asked_by_names_in_a_country(engines):
    assert named(engines, "wikidata", '"神戸市"@ja', "JP") == {f"{WD}Q48320", f"{WD}Q900001"}
    assert named(engines, "wikidata", '"Kōbe"@en', "JP") == {f"{WD}Q48320"}
    assert named(engines, "wikidata", '"神戸市"@ja', "CN") == set()
    assert named(engines, "wikidata", '"神戸"@ja', "JP") == set()  # a family has no country


def test_wikidata_tells_its_version(engines):
    assert asked(engines, "wikidata", "version", "version") == {"2026-11-25T03:00:00Z"}


def test_a_division_and_a_populated_place_of_geonames(engines):
    division, place = f"{SWS}1859172/", f"{SWS}1859171/"
    found = read_places(DATASETS["geonames"], engines["geonames"], [division, place])
    assert found[division] == Place(
        iri=division,
        names=(label("Kōbe Shi", None), label("神戸市", "ja"), other("Kobe", "en"), other("神户市", "zh")),
        country="JP",
        level=MUNICIPALITY,
        point=(34.6953, 135.1973),
        parents=(f"{SWS}1862047/", f"{SWS}1861060/"),
    )
    assert (found[place].relation, found[place].level) == (CLOSE, MUNICIPALITY)
    assert found[place].parents == (division,)


def test_geonames_finds_neither_stations_nor_what_has_been(engines):
    found = {f"{SWS}{number}/" for number in (1859171, 9000001)}
    assert named(engines, "geonames", '"Kobe"', "JP") == found
    assert named(engines, "geonames", '"Kobe"@en', "JP") == {f"{SWS}1859172/"}


def test_a_village_of_geonames_is_close_to_no_level(engines):
    [village] = read_places(DATASETS["geonames"], engines["geonames"], [f"{SWS}9000001/"]).values()
    assert (village.relation, village.level) == (CLOSE, None)


def test_a_city_of_dbpedia(engines):
    assert read_places(DATASETS["dbpedia"], engines["dbpedia"], [FUCHU])[FUCHU] == Place(
        iri=FUCHU,
        names=(
            label("Fuchū", "en"),
            label("府中市", "ja"),
            label("府中市", "zh"),
            other("Fuchu City", "en"),
            other("Fuchu-shi", "en"),
            other("Fuchū, Tokyo", "en"),
            other("府中市 (東京都)", "ja"),
            other("府中市", "zh"),
        ),
        country="JP",
        level=MUNICIPALITY,
        codes={WD: frozenset(["Q386751"]), SWS: frozenset(["1863905"])},
        point=(35.669, 139.477),
        parents=(f"{DBR}Tokyo", f"{DBR}Japan"),
        since=date(1954, 4, 1),
    )


def test_a_region_of_dbpedia_in_a_country_is_of_the_first_level(engines):
    found = read_places(DATASETS["dbpedia"], engines["dbpedia"], [f"{DBR}Tokyo", f"{DBR}Nishitama_District"])
    assert [found[each].level for each in sorted(found)] == [MUNICIPALITY, FIRST]


def test_a_redirect_of_dbpedia_leads_on_and_a_page_of_namesakes_is_none(engines):
    assert named(engines, "dbpedia", '"Fuchu-shi"@en', "JP") == {FUCHU}
    assert named(engines, "dbpedia", '"Fuchu"@en', "JP") == set()
    assert named(engines, "dbpedia", '"Fuchu"@en', "CN") == {f"{DBR}Fuchu_County"}
    assert named(engines, "dbpedia", '"Japan"@en', "JP") == {f"{DBR}Japan"}
    assert coded(engines, "dbpedia", WD, "Q386751") == {FUCHU}
    assert coded(engines, "dbpedia", SWS, "1863905") == {FUCHU}


def test_a_city_of_estat_is_its_undated_code(engines):
    assert named(engines, "estat", '"前橋市"@ja', "JP") == {f"{SAC}C10201", f"{SAC}C10201-20090401"}
    assert coded(engines, "estat", SETTINGS.iris.term("dantaiCode"), "102016") >= {f"{SAC}C10201"}
    assert read_places(DATASETS["estat"], engines["estat"], [f"{SAC}C10201"]) == {
        f"{SAC}C10201": Place(
            iri=f"{SAC}C10201",
            names=(
                label("Maebashi-shi", "en"),
                label("前橋市", "ja"),
                label("まえばしし", "ja-hrkt"),
            ),
            country="JP",
            level=MUNICIPALITY,
            type=SETTINGS.iris.concept("city"),
            codes={
                SETTINGS.iris.term("dantaiCode"): frozenset(["102016"]),
                SETTINGS.iris.term("jisCode"): frozenset(["10201"]),
            },
            parents=(f"{SAC}C10000", f"{SAC}C10000-19700401"),
        )
    }


def test_what_is_gone_is_a_dated_code_of_estat(engines):
    [village] = named(engines, "estat", '"富士見村"@ja', "JP")
    assert village == f"{SAC}C10303-19981101"
    found = read_places(DATASETS["estat"], engines["estat"], [village])[village]
    assert (found.since, found.until) == (date(1998, 11, 1), date(2009, 5, 5))
    assert named(engines, "estat", '"富士見村"@ja', "CN") == set()


def test_nothing_is_asked_for_no_places(engines):
    assert read_places(DATASETS["estat"], engines["estat"], []) == {}
    assert ask_places(DATASETS["estat"], None, []).places == {}


def test_a_thing_that_is_not_there_is_no_place(engines):
    assert read_places(DATASETS["estat"], engines["estat"], [f"{SAC}C99999"]) == {}


def test_relations_are_exact_unless_a_dataset_says_otherwise(engines):
    found = {
        place.relation
        for name, engine in engines.items()
        if name != "geonames"
        for place in read_places(DATASETS[name], engine).values()
    }
    assert found == {EXACT}


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("x", "not TOML: "),
        ("x = 1", "x is no table; has title,"),
        ("[x]\nfoo = 1", "x has no setting 'foo'; has title,"),
        ("[x]", 'x: title is missing; write title = "..."'),
        ("[x]\ntitle = 1", "x: title must be a text that is not empty"),
        (":batch = 0", "x: batch must be a number greater than 0"),
        (":batch = true", "x: batch must be a number greater than 0"),
        (":languages = 1", "x: languages must give tags for each language"),
        (':titles = {en = "x"}', "x: titles must have {name} and {around} for each language"),
    ],
)
def test_faults_of_datasets_are_told(tmp_path, toml, problem):
    folder = tmp_path / "queries/link"
    folder.mkdir(parents=True)
    good = '[x]\ntitle = "X"\nsource = "http://x/"\nprefix = "x"\nspace = "http://x/"\n'
    (folder / "datasets.toml").write_text(toml.replace(":", good, 1) if toml[0] == ":" else toml)
    (tmp_path / "koryu.toml").write_text('title = "T"\nbase = "http://e/"\nlicense = "http://l/"\n')
    with pytest.raises(ProjectError) as error:
        read_datasets(read_settings(tmp_path))
    assert str(error.value).startswith(f"queries/link/datasets.toml: {problem}")


def test_a_dataset_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(ProjectError) as error:
        find_dataset(SETTINGS, "wikdata")
    assert (
        str(error.value)
        == 'no dataset "wikdata"; has dbpedia, estat, geonames, wikidata; near to it: wikidata'
    )
    (tmp_path / "koryu.toml").write_text('title = "T"\nbase = "http://e/"\nlicense = "http://l/"\n')
    with pytest.raises(ProjectError, match="the project has none: write queries"):
        find_dataset(read_settings(tmp_path), "wikidata")
