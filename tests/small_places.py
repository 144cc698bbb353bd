"""The places that tests compare, in few words."""

from datetime import date

from koryu.matching.places import NameKind, Place, PlaceName

CONCEPT = "https://example.org/def/concept#"
DANTAI = "https://example.org/def#dantaiCode"


def names(**by_language):
    """Names by language, an underscore for a hyphen; ``former`` is a pair of a name and its last day."""
    former = by_language.pop("former", None)
    found = [
        PlaceName(text, language.replace("_", "-"))
        for language, texts in by_language.items()
        for text in ([texts] if isinstance(texts, str) else texts)
    ]
    return (*found, *([PlaceName(former[0], None, NameKind.FORMER, former[1])] if former else []))


def place(key, level="municipality", type_="city", country="JP", **said):
    """A place; what is not a field of it is a name by its language."""
    fields = {
        name: said.pop(name) for name in ("codes", "point", "parents", "since", "until") if name in said
    }
    return Place(
        key,
        names(**said),
        country,
        CONCEPT + level if level else None,
        CONCEPT + type_ if type_ else None,
        **fields,
    )


KOBE = place(
    "kobe",
    type_="designated-city",
    en="Kobe City",
    ja="神戸市",
    zh_hans="神户市",
    ja_hrkt="こうべし",
    codes={DANTAI: frozenset({"281000"})},
    point=(34.6913, 135.183),
    parents=("hyogo",),
)
HYOGO = place("hyogo", "first-level-unit", "prefecture-ken", en="Hyogo Prefecture", ja="兵庫県", zh="兵库县")
HIROSHIMA_CITY = place(
    "hiroshima-city", en="Hiroshima City", ja="広島市", zh="广岛市", parents=("hiroshima-pref",)
)
HIROSHIMA_PREF = place(
    "hiroshima-pref",
    "first-level-unit",
    "prefecture-ken",
    en="Hiroshima Prefecture",
    ja="広島県",
    zh="广岛县",
    parents=("japan",),
)
DALIAN = place(
    "dalian",
    type_="sub-provincial-city",
    country="CN",
    en="Dalian City",
    ja="大連市",
    zh="大连市",
    former=("旅大市", date(1981, 12, 31)),
)
CHONGQING = place(
    "chongqing",
    "first-level-unit",
    "municipality-under-central-government",
    "CN",
    en="Chongqing Municipality",
    ja="重慶市",
    zh="重庆市",
    since=date(1997, 3, 14),
)
CHONGQING_OLD = place(
    "chongqing-old",
    type_="sub-provincial-city",
    country="CN",
    en="Chongqing City (until 1997)",
    ja="重慶市",
    zh="重庆市",
    until=date(1997, 3, 14),
)
HEILONGJIANG = place(
    "heilongjiang",
    "first-level-unit",
    "province",
    "CN",
    en="Heilongjiang Province",
    ja="黒竜江省",
    zh="黑龙江省",
)
GUANGZHOU = place("guangzhou", type_="sub-provincial-city", country="CN", en="Guangzhou City", zh="广州市")
YOKKAICHI = place("yokkaichi", en="Yokkaichi City", ja="四日市市", zh="四日市市")
PLACES = (
    KOBE,
    HYOGO,
    HIROSHIMA_CITY,
    HIROSHIMA_PREF,
    DALIAN,
    CHONGQING,
    CHONGQING_OLD,
    HEILONGJIANG,
    GUANGZHOU,
    YOKKAICHI,
)
