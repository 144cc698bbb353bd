"""A small version of ``scripts/bench link``: governments that no weight was set on, in four datasets.

Some are not there, have no code, or lack a name in a language; beside them are namesakes, stations, rivers
and what they were before. What is called clear must be right, and most must be clear.
"""

from collections import Counter

import pytest

from koryu.build import build
from koryu.linking.client import Client
from koryu.linking.datasets import find_dataset, ours
from koryu.linking.pace import Pace
from koryu.linking.places import read_places
from koryu.linking.runs import run
from koryu.matching.scores import Verdict
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from world import make_world

SEED, SIZE = 11, 100


@pytest.fixture(scope="module")
def world():
    return make_world(SEED, "held-out", SIZE)


@pytest.fixture(scope="module")
def folder(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    build(read_settings(world.write(folder)))
    return folder


@pytest.fixture(scope="module")
def places(folder):
    settings = read_settings(folder / "project")
    return read_places(ours(settings), LocalStore(settings.built("store")))


def outcome(found, right):
    if found is None or found.verdict is not Verdict.CLEAR:
        return "missed" if right else "none"
    return "right" if found.candidates[0].iri in right else "wrong"


@pytest.mark.parametrize("name", ["wikidata", "geonames", "dbpedia", "estat"])
def test_what_is_clear_is_right_and_most_of_what_is_there_is_clear(world, folder, places, name):
    settings = read_settings(folder / "project")
    with world.serve(name, folder) as url, Client(url, pace=Pace(float("inf"))) as client:
        found = run(settings, find_dataset(settings, name), client, places, places, tell=lambda _: None)
    assert found.unanswered == {}
    proposals = {each.place: each for each in found.proposals}
    told = Counter(outcome(proposals.get(world.iri(key)), world.gold[name][key]) for key in world.asked)
    assert told["wrong"] == 0
    assert told["right"] >= 0.95 * (told["right"] + told["missed"])
    assert told.total() == len(world.asked) > SIZE
