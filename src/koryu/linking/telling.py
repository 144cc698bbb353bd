"""A case told on a terminal: both sides beside each other, features, contradictions, what the links say.

What matters is said in words and signs; colours only repeat it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wcwidth import wcswidth, wrap

from koryu.linking.comparison import Line, kilometres
from koryu.linking.review import Case, Kind, is_reviewed
from koryu.linking.sides import Sides
from koryu.printable import printable
from koryu.sssom import mappings

_WHY: Final = {
    Kind.SEVERAL: "several candidates, or one that is not sure",
    Kind.CLEAR: "one clear candidate",
    Kind.UNREVIEWED: "a link that nobody has reviewed",
}
_SIGNS: Final = {True: "=", False: "≠", None: ""}
_BAR: Final = 10  # characters of the bar of a feature
_HEAD: Final = 20  # columns of what a line is about
_LEAST: Final = 20  # columns of a side
_LONGEST: Final = 300  # characters of a text that is told

Paint = Callable[[str, str], str]  # of a text and a colour


def plain(text: str, _colour: str) -> str:
    """Paint nothing."""
    return text


@dataclass(frozen=True)
class View:
    """How cases are told: ``width`` in columns, ``labels`` of things by IRI, and the brush."""

    languages: Sequence[str]
    width: int = 100
    labels: Mapping[str, str] = field(default_factory=dict)
    paint: Paint = plain

    def label(self, iri: str) -> str:
        """What a thing is called."""
        return printable(self.labels.get(iri) or iri.rstrip("/").rpartition("/")[2].rpartition("#")[2])


def tell(case: Case, sides: Sides, waiting: int, view: View) -> str:
    """Tell a case; ``waiting``: how many there are with it."""
    blocks = (
        _head(case, sides, waiting, view),
        _compared(case, sides, view),
        _features(case),
        _notes(case, view),
    )
    return "\n\n".join("\n".join(block) for each in blocks if (block := list(each))) + "\n"


def things_of(case: Case, sides: Sides) -> set[str]:
    """List the things whose labels a case is told with."""
    lines = sides.compare(())
    named = {text for line in lines if line.is_iri for text in (*line.ours, *line.theirs)}
    return {case.place, *named, *(line.about for line in lines if line.topic == "code" and line.about)}


def relation(predicate: str) -> str:
    """The name of a relation, such as exactMatch."""
    return predicate.rpartition("#")[2]


def _head(case: Case, sides: Sides, waiting: int, view: View) -> Iterator[str]:
    yield f"{waiting} waiting · {case.dataset} · {_WHY[case.kind]}"
    theirs = printable((case.label or view.label(case.object))[:_LONGEST])
    yield view.paint(f"{view.label(case.place)}  =?  {theirs}", "bold")
    yield f"{case.place}  {printable(case.object)}"
    if sides.theirs is None:
        yield f"what {case.dataset} says is not known here; 'koryu link {case.dataset} --again' asks"


def _compared(case: Case, sides: Sides, view: View) -> Iterator[str]:
    width = max(_LEAST, (view.width - _HEAD - 6) // 2)
    yield _row(("", "ours", case.dataset, ""), width)
    for line in sides.compare(view.languages):
        yield from _line(line, width, view)
    apart = kilometres(sides.ours, sides.theirs)
    if apart is not None:
        yield _row(("distance", f"{apart:.1f} km", "", ""), width)


def _line(line: Line, width: int, view: View) -> Iterator[str]:
    about = view.label(line.about) if line.topic == "code" and line.about else line.about or ""
    is_said = line.topic in about.casefold().split()  # as in "ISO 3166-2 code"
    head = wrap(about if is_said else f"{line.topic} {about}".strip(), _HEAD - 2)
    ours, theirs = (_side(each, line, width, view) for each in (line.ours, line.theirs))
    sign = _SIGNS[line.agrees]
    for number in range(max(len(head), len(ours), len(theirs))):
        cells = [part[number] if number < len(part) else "" for part in (head, ours, theirs)]
        text = _row((*cells, sign if number == 0 else ""), width)
        yield view.paint(text, "yellow") if line.agrees is False else text


def _side(texts: Sequence[str], line: Line, width: int, view: View) -> list[str]:
    told = ", ".join(view.label(each) if line.is_iri else printable(each) for each in texts)
    return list(wrap(told[:_LONGEST], width)) if told else ["–"]


def _row(cells: Sequence[str], width: int) -> str:
    about, ours, theirs, sign = cells
    return f"{_pad(about, _HEAD)}{_pad(ours, width + 2)}{_pad(theirs, width + 2)}{sign}".rstrip()


def _pad(text: str, width: int) -> str:
    return text + " " * max(0, width - max(0, wcswidth(text)))


def _features(case: Case) -> Iterator[str]:
    if case.candidate is None:
        return
    for name, (score, words) in case.candidate.features.items():
        full = round(max(0.0, min(1.0, score)) * _BAR)
        bar = "█" * full + "·" * (_BAR - full)
        yield f"{_pad(printable(name), _HEAD)}{score:.2f} {bar}  {printable(words[:_LONGEST])}".rstrip()
    yield f"{_pad('score', _HEAD)}{case.candidate.score:.2f}, of all together"


def _notes(case: Case, view: View) -> Iterator[str]:
    for words in case.candidate.contradictions if case.candidate else ():
        yield view.paint(f"! CONTRADICTION: {printable(words[:_LONGEST])}", "red")
    if case.row:
        yield f"the links say: {said(case.row)}"
    for row in case.others:
        label = printable((row.object_label or view.label(row.object))[:_LONGEST])
        yield f"also in the links: {label} ({printable(row.object)}), {said(row)}"
    for each in case.rivals:
        score = f", {each.candidate.score:.2f}" if each.candidate else ""
        label = printable((each.label or view.label(each.object))[:_LONGEST])
        yield f"waits too: {label} ({printable(each.object)}){score}"


def said(row: mappings.Mapping) -> str:
    """Tell what a row says, and who says so."""
    who = row.reviewer or row.reviewer_label
    by = f"reviewed by {who}" if who and is_reviewed(row) else "reviewed by nobody"
    negation = "no " if row.is_negative else ""
    comment = f": {row.comment}" if row.comment else ""
    return printable(f"{negation}{relation(row.predicate)}, {by}{comment}"[:_LONGEST])
