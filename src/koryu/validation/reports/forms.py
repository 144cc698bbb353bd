"""The forms of a report, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from koryu.shacl.results import Report
from koryu.validation.reports.junit import junit
from koryu.validation.reports.objects import objects
from koryu.validation.reports.page import page
from koryu.validation.reports.rows import rows
from koryu.validation.reports.sarif import sarif
from koryu.validation.reports.text import text
from koryu.validation.reports.triples import turtle
from koryu.validation.reports.view import View

FORMS: Final[Mapping[str, Callable[[Report, View], str]]] = {
    "text": text,
    "json": objects,
    "ttl": turtle,
    "html": page,
    "sarif": sarif,
    "junit": junit,
    "csv": rows,
}


def write_report(report: Report, form: str, view: View) -> str:
    """Write a report in one of the ``FORMS``."""
    return FORMS[form](report, view)
