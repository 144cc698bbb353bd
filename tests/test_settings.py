"""What is wrong in a ``koryu.toml`` is said in one line."""

from __future__ import annotations

import pytest

from koryu.errors import ProjectError
from koryu.settings import read_settings

TOML = """\
title = "Places"
base = "https://example.org/"
license = "https://example.org/licence"
"""
LIST = 'must be a list of texts; write languages = ["..."]'

FAULTS = {
    "license = 5": ': license must be a text that is not empty; write license = "..."',
    'title = ""': ': title must be a text that is not empty; write title = "..."',
    "title": ': title is missing; write title = "..."',
    'base = "koryu/"': ': base "koryu/" is not an http(s) IRI ending with /; write https://.../',
    'base = "https://example.org"': (
        ': base "https://example.org" is not an http(s) IRI ending with /; write https://.../'
    ),
    'vocabulary = "urn:x:"': ': vocabulary "urn:x:" is not an http(s) IRI ending with /; write https://.../',
    'languages = "en"': f": languages {LIST}",
    'languages = ["en", 5]': f": languages {LIST}",
    "languages = []": ': languages is empty; write languages = ["en"]',
    'languages = ["ja", "en", "ja"]': ': languages has "ja" twice; keep one',
    'languages = ["English"]': ': languages has "English", which is no tag such as en, ja or zh',
    'template = ["a", "c"]': ': template has "c", but {root}/data has a, b',
    'template = ["../data"]': ': template has "../data", but {root}/data has a, b',
    "colour = 1": (
        ": no setting 'colour'; has title, base, license, vocabulary, languages, template, titles, serve"
    ),
    'titles = "Orte"': ': titles must be a table; write [titles] in a line, and below it ja = "..."',
    'titles.de = "Orte"': ': titles has "de", which is none of the languages en',
    "titles.en = 5": ': en must be a text that is not empty; write en = "..."',
    "serve = 5": ": serve must be a table; write [serve] in a line, and below it seconds = 10",
    "serve.colour = 1": (
        ": serve: no setting 'colour'; has seconds, rows, bytes, length, depth, queries, per_client, "
        "waiting, patience, memory, resident"
    ),
    'serve.seconds = "5"': ': serve: seconds "5" is not a number; write seconds = 10.0',
    "serve.rows = 1.5": ': serve: rows "1.5" is not a whole number; write rows = 100000',
    "serve.rows = true": ': serve: rows "True" is not a whole number; write rows = 100000',
    "serve.rows = 0": ": serve: rows 0 is out of range; write a number from 1 to 1099511627776",
    "serve.seconds = 90000": ": serve: seconds 90000 is out of range; write a number from 0.1 to 86400",
    "serve.seconds = nan": ": serve: seconds nan is out of range; write a number from 0.1 to 86400",
    "languages = [": ':4: not TOML: Invalid value; write name = "value", one in a line',
    "languages en": (
        ":4: not TOML: Expected '=' after a key in a key/value pair; write name = \"value\", one in a line"
    ),
}


def fault(root):
    with pytest.raises(ProjectError) as caught:
        read_settings(root)
    return str(caught.value)


@pytest.mark.parametrize("line", FAULTS)
def test_a_fault_is_named_with_its_mend(tmp_path, line):
    for name in ("a", "b"):
        (tmp_path / "data" / name).mkdir(parents=True)
    name = line.partition(" ")[0]
    kept = "".join(each for each in TOML.splitlines(True) if not each.startswith(name))
    (tmp_path / "koryu.toml").write_text(kept + (line if line != name else ""), "utf-8")
    assert fault(tmp_path) == f"{tmp_path}/koryu.toml{FAULTS[line].format(root=tmp_path)}"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (TOML.encode("utf-8-sig"), "1: begins with a byte order mark; save it as UTF-8 without BOM"),
        (TOML.encode("utf-16"), "1: not UTF-8: byte 0xff; save it as UTF-8"),
        ((TOML + "# 交流").encode("shift-jis"), "4: not UTF-8: byte 0x8c; save it as UTF-8"),
    ],
    ids=["bom", "utf-16", "shift-jis"],
)
def test_another_encoding_is_named(tmp_path, content, problem):
    (tmp_path / "koryu.toml").write_bytes(content)
    assert fault(tmp_path) == f"{tmp_path}/koryu.toml:{problem}"


def test_settings_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "koryu.toml").mkdir()
    assert fault(tmp_path) == f"{tmp_path}/koryu.toml: cannot be read: Is a directory"


def test_terms_keep_the_iris_of_the_vocabulary(tmp_path):
    (tmp_path / "koryu.toml").write_text(TOML + 'vocabulary = "https://w3id.org/koryu/"\n', "utf-8")
    iris = read_settings(tmp_path).iris
    assert iris.thing("government", "dalian") == "https://example.org/id/government/dalian"
    assert (iris.term("Place"), iris.concept("all"), iris.graph("a")) == (
        "https://w3id.org/koryu/def#Place",
        "https://w3id.org/koryu/def/concept#all",
        "https://example.org/graph/a",
    )
    printed = [
        iris.thing("government", "dalian"),
        iris.concept("all"),
        "https://w3id.org/koryu/id/government/dalian",
        "https://w3id.org/koryu/id/project/a#b",
    ]
    assert list(map(iris.key, printed)) == ["dalian", "all", *printed[2:]]
