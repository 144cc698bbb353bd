"""Formats of dates and times: the patterns that CSV on the Web names.

Source: https://www.w3.org/TR/tabular-data-model/#formats-for-dates-and-times
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_DATES: Final = (
    "yyyy-MM-dd",
    "yyyyMMdd",
    *(
        order.replace("-", mark)
        for mark in "-/."
        for order in ("dd-MM-yyyy", "d-M-yyyy", "MM-dd-yyyy", "M-d-yyyy")
    ),
)
_DATE: Final = "|".join(map(re.escape, _DATES))
_TIME: Final = r"HH:mm:ss(?:\.S+)?|HHmmss(?:\.S+)?|HH:mm|HHmm"
_PATTERN: Final = re.compile(
    rf"(?P<date>{_DATE})?(?P<between>(?:(?<=yyyy-MM-dd)T|(?<=[dy]) )(?=H))?(?P<time>{_TIME})?"
    r" ?(?P<zone>X{1,3}|x{1,3})?"
)
_FIELDS: Final = {
    "yyyy": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "dd": "(?P<day>[0-9]{2})",
    "d": "(?P<day>[0-9]{1,2})",
    "HH": "(?P<hour>[0-9]{2})",
    "mm": "(?P<minute>[0-9]{2})",
    "ss": "(?P<second>[0-9]{2})",
}
_ZONES: Final = {
    "x": "[+-][0-9]{2}(?:[0-9]{2})?",
    "xx": "[+-][0-9]{4}",
    "xxx": "[+-][0-9]{2}:[0-9]{2}",
}
_TOKEN: Final = re.compile(r"yyyy|MM?|dd?|HH|mm|ss|\.S+|.")
_PARTS: Final = {
    "date": (True, False),
    "time": (False, True),
    "dateTime": (True, True),
    "dateTimeStamp": (True, True),
}


@dataclass(frozen=True)
class DateFormat:
    """How dates or times are written in cells; ``text`` is the pattern of UAX #35."""

    text: str
    regex: re.Pattern[str]

    def read(self, text: str) -> str | None:
        """Turn a text into the form of XML Schema, of a day that may not exist; None if it does not match."""
        match = self.regex.fullmatch(text)
        return _write(match.groupdict()) if match else None


def make_date_format(text: str, base: str) -> DateFormat:
    """Make a format for a base datatype.

    Raises:
        ValueError: The pattern is none that CSV on the Web names, or not one for this datatype.
    """
    match = _PATTERN.fullmatch(text)
    parts = (bool(match["date"]), bool(match["time"])) if match else (False, False)
    if not match or base not in _PARTS or parts != _PARTS[base] or all(parts) != bool(match["between"]):
        raise ValueError(f"is no pattern of CSV on the Web for {base}; write one such as {_example(base)}")
    zone = match["zone"]
    body = text.removesuffix(zone) if zone else text
    return DateFormat(text, re.compile("".join(map(_token, _TOKEN.findall(body))) + _zone(zone)))


def _example(base: str) -> str:
    return {"date": "d.M.yyyy", "time": "HH:mm"}.get(base, "yyyy-MM-dd HH:mm")


def _token(token: str) -> str:
    if token.startswith(".S"):
        return rf"(?P<fraction>\.[0-9]{{1,{len(token) - 1}}})?"
    return _FIELDS.get(token) or re.escape(token)


def _zone(marker: str | None) -> str:
    if not marker:
        return ""
    offset = _ZONES[marker.lower()]
    return f"(?P<zone>{offset})" if marker[0] == "x" else f"(?P<zone>Z|{offset})"


def _write(parts: dict[str, str | None]) -> str:
    date = f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2}" if parts.get("year") else ""
    time = f"{parts['hour']}:{parts['minute']}:{parts.get('second') or '00'}" if parts.get("hour") else ""
    return (
        f"{date}{'T' if date and time else ''}{time}{parts.get('fraction') or ''}{_offset(parts.get('zone'))}"
    )


def _offset(zone: str | None) -> str:
    if not zone or zone == "Z":
        return zone or ""
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
