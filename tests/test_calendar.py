"""The calendar of anniversaries, read back as a calendar program reads it."""

import datetime
import shutil
from pathlib import Path

import icalendar
import pyoxigraph as ox
import pytest

from koryu.settings import read_settings
from koryu.site.editions.contents import has_calendar
from koryu.site.editions.edition import Edition, open_edition
from koryu.site.feeds.calendar import calendar
from koryu.site.frame.reader import Reader
from koryu.stores.local import LocalStore
from small_client import asking
from small_project import make_project

EXAMPLES = Path(__file__).parent / "examples" / "queries"
DAY = datetime.date
AKA = {  # of the facts of the example: what is known of each, and the days of its anniversary in 2009
    "★ 30 years: Aka – Donghe": (DAY(2009, 12, 17), DAY(2009, 12, 18)),
    "23 years: Kita – Nanhe": (DAY(2009, 10, 1), DAY(2009, 11, 1)),  # the month
    "★ 10 years: Kita – Donghe": (DAY(2009, 10, 1), DAY(2009, 10, 2)),
    "★ 10 years: Aka – Nanhe": (DAY(2009, 1, 1), DAY(2010, 1, 1)),  # the year, and round
    "★ 25 years: Kita – Neva": (DAY(2009, 10, 1), DAY(2009, 10, 2)),
}


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


@pytest.fixture
def example(built, tmp_path):
    """An edition of the shipped questions over the facts of one of their examples."""

    def make(name, old="", new=""):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(built / "build" / "SHA256SUMS", folder)
        text = (EXAMPLES / name / "data.ttl").read_text("utf-8").replace(old, new)
        store = ox.Store(str(folder / "store"))
        store.load(text.encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/facts"))
        store.flush()
        (folder / "koryu.nq").write_text("".join(sorted(f"{quad} .\n" for quad in store)), "utf-8")
        return Edition(read_settings(built), folder)

    return make


def events(edition, years, lang="en", **params):
    engine = LocalStore(edition.path / "store")
    text = calendar(edition, Reader(lang), years, params, engine, "https://example.org")
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def days(found):
    return {str(event["SUMMARY"]): (event.start, event.end) for event in found}


def test_an_event_lasts_for_the_days_that_are_possible(example):
    assert days(events(example("anniversaries"), range(2009, 2010))) == AKA


def test_what_is_known_to_the_year_is_there_for_round_anniversaries_only(example):
    found = days(events(example("anniversaries"), range(2011, 2012)))
    assert found["★ 30 years: Neva – Aka"] == (DAY(2011, 1, 1), DAY(2012, 1, 1))
    assert not [name for name in found if name.endswith("Aka – Nanhe")]


def test_an_affiliation_that_has_ended_does_not_recur(example):
    found = events(example("anniversaries--in-the-year-of-the-end"), range(2004, 2009))
    of = {name: [] for name in ("early", "late", "same-day", "kept")}
    for event in found:
        of[event["URL"].rpartition("/")[2]].append(event.start)
    assert of == {  # three have ended on 2005-03-15
        "early": [DAY(2004, 2, 1), DAY(2005, 2, 1)],
        "late": [DAY(2004, 5, 1)],
        "same-day": [DAY(2004, 3, 15)],
        "kept": [DAY(year, 6, 1) for year in range(2004, 2009)],
    }


def test_a_place_has_its_own_calendar(example):
    found = days(events(example("anniversaries--of-a-place"), range(2009, 2010), place="aka"))
    assert found == {name: span for name, span in AKA.items() if "Aka" in name}


def test_the_29th_of_february_is_the_28th_where_there_is_none(example):
    edition = example("anniversaries", "1979-12-17", "1980-02-29")
    assert days(events(edition, range(2010, 2011)))["★ 30 years: Aka – Donghe"][0] == DAY(2010, 2, 28)
    assert days(events(edition, range(2012, 2013)))["32 years: Aka – Donghe"][0] == DAY(2012, 2, 29)


def test_an_event_keeps_its_identity_in_every_language_and_year_window(example):
    edition = example("anniversaries")

    def identities(years, lang):
        return {(str(e["UID"]), e.start) for e in events(edition, years, lang)}

    english, japanese = identities(range(2009, 2010), "en"), identities(range(2009, 2010), "ja")
    assert len(english) == len(AKA)
    assert english == japanese
    several = events(edition, range(2008, 2012))
    assert english < {(str(e["UID"]), e.start) for e in several}
    assert len({str(e["UID"]) for e in several}) == len(several)


def test_the_calendar_of_the_site(client, built):
    answer = client.get("/anniversaries.ics?year=2029&place=大連市&lang=ja")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-language"] == "ja"
    found = icalendar.Calendar.from_ical(answer.content)
    assert found.errors == []
    event = next(each for each in found.walk("VEVENT") if "北九州市" in each["SUMMARY"])
    assert event["SUMMARY"] == "★ 50周年：北九州市 – 大連市"
    assert event["DTSTART"].dt == DAY(2029, 5, 1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["URL"] == "http://koryu.test/doc/affiliation/aff001?lang=ja"
    assert event["DTSTAMP"].dt == open_edition(read_settings(built)).built
    assert event["CATEGORIES"].cats == ["周年", "節目の周年"]


def test_every_line_is_short_and_ends_as_it_should(client):
    lines = client.get("/anniversaries.ics?lang=ja").content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_the_years_are_those_around_this_one(client):
    found = icalendar.Calendar.from_ical(client.get("/anniversaries.ics").content).walk("VEVENT")
    this = datetime.datetime.now(datetime.UTC).year
    assert {event.start.year for event in found} == set(range(this - 1, this + 5))


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("year=soon", 'year "soon" is not a year; write YYYY, such as 2029'),
        ("year=9999", 'year "9999" is not a year; write YYYY, such as 2029'),
        ("month=5", 'anniversaries: no parameter "month"; has year, place, as_of'),
        ("place=dalian&place=aka", 'the parameter "place" is given twice; keep one'),
    ],
)
def test_a_mistake_is_named(client, query, detail):
    answer = client.get(f"/anniversaries.ics?{query}")
    assert (answer.status_code, answer.json()["detail"]) == (400, detail)


def test_a_name_cannot_add_a_line(example):
    hostile = r'"Aka\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\\,;"@en'
    edition = example("anniversaries", '"Aka"@en', hostile)
    found = events(edition, range(2009, 2010))
    assert len(found) == len(AKA)
    assert not any("ATTENDEE" in event for event in found)


def test_a_project_without_the_question_has_no_calendar(tmp_path):
    root = make_project(tmp_path)
    (root / "build" / "koryu.nq").write_text("")
    (root / "build" / "SHA256SUMS").write_text("")
    edition = open_edition(read_settings(root))
    assert not has_calendar(edition)
    with asking(read_settings(root)) as client:
        answer = client.get("/anniversaries.ics")
    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "this project has no stored query anniversaries, which a calendar is made of"
    )
