"""What a user may write for a parameter, and which term it becomes."""

import pytest

from koryu.errors import QueryError
from small_project import ALL, BASE, XSD, answer, make_store, query_of


@pytest.mark.parametrize(
    "place",
    [
        "dalian",
        f"{BASE}id/government/dalian",
        "Dalian",
        "DALIAN",
        "大連市",
        "大连市",
        "Ｄａｌｉａｎ",  # NFKC
        "Lu\u0308da",  # decomposed
        " Dalian ",
    ],
)
def test_a_thing_is_named_by_key_iri_or_label(catalogue, place):
    assert catalogue.run("affiliations", {"place": place}, engine=make_store()).rows == ALL[:1]


def test_a_concept_is_named_by_key_or_label(catalogue):
    for kind in ("sister-city", "Sister City", f"{BASE}def/concept#sister-city"):
        assert catalogue.run("affiliations", {"kind": kind}, engine=make_store()).rows == ALL[1:]


def test_a_key_goes_before_a_label(tmp_path):
    facts = """PREFIX k: <https://example.org/exchange/def#> PREFIX g: <https://example.org/exchange/id/government/>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    g:a a k:Government ; rdfs:label "b" . g:b a k:Government ; rdfs:label "a" ."""
    query = query_of(
        {"x": "{type: thing}"}, "VALUES ?x { UNDEF }\n?x a k:Government .", "#+ params: {x: {class: any}}"
    )
    assert answer(tmp_path, query, {"x": "a"}, facts).rows == (("a",),)


FORMER = """PREFIX k: <https://example.org/exchange/def#> PREFIX g: <https://example.org/exchange/id/government/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
g:dalian a k:Government ; rdfs:label "大连市"@zh-Hans ; k:formerName <https://example.org/exchange/id/a#1> .
<https://example.org/exchange/id/a#1> rdfs:label "旅大市"@ja, "旅大市"@zh-Hans .
g:jin a k:Government ; rdfs:label "Jin"@en ; k:formerName <https://example.org/exchange/id/b#1> .
<https://example.org/exchange/id/b#1> rdfs:label "金"@ja .
g:kin a k:Government ;
  k:formerName <https://example.org/exchange/id/c#1>, <https://example.org/exchange/id/c#2> .
<https://example.org/exchange/id/c#1> rdfs:label "金"@ja .
<https://example.org/exchange/id/c#2> rdfs:label "jin"@en ."""


def test_things_that_share_a_key_are_told_apart_by_their_iris(tmp_path):
    facts = """PREFIX k: <https://example.org/exchange/def#> PREFIX i: <https://example.org/exchange/id/>
    i:person\\/a a k:Person . i:source\\/a a k:Source ."""
    query = query_of(
        {"x": "{type: thing}"}, "VALUES ?x { UNDEF }\n?x a ?class .", "#+ params: {x: {class: any}}"
    )
    with pytest.raises(QueryError) as error:
        answer(tmp_path, query, {"x": "a"}, facts)
    assert str(error.value) == f'q: x "a" names several; write one of {BASE}id/person/a, {BASE}id/source/a'


def test_a_former_name_names_a_thing_that_has_it_no_more_unless_another_has_it_now(tmp_path):
    query = query_of(
        {"x": "{type: thing}"},
        "VALUES ?x { UNDEF }\n?x a k:Government .",
        "#+ params: {x: {class: Government}}",
    )
    assert answer(tmp_path, query, {"x": "旅大市"}, FORMER).rows == (("dalian",),)
    assert answer(tmp_path, query, {"x": "JIN"}, FORMER).rows == (("jin",),)
    with pytest.raises(QueryError, match=r'^q: x "金" names several; write one of jin, kin$'):
        answer(tmp_path, query, {"x": "金"}, FORMER)
    assert answer(tmp_path, query, {"x": "旅大"}, FORMER).rows == (("dalian",),)
    with pytest.raises(QueryError, match=r'^q: x "旅大省" is not known; near to it: dalian; takes the key, '):
        answer(tmp_path, query, {"x": "旅大省"}, FORMER)


