"""The feed of changes: what came, went and changed from build to build, as Atom."""

import datetime
import os
import re
import shutil
from xml.etree import ElementTree

import pytest

from koryu.build import build
from koryu.changes import KEPT, compare, read_log, record
from koryu.linking.kept import FILE
from koryu.settings import read_settings
from koryu.site.editions.edition import Edition
from koryu.site.feeds.feed import feed
from koryu.site.frame.reader import Reader
from small_client import asking
from small_project import BASE, make_project

ATOM = "{http://www.w3.org/2005/Atom}"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
COUNT = f"<{BASE}def#count>"
PARTY = f"<{BASE}def#party>"
MOMENT = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)


def thing(name):
    return f"<{BASE}id/government/{name}>"


def line(subject, property_, object_, graph="facts"):
    return f"{subject} {property_} {object_} <{BASE}graph/{graph}> ."


def folder_of(root, name, lines, moment=MOMENT):
    """Lay out as much of a build as its comparison reads."""
    folder = root / ".builds" / name
    folder.mkdir(parents=True)
    ordered = sorted(lines, key=lambda each: (each.rpartition(" <")[2], each))
    (folder / "koryu.nq").write_text("".join(f"{each}\n" for each in ordered), "utf-8")
    (folder / "SHA256SUMS").write_text("")
    (folder / "store").symlink_to(root / "build" / "store")
    os.utime(folder / "SHA256SUMS", (moment.timestamp(), moment.timestamp()))
    return folder


@pytest.fixture
def settings(tmp_path):
    return read_settings(make_project(tmp_path / "project"))


def between(settings, before, after):
    """Compare two builds of these lines."""
    old, new = folder_of(settings.root, "old", before), folder_of(settings.root, "new", after)
    step = compare(old, new, settings.iris)
    return step and {
        change.thing.removeprefix(BASE): (
            "new" if change.is_new else "gone" if change.is_gone else "changed",
            [each[1:] for each in change.added],
            [each[1:] for each in change.removed],
        )
        for change in step.changes
    }


def test_what_came_went_and_changed(settings):
    same = line(thing("same"), LABEL, '"Same"@en')
    found = between(
        settings,
        [same, line(thing("gone"), LABEL, '"Gone"@en'), line(thing("city"), COUNT, '"1"'),
         line(thing("city"), LABEL, '"City"@en')],
        [same, line(thing("new"), LABEL, '"New"@en'), line(thing("city"), COUNT, '"2"'),
         line(thing("city"), LABEL, '"City"@en')],
    )  # fmt: skip
    assert found == {
        "id/government/city": ("changed", [(COUNT, '"2"')], [(COUNT, '"1"')]),
        "id/government/gone": ("gone", [], [(LABEL, '"Gone"@en')]),
        "id/government/new": ("new", [(LABEL, '"New"@en')], []),
    }


def test_the_same_statements_are_no_step(settings):
    lines = [line(thing("a"), COUNT, f'"{n}"') for n in range(10)]
    assert between(settings, lines, lines) is None


def test_a_statement_that_went_to_another_graph_did_not_change(settings):
    one, other = (line(thing("a"), COUNT, '"1"', graph) for graph in ("facts", "places"))
    assert between(settings, [one], [other]) is None


def test_a_part_belongs_to_its_thing_and_a_thing_may_stand_in_several_graphs(settings):
    part = f"<{BASE}id/government/a#name-1>"
    kept = line(thing("a"), LABEL, '"A"', "places")
    found = between(settings, [kept], [kept, line(part, LABEL, '"Old A"')])
    assert found == {"id/government/a": ("changed", [(LABEL, '"Old A"')], [])}


