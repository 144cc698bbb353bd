"""The numbers that sentences state, against values written by hand."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from koryu.audit.locate import normalise
from koryu.audit.numbers import StatedNumber, stated_numbers

ROOT = Path(__file__).parent.parent
PAPER = ROOT.parent / "shared" / "paper"
ORACLE = ROOT / "tests" / "examples" / "audit" / "numbers.csv"

CASES = {
    # digits
    "Some 39 towns and 1,304 villages took part.": "39 1304",
    "Their number was 12,345,678.": "12345678",
    "It grew by 30% and then by 21.4%.": "30 21.4",
    "About 16 percent came, or 7.5 per cent.": "16 7.5",
    "It fell by -5% in all.": "-5",
    "The aid came to US$30.8 billion.": "30800000000",
    "It cost ¥5 million, then $2bn and €3m.": "5000000 2000000000 3000000",
    "A loan of RMB5 million and one of USD 20.": "5000000 20",
    "The rate was US$2=¥260.": "2 260",
    "A road of 100km and 5 kg of rice.": "100 5",
    "It ran for 24-hour days at 10-fold cost.": "24 10",
    "The top-10 cities met.": "10",
    "Rice (74) and wheat (12) were grown.": "74 12",
    # ranges
    "From 15 to 16% of all.": "15 16",
    "There are 2 ~ 18 times more.": "2 18",
    "Between 10-12 firms and 3–5 banks.": "10 12 3 5",
    "It cost 5 to 6 million yen.": "5000000 6000000",
    "It took two or three hundred boats.": "200 300",
    "From twenty to one hundred boats.": "20 100",
    "From 900,000 to 1.2 million people.": "900000 1200000",
    # ordinals
    "Osaka was third and Nara fourth.": "3 4",
    "Kobe is in second place.": "2",
    "The 21st town and the 3rd village came.": "21 3",
    "The twenty-first port is the third-largest.": "21 3",
    "Second to Nagoya comes Gifu.": "2",
    "China is the first.": "1",
    # words
    "There are three aims and twenty-five plans.": "3 25",
    "Some ten thousand pages, or several hundred.": "10000 100",
    "From several ten thousand to one hundred thousand.": "10000 100000",
    "One hundred and twenty towns joined.": "120",
    "Two million three hundred thousand and five.": "2300005",
    "Between one hundred and two hundred came.": "100 200",
    "Between one hundred and two thousand came.": "100 2000",
    "A hundred boats and half a million people.": "100 500000",
    "Two dozen eggs, two and a half million hens.": "24 2500000",
    "Two-thirds of them, a quarter of us.": "0.6667 0.25",
    "Twice the size, and threefold the cost.": "2 3",
    "Kobe has 4 or none at all, and Nara zero.": "4 0 0",
    "Only one institute, or at least one.": "1 1",
    "It has one lake and two rivers.": "1 2",
    # years and dates
    "It began in 1972, in the 1990s, in the mid-1980s.": "1972 1990 1980",
    "It began in the '90s.": "1990",
    "It lasted from 1998-99 and 1985/86.": "1998 1999 1985 1986",
    "As of April 1, 1998 it stood.": "1998-04-01",
    "On 23 October 1986, or the 2nd of May 1979.": "1986-10-23 1979-05-02",
    "On Sept. 5th, 1980 they signed.": "1980-09-05",
    "On 1980-10-17 and 1983.5.9 they signed.": "1980-10-17 1983-05-09",
    "At the end of 1999, by the end of February 2000.": "1999-12-31 2000-02-29",
    "From the beginning of 1998 to the close of June 1999.": "1998-01-01 1999-06-30",
    "It opened in October 1993.": "1993-10-01",
    "They met on March 1-3, 1999.": "1999-03-01 1999-03-03",
    "In FY1998 they met.": "1998",
    # no numbers
    "1) To plan: 2) cities (or towns) and 3) ports.": "",
    "They are to (1) plan, (2) build, and (3) sell.": "",
    "First, plan; second, build; and third, sell.": "",
    "First of all, at first they met for the first time.": "",
    "3.1 Ports are dealt with in Section 4 and Table 2.": "",
    "See pp. 12-15, Figs. 2 and 3, and the list [7].": "",
    "The G7, CO2, PM2.5, COVID-19 and a 3D film.": "",
    "One of them, no one, the other one, one another.": "",
    "One can see that one's partner is the one.": "",
    "Once more, a split second per second.": "",
    "Second-hand goods of a first-level unit.": "",
    "In the first half and the second half.": "",
    "In the first place, it is second to none.": "",
    "It was first founded by third parties.": "",
    "Hundreds of towns, thousands of people.": "",
    "Often a tenant attended the Three Gorges meeting.": "",
    "It opened on May 5 on a two-way street.": "",
    "Both did half of it, a few did more.": "",
    "Look at https://example.org/2020/12 or www.a.org/5.": "",
    "": "",
}


def shown(numbers: list[StatedNumber]) -> str:
    values = (each.value for each in numbers)
    return " ".join(
        f"{each.normalize():f}" if isinstance(each, Decimal) else each.isoformat() for each in values
    )


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_a_sentence_states_its_numbers_and_no_others(sentence: str, expected: str):
    assert shown(stated_numbers(sentence)) == expected


def test_a_number_knows_its_words_and_its_place():
    assert stated_numbers("By May 2, 1979 it had US$1.5 billion in forty banks.") == [
        StatedNumber(date(1979, 5, 2), "May 2, 1979", 3),
        StatedNumber(Decimal(1_500_000_000), "US$1.5 billion", 22),
        StatedNumber(Decimal(40), "forty", 40),
    ]


def test_a_day_that_is_not_in_the_calendar_is_no_date():
    assert shown(stated_numbers("On February 30, 1999 nothing was signed.")) == "1999"


def test_the_numbers_of_the_paper_are_those_read_by_hand(shared):
    expected = defaultdict(list)
    for row in csv.DictReader(ORACLE.read_text("utf-8").splitlines()):
        expected[row["sentence"]].append(row["value"])
    with (PAPER / "sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["id"].endswith(".0")]
    found = {row["id"]: shown(stated_numbers(normalise(row["text"]))) for row in rows}
    assert len(rows) == 64
    assert found == {key: " ".join(expected[key]) for key in found}
    assert set(expected) <= set(found)
