"""A report for a terminal: by rule, and within it by row.

In a pipe nothing is wrapped and nothing is left out, so that the same report is the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from wcwidth import wcswidth, wrap

from koryu.printable import quoted
from koryu.shacl.results import Report
from koryu.validation.reports.groups import Group, Row, groups_of
from koryu.validation.reports.lines import counts_line
from koryu.validation.reports.view import View

SHOWN: Final = 20  # results of a rule on a terminal
_WIDEST: Final = 60  # columns that a place or a thing is padded to
_INDENT: Final = "  "


def text(report: Report, view: View) -> str:
    """Write a report as text: a block for each rule, then notes and counts."""
    blocks = ["\n".join(_block(group, view)) for group in groups_of(report, view)]
    notes = [view.words.label("note", note) for note in report.notes]
    last = "\n".join([*notes, counts_line(report, view)])
    return "\n\n".join([*blocks, last]) + "\n"


def _block(group: Group, view: View) -> Iterator[str]:
    words, count = view.words, len(group.rows)
    head = (group.id, words.severity(group.severity), words("results", n=_number(count)))
    yield " · ".join(part for part in head if part)
    yield from _paragraph(group.rule, view)
    shown = group.rows if view.width is None else group.rows[:SHOWN]
    yield from _rows(shown, view)
    if count > len(shown):
        yield f"{_INDENT}{words('more', n=_number(count - len(shown)))}"
    yield from _paragraph(words.label("cause", group.cause) if group.cause else "", view)
    for column in group.missing_from:
        yield from _paragraph(words.label("mend", words("missing_from", column=column)), view)


def _rows(rows: Iterable[Row], view: View) -> Iterator[str]:
    """One line for each row, place and thing and value below each other; a further one for what it says."""
    lines = [(_place(row), view.cut(row.thing), _value(row, view)) for row in rows]
    widths = [min(_WIDEST, max(map(_width, column), default=0)) for column in zip(*lines, strict=True)]
    for row, cells in zip(rows, lines, strict=True):
        padded = (_pad(cell, width) for cell, width in zip(cells, widths, strict=True) if width)
        yield f"{_INDENT}{_INDENT.join(padded)}".rstrip()
        if row.detail:
            yield f"{_INDENT * 3}{view.cut(row.detail, 400)}"


def _place(row: Row) -> str:
    return str(row.result.cell or "")


def _value(row: Row, view: View) -> str:
    if row.value is None:
        return ""
    return quoted(row.value) if row.value else view.words("empty")


def _paragraph(text: str, view: View) -> Iterator[str]:
    if not text:
        return
    if view.width is None:
        yield _INDENT + text
        return
    yield from (_INDENT + line for line in wrap(text, max(20, view.width - len(_INDENT))))


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return max(0, int(wcswidth(text)))


def _number(count: int) -> str:
    return f"{count:,}"
