"""``koryu link review``: decide on candidates and links, one at a time."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from koryu.cli.keys import Keys
from koryu.cli.options import language_of, root_option, settings_of
from koryu.errors import KoryuError, ProjectError
from koryu.languages import range_of
from koryu.linking.accepting import check_writable
from koryu.linking.datasets import read_datasets
from koryu.linking.decisions import Change, Decision, Said, decide, undo
from koryu.linking.places import find_place
from koryu.linking.review import Case, Wanted, cases_of
from koryu.linking.reviewers import Reviewer, read_reviewer
from koryu.linking.sides import Sides, label_of, sides_of
from koryu.linking.telling import View, plain, relation, tell, things_of
from koryu.printable import printable, quoted
from koryu.settings import Settings
from koryu.stores.local import LocalStore

_DECISIONS: Final = {
    "a": Decision.ACCEPT,
    "A": Decision.ACCEPT,
    "c": Decision.CLOSE,
    "b": Decision.BROAD,
    "r": Decision.REJECT,
}
_KEYS: Final = (*_DECISIONS, "s", "u", "m", "q")
_REMARK: Final = "m"
_COLOURS: Final[dict[str, Any]] = {
    "bold": {"bold": True},
    "yellow": {"fg": "yellow"},
    "red": {"fg": "red", "bold": True},
}


@click.command("review")
@click.option("--dataset", metavar="NAME", help="Cases of this dataset alone, such as wikidata.")
@click.option("--place", metavar="PLACE", help="Cases of this place alone, by key, IRI or label.")
@click.option(
    "--reviewer",
    metavar="WHO",
    envvar="KORYU_REVIEWER",
    required=True,
    help="Who decides: an ORCID or another IRI, or a name; else $KORYU_REVIEWER.",
)
@click.option("--lang", metavar="TAG", help="The language of labels; the project's first if not given.")
@root_option
def command(
    dataset: str | None, place: str | None, reviewer: str, lang: str | None, root: Path | None
) -> None:
    """Decide on links, one at a time: places with several candidates, clear ones, unreviewed links.

    Each decision is written at once to data/links, with who decided and when. Answers are keys: a accept, A
    accept and reject what else waits for the place, c close match, b broad match, r reject (which is kept
    too), s skip, u undo the last, m remark on the next decision, q quit. In a pipe each line is an answer,
    with a remark behind its key if there is one.

    Example: koryu link review --dataset wikidata --reviewer 0000-0002-1825-0097
    """
    settings = settings_of(root)
    check_writable(settings)
    store = LocalStore(settings.built("store"))
    review = _Review(
        settings,
        store,
        read_reviewer(reviewer),
        _wanted(dataset, place, settings, store),
        language_of(lang, settings),
    )
    if sys.stdin.isatty():
        keys = Keys()
        with keys.taken():
            review.run(_asker(keys))
    else:
        review.is_strict = True  # the answers behind one that fails were meant for other cases
        review.run(_read_line)


def _wanted(dataset: str | None, place: str | None, settings: Settings, store: LocalStore) -> Wanted:
    """Take a place by what cases call it, which may be no government, else by any name of one."""
    wanted = Wanted(dataset, place)
    if place is None or cases_of(settings, wanted):
        return wanted
    return Wanted(dataset, find_place(place, store, settings.iris))


Ask = Callable[[str], tuple[str, str]]  # of the prompt; gives a key, and what stands behind it


def _asker(keys: Keys) -> Ask:
    """Ask on a terminal: one key, without Enter."""

    def ask(prompt: str) -> tuple[str, str]:
        click.echo(prompt, nl=False)
        key = keys.key() or "q"
        click.echo(printable(key))
        if key != _REMARK:
            return key, ""
        click.echo("remark: ", nl=False)
        return key, keys.line()

    return ask


def _read_line(prompt: str) -> tuple[str, str]:
    """Read an answer from a pipe: a line with a key, and what stands behind it; at the end it is q.

    Without a prompt nothing waits, and nothing is shown where no answer comes.
    """
    line = sys.stdin.readline()
    while not prompt and line.isspace():  # an empty line at the end is no answer
        line = sys.stdin.readline()
    if not prompt and not line:
        return "q", ""
    key, _, more = line.strip().partition(" ")
    click.echo(f"{prompt}{printable(line.strip())}")
    if line and key not in _KEYS:
        raise ProjectError(f"no answer {quoted(key)}; has {', '.join(_KEYS)}; what was decided is written")
    return (key, more.strip()) if line else ("q", "")


@dataclass
class _Review:
    """A review on a terminal: what was decided, so that it can be undone, and what was skipped."""

    settings: Settings
    store: LocalStore
    reviewer: Reviewer
    wanted: Wanted
    lang: str
    done: list[Change | str] = field(
        default_factory=list
    )  # changes, and the names of cases that were skipped
    next: str | None = None  # the case to be told first
    remark: str | None = None
    is_strict: bool = False

    def run(self, ask: Ask) -> None:
        """Tell one case after the other, until none waits or the reviewer quits."""
        try:
            while case := self._case() or self._reopened(ask):
                self._tell(case)
                if not self._answer(case, ask):
                    break
        except KeyboardInterrupt:
            click.echo()
        self._end()

    def _reopened(self, ask: Ask) -> Case | None:
        """Take the answers of a pipe that are left when no case waits, of which u alone has a meaning.

        Raises:
            ProjectError: One decides on a case that is not there.
        """
        while self.is_strict:
            key, _ = ask("")
            if key == "q":
                break
            if key != "u":
                raise ProjectError(
                    f"no case waits for the answer {quoted(key)}; has u, q; what was decided is written"
                )
            if self._undo() and (case := self._case()):
                return case
        return None

    def _waiting(self) -> list[Case]:
        skipped = {each for each in self.done if isinstance(each, str)}
        return [case for case in cases_of(self.settings, self.wanted) if case.id not in skipped]

    def _case(self) -> Case | None:
        waiting = self._waiting()
        return next((each for each in waiting if each.id == self.next), waiting[0] if waiting else None)

    def _tell(self, case: Case) -> None:
        sides = sides_of(case, self.settings, self.store)
        click.echo("\n" + tell(case, sides, len(self._waiting()), self._view(case, sides)), color=_color())

    def _view(self, case: Case, sides: Sides) -> View:
        wanted = range_of(self.lang, self.settings.languages)
        labels = {each.space: each.title for each in read_datasets(self.settings).values()}
        labels |= label_of(things_of(case, sides), self.store, wanted, self.settings.languages[0])
        width = shutil.get_terminal_size((100, 24)).columns
        return View(self.settings.languages, min(width, 140), labels, plain if _color() is False else _paint)

    def _answer(self, case: Case, ask: Ask) -> bool:
        """Take answers until the case is done with; False if the reviewer quits."""
        while True:
            key, more = ask(_prompt(case))
            if key == "q":
                return False
            if key == _REMARK:
                self.remark = more
            elif key == "u":
                if self._undo():
                    return True
            elif key == "s":
                self.done.append(case.id)
                return True
            elif key in _DECISIONS:
                self._decide(case, key, more)
                return True
            else:
                click.echo(f"keys are {', '.join(_KEYS)}")

    def _decide(self, case: Case, key: str, remark: str) -> None:
        said = Said(self.reviewer, self._label(case), remark or self.remark or None)
        try:
            change = decide(self.settings, case, _DECISIONS[key], said, rejects_rivals=key == "A")
        except KoryuError as error:  # it contradicts another, or somebody was faster: the case is told anew
            if self.is_strict:
                raise
            click.echo(f"nothing is written: {error}", err=True)
            self.next = case.id
            return
        self.done.append(change)
        self.next, self.remark = None, None
        click.echo(f"written: {_told(change)}")

    def _label(self, case: Case) -> str | None:
        first = self.settings.languages[0]
        return label_of([case.place], self.store, first, first).get(case.place)

    def _undo(self) -> bool:
        if not self.done:
            click.echo("nothing to undo")
            return False
        last = self.done.pop()
        if isinstance(last, str):
            self.next = last
            return True
        try:
            undo(self.settings, last)
        except KoryuError as error:
            if self.is_strict:
                raise
            click.echo(f"not undone: {error}", err=True)
            return True
        click.echo(f"taken back: {_told(last)}")
        waiting = cases_of(self.settings, self.wanted)
        self.next = next((each.id for each in waiting if each.pair == last.row.pair), None)
        return True

    def _end(self) -> None:
        changes = [each for each in self.done if isinstance(each, Change)]
        skipped, waiting = len(self.done) - len(changes), len(self._waiting())
        click.echo(f"{len(changes)} decided, {skipped} skipped, {waiting} still waiting")
        if not self.done and not waiting:
            click.echo("'koryu link DATASET' finds candidates")


def _prompt(case: Case) -> str:
    others = f", A and reject the other {len(case.rivals)}" if case.rivals else ""
    return (
        f"a {relation(case.relation)}{others}, c close, b broad, r reject, s skip, u undo, m remark, q quit? "
    )


def _told(change: Change) -> str:
    parts = (
        f"{'no ' if row.is_negative else ''}{relation(row.predicate)} {row.object}" for _, row in change.rows
    )
    return printable(f"{change.row.subject}: {', '.join(parts)}")


def _color() -> bool | None:
    """May colours be used? None leaves it to what the output is: https://no-color.org/."""
    return False if os.environ.get("NO_COLOR") else None


def _paint(text: str, colour: str) -> str:
    return click.style(text, **_COLOURS[colour])