@pytest.mark.parametrize(
    "name", ["北九州", "Kitakyūshū", "KITAKYUSHU-SHI", "Kitakyushu City", "きたきゅうしゅう"]
)
def test_a_place_is_known_by_its_name_in_any_spelling_and_without_its_kind(catalogue, name):
    found = catalogue.run("affiliations", {"place": name}, engine=make_store()).rows
    assert found == catalogue.run("affiliations", {"place": "kitakyushu"}, engine=make_store()).rows


def test_a_place_is_not_known_by_a_name_of_another_kind(catalogue):
    for name in ("北九州県", "Kitakyushu Prefecture", "北九州町"):
        with pytest.raises(QueryError, match="is not known; near to it: kitakyushu"):
            catalogue.run("affiliations", {"place": name}, engine=make_store())


def test_a_date_bounds_the_answer(catalogue):
    for as_of, rows in (("1979-04-30", ()), ("1979-05-01", ALL[:1]), ("1986-10-23", ALL)):
        assert catalogue.run("affiliations", {"as_of": as_of}, engine=make_store()).rows == rows


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"contry": "japan"}, 'no parameter "contry"; has place, kind, as_of'),
        ({"place": "Hiroshima"},
         'place "Hiroshima" names several; write one of hiroshima-city, hiroshima-pref'),
        ({"place": "kitakyusyu"}, 'place "kitakyusyu" is not known; near to it: kitakyushu; '
         "takes the key, IRI or label of a Government"),
        ({"place": "sister-city"}, 'place "sister-city" is not known; '
         "takes the key, IRI or label of a Government"),
        ({"place": f"{BASE}id/government/x"}, f'place "{BASE}id/government/x" is not known; '
         "takes the key, IRI or label of a Government"),
        ({"kind": "environment"}, 'kind "environment" is not known; '
         "has friendship-city, sister-city"),
        ({"kind": ""}, "kind is empty; leave it out"),
        ({"as_of": "1999"}, 'as_of "1999" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-12"}, 'as_of "1999-12" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-02-29"}, 'as_of "1999-02-29" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "19990201"}, 'as_of "19990201" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "1999-02-01\n"},
         'as_of "1999-02-01\\n" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
        ({"as_of": "１９９９-02-01"},
         'as_of "１９９９-02-01" is not a date; write YYYY-MM-DD, such as 1998-04-01'),
    ],
)  # fmt: skip
def test_a_wrong_value_names_the_query_and_the_mend(catalogue, params, message):
    with pytest.raises(QueryError) as error:
        catalogue.run("affiliations", params, engine=make_store())
    assert str(error.value) == f"affiliations: {message}"


def test_a_query_without_parameters_says_so(tmp_path):
    with pytest.raises(QueryError, match=r'^q: no parameter "x"; it has none$'):
        answer(tmp_path, query_of({"x": "{type: thing}"}, ""), {"x": "1"})


def test_a_required_parameter_is_asked_for(catalogue):
    with pytest.raises(QueryError, match=r"^describe: thing is required; give it as thing=\.\.\.$"):
        catalogue.run("describe", engine=make_store())


LITERALS = [
    ("year", "1998", f'"1998"^^<{XSD}gYear>'),
    ("integer", "-5", f'"-5"^^<{XSD}integer>'),
    ("integer", "0", f'"0"^^<{XSD}integer>'),
    ("decimal", "30.8", f'"30.8"^^<{XSD}decimal>'),
    ("decimal", "7", f'"7"^^<{XSD}decimal>'),
    ("date", "1998-04-01", f'"1998-04-01"^^<{XSD}date>'),
    ("string", 'a "b" \\ {}', '"a \\"b\\" \\\\ {}"'),
    ("language", "ja", '"ja"'),
    ("language", "zh", '"zh-Hans"'),
    ("language", "zh-Hant", '"zh-Hant"'),
]
ECHO = "#+ params: {{x: {{datatype: {0}}}}}"


