"""Which texts are of a datatype, as regular expressions that SPARQL engines understand alike.

Look-around and named groups are not among what they share, so that the days of months are written out.

Source: https://www.w3.org/TR/xmlschema11-2/
"""

from __future__ import annotations

from typing import Final

from koryu.namespaces import XSD
from koryu.tables.values.bases import RANGES

_ZONE: Final = r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR: Final = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = r"(0[1-9]|1[0-2])"
_DAY: Final = r"(0[1-9]|[12][0-9]|3[01])"
_MONTH_DAY: Final = (  # of any year
    r"(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31"
)
_LEAP_YEAR: Final = r"-?([1-9][0-9]*)?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DATE: Final = rf"({_YEAR}-({_MONTH_DAY})|{_LEAP_YEAR}-02-29)"
_TIME: Final = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DECIMAL: Final = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_DOUBLE: Final = rf"({_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN)"
_INTEGER: Final = r"[+-]?[0-9]+"
_YEARS: Final = r"([0-9]+Y([0-9]+M)?|[0-9]+M)"
_SECONDS: Final = r"[0-9]+(\.[0-9]+)?S"
_HOURS: Final = rf"T([0-9]+H([0-9]+M)?({_SECONDS})?|[0-9]+M({_SECONDS})?|{_SECONDS})"
_DAYS: Final = rf"([0-9]+D({_HOURS})?|{_HOURS})"
_BASE64: Final = (
    r"(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_START: Final = (
    rb"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    rb"\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
).decode("unicode_escape")
_INNER: Final = f"{_START}.0-9\u00b7\u0300-\u036f\u203f\u2040-"
_TOKEN: Final = r"([^ \t\r\n]+( [^ \t\r\n]+)*)?"

FORMS: Final = {
    f"{XSD}boolean": "true|false|1|0",
    f"{XSD}decimal": _DECIMAL,
    f"{XSD}double": _DOUBLE,
    f"{XSD}float": _DOUBLE,
    f"{XSD}integer": _INTEGER,
    f"{XSD}date": f"{_DATE}{_ZONE}?",
    f"{XSD}dateTime": f"{_DATE}T{_TIME}{_ZONE}?",
    f"{XSD}dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE}",
    f"{XSD}time": f"{_TIME}{_ZONE}?",
    f"{XSD}gYear": f"{_YEAR}{_ZONE}?",
    f"{XSD}gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
    f"{XSD}gMonth": f"--{_MONTH}{_ZONE}?",
    f"{XSD}gMonthDay": f"--({_MONTH_DAY}|02-29){_ZONE}?",
    f"{XSD}gDay": f"---{_DAY}{_ZONE}?",
    f"{XSD}duration": f"-?P({_YEARS}({_DAYS})?|{_DAYS})",
    f"{XSD}yearMonthDuration": f"-?P{_YEARS}",
    f"{XSD}dayTimeDuration": f"-?P{_DAYS}",
    f"{XSD}normalizedString": r"[^\t\r\n]*",
    f"{XSD}token": _TOKEN,
    f"{XSD}language": "[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*",
    f"{XSD}Name": f"[:{_START}][:{_INNER}]*",
    f"{XSD}NCName": f"[{_START}][{_INNER}]*",
    f"{XSD}NMTOKEN": f"[:{_INNER}]+",
    f"{XSD}hexBinary": "([0-9a-fA-F]{2})*",
    f"{XSD}base64Binary": _BASE64,
}
"""The texts of a datatype; one that is not here has any text, or is not known."""

INTEGERS: Final = (f"{XSD}integer", *(XSD + name for name in RANGES))
"""The datatypes of integers."""

NUMBERS: Final = (*INTEGERS, f"{XSD}decimal", f"{XSD}double", f"{XSD}float")
"""The datatypes whose values are compared with each other."""

BOUNDED: Final = {XSD + name: (low, high) for name, (low, high) in RANGES.items() if None not in (low, high)}
"""The least and the greatest of integers that have both."""

FORMS.update(
    {
        **dict.fromkeys(BOUNDED, _INTEGER),
        f"{XSD}nonNegativeInteger": r"\+?[0-9]+|-0+",
        f"{XSD}positiveInteger": r"\+?0*[1-9][0-9]*",
        f"{XSD}nonPositiveInteger": r"-[0-9]+|\+?0+",
        f"{XSD}negativeInteger": "-0*[1-9][0-9]*",
    }
)
