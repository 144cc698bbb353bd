"""Which form, language and profile a request gets, against small rules written anew."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koryu.settings import read_settings
from koryu.web.negotiation import choose, choose_language, normal_types, takes_gzip
from koryu.web.representations import chosen_profile
from small_client import asking

OFFERS = ("text/html", "text/turtle", "application/ld+json", "text/csv")
NAMES = (*OFFERS, "text/*", "application/*", "*/*", "image/png", "TEXT/Turtle")
WEIGHTS = ("0", "0.0", "0.001", "0.5", "0.9", "1", "1.000", None)


def oracle(wanted, offers):
    """RFC 9110, 12.5.1, on ranges that are parsed already: pairs of name and weight as text."""
    best, chosen = 0.0, None
    for offer in offers:
        matching = []
        for name, weight in wanted:
            name = name.lower()
            precision = {offer: 3, offer.split("/")[0] + "/*": 2, "*/*": 1}.get(name)
            if precision:
                matching.append((precision, float(weight or "1")))
        quality = max(matching)[1] if matching else 0.0
        if quality > best:
            best, chosen = quality, offer
    return chosen


def header_of(wanted, space, more):
    parts = [
        f"{name}{more}{space};{space}q={weight}" if weight else f"{name}{more}" for name, weight in wanted
    ]
    return f"{space},{space}".join(parts)


RANGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(WEIGHTS)), min_size=1, max_size=6)


@given(RANGES, st.sampled_from(["", " ", "\t"]), st.sampled_from(["", ";charset=utf-8"]))
def test_accept_chooses_as_the_rules_say(wanted, space, more):
    header = header_of(wanted, space, more)
    assert choose(header, OFFERS) == oracle(wanted, OFFERS)
    assert choose(normal_types(header.encode()), OFFERS) == oracle(wanted, OFFERS)


@given(st.text(max_size=60))
def test_any_text_as_accept_chooses_one_or_none(header):
    assert choose(header, OFFERS) in (*OFFERS, None)


@pytest.mark.parametrize("header", [None, "", " ", "*/*"])
def test_who_does_not_say_gets_the_first(header):
    assert choose(header, OFFERS) == "text/html"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
            "text/html",
        ),  # Firefox
        ("text/turtle, application/rdf+xml;q=0.9, */*;q=0.1", "text/turtle"),  # Jena
        ("application/ld+json, text/turtle;q=0.5", "application/ld+json"),
        ("text/turtle;q=0.5, text/*;q=0.5, text/html;q=0", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
    ],
)
def test_accept_of_real_clients(header, chosen):
    assert choose(header, OFFERS) == chosen


TAGS = ("en", "en-US", "ja", "zh", "zh-Hans", "zh-TW", "fr", "*")


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(WEIGHTS)), max_size=6))
def test_the_language_wanted_most_of_those_there_are_is_chosen(wanted):
    header = ", ".join(f"{tag};q={weight}" if weight else tag for tag, weight in wanted)
    languages = [(float(weight or "1"), tag.split("-")[0]) for tag, weight in wanted]
    known = [(weight, tag) for weight, tag in languages if tag in ("en", "ja", "zh") and weight > 0]
    best = max((weight for weight, _ in known), default=0)
    expected = next((tag for weight, tag in known if weight == best), "en")
    assert choose_language(header, ("en", "ja", "zh")) == expected


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"gzip", True),
        (b"gzip, deflate, br", True),
        (b"br;q=1.0, gzip;q=0.2", True),
        (b"*", True),
        (b"x-gzip", True),
        (b"gzip;q=0", False),
        (b"gzip;q=0, *", False),
        (b"identity", False),
        (b"", False),
        (b"br", False),
    ],
)
def test_gzip_is_taken_by_who_says_so(header, taken):
    assert takes_gzip(header) is taken


OWN = "https://w3id.org/koryu/def"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core"


class Asked:
    """A request of which the profile is asked only."""

    def __init__(self, header="", name=None):
        self.headers = {"accept-profile": header}
        self.query_params = {"_profile": name} if name else {}


@pytest.mark.parametrize(
    ("header", "iri"),
    [
        ("", None),
        (f"<{SCHEMA}>", SCHEMA),
        ("<http://schema.org/>", SCHEMA),
        (f"<{SKOS}#>", SKOS),
        (f"<{SKOS}>;q=0.4, <{SCHEMA}>;q=0.7", SCHEMA),
        (f"<{SKOS}>;q=0.4, <{OWN}>;q=0.7", None),
        (f"<https://example.org/unknown>, <{SKOS}>;q=0.1", SKOS),
        (f"<{SKOS}>;q=0", None),
        ("<https://example.org/unknown>", None),
        ("nonsense", None),
    ],
)
def test_accept_profile_chooses_a_profile(header, iri):
    found = chosen_profile(Asked(header), OWN)
    assert (found.iri if found else None) == iri


def test_the_address_goes_before_the_header():
    assert chosen_profile(Asked(f"<{SCHEMA}>", "skos"), OWN).iri == SKOS
    assert chosen_profile(Asked(f"<{SCHEMA}>", "koryu"), OWN) is None
    assert chosen_profile(Asked(f"<{SCHEMA}>", OWN), OWN) is None


@pytest.fixture(scope="module")
def client(built):
    with asking(read_settings(built)) as client:
        yield client


def statements(answer, subject):
    """The predicates and objects of a subject in N-Triples."""
    found = (line.split(" ", 2) for line in answer.text.splitlines())
    return {(predicate, rest.removesuffix(" .")) for each, predicate, rest in found if each == f"<{subject}>"}


BASE = "https://w3id.org/koryu/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def test_the_profile_of_schema_org_tells_a_government(client):
    answer = client.get("/doc/government/dalian.nt?_profile=schema.org")
    assert answer.headers["content-profile"] == f"<{SCHEMA}>"
    assert statements(answer, f"{BASE}id/government/dalian") == {
        (TYPE, f"<{SCHEMA}GovernmentOrganization>"),
        (TYPE, f"<{SCHEMA}Organization>"),
        (f"<{SCHEMA}name>", '"Dalian City"@en'),
        (f"<{SCHEMA}name>", '"大連市"@ja'),
        (f"<{SCHEMA}name>", '"大连市"@zh-Hans'),
        (f"<{SCHEMA}alternateName>", '"Lüda City"@en'),
        (f"<{SCHEMA}alternateName>", '"旅大市"@ja'),
        (f"<{SCHEMA}alternateName>", '"旅大市"@zh-Hans'),
        (f"<{SCHEMA}identifier>", '"210200"'),
        (f"<{SCHEMA}areaServed>", f"<{BASE}id/territory/dalian-territory>"),
        (f"<{SCHEMA}containedInPlace>", f"<{BASE}id/government/china>"),
        (f"<{SCHEMA}isBasedOn>", f"<{BASE}id/source/gazetteer>"),
        (f"<{SCHEMA}parentOrganization>", f"<{BASE}id/government/liaoning>"),
        (f"<{SCHEMA}sameAs>", "<http://dbpedia.org/resource/Dalian>"),  # GeoNames has a close match only
        (f"<{SCHEMA}sameAs>", "<http://www.wikidata.org/entity/Q74881>"),
        (
            f"<{SCHEMA}description>",
            '"Officially Lüda until 1981. Sub-provincial since 1994-02-25, and separately planned."',
        ),
    }


def test_the_profile_of_schema_org_tells_a_point(client):
    decimal = "http://www.w3.org/2001/XMLSchema#decimal"
    answer = client.get("/doc/territory/dalian-territory.nt", headers={"Accept-Profile": f"<{SCHEMA}>"})
    place, point = f"{BASE}id/territory/dalian-territory", f"{BASE}doc/territory/dalian-territory#geo"
    assert (f"<{SCHEMA}geo>", f"<{point}>") in statements(answer, place)
    assert statements(answer, point) == {
        (TYPE, f"<{SCHEMA}GeoCoordinates>"),
        (f"<{SCHEMA}latitude>", f'"38.91222"^^<{decimal}>'),
        (f"<{SCHEMA}longitude>", f'"121.60222"^^<{decimal}>'),
    }


def test_the_profile_of_skos_tells_a_government(client):
    answer = client.get("/doc/government/dalian.nt?_profile=skos")
    assert answer.headers["content-profile"] == f"<{SKOS}>"
    assert statements(answer, f"{BASE}id/government/dalian") == {
        (TYPE, f"<{SKOS}#Concept>"),
        (f"<{SKOS}#prefLabel>", '"Dalian City"@en'),
        (f"<{SKOS}#prefLabel>", '"大連市"@ja'),
        (f"<{SKOS}#prefLabel>", '"大连市"@zh-Hans'),
        (f"<{SKOS}#altLabel>", '"Lüda City"@en'),
        (f"<{SKOS}#altLabel>", '"旅大市"@ja'),
        (f"<{SKOS}#altLabel>", '"旅大市"@zh-Hans'),
        (f"<{SKOS}#notation>", '"210200"'),
        (f"<{SKOS}#broader>", f"<{BASE}id/government/liaoning>"),
        (f"<{SKOS}#exactMatch>", "<http://dbpedia.org/resource/Dalian>"),
        (f"<{SKOS}#exactMatch>", "<http://www.wikidata.org/entity/Q74881>"),
        (f"<{SKOS}#closeMatch>", "<https://sws.geonames.org/1814087/>"),
        (
            f"<{SKOS}#note>",
            '"Officially Lüda until 1981. Sub-provincial since 1994-02-25, and separately planned."',
        ),
    }


def test_a_profile_speaks_its_own_vocabulary_only(client):
    for token, namespace in (("schema.org", SCHEMA), ("skos", f"{SKOS}#")):
        for kind in ("government/dalian", "affiliation/aff001", "territory/dalian-territory"):
            lines = client.get(f"/doc/{kind}.nt?_profile={token}").text.splitlines()
            of_things = [line for line in lines if not line.startswith(f"<{BASE}doc/{kind}> ")]
            predicates = {line.split(" ")[1] for line in of_things} - {TYPE}
            assert of_things
            assert all(each.startswith(f"<{namespace}") for each in predicates), predicates


def test_a_profile_has_no_page_so_that_a_browser_gets_turtle(client):
    answer = client.get("/doc/government/dalian?_profile=skos", headers={"Accept": "text/html, */*;q=0.1"})
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.headers["content-location"] == "/doc/government/dalian.ttl?_profile=skos"


def test_an_unknown_profile_in_the_address_is_refused(client):
    answer = client.get("/doc/government/dalian.ttl?_profile=nothing")
    assert answer.status_code == 406
    assert answer.json()["detail"] == 'no profile "nothing"; has koryu, schema.org, skos, alt'


def test_the_representations_are_listed(client):
    text = client.get("/doc/government/dalian.nt?_profile=alt").text
    listed = re.findall(r"hasRepresentation> <https://w3id\.org/koryu(/doc/[^>]*)>", text)
    assert len(listed) == 15
    for address in listed:
        assert client.get(address).status_code == 200, address


def test_headers_lead_to_the_other_profiles(client):
    header = client.get("/doc/government/dalian.ttl").headers["link"]
    found = re.findall(r'<([^>]*)>; rel="alternate"; type="text/turtle"; formats="([^"]*)"', header)
    assert found == [
        ("/doc/government/dalian.ttl?_profile=schema.org", SCHEMA),
        ("/doc/government/dalian.ttl?_profile=skos", SKOS),
    ]
