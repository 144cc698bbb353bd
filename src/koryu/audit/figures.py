"""Whether a sentence has a figure: a form as printed, or the value of a number or a date."""

from __future__ import annotations

import re
from collections.abc import Set
from datetime import date, timedelta
from decimal import Decimal

from koryu.audit.evidence import Value
from koryu.audit.locate import normalise
from koryu.audit.numbers import stated_numbers


def has_figure(sentence: str, figure: Value | str) -> bool:
    """Does a normalised sentence have a form as printed, or state a value?"""
    if isinstance(figure, str):
        return is_printed(figure, sentence)
    return is_stated(figure, {number.value for number in stated_numbers(sentence)})


def is_printed(form: str, sentence: str) -> bool:
    """Is a form in a normalised sentence, and not as a part of a longer number?"""
    exact = re.escape(normalise(form))
    return bool(re.search(rf"(?<![0-9])(?<![0-9][.,]){exact}(?![0-9]|[.,][0-9])", sentence))


def is_stated(value: Value, stated: Set[Value]) -> bool:
    """Is a value among those that a sentence states?

    A year may be stated by a date in it. A date may be stated as its year, and the last day of a month as the
    month, which is read as its first day.
    """
    if not isinstance(value, date):
        return is_among(value, stated)
    readings = {value, Decimal(value.year)}
    if (value + timedelta(days=1)).day == 1:
        readings.add(value.replace(day=1))
    return not stated.isdisjoint(readings)


def is_among(wanted: Value, values: Set[Value]) -> bool:
    """Is a number or a date among ``values``? A year is, as a number or as the year of a date."""
    return wanted in values or any(isinstance(value, date) and value.year == wanted for value in values)
