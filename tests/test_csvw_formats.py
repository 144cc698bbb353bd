"""Formats of numbers, dates, booleans and texts: which cells they read, and as what."""

from __future__ import annotations

import pytest

from koryu.tables.values.bases import BASES
from koryu.tables.values.datatypes import BooleanFormat, Datatype, Parsed
from koryu.tables.values.dates import make_date_format
from koryu.tables.values.mends import Problem
from koryu.tables.values.numbers import make_number_format


@pytest.mark.parametrize(
    ("pattern", "text", "number"),
    [
        ("##0", "1234", "1234"),
        ("##0", "1,234", None),
        ("000", "12", None),
        ("#,##0", "1,234,567", "1234567"),
        ("#,##0", "1234567", None),
        ("#,##0", "12,34", None),
        ("#,##,#00", "12,34,567", "1234567"),
        ("#,##,#00", "1,234,567", None),
        ("#0.##", "5", "5"),
        ("#0.##", "5.", None),
        ("#0.##", "5.25", "5.25"),
        ("#0.##", "5.125", None),
        ("#0.00", "5.1", None),
        ("0.000,0##", "1.123,45", "1.12345"),
        ("0.000,0##", "1.12345", None),
        ("#0.0", "-12.5", "-12.5"),
        ("+0", "+1", "+1"),
        ("0%", "25%", "0.25"),
        ("0%", "25", None),
        ("%0", "%-25", "-0.25"),
        ("0.0‰", "1.5‰", "0.0015"),
        ("0.0#E0", "1.25E6", "1.25e6"),
        ("0.0#E0", "1.25E-6", "1.25e-6"),
        ("0.0#E0", "1.25E+6", None),
        ("0.0#E+0", "1.25E+6", "1.25e+6"),
        ("0.0#E0", "1.25", None),
        ("0.0#E00", "1.25E6", None),
        ("0", "NaN", "NaN"),
        ("0", "", None),
    ],
)
def test_a_pattern_of_numbers_reads_what_fits_and_nothing_else(pattern, text, number):
    assert make_number_format(pattern).read(text) == number


@pytest.mark.parametrize(
    ("decimal", "group", "text", "number"),
    [
        (",", ".", "10.000,5", "10000.5"),
        (",", ".", "10,5", "10.5"),
        (".", ",", "1,2,3", "123"),
        (".", ",", "1,,2", None),
        (".", ",", ",1", None),
        (".", " ", "1 304", "1304"),
        (".", None, "1,304", None),
        (".", ",", "1,250%", "12.50"),
        (".", ",", "2E3", "2e3"),
        (".", ",", "5.", None),
    ],
)
def test_without_a_pattern_only_the_characters_are_set(decimal, group, text, number):
    assert make_number_format(None, decimal, group).read(text) == number


def test_a_pattern_uses_its_own_characters():
    assert make_number_format("#.##0,00", ",", ".").read("1.234,50") == "1234.50"


@pytest.mark.parametrize("pattern", ["[", "0.0.0", "0#", "#,,0", "", "0E", "0.#0", "$0"])
def test_what_is_no_pattern_of_numbers_is_refused(pattern):
    with pytest.raises(ValueError, match="write"):
        make_number_format(pattern)


@pytest.mark.parametrize(
    ("base", "pattern", "text", "found"),
    [
        ("date", "yyyy-MM-dd", "2015-03-22", "2015-03-22"),
        ("date", "yyyyMMdd", "20150322", "2015-03-22"),
        ("date", "d.M.yyyy", "2.3.2015", "2015-03-02"),
        ("date", "dd.MM.yyyy", "2.3.2015", None),
        ("date", "M/d/yyyy", "3/22/2015", "2015-03-22"),
        ("date", "dd-MM-yyyy XXX", "22-03-2015 +09:00", "2015-03-22+09:00"),
        ("date", "yyyy-MM-ddX", "2015-03-22+0530", "2015-03-22+05:30"),
        ("date", "yyyy-MM-ddx", "2015-03-22Z", None),
        ("time", "HHmm", "1502", "15:02:00"),
        ("time", "HH:mm:ss.SSS", "15:02:37.14", "15:02:37.14"),
        ("time", "HH:mm:ss.SSS", "15:02:37", "15:02:37"),
        ("time", "HH:mm:ss.S", "15:02:37.14", None),
        ("time", "HH:mm x", "15:02 -05", "15:02:00-05:00"),
        ("dateTime", "yyyy-MM-ddTHH:mm", "2015-03-15T15:02", "2015-03-15T15:02:00"),
        ("dateTime", "M/d/yyyy HH:mm", "3/22/2015 15:02", "2015-03-22T15:02:00"),
        ("dateTimeStamp", "yyyy-MM-dd HH:mm:ss X", "2015-03-15 15:02:37 Z", "2015-03-15T15:02:37Z"),
    ],
)
def test_a_pattern_of_dates_reads_what_fits_and_nothing_else(base, pattern, text, found):
    assert make_date_format(pattern, base).read(text) == found


