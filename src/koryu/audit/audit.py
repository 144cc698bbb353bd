"""The audit of a graph against the text that it reports: locators, coverage, numbers, and quotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from koryu.audit.evidence import Evidence, Fact, Figure, Sentence, Text, Value, read_evidence
from koryu.audit.figures import has_figure, is_among
from koryu.audit.locate import find_sentences, normalise
from koryu.audit.numbers import StatedNumber, stated_numbers
from koryu.audit.quotation import LENGTH, Run, runs, shared_runs
from koryu.errors import AuditError
from koryu.iris import Iris
from koryu.printable import printable, quoted
from koryu.settings import Settings

if TYPE_CHECKING:
    from koryu.queries.results import ResultTable

_LARGEST: Final = 2_000_000  # bytes: a thick book; to search more for what is not there takes minutes
_NEED: Final = "give the plain text of the paper, as 'pdftotext' extracts it from a PDF"


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: where, as a number or a key, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Check:
    """One thing that was checked: what should hold, of how many, and each that does not."""

    title: str
    total: int
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        head = f"{self.title}: {self.total - len(self.problems)} of {self.total}"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


@dataclass(frozen=True)
class AuditReport:
    """What an audit found.

    ``source``: the key of the source that the text is of. ``figures``: those that disagree with their own
    counts, which are findings and not problems.
    """

    source: str
    checks: tuple[Check, ...]
    figures: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that does not hold."""
        return tuple(problem for check in self.checks for problem in check.problems)

    @property
    def passes(self) -> bool:
        """Does everything hold?"""
        return not self.problems


@dataclass(frozen=True)
class _Located:
    """A source, and the wording of those of its sentences that were found, by IRI."""

    evidence: Evidence
    wording: dict[str, str]

    @property
    def body(self) -> list[Sentence]:
        return [sentence for sentence in self.evidence.sentences if sentence.part == "body"]

    @property
    def found_in_body(self) -> int:
        return sum(sentence.iri in self.wording for sentence in self.body)


@dataclass(frozen=True)
class PaperText:
    """The text of a paper, in any extraction that has the same sentences, and what messages call it."""

    name: str
    text: str


