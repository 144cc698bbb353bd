"""Our places are kept in their build with the spellings of their names, and never trusted blindly."""

import shutil

import pytest

from koryu.linking import kept
from koryu.linking.datasets import ours
from koryu.linking.kept import FILE, read_ours
from koryu.linking.places import read_places
from koryu.matching.naming import namings
from koryu.settings import read_settings
from koryu.stores.local import LocalStore


@pytest.fixture
def folder(built, tmp_path):
    """A build of which nothing is kept yet."""
    shutil.copytree((built / "build").resolve(), tmp_path / "build", ignore=lambda *_: [FILE])
    return tmp_path / "build"


@pytest.fixture
def readings(monkeypatch):
    """How often places were read from a store."""
    found = []
    monkeypatch.setattr(kept, "read_places", lambda *asked: found.append(1) or read_places(*asked))
    return found


def test_what_is_kept_is_what_the_store_has_with_the_spellings(built, folder, readings):
    settings = read_settings(built)
    found = read_places(ours(settings), LocalStore(folder / "store"))
    places = [found[each] for each in sorted(found)]
    first, second = read_ours(settings, folder), read_ours(settings, folder)
    assert first == second == places
    assert [namings(each).all for each in second] == [namings(each).all for each in places]
    assert len(readings) == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-1],
        lambda text: text.replace("神戸市", "神戸町", 1),
        lambda text: text.replace(text[0], "x", 1),
        lambda _: "",
        lambda _: "\udcff",
    ],
    ids=["cut", "changed", "another key", "empty", "no UTF-8"],
)
def test_what_is_damaged_or_of_something_else_is_read_again_and_kept_anew(built, folder, readings, damage):
    settings, file = read_settings(built), folder / FILE
    places = read_ours(settings, folder)
    good = file.read_text("utf-8")
    file.write_text(damage(good), "utf-8", "surrogateescape")
    assert read_ours(settings, folder) == places
    assert (len(readings), file.read_text("utf-8")) == (2, good)


def test_another_program_or_another_build_reads_again(built, folder, readings, monkeypatch):
    settings = read_settings(built)
    read_ours(settings, folder)
    monkeypatch.setattr(kept, "_program", lambda: "another")
    read_ours(settings, folder)
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("\n")
    read_ours(settings, folder)
    assert len(readings) == 3


def test_where_nothing_can_be_kept_places_are_read_each_time(built, folder, readings):
    (folder / FILE).mkdir()
    settings = read_settings(built)
    assert len(read_ours(settings, folder)) == len(read_ours(settings, folder)) == 122
    assert len(readings) == 2
    assert [each.name for each in folder.glob(f"{FILE}*")] == [FILE]
