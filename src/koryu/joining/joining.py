"""The rows of a table matched to places, and what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from koryu.joining.reading import Table
from koryu.joining.request import Request
from koryu.joining.sharing import each_done
from koryu.joining.wanted import Reader, Wanted, check_days, days_of, make_reader, wanted_of
from koryu.languages import matches
from koryu.matching.index import Index
from koryu.matching.kinds import key_of
from koryu.matching.places import NameKind, Place
from koryu.matching.scores import Score, Verdict, decide, rank
from koryu.matching.scoring import Around
from koryu.matching.weights import weights
from koryu.matching.within import part

_BUT: Final = ", but "  # of a contradiction that says both itself
_OTHERS: Final = 5  # candidates that are told beside the best
_KEEP_OUT: Final = ("country", "level", "time")  # features of which a place that differs is no candidate


class Answer(NamedTuple):
    """What is said of a row, as texts; ``key`` to ``score`` are empty unless the verdict is clear."""

    verdict: str
    key: str
    iri: str
    label: str
    score: str
    others: str
    why: str


COLUMNS: Final = tuple(f"match_{name}" for name in Answer._fields)


@dataclass(frozen=True)
class Joined:
    """A table and an answer for each of its rows. ``header``: names of the columns of the answers."""

    table: Table
    header: tuple[str, ...]
    answers: Sequence[Answer]

    @property
    def verdicts(self) -> Counter[str]:
        """How many rows came to each verdict."""
        return Counter(answer.verdict for answer in self.answers)


def join(
    table: Table,
    request: Request,
    index: Index,
    lang: str,
    tell: Callable[[str], None] = lambda _: None,
    jobs: int = 1,
) -> Joined:
    """Match each row of a table; rows that say the same are matched once.

    Args:
        table: The table.
        request: What its columns say.
        index: The places.
        lang: The language of labels.
        tell: Is told how far it is.
        jobs: How many processes share the work, where there are forks and many names.

    Raises:
        Faults: Some dates are none.
        SheetError: No place has a code of a column of codes.
        ProjectError: A process was ended by others.
    """
    wanted = wanted_of(table, request)
    distinct = list(dict.fromkeys(wanted))
    check_days(table, request, wanted)
    reader = make_reader(index, request, distinct)
    answers = each_done(
        lambda each: _answer_row(reader, each, request, lang),
        distinct,
        jobs,
        lambda done: tell(f"{done} of {len(distinct)} names matched"),
    )
    tell("")
    found = dict(zip(distinct, answers, strict=True))
    return Joined(table, _free(table.header), [found[each] for each in wanted])


def _free(header: list[str]) -> tuple[str, ...]:
    """Name the columns of answers so that no column of the table has their names."""
    number, names = 1, COLUMNS
    while not set(names).isdisjoint(header):
        number += 1
        names = tuple(f"{name}_{number}" for name in COLUMNS)
    return names


def _scores(reader: Reader, wanted: Wanted, request: Request) -> list[Score]:
    """Score the places that a row may mean; the best of the days that it may speak of."""
    if not wanted.name and not any(wanted.codes):
        return []
    scores = _best(reader, wanted, request)
    if not wanted.parent and (parted := part(wanted.name)) and decide(scores) is not Verdict.CLEAR:
        name, around = parted
        return _best(reader, wanted._replace(name=name, parent=around), request) or scores
    return scores


def _namesakes(reader: Reader, wanted: Wanted, request: Request) -> list[Score]:
    """Score the places that only have the name of a row, or of its part."""
    name, around = part(wanted.name) or (wanted.name, "")
    parted = wanted._replace(name=name, parent=wanted.parent or around)
    for each in dict.fromkeys((wanted, parted)):
        if found := [one for one in _best(reader, each, request, Index.namesakes) if _is_namesake(one)]:
            return found
    return []


def _best(
    reader: Reader,
    wanted: Wanted,
    request: Request,
    find: Callable[[Index, Place, Around], list[Score]] = Index.match,
) -> list[Score]:
    place, days = reader.place(wanted), days_of(wanted.day, request.as_of)
    if len(days) == 1:
        return find(reader.index, place, reader.around(wanted, *days))
    best: dict[str, Score] = {}
    for day in days:
        for each in find(reader.index, place, reader.around(wanted, day)):
            known = best.get(each.candidate.iri)
            if known is None or each.bits > known.bits:
                best[each.candidate.iri] = each
    return rank(best.values())


def _answer_row(reader: Reader, wanted: Wanted, request: Request, lang: str) -> Answer:
    """Answer a row; where there is none, the place that has the name is told, and what is against it."""
    answer = _answer(_scores(reader, wanted, request), lang)
    if answer.verdict != Verdict.NONE or answer.why or not wanted.name:
        return answer
    found = _namesakes(reader, wanted, request)
    return answer._replace(why=_left_out(found[0]) if found else "")


def _left_out(namesake: Score) -> str:
    """Tell what keeps a place out that has the name, and which it is."""
    against = (name for name in _KEEP_OUT if name in namesake.findings and not namesake.findings[name].score)
    told = [f"{name}: {namesake.findings[name].told}" for name in ("name", *against)]
    return f"{'; '.join(told)} ({_key(namesake.candidate)})"


def _answer(scores: list[Score], lang: str) -> Answer:
    verdict = decide(scores)
    possible = [each for each in scores if each.value >= weights().of["verdict"]["possible"]]
    told = possible[:_OTHERS]
    if verdict is not Verdict.CLEAR:
        why = _why(scores[0]) if scores and (possible or _is_namesake(scores[0])) else ""
        return Answer(verdict, "", "", "", "", "; ".join(_other(each) for each in told), why)
    best, *rest = told
    place = best.candidate
    others = "; ".join(_other(each) for each in rest)
    return Answer(
        verdict, _key(place), place.iri, label(place, lang), f"{best.value:.3f}", others, _why(best)
    )


def _is_namesake(score: Score) -> bool:
    """Is the name the same, so that something else must speak against the place?"""
    return "name" in score.findings and score.findings["name"].score >= 1


def _other(score: Score) -> str:
    return f"{_key(score.candidate)} {score.value:.3f}"


def _key(place: Place) -> str:
    return key_of(place.iri) or place.iri


def _why(score: Score) -> str:
    told = [f"{name}: {finding.told}" for name, finding in score.findings.items()]
    return "; ".join((*(each if _BUT in each else f"but {each}" for each in score.contradictions), *told))


def label(place: Place, lang: str) -> str:
    """The label of a place in a language, else its first name."""
    labels = [name for name in place.names if name.kind is NameKind.LABEL]
    for name in labels:
        if name.language and matches(name.language, lang):
            return name.text
    return next((name.text for name in (*labels, *place.names)), place.iri)