def read_paper(path: Path) -> PaperText:
    """Read the text of a paper: UTF-8, or UTF-16 with a byte order mark.

    Raises:
        AuditError: It cannot be read, or is no text; begins with the path.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AuditError(f"{path}: {error.strerror}; {_NEED}") from None
    if len(content) > _LARGEST:
        raise AuditError(f"{path}: more than {_LARGEST // 1_000_000} MB is no paper; {_NEED}")
    if content.startswith(b"%PDF"):
        raise AuditError(f"{path}: is a PDF; {_NEED}")
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise AuditError(f"{path}: is no text in UTF-8; {_NEED}") from None
    return PaperText(str(path), text)


def audit(paper: PaperText, settings: Settings, disagreements: ResultTable | None = None) -> AuditReport:
    """Hold the built graph against the text of one of its sources: the one most of whose sentences it has.

    ``disagreements`` is the answer to the stored query ``figures-that-disagree``.

    Raises:
        AuditError: No source has sentences, or the text has none of the body of any.
        ProjectError: There is no build yet.
    """
    iris, graph = settings.iris, settings.built("koryu.nq")
    sources, texts = read_evidence(graph, iris)
    if not sources:
        raise AuditError(f"{graph}: has no sentences to find; a source needs a table of sentences")
    found = max((_locate(paper.text, source) for source in sources), key=lambda each: each.found_in_body)
    source = iris.key(found.evidence.source)
    if not found.found_in_body:
        raise AuditError(f"{paper.name}: has none of the {len(found.body)} sentences of {source}; {_NEED}")
    checks = (
        _check_locators(found),
        _check_coverage(found),
        _check_citations(found, iris),
        _check_numbers(found),
        _check_figures(found, iris),
        _check_wording(found, paper.text, texts, iris),
    )
    return AuditReport(source, checks, tuple(_disagreeing(disagreements.rows if disagreements else ())))


def _locate(text: str, evidence: Evidence) -> _Located:
    normalised = normalise(text)
    starts = find_sentences(normalised, [sentence.locator for sentence in evidence.sentences])
    wording = {
        sentence.iri: normalised[start : start + sentence.locator.length]
        for sentence, start in zip(evidence.sentences, starts, strict=True)
        if start is not None
    }
    return _Located(evidence, wording)


def _check_locators(paper: _Located) -> Check:
    lost = (sentence for sentence in paper.evidence.sentences if sentence.iri not in paper.wording)
    problems = tuple(Problem(sentence.number, "the sentence is not in the text") for sentence in lost)
    return Check("Sentences found in the text", len(paper.evidence.sentences), problems)


def _check_coverage(paper: _Located) -> Check:
    covered = {iri for fact in paper.evidence.facts if fact.speaks for iri in fact.sentences}
    what = "no fact with a value, a party or a statement of its own cites the sentence"
    problems = tuple(Problem(each.number, what) for each in paper.body if each.iri not in covered)
    return Check("Sentences of the body with facts", len(paper.body), problems)


def _check_citations(paper: _Located, iris: Iris) -> Check:
    silent = (fact for fact in paper.evidence.facts if not fact.sentences)
    problems = tuple(Problem(iris.key(fact.iri), "the fact cites no sentence") for fact in silent)
    return Check("Facts that cite a sentence", len(paper.evidence.facts), problems)


def _check_numbers(paper: _Located) -> Check:
    """Look for the value of each number of a sentence among the facts that cite it."""
    values = _cited_values(paper.evidence.facts)
    stated = [
        (sentence, number)
        for sentence in paper.body
        if sentence.iri in paper.wording and sentence.iri in values
        for number in stated_numbers(paper.wording[sentence.iri])
    ]
    problems = tuple(
        Problem(
            sentence.number, f"{_shown(number)} is in the sentence, but no fact that cites it has this value"
        )
        for sentence, number in stated
        if not is_among(number.value, values[sentence.iri])
    )
    return Check("Numbers and dates of cited sentences that are values", len(stated), problems)


def _cited_values(facts: Iterable[Fact]) -> dict[str, set[Value]]:
    values: dict[str, set[Value]] = defaultdict(set)
    for fact in facts:
        for iri in fact.sentences:
            values[iri] |= fact.values
    return values


def _check_figures(paper: _Located, iris: Iris) -> Check:
    """Look for each figure of a fact in the sentences that it cites, where all of them are found."""
    figures = [
        (fact, figure)
        for fact in paper.evidence.facts
        if fact.sentences and fact.grounds <= paper.wording.keys()
        for figure in fact.figures
    ]
    problems = tuple(
        _unstated(fact, figure, iris)
        for fact, figure in figures
        if not any(has_figure(paper.wording[sentence], figure.value) for sentence in fact.grounds)
    )
    return Check("Figures of facts that are in a cited sentence", len(figures), problems)


def _unstated(fact: Fact, figure: Figure, iris: Iris) -> Problem:
    shown = quoted(figure.value) if isinstance(figure.value, str) else _written(figure.value)
    cited = ", ".join(sorted(map(iris.key, fact.sentences)))
    what = f"{_name(figure.property)} {shown} is in no sentence that the fact cites ({cited})"
    return Problem(iris.key(fact.iri), what)


def _shown(number: StatedNumber) -> str:
    value = _written(number.value)
    return value if value == number.text else f"{printable(number.text)} ({value})"


def _written(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _check_wording(paper: _Located, text: str, texts: Sequence[Text], iris: Iris) -> Check:
    """Look for the paper's wording in ours; page headers do not hide a run that goes over two sentences."""
    sentences = paper.evidence.sentences
    wording = runs(text) | runs(_joined(paper, sentences))
    title = runs(_joined(paper, [each for each in sentences if each.part == "front-matter"]))
    problems = tuple(
        Problem(
            iris.key(each.subject), f"{_name(each.property)} shares words in a row with the paper: {shared}"
        )
        for each in texts
        # a title may be named, but no statement may be made of it
        if (
            shared := _shared(
                each.text, wording if each.property == iris.term("statement") else wording - title
            )
        )
    )
    return Check(f"Texts of ours without {LENGTH} words in a row of the paper", len(texts), problems)


def _joined(paper: _Located, sentences: Iterable[Sentence]) -> str:
    return " ".join(paper.wording.get(sentence.iri, "") for sentence in sentences)


def _shared(text: str, wording: set[Run]) -> str:
    return ", ".join(f'"{run}"' for run in shared_runs(text, wording))


def _name(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def _disagreeing(figures: Iterable[Sequence[str]]) -> Iterator[Problem]:
    for figure, stated, exact, rounds, truncates, sentences in figures:
        if rounds != "true":
            how = "truncated" if truncates == "true" else "neither rounded nor truncated"
            follows = f"its counts give {exact}: {how}" if exact else "its counts give no value"
            yield Problem(figure, f"{stated} is stated in {sentences}, {follows}")


def render(report: AuditReport) -> str:
    """Write a report as text: each check with its counts and problems, then the figures that disagree."""
    figures = [f"Figures that disagree with their counts: {len(report.figures)}"]
    figures += [f"  {figure}" for figure in report.figures]
    verdict = "Everything holds." if report.passes else f"Problems: {len(report.problems)}"
    return "\n".join([f"Audit of {report.source}", *map(str, report.checks), *figures, verdict, ""])
