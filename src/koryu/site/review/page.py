"""The pages of the review: who reviews, one case, and that nothing waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from koryu.linking.decisions import Change, Decision
from koryu.linking.review import Case
from koryu.site.editions.edition import Edition
from koryu.site.frame.labels import Labels
from koryu.site.frame.printing import number
from koryu.site.frame.reader import Reader
from koryu.site.frame.rendering import Crumb, render
from koryu.site.review.shown import Shown, show
from koryu.sssom import mappings

PATH: Final = "review"
# By decision the key that stands for it
KEYS: Final = {Decision.ACCEPT: "a", Decision.CLOSE: "c", Decision.BROAD: "b", Decision.REJECT: "r"}


@dataclass(frozen=True)
class Told:
    """What came of the reviewer's last act: a word such as ``accept``, ``undone`` or ``overtaken``.

    ``row``: what the links say now of the pair. ``pair``: the place and the object. ``fault``: in words, why
    nothing was written.
    """

    word: str
    pair: tuple[str, str] | None = None
    row: mappings.Mapping | None = None
    also: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Desk:
    """What a reviewer has before him.

    ``reviewer``: as it is written. ``csrf``: proves that a form is of this page. ``wanted``: the dataset and
    the place, as the address gives them. ``datasets``: those there are. ``cases``: what waits, in order;
    ``skipped``: how many of them come last. ``told``: what came of the last act. ``undoable``: what can be
    taken back, and the number of acts when the page was made.
    """

    reviewer: str
    csrf: str
    wanted: Mapping[str, str | None]
    datasets: Sequence[str]
    cases: Sequence[Case]
    skipped: int = 0
    told: Told | None = None
    undoable: tuple[int, Change | str] | None = None


def entry_page(
    edition: Edition, reader: Reader, reviewer: str, csrf: str, wanted: Mapping[str, str], fault: str = ""
) -> str:
    """Make the page that asks who reviews; ``wanted``: the dataset and the place to begin with."""
    crumbs = [Crumb(reader.words("rev_title"))]
    return render(
        "review-entry.html",
        edition,
        reader,
        path=PATH,
        crumbs=crumbs,
        reviewer=reviewer,
        csrf=csrf,
        filters=wanted,
        fault=fault,
    )


def review_page(edition: Edition, reader: Reader, desk: Desk, case: Case | None) -> str:
    """Make the page of a case; without one it says that nothing waits."""
    labels = Labels(edition, reader)
    shown: Shown | None = show(case, edition, reader) if case else None
    asked = {name: value for name, value in desk.wanted.items() if value}
    return render(
        "review.html",
        edition,
        reader,
        path=PATH,
        crumbs=[Crumb(reader.words("rev_title"))],
        asked=asked | ({"case": case.id} if case else {}),
        desk=desk,
        filters=asked,
        shown=shown,
        told_place=labels[desk.told.pair[0]] if desk.told and desk.told.pair else None,
        keys=KEYS,
        decisions=Decision,
        relation=relation,
        distance=distance,
    )


def distance(kilometres: float) -> str:
    """Write a distance: whole metres below a kilometre."""
    return f"{kilometres * 1000:.0f} m" if kilometres < 0.9995 else f"{number(f'{kilometres:.1f}')} km"


def relation(predicate: str) -> str:
    """The name of a relation, such as exactMatch."""
    return predicate.rpartition("#")[2]