def test_every_pair_of_small_files_differs_by_its_lines(settings, tmp_path):
    every = [line(thing(name), COUNT, f'"{n}"', graph)
             for name in ("a", "ab", "a-b") for n in ("1", "10") for graph in ("f", "g")]  # fmt: skip
    for place in range(64):
        before = [each for n, each in enumerate(every) if (place * 37 + 11) >> n % 7 & 1]
        after = [each for n, each in enumerate(every) if (place * 53 + 5) >> n % 6 & 1]
        found = between(settings, before, after) or {}
        for folder in ("old", "new"):
            shutil.rmtree(settings.builds / folder)
        wanted = {}
        for sign, lines in ((1, after), (-1, before)):
            for each in lines:
                subject, property_, object_ = each.split(" ")[:3]
                key = (subject[1 + len(BASE) : -1], (property_, object_))
                wanted[key] = wanted.get(key, 0) + sign
        assert {(name, p) for name, (_, added, _) in found.items() for p in added} == {
            key for key, count in wanted.items() if count > 0
        }
        assert {(name, p) for name, (_, _, removed) in found.items() for p in removed} == {
            key for key, count in wanted.items() if count < 0
        }


def test_the_log_keeps_the_last_steps_the_newest_first(settings):
    last = folder_of(settings.root, "b000", [line(thing("a"), COUNT, '"0"')])
    for number in range(1, KEPT + 4):
        moment = MOMENT + datetime.timedelta(days=number)
        this = folder_of(settings.root, f"b{number:03}", [line(thing("a"), COUNT, f'"{number}"')], moment)
        record(last, this, settings)
        last = this
    steps = read_log(settings)
    assert [step.build for step in steps] == [f"b{number:03}" for number in range(KEPT + 3, 3, -1)]
    assert steps[0].built == MOMENT + datetime.timedelta(days=KEPT + 3)
    assert steps[0].changes[0].removed == ((thing("a"), COUNT, f'"{KEPT + 2}"'),)


def test_a_damaged_log_or_build_loses_only_its_own_history(settings):
    old = folder_of(settings.root, "old", [line(thing("a"), COUNT, '"0"')])
    new = folder_of(settings.root, "new", [line(thing("a"), COUNT, '"1"')])
    record(old, new, settings)
    (settings.builds / ".changes" / "20200101T000000Z-x.json").write_text('{"built": 1')
    (settings.builds / ".changes" / "20200102T000000Z-x.json").write_text("[]")
    damaged = folder_of(settings.root, "damaged", ["junk"])
    record(damaged, new, settings)
    record(settings.root / "nowhere", new, settings)
    assert [step.build for step in read_log(settings)] == ["new"]


def test_many_changes_are_counted_and_the_first_are_told(settings):
    old = folder_of(settings.root, "old", [])
    new = folder_of(settings.root, "new", [line(thing(f"t{n:04}"), COUNT, f'"{m}"')
                                           for n in range(250) for m in range(3 if n else 90)])  # fmt: skip
    step = compare(old, new, settings.iris)
    assert (step.count, len(step.changes)) == (250, 200)
    assert (len(step.changes[0].added), step.changes[0].more) == (40, 50)


@pytest.fixture(scope="module")
def changed(tmp_path_factory, built):
    """A project that was built, changed and built again."""
    root = tmp_path_factory.mktemp("changed") / "project"
    root.mkdir()
    for name in ("ontology", "data", "queries"):
        shutil.copytree(built / name, root / name)
    shutil.copy(built / "koryu.toml", root)
    shutil.copytree(built / ".builds", root / ".builds", symlinks=True)
    (root / "build").symlink_to(f".builds/{(built / 'build').resolve().name}")
    table = root / "data/yoshida/affiliation-sums.csv"
    table.write_text(table.read_text("utf-8").replace(",as-counted,", ",approximate,"), "utf-8")
    names = root / "data/gazetteer/governments.csv"
    names.write_text(names.read_text("utf-8").replace("Kitakyushu City,", "Kitakyushu & City,", 1), "utf-8")
    done = build(read_settings(root))
    return root, done


def feed_of(root, path="/feed.atom", **options):
    with asking(read_settings(root)) as client:
        return client.get(path, **options)


def test_the_feed_tells_what_a_build_changed(changed):
    root, _ = changed
    answer = feed_of(root)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.iter(f"{ATOM}entry")}
    assert "Kitakyushu & City: changed" in entries
    city = entries["Kitakyushu & City: changed"]
    (told,) = [each.text for each in city.iter("{http://www.w3.org/1999/xhtml}li")]
    assert told.partition(": ")[2] == "Kitakyushu City (en) → Kitakyushu & City (en)"
    assert city.find(f"{ATOM}link").get("href") == "http://koryu.test/doc/government/kitakyushu"
    assert len(entries) == 2


