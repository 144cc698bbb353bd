"""A run of links through an endpoint that has bad days: no wrong link, no lost work, the rest resumed."""

import random
import shutil
import time

import pytest

import faulty_endpoint as faulty
from koryu.build import build
from koryu.linking.client import Client
from koryu.linking.datasets import find_dataset, ours
from koryu.linking.pace import Pace
from koryu.linking.places import read_places
from koryu.linking.runs import run
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from world import make_world

FAULTS = [fault for fault in faulty.FAULTS if fault is not faulty.sleeping]  # which test_linking_client has
PLACES = 40


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A project, the places to link, and the endpoint that knows them."""
    folder = tmp_path_factory.mktemp("world")
    made = make_world(11, "training", PLACES)
    root = made.write(folder)
    settings = read_settings(root)
    build(settings)
    places = read_places(ours(settings), LocalStore(settings.built("store")))
    with made.serve("wikidata", folder) as url:
        yield settings, places, [made.iri(key) for key in made.asked], url


def link(world, url, cache):
    settings, places, asked, _ = world
    shutil.rmtree(settings.proposals, ignore_errors=True)
    pace = Pace(1e9, time.monotonic, lambda _: None)
    with Client(url, cache, pace=pace, timeout=20, sleep=lambda _: None) as client:
        found = run(settings, find_dataset(settings, "wikidata"), client, places, asked, tell=lambda _: None)
    return found.unanswered, {
        each.place: (each.verdict, [(it.iri, it.score, it.features) for it in each.candidates])
        for each in found.proposals
    }


@pytest.fixture(scope="module")
def truth(world, tmp_path_factory):
    unanswered, found = link(world, world[-1], tmp_path_factory.mktemp("cache"))
    assert unanswered == {}
    assert len([place for place, (_, candidates) in found.items() if candidates]) > PLACES / 2
    return found


@pytest.mark.parametrize("seed", range(4))
def test_the_links_are_the_same_or_the_places_are_told_and_the_rest_is_resumed(world, truth, seed, tmp_path):
    chance, well = random.Random(seed), [False]

    def fault(_number, _query):
        return faulty.truth if well[0] or chance.random() < 0.7 else chance.choice(FAULTS)

    with faulty.spoiled(world[-1], fault) as (url, asked):
        unanswered, found = link(world, url, tmp_path)
        for place, proposal in found.items():
            assert place in unanswered or proposal == truth[place]
        first = len(asked)
        well[0] = True
        unanswered, found = link(world, url, tmp_path)
        assert (unanswered, found) == ({}, truth)
        assert len(asked) - first <= first / 2
        again = len(asked)
        assert link(world, url, tmp_path) == ({}, truth)
        assert len(asked) == again  # all of it was kept