@pytest.mark.parametrize(
    ("base", "pattern"),
    [
        ("date", "yy-MM-dd"),
        ("date", "HH:mm"),
        ("time", "yyyy-MM-dd"),
        ("dateTime", "yyyy-MM-dd"),
        ("dateTime", "d.M.yyyyTHH:mm"),
        ("date", "X"),
        ("date", ""),
        ("gYear", "yyyyMMdd"),
        ("date", "yyyy-MM-dd  X"),
    ],
)
def test_what_is_no_pattern_of_dates_is_refused(base, pattern):
    with pytest.raises(ValueError, match="write one such as"):
        make_date_format(pattern, base)


def test_a_formatted_date_must_exist():
    datatype = Datatype(BASES["date"], format=make_date_format("d.M.yyyy", "date"))
    assert datatype.parse("28.2.1999") == Parsed("1999-02-28", "1999-02-28")
    assert datatype.parse("29.2.1999") == Problem('"29.2.1999" is not a date', "write it as d.M.yyyy")


def test_a_boolean_format_names_true_and_false():
    datatype = Datatype(BASES["boolean"], format=BooleanFormat("Y", "N"))
    assert datatype.parse("Y") == Parsed("true", "true")
    assert datatype.parse("N") == Parsed("false", "false")
    assert datatype.parse("true") == Problem('"true" is not a truth value', "write it as Y|N")


@pytest.mark.parametrize(
    ("base", "text", "canonical"),
    [
        ("integer", "+007", "7"),
        ("integer", "-0", "0"),
        ("integer", "1" + "0" * 5000, "1" + "0" * 5000),
        ("decimal", "-0.50", "-0.5"),
        ("decimal", ".5", "0.5"),
        ("decimal", "16.0", "16"),
        ("double", "10.10e1", "1.01E2"),
        ("double", "-0", "-0.0E0"),
        ("number", "-INF", "-INF"),
        ("float", "5", "5.0E0"),
        ("boolean", "1", "true"),
        ("dateTime", "2015-03-15T15:02:37.500+00:00", "2015-03-15T15:02:37.5Z"),
        ("time", "24:00:00", "24:00:00"),
        ("date", "-0044-03-15", "-0044-03-15"),
        ("gMonthDay", "--02-29", "--02-29"),
        ("duration", "-P1Y2M3DT4H5M6.5S", "-P1Y2M3DT4H5M6.5S"),
        ("hexBinary", "0fb7", "0FB7"),
        ("base64Binary", "U2Vu ZA==", "U2VuZA=="),
        ("language", "zh-Hans", "zh-Hans"),
        ("QName", "a:b", "a:b"),
        ("unsignedByte", "255", "255"),
    ],
)
def test_a_text_of_a_datatype_has_a_canonical_form(base, text, canonical):
    parsed = Datatype(BASES[base]).parse(text)
    assert isinstance(parsed, Parsed)
    assert parsed.canonical == canonical


@pytest.mark.parametrize(
    ("base", "text"),
    [
        ("integer", "1.0"),
        ("integer", "１"),
        ("decimal", "1e2"),
        ("decimal", "NaN"),
        ("double", "1z"),
        ("double", "+INF"),
        ("byte", "128"),
        ("positiveInteger", "0"),
        ("boolean", "yes"),
        ("date", "1999-02-29"),
        ("date", "1900-02-29"),
        ("dateTime", "2015-03-15"),
        ("dateTimeStamp", "2015-03-15T15:02:37"),
        ("gMonthDay", "--02-30"),
        ("gYear", "98"),
        ("duration", "P"),
        ("duration", "P1YT"),
        ("dayTimeDuration", "P1Y"),
        ("yearMonthDuration", "P1D"),
        ("hexBinary", "0fb"),
        ("base64Binary", "abc"),
        ("NMTOKEN", "a b"),
        ("Name", "1a"),
        ("QName", "a:b:c"),
        ("anyURI", "a b"),
    ],
)
def test_a_text_that_is_not_of_a_datatype_is_a_problem(base, text):
    assert isinstance(Datatype(BASES[base]).parse(text), Problem)


@pytest.mark.parametrize(
    ("base", "smaller", "greater"),
    [
        ("date", "1999-12-31", "2000-01-01"),
        ("dateTime", "2000-01-01T00:00:00+09:00", "2000-01-01T00:00:00Z"),
        ("dateTime", "1999-12-31T23:59:59", "1999-12-31T24:00:00"),
        ("gYear", "-0001", "12000"),
        ("time", "09:00:00", "09:00:00.1"),
        ("duration", "P1M", "P1Y"),
        ("duration", "-P1D", "PT1S"),
        ("double", "-INF", "1e300"),
        ("integer", "9", "10"),
    ],
)
def test_values_are_ordered_not_texts(base, smaller, greater):
    datatype = Datatype(BASES[base])
    assert datatype.value(smaller) < datatype.value(greater)
