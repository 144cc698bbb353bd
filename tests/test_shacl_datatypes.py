"""Which texts are of a datatype, by the regular expressions that engines are given."""

import random
import re

import pyoxigraph as ox
import pytest

from koryu.namespaces import XSD
from koryu.rdf.ntriples import literal
from koryu.shacl.sparql import both
from koryu.shacl.value_tests import well_formed
from koryu.tables.values.bases import BASES

# By hand from https://www.w3.org/TR/xmlschema11-2/: texts that are of the datatype, and texts that are not
TEXTS = {
    "boolean": (["true", "false", "1", "0"], ["TRUE", "yes", "", " true", "true\n"]),
    "integer": (["0", "-0", "+7", "007", "9" * 30], ["", "1.0", "1e3", "−1", "１", "- 1"]),
    "decimal": (["1", "1.", ".5", "-0.50", "+3.14"], [".", "", "1,5", "1e3", "INF"]),
    "double": (["1", "1.5E3", "-1e-7", "INF", "-INF", "NaN", ".5"], ["inf", "nan", "1e", "E3", ""]),
    "byte": (["127", "-128", "0"], ["128", "-129", "1.0"]),
    "unsignedByte": (["255", "0"], ["256", "-1"]),
    "int": (["2147483647", "-2147483648"], ["2147483648", "-2147483649"]),
    "long": (["9223372036854775807", "-9223372036854775808"], ["9223372036854775808", "9" * 19]),
    "unsignedLong": (["18446744073709551615"], ["18446744073709551616", "-1"]),
    "nonNegativeInteger": (["0", "-0", "12"], ["-1"]),
    "positiveInteger": (["1", "+01"], ["0", "-1", "000"]),
    "nonPositiveInteger": (["0", "-5", "+0"], ["1"]),
    "negativeInteger": (["-1", "-05"], ["0", "-0", "1"]),
    "date": (
        [
            "1998-04-01",
            "2000-02-29",
            "-0044-03-15",
            "12000-01-01",
            "1998-04-01Z",
            "1998-04-01+09:00",
            "0000-02-29",
        ],
        [
            "1900-02-29",
            "2001-02-29",
            "1998-04-31",
            "1998-13-01",
            "1998-4-1",
            "98-04-01",
            "1998-04-01+15:00",
            "02000-01-01",
        ],
    ),
    "dateTime": (
        ["1998-04-01T09:30:00", "1998-04-01T24:00:00", "1998-04-01T09:30:00.5Z"],
        ["1998-04-01", "1998-04-01T24:00:01", "1998-04-01T09:30", "1998-04-01 09:30:00"],
    ),
    "dateTimeStamp": (["1998-04-01T09:30:00Z"], ["1998-04-01T09:30:00"]),
    "time": (["09:30:00", "23:59:59.999+14:00"], ["24:00:01", "9:30:00", "09:60:00"]),
    "gYear": (
        ["1998", "-0044", "12000", "2021Z"],
        ["2021-13", "98", "1998-04", "01998"],
    ),
    "gYearMonth": (["1998-04"], ["1998-13", "1998"]),
    "gMonth": (["--04"], ["--13", "04", "--04--"]),
    "gMonthDay": (["--02-29", "--12-31"], ["--02-30", "--04-31"]),
    "gDay": (["---31"], ["---32", "31"]),
    "duration": (["P1Y", "-P1Y2M3DT4H5M6.7S", "PT1S", "P3M"], ["P", "PT", "1Y", "P1Y2D1M", "P-1Y"]),
    "yearMonthDuration": (["P1Y2M", "P5M"], ["P1D", "P"]),
    "dayTimeDuration": (["P1D", "PT4H", "P1DT2M"], ["P1Y", "PT"]),
    "token": (["a b", ""], [" a", "a  b", "a\tb", "a "]),
    "normalizedString": (["a  b "], ["a\tb", "a\nb"]),
    "language": (["ja", "zh-Hans", "en-US"], ["", "zh_Hans", "a-verylongtag"]),
    "Name": (["a:b", "_x", "大连"], ["1a", "", "-a"]),
    "NCName": (["ab", "大连"], ["a:b", "1a"]),
    "NMTOKEN": (["1a", "-a:b"], ["a b", ""]),
    "hexBinary": (["0aF7", ""], ["0", "xy"]),
    "base64Binary": (["TWFu", "TWE=", "TQ==", ""], ["TWF", "TQ=", "T*=="]),
}
CASES = [
    pytest.param(name, text, is_of, id=f"{name}-{text!a}"[:60])
    for name, pair in TEXTS.items()
    for is_of, texts in zip((True, False), pair, strict=True)
    for text in texts
]
ALPHABET = "0123456789-+:.TZPYMDHSEeINFatrues #\n\t大"


def is_well_formed(name, text):
    holds = both(well_formed("?text", f"<{XSD}{name}>"))
    query = f"SELECT (COALESCE({holds}, false) AS ?holds) WHERE {{ BIND({literal(text)} AS ?text) }}"
    (row,) = ox.Store().query(query)
    return row["holds"].value == "true"


@pytest.mark.parametrize(("name", "text", "is_of"), CASES)
def test_a_text_is_of_its_datatype_or_not(name, text, is_of):
    assert is_well_formed(name, text) == is_of


@pytest.mark.parametrize("name", sorted(set(TEXTS) & set(BASES) - {"token", "normalizedString"}))
def test_drawn_texts_are_judged_as_cells_of_tables_are(name):
    """Another program's judgement: the one that CSV on the Web has."""
    draw = random.Random(f"datatypes {name}")
    samples = [text for texts in TEXTS[name] for text in texts]
    for _ in range(60):
        text = mutated(draw, draw.choice(samples))
        if re.fullmatch(r"[+]INF", text):
            continue  # of XML Schema 1.1, not of 1.0, which CSV on the Web's formats follow
        assert is_well_formed(name, text) == BASES[name].allows(text), text


def mutated(draw, text):
    place = draw.randint(0, len(text))
    return text[:place] + draw.choice(ALPHABET) + text[place + draw.randint(0, 1) :]
