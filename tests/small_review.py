"""A project with proposals and links of Wikidata that wait for a person's decision."""

from datetime import date

from koryu.linking.proposals import Candidate, Proposal, describe, path_of, write_proposals
from koryu.matching.places import NameKind, Place, PlaceName
from koryu.matching.scores import Verdict
from koryu.settings import read_settings
from koryu.sssom.mappings import CLOSE, EXACT
from small_site import BASE, SETTINGS

WIKIDATA = "http://www.wikidata.org/entity/"
KOBE, DALIAN, HIROSHIMA, LUSHUN = (
    f"{BASE}id/government/{key}" for key in ("kobe", "dalian", "hiroshima", "lushun")
)
CONCEPT = f"{BASE}def/concept#"
HEAD = """\
#curie_map:
#  government: https://example.org/exchange/id/government/
#  orcid: https://orcid.org/
#  wikidata: http://www.wikidata.org/entity/
#license: https://creativecommons.org/publicdomain/zero/1.0/
#mapping_set_id: https://example.org/exchange/void#links-wikidata
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\t"
    "mapping_justification\treviewer_id\treviewer_label\tmapping_tool\tmapping_tool_version\tmapping_date\t"
    "object_source_version\tconfidence\tcomment\n"
)
LUSHUN_ROW = (
    "government:lushun\tLüshun\tskos:closeMatch\t\twikidata:Q1024066\tLüshunkou\t"
    "semapv:UnspecifiedMatching\t\t\t\t\t2026-11-20\t\t\tChecked in a.csv.\n"
)


def candidate(place, label, score, features=None, contradictions=(), relation=EXACT):
    features = features or {"name": (score, "名前が同じ")}
    return Candidate(place.iri, label, relation, score, features, contradictions, describe(place))


def wikidata(item, names, **about):
    found = tuple(PlaceName(text, language) for language, text in names.items())
    return Place(f"{WIKIDATA}{item}", found, **about)


CITY = wikidata(
    "Q48320",
    {"en": "Kobe", "ja": "神戸市", "zh-hans": "神户市"},
    country="JP",
    level=f"{CONCEPT}municipality",
    codes={f"{BASE}def#locode": frozenset({"JPUKB"})},
    point=(34.69, 135.19556),
    parents=(f"{WIKIDATA}Q130290",),
    since=date(1889, 4, 1),
)
STATION = wikidata("Q801253", {"en": "Kobe Station", "ja": "神戸駅"}, country="JP", point=(34.6795, 135.178))
WARD = wikidata("Q11473", {"en": "Kobe", "ja": "神戸"}, codes={f"{BASE}def#locode": frozenset({"JPXXX"})})
DALIAN_CITY = Place(
    f"{WIKIDATA}Q74881",
    (PlaceName("Dalian", "en"), PlaceName("旅大市", "zh", NameKind.FORMER, date(1981, 2, 9))),
    point=(38.91222, 121.60222),
)


def proposals():
    asked, version = date(2026, 11, 25), "2026-11-24"
    several = (
        candidate(
            CITY, "Kobe", 0.97, {"name": (1.0, "神戸市"), "code": (1.0, "JPUKB"), "distance": (0.9, "55 m")}
        ),
        candidate(WARD, "Kobe", 0.6, contradictions=("UN/LOCODE JPUKB is not JPXXX",)),
        candidate(STATION, "Kobe Station", 0.55, relation=CLOSE),
    )
    clear = (candidate(DALIAN_CITY, "Dalian", 0.99), candidate(WARD, "Kobe", 0.1))
    return [
        Proposal(DALIAN, "wikidata", Verdict.CLEAR, clear, asked, version),
        Proposal(KOBE, "wikidata", Verdict.SEVERAL, several, asked, version),
        Proposal(HIROSHIMA, "wikidata", Verdict.NONE, (), asked, version),
    ]


def links_of(root):
    return root / "data/links/wikidata.sssom.tsv"


def put_review(root, rows=LUSHUN_ROW):
    """Put proposals and links into a project directory that is there."""
    path = links_of(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}{COLUMNS}{rows}", "utf-8")
    write_proposals(path_of(read_settings(root), "wikidata"), proposals())
    return read_settings(root)


def make_review(root, rows=LUSHUN_ROW):
    """Make a project directory without a build, but with proposals and links."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "koryu.toml").write_text(SETTINGS, "utf-8")
    return put_review(root, rows)
