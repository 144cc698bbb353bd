"""A report as one page of HTML, which needs no network and no script.

The template is ``page.html``; it escapes all that it prints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from koryu.shacl.results import SEVERITIES, Report, best, rank
from koryu.validation.reports.groups import Row, checked, groups_of
from koryu.validation.reports.trend import Past
from koryu.validation.reports.view import View

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATE: Final = "page.html"


def page(report: Report, view: View) -> str:
    """Write a report as HTML."""
    return (
        _environment()
        .get_template(_TEMPLATE)
        .render(
            report=report,
            view=view,
            words=view.words,
            verdict=verdict(report),
            rules=len(checked(report, view)),
            groups=groups_of(report, view),
            files=_files(report),
            tables=any(result.cell for result in report.results),
            trend=view.trend,
            differences=_differences(report, view),
            gone=[_gone(past, view) for past in view.trend.gone] if view.trend else [],
            state=lambda row: _state(row, view),
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__, "")
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def verdict(report: Report) -> str:
    """The name of the words that say how it stands."""
    return "broken" if report.faults() else "holds" if report.conforms else "remarks"


def _files(report: Report) -> list[tuple[str, list[int]]]:
    """How many results of each severity in each file, in the order of ``SEVERITIES``."""
    found = Counter((result.cell.path if result.cell else "", result.rank) for result in report.results)
    paths = sorted({path for path, _ in found})
    return [(path, [found[path, place] for place in range(len(SEVERITIES))]) for path in paths]


@dataclass(frozen=True)
class Difference:
    """How many results of a severity there were, and are, and how many are new, gone and standing."""

    severity: str
    before: int
    now: int
    new: int
    gone: int
    standing: int


def _differences(report: Report, view: View) -> list[Difference]:
    trend = view.trend
    if trend is None:
        return []
    digests = {result.digest: SEVERITIES[result.rank] for result in report.results}
    new, standing = (Counter(digests[digest] for digest in part) for part in (trend.new, trend.standing))
    gone = Counter(SEVERITIES[rank(past.severity)] for past in trend.gone)
    return [
        Difference(name, trend.counts[name], report.counts[name], new[name], gone[name], standing[name])
        for name in SEVERITIES
    ]


def _gone(past: Past, view: View) -> dict[str, str]:
    """What a page tells of a result that is gone."""
    lang, text = best(past.messages, view.lang)
    return {
        "severity": past.severity,
        "place": str(past.cell or ""),
        "lang": lang,
        "text": view.plain(text),
    }


def _state(row: Row, view: View) -> str:
    """Whether a result is new since the build before."""
    return "new" if view.trend and row.result.digest in view.trend.new else ""
