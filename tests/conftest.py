"""What several tests share: the graph of the shipped project, built once from its tables and ontology."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from koryu.graph import make_graph
from koryu.iris import Iris
from koryu.ntriples import write_nquads
from koryu.settings import read_settings
from koryu.store import LocalStore


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The graph of the shipped project, in a store in memory, ready to be asked."""
    settings = read_settings(Path(__file__).parents[1])
    path = tmp_path_factory.mktemp("shipped") / "koryu.nq"
    write_nquads(path, make_graph(settings).quads(Iris(settings.base)))
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return LocalStore.around(store)