def test_the_feed_speaks_the_reader_s_language(changed):
    answer = feed_of(changed[0], "/feed.atom?lang=ja")
    assert answer.headers["content-language"] == "ja"
    titles = [each.text for each in ElementTree.fromstring(answer.content).iter(f"{ATOM}title")]
    assert "北九州市：変更" in titles


def test_a_mirror_has_the_feed_below_its_own_base(changed, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with asking(read_settings(changed[0]), base="https://mirror.example/x/") as client:
        feed = ElementTree.fromstring(client.get("/feed.atom").content)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.iter(f"{ATOM}entry")}
    city = entries["Kitakyushu & City: changed"]
    assert city.findtext(f"{ATOM}id").startswith("https://mirror.example/x/feed.atom#")
    assert city.find(f"{ATOM}link").get("href") == "http://koryu.test/doc/government/kitakyushu"


def test_the_feed_is_valid(changed):
    """RFC 4287, sections 4.1.1 and 4.1.2: what must be there, once, and its form."""
    root, done = changed
    feed = ElementTree.fromstring(feed_of(root).content)
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name, form in (("id", r"https://\S+"), ("title", r"\S.*"), ("updated", stamp)):
            (text,) = [each.text for each in element.findall(f"{ATOM}{name}")]
            assert re.fullmatch(form, text)
        kinds = [(each.get("rel"), each.get("type")) for each in element.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert [each.get("href") for each in feed.findall(f"{ATOM}link") if each.get("rel") == "self"] == [
        "http://koryu.test/feed.atom"
    ]
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    built = int((done.path / "SHA256SUMS").stat().st_mtime)
    moment = datetime.datetime.fromtimestamp(built, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {each.text for each in feed.iter(f"{ATOM}updated")} == {moment}


def test_a_name_cannot_become_markup(settings):
    hostile = r'"</title><script>alert(1)</script>\u0001 & {n} {{ 7*7 }} \uFFFE"@en'
    old = folder_of(settings.root, "old", [line(thing("gone"), LABEL, hostile)])
    new = folder_of(settings.root, "new", [])
    record(old, new, settings)
    text = feed(Edition(settings, new), Reader("en"), "https://example.org")
    (entry,) = ElementTree.fromstring(text).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == (
        "</title><script>alert(1)</script>\ufffd & {n} {{ 7*7 }} \ufffd: gone"
    )
    assert [each.tag for each in entry.iter() if "script" in each.tag] == []


def test_the_same_build_again_adds_nothing_and_moves_no_entry(changed):
    root, _ = changed

    def ids():
        return [each.text for each in ElementTree.fromstring(feed_of(root).content).iter(f"{ATOM}id")]

    before = ids()
    build(read_settings(root))
    assert ids() == before


def test_the_log_is_no_part_of_a_build(changed, built):
    def names(root):
        return {path.name for path in (root / "build").resolve().iterdir()} - {FILE}  # others matched with it

    assert names(changed[0]) == names(built)
    assert [path.suffix for path in (changed[0] / ".builds" / ".changes").iterdir()] == [".json"]


def test_a_project_without_history_has_an_empty_feed(built):
    feed = ElementTree.fromstring(feed_of(built).content)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}title") == (
        "Koryu: exchanges between local governments of Japan and China: changes"
    )


def test_a_parameter_that_is_not_known_is_named(built):
    answer = feed_of(built, "/feed.atom?since=2000")
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        'feed.atom: no parameter "since"; has lang',
    )


def test_every_page_leads_to_the_feed_and_to_the_description(built):
    page = feed_of(built, "/?lang=ja", headers={"Accept": "text/html"}).text
    assert (
        '<link rel="alternate" type="application/atom+xml" title="更新情報（Atom）" '
        'href="/feed.atom?lang=ja">'
    ) in page
    assert '<link rel="service-desc" type="application/json" href="/openapi.json?lang=ja">' in page
