"""What several tests share: the graph of the shipped project, built once from its tables and ontology."""

import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from koryu.build import build
from koryu.graph import make_graph
from koryu.queries.catalogue import Catalogue
from koryu.rdf.ntriples import write_nquads
from koryu.settings import read_settings
from koryu.stores.local import LocalStore
from small_project import make_project
from virtuoso import missing_programs, running

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The graph of the shipped project, in a store in memory, ready to be asked."""
    settings = read_settings(ROOT)
    path = tmp_path_factory.mktemp("shipped") / "koryu.nq"
    write_nquads(path, make_graph(settings).quads(settings.iris))
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return LocalStore.around(store)


@pytest.fixture
def catalogue(tmp_path):
    """The stored queries of the small project."""
    return Catalogue(read_settings(make_project(tmp_path, built=False)))


@pytest.fixture
def project(tmp_path):
    """A copy of the shipped project, to be changed."""
    root = tmp_path / "project"
    root.mkdir()
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "koryu.toml", root)
    return root


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A project directory with a build of the shipped data; tests only read it."""
    root = tmp_path_factory.mktemp("built")
    for name in ("ontology", "data", "queries"):
        (root / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "koryu.toml", root)
    build(read_settings(root))
    return root


@pytest.fixture(scope="session")
def shared():
    """The folder beside the checkout that holds the paper; a user has none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        assert not os.environ.get("CI"), "CI needs the folder ../shared"
        pytest.skip("the text of the paper is not part of the project: no folder ../shared")
    return folder


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    """A Virtuoso with nothing in it, which ends with the tests; each test loads graphs of its own."""
    if missing := missing_programs():
        assert not os.environ.get("CI"), f"CI needs {' and '.join(missing)} of virtuoso-opensource-7-bin"
        pytest.skip(f"no {' and '.join(missing)}: apt-get install virtuoso-opensource-7-bin")
    with running(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server
