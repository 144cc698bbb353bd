"""Results in one line each, as a build prints them and as it fails."""

from __future__ import annotations

from collections.abc import Iterator

from koryu.rdf.ntriples import value
from koryu.shacl.results import Report, Result
from koryu.validation.reports.view import View


def report_lines(report: Report, view: View) -> Iterator[str]:
    """One line for each result, worst first, and a last one with the counts."""
    for result in report.results:
        yield result_line(result, report, view)
    yield counts_line(report, view)


def result_line(result: Result, report: Report, view: View) -> str:
    """One result: where, how severe, which thing, and the message with keys in place of IRIs."""
    where = f"{result.cell} " if result.cell else ""
    focus = value(result.focus)
    thing = f"{view.name(result.focus)}: " if view.iris and view.iris.is_thing(focus) else ""
    lacking = f" → {result.missing_from}" if result.missing_from else ""
    message = view.plain(view.message(report, result)[1])
    return f"{where}{view.words.severity(result.severity)}: {thing}{message}{lacking}"


def counts_line(report: Report, view: View) -> str:
    """How many results of each severity."""
    words = view.words
    counts = (words("tally", n=n, name=words.severity(name)) for name, n in report.counts.items())
    return words("comma").join(counts)
