"""Candidates for places of ours at a real SPARQL engine, found, scored and decided."""

import json
from datetime import date

import pytest

import faulty_endpoint as faulty
from koryu.errors import EndpointError
from koryu.linking.asking import names_to_ask
from koryu.linking.candidates import Decisions, Linking
from koryu.linking.client import Client
from koryu.linking.datasets import find_dataset, ours
from koryu.linking.pace import Pace
from koryu.linking.places import read_places
from koryu.linking.proposals import path_of, read_proposals
from koryu.linking.runs import run
from koryu.matching.places import Place, PlaceName
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from small_linking import FOUND, ID, THEIRS, WD, lay_out


@pytest.fixture(scope="module")
def endpoint():
    with faulty.oxigraph(THEIRS) as url:
        yield url


@pytest.fixture
def settings(tmp_path):
    return read_settings(lay_out(tmp_path / "project"))


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    settings = read_settings(lay_out(tmp_path_factory.mktemp("places") / "project"))
    return read_places(ours(settings), LocalStore(settings.built("store")))


class Waiting:
    """A clock that nobody waits for."""

    now = 1_700_000_000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def make_client(url, cache=None, **options):
    clock = Waiting()
    return Client(url, cache, clock=clock, sleep=clock.sleep, pace=Pace(1e9, clock, clock.sleep), **options)


def find(settings, places, url, wanted=None, cache=None, **options):
    dataset = find_dataset(settings, "wikidata")
    with make_client(url, cache, timeout=1) as client:
        iris = places if wanted is None else [ID + key for key in wanted]
        return run(settings, dataset, client, places, iris, tell=lambda _: None, **options)


def seen(outcome, possible=0.5):
    """By key: the verdict, and the candidates that are possible or doubted, best first."""
    return {
        each.place.removeprefix(ID): (
            each.verdict,
            [
                candidate.iri.removeprefix(WD)
                for candidate in each.candidates
                if candidate.score >= possible or any("code" in word for word in candidate.contradictions)
            ],
        )
        for each in outcome.proposals
    }


def best(outcome, key):
    [proposal] = [each for each in outcome.proposals if each.place == ID + key]
    return proposal.candidates[0]


def test_places_are_found_by_codes_and_names(settings, places, endpoint):
    found = find(settings, places, endpoint)
    assert seen(found) == FOUND
    assert (found.linked, found.unanswered) == ([], {})


def test_a_code_and_a_name_that_contradict_each_other_are_shown(settings, places, endpoint):
    kure = best(find(settings, places, endpoint, ["kure"]), "kure")
    assert kure.score < 0.01
    assert kure.contradictions == (
        "the name is the same, but the code is not: dantaiCode 342025, not 342026",
    )
    assert kure.features["code"] == (0.0, "dantaiCode 342025, not 342026")


def test_what_has_ended_is_not_taken_though_it_has_the_code(settings, places, endpoint):
    [mihara] = find(settings, places, endpoint, ["mihara"]).proposals
    new, old = mihara.candidates
    assert (new.iri, new.contradictions) == (f"{WD}Q342041", ())
    assert (old.iri, old.contradictions) == (
        f"{WD}Q342040",
        ("one ended on 2005-03-22, and the other did not",),
    )
    assert old.features["code"] == (1.0, "dantaiCode 342041, until 2005-03-22")


def test_a_link_found_on_the_way_tells_where_a_candidate_lies(settings, places, endpoint):
    found = find(settings, places, endpoint)
    told = f"{ID}hiroshima is linked with {WD}Q34"
    assert best(found, "fuchu").features["parent"] == (1.0, told)


def test_without_it_the_names_of_what_they_lie_in_are_compared(settings, places, endpoint):
    found = find(settings, places, endpoint, ["fuchu"])
    assert best(found, "fuchu").features["parent"] == (1.0, "広島県 = 広島県")


def test_proposals_are_kept_with_what_the_dataset_says(settings, places, endpoint):
    found = find(settings, places, endpoint)
    kept = read_proposals(path_of(settings, "wikidata"))
    assert kept == found.proposals
    assert {each.version for each in kept} == {"2026-11-25T03:00:00Z"}
    assert {each.asked for each in kept} == {date(2023, 11, 14)}  # by the clock of the client
    assert best(found, "fuchu").described["point"] == [34.57, 133.23]


def test_a_run_over_one_place_keeps_the_proposals_of_others(settings, places, endpoint):
    find(settings, places, endpoint, ["fuchu"])
    find(settings, places, endpoint, ["kure"])
    assert [each.place for each in read_proposals(path_of(settings, "wikidata"))] == [
        ID + "fuchu",
        ID + "kure",
    ]


def links(settings, *rows):
    head = (
        "#curie_map:\n"
        f"#  government: {ID}\n#  wikidata: {WD}\n"
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        "#mapping_set_id: https://w3id.org/koryu/void#links-wikidata\n"
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\n"
    )
    settings.links.mkdir(parents=True, exist_ok=True)
    text = head + "".join("\t".join(row) + "\tsemapv:ManualMappingCuration\n" for row in rows)
    (settings.links / "wikidata.sssom.tsv").write_text(text, "utf-8")


def test_what_was_rejected_is_not_proposed_again_unless_asked_for(settings, places, endpoint):
    links(settings, ("government:onomichi", "skos:exactMatch", "Not", "wikidata:Q342050"))
    assert seen(find(settings, places, endpoint, ["onomichi"])) == {"onomichi": ("clear", ["Q342051"])}
    again = find(settings, places, endpoint, ["onomichi"], again=True)
    assert seen(again) == {"onomichi": ("several", ["Q342050", "Q342051"])}