@pytest.mark.parametrize(("datatype", "value", "term"), LITERALS)
def test_a_value_is_bound_as_a_term_of_its_datatype(tmp_path, datatype, value, term):
    query = query_of({"x": "{type: string}"}, "VALUES ?x { UNDEF }\n", ECHO.format(datatype))
    assert answer(tmp_path, query, {"x": value}).terms == (((term,),),)


@pytest.mark.parametrize(
    ("datatype", "value", "message"),
    [
        ("year", "98", '"98" is not a year; write YYYY, such as 1998'),
        ("year", "1998-04", '"1998-04" is not a year; write YYYY, such as 1998'),
        ("integer", "1,304", '"1,304" is not an integer; write digits only, such as 1304'),
        ("integer", "01", '"01" is not an integer; write digits only, such as 1304'),
        ("integer", "٣", '"٣" is not an integer; write digits only, such as 1304'),
        ("decimal", "1e5", '"1e5" is not a decimal; write digits and a point, such as 30.8'),
        ("decimal", "30.", '"30." is not a decimal; write digits and a point, such as 30.8'),
    ],
)
def test_a_value_that_is_not_of_its_datatype_is_refused(tmp_path, datatype, value, message):
    query = query_of({"x": "{type: string}"}, "VALUES ?x { UNDEF }\n", ECHO.format(datatype))
    with pytest.raises(QueryError) as error:
        answer(tmp_path, query, {"x": value})
    assert str(error.value) == f"q: x {message}"


def test_a_default_is_used_where_no_value_is_given(tmp_path):
    query = query_of(
        {"x": "{type: year}"}, "VALUES ?x { UNDEF }\n", "#+ params: {x: {datatype: year, default: 1998}}"
    )
    assert answer(tmp_path, query).rows == (("1998",),)
    assert answer(tmp_path / "2", query, {"x": "1999"}).rows == (("1999",),)


@pytest.mark.parametrize(
    ("lang", "text"),
    [(None, "An act."), ("en", "An act."), ("ja", "行為。"), ("zh", "行为。"), ("zh-Hant", "行為。")],
)
def test_texts_are_in_the_language_that_is_asked_for(catalogue, lang, text):
    assert catalogue.run("statements", engine=make_store(), lang=lang).rows == (("a2", text),)
    if lang:
        assert catalogue.run("statements", {"lang": lang}, engine=make_store()).rows == (("a2", text),)


def test_a_language_may_not_be_given_twice(catalogue):
    with pytest.raises(QueryError, match=r'^statements: lang is given twice, as "ja" and as "zh"$'):
        catalogue.run("statements", {"lang": "ja"}, engine=make_store(), lang="zh")


@pytest.mark.parametrize("lang", ["fr", "", "english", "*", "en_US", "zh-", 'en" || "'])
def test_a_language_that_the_project_has_not_is_refused(catalogue, lang):
    with pytest.raises(QueryError, match=r"is not a language of this project; has en, ja, zh$"):
        catalogue.run("affiliations", engine=make_store(), lang=lang)


@pytest.mark.parametrize(
    ("lang", "parties", "kinds"),
    [
        ("en", ("Dalian; Kitakyushu City", "China; Japan"), ("friendship city", "sister city")),
        ("ja", ("北九州市; 大連市", "中国; 日本"), ("friendship city", "sister city")),
        ("zh", ("Kitakyushu City; 大连市", "中国; 日本"), ("friendship city", "sister city")),
        ("zh-Hant", ("Kitakyushu City; 大連市", "中国; 日本"), ("friendship city", "sister city")),
    ],
)
def test_labels_are_in_the_language_else_in_english_else_the_key(catalogue, lang, parties, kinds):
    result = catalogue.run("affiliations", engine=make_store(), labels=True, lang=lang)
    assert tuple(row[1] for row in result.rows) == parties
    assert tuple(row[2] for row in result.rows) == kinds
    assert tuple(row[0] for row in result.rows) == ("a1", "a2")
