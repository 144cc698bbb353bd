"""Proposals as a table or as JSON: each candidate with the score of each feature."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from koryu.iris import Iris
from koryu.linking.datasets import Dataset
from koryu.linking.proposals import Candidate, Proposal
from koryu.matching.scoring import iter_features
from koryu.queries.columns import Column
from koryu.queries.formats import csv, table
from koryu.queries.results import ResultTable

MOST: Final = 5  # candidates of a place that a table shows; JSON has them all


def as_table(proposals: Sequence[Proposal], dataset: Dataset, iris: Iris) -> str:
    """Draw the best candidates of each place for a terminal."""
    return table(_result(proposals, dataset, iris, MOST))


def as_csv(proposals: Sequence[Proposal], dataset: Dataset, iris: Iris) -> str:
    """Write all candidates as CSV."""
    return csv(_result(proposals, dataset, iris, None))


def as_json(proposals: Sequence[Proposal], dataset: Dataset, iris: Iris) -> str:
    """Write all that was found as JSON: what was compared too, in words, and what the dataset says."""
    found = [_object(each, dataset, iris) for each in proposals]
    return f"{json.dumps(found, ensure_ascii=False, indent=2)}\n"


WRITERS: Final[Mapping[str, Callable[[Sequence[Proposal], Dataset, Iris], str]]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
}


def _result(proposals: Iterable[Proposal], dataset: Dataset, iris: Iris, most: int | None) -> ResultTable:
    names = ("place", "verdict", "candidate", "label", "relation")
    scores = ("score", *iter_features())
    columns = (
        *(Column(name, "string") for name in names),
        *(Column(name, "decimal") for name in scores),
        Column("contradictions", "string"),
    )
    rows = [
        tuple((text,) if text else () for text in row)
        for each in proposals
        for row in _rows(each, dataset, iris, most)
    ]
    return ResultTable(dataset.name, columns, tuple(rows), tuple(rows))


def _rows(proposal: Proposal, dataset: Dataset, iris: Iris, most: int | None) -> Iterable[list[str]]:
    place = iris.key(proposal.place)
    if not proposal.candidates:
        yield [place, proposal.verdict, *[""] * (len(tuple(iter_features())) + 5)]
    for candidate in proposal.candidates[:most]:
        yield [place, proposal.verdict, *_cells(candidate, dataset)]


def _cells(candidate: Candidate, dataset: Dataset) -> list[str]:
    features = (candidate.features.get(name) for name in iter_features())
    return [
        shortened(candidate.iri, dataset),
        candidate.label,
        candidate.relation.rpartition("#")[2],
        f"{candidate.score:.4f}",
        *("" if found is None else f"{found[0]:.2f}" for found in features),
        "; ".join(candidate.contradictions),
    ]


def shortened(iri: str, dataset: Dataset) -> str:
    """Write the IRI of a place of a dataset with the dataset's prefix."""
    return f"{dataset.prefix}:{iri.removeprefix(dataset.space)}" if iri.startswith(dataset.space) else iri


def _object(proposal: Proposal, dataset: Dataset, iris: Iris) -> dict[str, Any]:
    return {
        "place": iris.key(proposal.place),
        "iri": proposal.place,
        "dataset": dataset.name,
        "verdict": proposal.verdict,
        "asked": proposal.asked.isoformat(),
        "version": proposal.version,
        "candidates": [
            {
                "iri": each.iri,
                "label": each.label,
                "relation": each.relation,
                "score": each.score,
                "features": {
                    name: {"score": number, "compared": told}
                    for name, (number, told) in each.features.items()
                },
                "contradictions": list(each.contradictions),
                "described": each.described,
            }
            for each in proposal.candidates
        ],
    }
