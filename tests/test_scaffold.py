"""A new project: everything of the old one but its facts."""

from __future__ import annotations

import dataclasses

import pytest

from koryu.errors import ProjectError
from koryu.scaffold import lay_out
from koryu.settings import read_settings
from koryu.tables.rows import read_group
from small_tables import write_tables

TOML = """\
# Marks a project.
title = "Places and counts"  # what it is called
base = "https://example.org/"
license = "https://example.org/licence"
template = ["places"]
languages = ["en", "ja"]
"""
TITLES = """
[titles]
ja = "場所と数"
"""


@pytest.fixture
def source(tmp_path):
    root = tmp_path / "source"
    write_tables(root)
    files = {
        "koryu.toml": TOML + TITLES,
        "ontology/koryu.ttl": "# ontology\n",
        "ontology/shapes/place.ttl": "# shapes\n",
        "queries/places.rq": "# query\n",
        "queries/checks/none.rq": "# check\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "data/places/notes.txt").write_text("not of the project", "utf-8")
    return read_settings(root)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_new_project_has_everything_but_the_facts(source, tmp_path):
    lay_out(source, tmp_path / "new/project")
    assert contents(tmp_path / "new") == {
        "project/data/places/places.csv": "key,label\n",
        "project/data/places/places.schema.json": contents(source.data)["places/places.schema.json"],
        "project/koryu.toml": TOML.replace('"Places and counts"  # what it is called', '"A new project"'),
        "project/ontology/koryu.ttl": "# ontology\n",
        "project/ontology/shapes/place.ttl": "# shapes\n",
        "project/queries/checks/none.rq": "# check\n",
        "project/queries/places.rq": "# query\n",
    }


def test_with_a_base_of_its_own_only_the_iris_of_things_change(source, tmp_path):
    query = "PREFIX k: <https://example.org/def#>\nASK { <https://example.org/id/place/a> a k:Place }\n"
    (source.queries / "a.rq").write_text(query, "utf-8")
    (source.ontology / "koryu.ttl").write_text("# https://example.org/id/place/a\n", "utf-8")
    (source.ontology / "shapes/place.ttl").write_text(
        "# https://example.org/shapes#a ^https://example[.]org/id/\n"
    )
    lay_out(source, tmp_path / "new", "https://city.example/exchange/")
    found = contents(tmp_path / "new")
    lines = 'base = "https://city.example/exchange/"\nvocabulary = "https://example.org/"\n'
    assert found["koryu.toml"].splitlines(keepends=True)[2:4] == lines.splitlines(keepends=True)
    assert found["queries/a.rq"] == query.replace(
        "https://example.org/id/", "https://city.example/exchange/id/"
    )
    assert found["ontology/koryu.ttl"] == "# https://example.org/id/place/a\n"
    assert found["ontology/shapes/place.ttl"] == (
        "# https://example.org/shapes#a ^https://city[.]example/exchange/id/\n"
    )
    schema = contents(source.data)["places/places.schema.json"]
    assert found["data/places/places.schema.json"] == schema.replace(
        "https://example.org/id/", "https://city.example/exchange/id/"
    )


def test_a_project_of_a_project_with_a_base_of_its_own_keeps_the_vocabulary(source, tmp_path):
    for old, new, base in (("source", "b", "https://b.example/"), ("b", "c", "https://c.example/")):
        lay_out(read_settings(tmp_path / old), tmp_path / new, base)
    found = read_settings(tmp_path / "c")
    assert (found.base, found.vocabulary) == ("https://c.example/", "https://example.org/")
    lay_out(found, tmp_path / "d", "https://example.org/")
    assert read_settings(tmp_path / "d").vocabulary is None
    assert contents(tmp_path / "d")["koryu.toml"] == TOML.replace(
        '"Places and counts"  # what it is called', '"A new project"'
    )


@pytest.mark.parametrize(
    "base", ["city.example/", "https://city.example", "urn:x/", "https://a b/", "https:///"]
)
def test_what_is_no_base_is_refused(source, tmp_path, base):
    with pytest.raises(ProjectError) as caught:
        lay_out(source, tmp_path / "new", base)
    assert str(caught.value) == f'base "{base}" is not an http(s) IRI ending with /; write https://.../'
    assert not (tmp_path / "new").exists()


def test_the_tables_of_a_new_project_can_be_read(source, tmp_path):
    source = dataclasses.replace(source, template=("places", "counts"))
    lay_out(source, tmp_path / "new")
    group = read_group(tmp_path / "new/data/counts/csv-metadata.json")
    assert [table.rows for table in group.tables] == [(), ()]


def test_an_empty_folder_is_used(source, tmp_path):
    (tmp_path / "new").mkdir()
    lay_out(source, tmp_path / "new")
    assert read_settings(tmp_path / "new").title == "A new project"


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(source, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new/mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ProjectError) as caught:
        lay_out(source, tmp_path / "new")
    assert str(caught.value) == f"{tmp_path}/new: is not empty; name a folder that does not exist yet"
    assert contents(tmp_path / "new") == {"mine.txt": "mine"}


def test_a_file_is_refused_and_left_alone(source, tmp_path):
    (tmp_path / "new").write_text("mine", "utf-8")
    with pytest.raises(ProjectError, match=r"new: cannot lay out a project: Not a directory$"):
        lay_out(source, tmp_path / "new")
    assert (tmp_path / "new").read_text("utf-8") == "mine"


def test_nothing_is_left_if_the_source_lacks_something(source, tmp_path):
    (source.root / "queries/places.rq").unlink()
    (source.root / "queries/checks/none.rq").unlink()
    (source.root / "queries/checks").rmdir()
    (source.root / "queries").rmdir()
    with pytest.raises(ProjectError, match=r"new: cannot lay out a project: No such file or directory$"):
        lay_out(source, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]