def test_what_is_linked_is_not_looked_for_unless_asked_for(settings, places, endpoint):
    links(settings, ("government:fuchu", "skos:exactMatch", "", "wikidata:Q342084"))
    found = find(settings, places, endpoint, ["fuchu", "kure"])
    assert (found.linked, list(seen(found))) == ([f"{ID}fuchu"], ["kure"])
    assert seen(find(settings, places, endpoint, ["fuchu"], again=True)) == {"fuchu": FOUND["fuchu"]}


def test_a_link_of_another_place_is_not_clear_for_a_second_one(settings, places, endpoint):
    links(settings, ("government:japan", "skos:exactMatch", "", "wikidata:Q342084"))
    fuchu = find(settings, places, endpoint, ["fuchu"]).proposals[0]
    assert (fuchu.verdict, fuchu.candidates[0].contradictions) == (
        "several",
        (f"{ID}japan is linked with it",),
    )


@pytest.mark.parametrize(
    ("number", "fault"),
    [(1 + 4 * place % 17, fault) for place, fault in enumerate(faulty.FAULTS)]
    + [(1, faulty.failing), (1, faulty.cut_short), (1, faulty.fewer_rows)],
)
def test_after_a_fault_the_links_are_the_same(settings, places, endpoint, fault, number):
    spoil = {number: fault}
    with faulty.spoiled(endpoint, lambda n, _: spoil.get(n, faulty.truth)) as (url, _):
        found = find(settings, places, url)
    assert seen(found) == FOUND
    assert found.unanswered == {}


def test_no_link_is_made_of_half_an_answer_and_the_next_run_asks_for_the_rest_alone(
    settings, places, endpoint, tmp_path
):
    unknown = {"府中市"}

    def fault(_number, query):
        return faulty.failing if any(name in query for name in unknown) else faulty.truth

    with faulty.spoiled(endpoint, fault) as (url, asked):
        first = find(settings, places, url, cache=tmp_path)
        unknown.clear()
        before = len(asked)
        second = find(settings, places, url, cache=tmp_path)
    assert set(first.unanswered) == {f"{ID}fuchu"}
    assert seen(first) == {key: told for key, told in FOUND.items() if key != "fuchu"}
    assert (seen(second), second.unanswered) == (FOUND, {})
    assert any("府中市" in query for query in asked[before:])
    assert not any("尾道市" in query or "341002" in query for query in asked[before:])


def test_an_endpoint_that_has_nothing_is_an_error(settings, places):
    with faulty.oxigraph("") as url, pytest.raises(EndpointError, match="holds nothing in its default graph"):
        find(settings, places, url)


def test_a_name_is_asked_for_as_the_dataset_may_write_it(settings):
    dataset = find_dataset(settings, "wikidata")
    names = (PlaceName("Kobe City", "en"), PlaceName("神戸市", "ja"), PlaceName("大连市", "zh-hans"))
    around = Place(iri="b", names=(PlaceName("Hyogo Prefecture", "en"),))
    asked = names_to_ask(Place(iri="a", names=names, parents=("b",)), dataset, {"b": around})
    assert {'"Kobe City"@en', '"Kobe"@en', '"Kobe, Hyogo"@en', '"神戸市"@ja', '"神戸"@ja'} <= set(asked)
    assert {'"大连市"@zh', '"大連市"@zh-tw', '"大連"@zh-hant', '"大連市"@ja', '"神戸"@zh'} <= set(asked)
    assert len(asked) == len(set(asked))
    assert not [each for each in asked if each.startswith('""')]


def test_geonames_is_asked_for_names_without_a_tag(settings):
    dataset = find_dataset(settings, "geonames")
    place = Place(iri="a", names=(PlaceName("Kobe City", "en"), PlaceName("こうべし", "ja-hrkt")))
    assert names_to_ask(place, dataset, {}) == [
        '"Kobe City"',
        '"Kobe"',
        '"Kobe City"@en',
        '"Kobe"@en',
        '"こうべし"@ja',
        '"こうべ"@ja',
        '"Kōbe"',
        '"Kōbe"@en',
    ]


def test_the_words_of_its_type_are_asked_for_behind_a_name(settings):
    dataset = find_dataset(settings, "geonames")
    city = "https://w3id.org/koryu/def/concept#city"
    place = Place(iri="a", names=(PlaceName("こうべし", "ja-hrkt"),), country="JP", type=city)
    assert {'"Kōbe Shi"', '"Kobe-shi"', '"Kobe City"@en'} <= set(names_to_ask(place, dataset, {}))


def test_a_language_that_a_dataset_has_no_names_in_is_not_asked_for(settings):
    dataset = find_dataset(settings, "estat")
    assert names_to_ask(Place(iri="a", names=(PlaceName("Кобе", "ru"),)), dataset, {}) == []


def test_places_are_looked_for_from_the_top_down(settings, places, endpoint):
    with make_client(endpoint) as client:
        linking = Linking(find_dataset(settings, "wikidata"), client, places, Decisions())
        groups = [[each.place.removeprefix(ID) for each in group] for group in linking.propose(places)]
    assert groups == [
        ["japan"],
        ["hiroshima"],
        ["fuchu", "hiroshima-city", "kure", "mihara", "mukaishima", "onomichi"],
    ]


def test_described_places_are_json(settings, places, endpoint):
    found = find(settings, places, endpoint, ["japan"])
    assert json.loads(json.dumps(best(found, "japan").described))["codes"] == {
        "https://w3id.org/koryu/def#iso31661Alpha2": ["JP"]
    }
