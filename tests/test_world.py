"""The world that links are measured in: what is called right is there, and so is what is easily mistaken."""

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from koryu.stores.endpoint import Endpoint
from serving import KORYU
from world import make_world
from world.lists import former_units, units
from world.making import DATASETS
from world.spelling import hepburn, japanese, latin_of_chinese, simplified, traditional
from world.things import governments, mistakable, part_of, with_check_digit

SIZE = 60


@pytest.fixture(scope="module")
def small():
    return make_world(7, "training", SIZE)


@pytest.fixture(scope="module")
def written(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    small.write(folder)
    return folder


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_lists_have_the_governments_of_both_countries():
    found = Counter((unit.country, unit.kind) for unit in units())
    assert {kind: n for (country, kind), n in found.items() if country == "JP"} == {
        "prefecture-do": 1,
        "prefecture-to": 1,
        "prefecture-fu": 2,
        "prefecture-ken": 43,
        "designated-city": 20,
        "city": 772,
        "town": 743,
        "village": 189,  # six of them on islands that Japan claims
        "special-ward": 23,
        "ward": 175,
    }
    assert found["CN", "province"] == 22
    assert found["CN", "municipality-under-central-government"] == 4
    assert found["CN", "sub-provincial-city"] == 15
    assert len(former_units()) > 200


def test_the_parts_share_no_government_and_each_is_large_enough():
    parts = Counter(part_of(name) for name in governments(1))
    assert set(parts) == {"training", "held-out"}
    assert part_of("jp-281000") == "training"  # for ever
    assert part_of("jp-401307") == "held-out"
    assert part_of("cn-210200") == "training"
    assert min(parts.values()) > 2400


@pytest.mark.parametrize(
    ("kana", "latin"),
    {
        "こうべ": "kōbe",
        "おおさか": "ōsaka",
        "ほっかいどう": "hokkaidō",
        "はっちょう": "hatchō",
        "しんじゅく": "shinjuku",
        "ちゅうおう": "chūō",
        "にいがた": "niigata",
    }.items(),
)
def test_hepburn(kana, latin):
    assert hepburn(kana) == latin


def test_forms_of_characters():
    assert (traditional("広島", "JP"), simplified("広島", "JP")) == ("廣島", "广岛")
    assert (traditional("沈阳", "CN"), japanese("大连", "CN")) == ("瀋陽", "大連")
    assert simplified("神戸", "JP") == "神户"
    assert (latin_of_chinese("东阿"), latin_of_chinese("西安")) == ("Dong'e", "Xi'an")


def test_codes_of_japan_have_their_check_digits():
    codes = [unit.code for unit in units() if unit.country == "JP"]
    assert [code for code in codes if with_check_digit(code[:5]) != code] == []


def test_the_same_arguments_make_the_same_bytes(written, tmp_path):
    script = f"""if True:
        import pathlib, world
        world.make_world(7, "training", {SIZE}).write(pathlib.Path({str(tmp_path / "again")!r}))
    """
    subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parent, check=True
    )  # with hashes of its own
    assert digests(tmp_path / "again") == digests(written)
    make_world(8, "training", SIZE).write(tmp_path / "other")
    other = digests(tmp_path / "other")
    assert all(other[f"{name}.nt"] != digests(written)[f"{name}.nt"] for name in DATASETS)


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_right_is_there_and_has_a_name(small, written, name):
    triples = list(ox.parse(path=str(written / f"{name}.nt"), format=ox.RdfFormat.N_TRIPLES))
    assert len(triples) == len(small.triples[name].lines)
    labelled = {each.subject.value for each in triples if each.predicate.value in LABELS}
    labelled |= {each.subject.value for each in triples if each.predicate.value.endswith("#latestCode")}
    right = {iri for found in small.gold[name].values() for iri in found}
    assert right - labelled == set()
    assert set(small.gold[name]) == set(small.ours)


LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.geonames.org/ontology#name")


@pytest.mark.parametrize("name", DATASETS)
def test_what_is_right_is_the_government_itself_and_right_for_no_other(small, name):
    found = [(key, iri) for key, iris in small.gold[name].items() for iri in iris]
    assert [key for key, iri in found if small.thing_of(name, iri).name != small.ours[key].name] == []
    assert len({iri for _, iri in found}) == len(found)


def test_a_few_governments_are_in_no_dataset_and_those_of_china_not_in_e_stat(small):
    chinese = {key for key, thing in small.ours.items() if thing.country == "CN"}
    assert {key for key in chinese if small.gold["estat"][key]} == set()
    for name in DATASETS:
        missing = {key for key, iris in small.gold[name].items() if not iris} - (
            chinese if name == "estat" else set()
        )
        assert len(missing) < SIZE / 5
        assert {key for key, reasons in small.hard[name].items() if "not there" in reasons} - chinese == (
            missing - chinese
        )


def test_thousands_of_things_are_easily_mistaken():
    everything = governments(1)
    found = Counter(thing.kind for thing in mistakable(1, everything))
    assert found["station"] > 2000
    assert found["former"] > 800
    assert found["settlement"] > 700
    assert min(found[kind] for kind in ("river", "island", "university", "airport", "disambiguation")) > 250
    assert found["abroad"] == 62
    assert found["double"] > 30
    names = Counter(
        (thing.japanese, thing.endings[0]) for thing in everything.values() if thing.country == "JP"
    )
    assert names["府中", "市"] == names["伊達", "市"] == 2
    assert names["北", "区"] > 10


def test_the_project_is_built_and_holds_to_the_rules(written):
    for command in ("build", "validate"):
        done = subprocess.run([KORYU, command, "--root", written / "project"], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_real_server_answers(small, written):
    number = "SELECT (COUNT(?item) AS ?n) WHERE { ?item a <http://wikiba.se/ontology#Item> }"
    with small.serve("wikidata", written) as address:
        found = Endpoint(address).select(number)
    count = len(small.triples["wikidata"].things) + 4  # and the countries
    assert list(found.rows[0]) == [f'"{count}"^^<http://www.w3.org/2001/XMLSchema#integer>']
