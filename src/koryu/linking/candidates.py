"""Candidates for our places in another dataset: found by their codes and names, described, scored, decided.

Places are linked from the top down, those that others lie in first, so that links found on the way tell where
a candidate lies. What was decided before holds: a place that has a link is not looked for, and a pair that
was rejected is not proposed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from koryu.errors import DeferredError, EndpointError, UnansweredError
from koryu.linking.asking import names_to_ask
from koryu.linking.client import Client, Found
from koryu.linking.datasets import Dataset
from koryu.linking.places import ask_places
from koryu.linking.proposals import Proposal
from koryu.linking.verdicts import is_undoubted, make_proposal, most_bits
from koryu.matching.places import Place
from koryu.matching.scores import Score, Verdict, rank
from koryu.matching.scoring import Around, score
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, literal, value
from koryu.sssom.mappings import Mapping as Decision

GROUP: Final = 200  # places that are looked for together, and kept together
NAMES: Final = 4  # names in one query, times what the dataset has as its batch


@dataclass(frozen=True)
class Decisions:
    """What was decided of a dataset's things: by place of ours, what it is and what it is not."""

    linked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rejected: Mapping[str, frozenset[str]] = field(default_factory=dict)


def decisions_of(mappings: Iterable[Decision]) -> Decisions:
    """Sort what was decided."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    rejected: defaultdict[str, set[str]] = defaultdict(set)
    for each in mappings:
        (rejected if each.is_negative else linked)[each.subject].add(each.object)
    return Decisions(_frozen(linked), _frozen(rejected))


def _frozen(found: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {subject: frozenset(objects) for subject, objects in found.items()}


class Linking:
    """One run over places of ours."""

    def __init__(
        self,
        dataset: Dataset,
        client: Client,
        ours: Mapping[str, Place],
        decisions: Decisions = Decisions(),
        again: bool = False,
    ) -> None:
        """Make a run; nothing is asked yet.

        Args:
            dataset: What is linked to.
            client: Asks its endpoint.
            ours: All places of ours by IRI, also those that are not looked for.
            decisions: What was decided before.
            again: Propose what was decided or rejected once more.
        """
        self.unanswered: dict[str, str] = {}  # by place of ours, why nothing is known of it
        self._dataset = dataset
        self._client = client
        self._ours = ours
        self._rejected = {} if again else decisions.rejected
        self._linked = {} if again else dict(decisions.linked)
        self._links: defaultdict[str, set[str]] = defaultdict(set)
        self._owners: dict[str, str] = {}  # by place of theirs, which of ours has it
        for place, objects in decisions.linked.items():
            self._links[place] |= objects
            self._owners |= dict.fromkeys(objects, place)
        self._theirs: dict[str, Place] = {}
        self._failed: dict[str, str] = {}  # places of theirs
        self._oldest: datetime | None = None

    def is_decided(self, place: str) -> bool:
        """Has a place a link, so that it is not looked for?"""
        return bool(self._linked.get(place))

    def propose(self, places: Iterable[str]) -> Iterator[list[Proposal]]:
        """Look for places of ours, from the top down; gives the proposals of a group at a time.

        Raises:
            EndpointError: Nothing at all was answered, or the endpoint has nothing.
        """
        version = self._version()
        for group in self._groups(each for each in places if not self.is_decided(each)):
            found = self._candidates(group)
            yield self._proposals({place: found[place] for place in group if place in found}, version)

    def _groups(self, places: Iterable[str]) -> Iterator[list[str]]:
        """Part places so that those come first that others lie in."""
        by_depth: defaultdict[int, list[str]] = defaultdict(list)
        for place in sorted(set(places)):
            by_depth[self._depth(place)].append(place)
        for depth in sorted(by_depth):
            level = by_depth[depth]
            yield from (level[start : start + GROUP] for start in range(0, len(level), GROUP))

    def _depth(self, place: str) -> int:
        seen = {place}
        while (parents := self._ours[place].parents) and parents[0] in self._ours and parents[0] not in seen:
            place = parents[0]
            seen.add(place)
        return len(seen)

    def _version(self) -> str:
        """The version of the dataset, as it says; the day it is asked on, if it says none."""
        if self._dataset.has_query("version"):
            rows = self._noted(self._selected(self._dataset.query("version").text)).rows
            if rows and rows[0][0]:
                return value(rows[0][0])
        return datetime.now(UTC).date().isoformat()

    def _selected(self, query: str) -> Found:
        try:
            return self._client.select(query)
        except DeferredError:
            raise
        except UnansweredError:  # once is of the moment
            return self._client.select(query)

    def _noted(self, found: Found) -> Found:
        if found.asked and (self._oldest is None or found.asked < self._oldest):
            self._oldest = found.asked
        return found

    def _candidates(self, group: Sequence[str]) -> dict[str, list[Score]]:
        """Find and score the candidates of places; one that was not answered whole is left out, and told."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        self._by_code(group, found)
        self._describe(found)
        unsure = [place for place in group if not self._is_told_by_code(place, found[place])]
        self._by_name(unsure, found)
        self._describe(found)
        for place in group:
            failed = [self._failed[each] for each in sorted(found[place]) if each in self._failed]
            if failed:
                self.unanswered.setdefault(place, failed[0])
        return {place: self._scores(place, found[place]) for place in group if place not in self.unanswered}

    def _is_told_by_code(self, place: str, candidates: Collection[str]) -> bool:
        """Is the one that a code finds clear, and does nothing else speak against it?"""
        return place not in self.unanswered and is_undoubted(self._scores(place, candidates))

    def _by_code(self, group: Sequence[str], found: defaultdict[str, set[str]]) -> None:
        if not self._dataset.has_query("by-code"):
            return
        wanted: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for place in group:
            for scheme, codes in self._ours[place].codes.items():
                for code in codes:
                    wanted[iri(scheme)][literal(code)].append(place)
        query = self._dataset.query("by-code").text
        for scheme, askers in sorted(wanted.items()):
            bound = bind(query, {"scheme": [scheme]})
            self._ask(bound, "code", askers, self._dataset.batch, found)

    def _by_name(self, group: Sequence[str], found: defaultdict[str, set[str]]) -> None:
        if not self._dataset.has_query("by-name"):
            return
        wanted: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for place in group:
            for name in names_to_ask(self._ours[place], self._dataset, self._ours):
                wanted[self._ours[place].country or ""][name].append(place)
        query = self._dataset.query("by-name").text
        for country, askers in sorted(wanted.items()):
            bound = bind(query, {"country": [literal(country)]} if country else {})
            self._ask(bound, "name", askers, self._dataset.batch * NAMES, found)

    def _ask(
        self,
        query: str,
        hole: str,
        askers: Mapping[str, Sequence[str]],
        batch: int,
        found: defaultdict[str, set[str]],
    ) -> None:
        """Ask for the places that have one of some terms; ``askers``: places of ours, by term."""
        answer = self._noted(self._client.select_batched(query, hole, askers, batch))
        term, place = answer.columns.index(hole), answer.columns.index("place")
        by_term = {_folded(each): places for each, places in askers.items()}
        for row in answer.rows:
            for asker in by_term.get(_folded(row[term] or ""), ()):
                found[asker].add(value(row[place] or ""))
        for each, why in answer.unanswered.items():
            for asker in askers[each]:
                self.unanswered.setdefault(asker, why)

    def _describe(self, found: Mapping[str, Collection[str]]) -> None:
        """Describe candidates, and what they lie in."""
        candidates = {each for places in found.values() for each in places}
        self._learn(candidates)
        self._learn(
            parent for each in candidates if each in self._theirs for parent in self._theirs[each].parents
        )

    def _learn(self, iris: Iterable[str]) -> None:
        new = {each for each in iris if each not in self._theirs and each not in self._failed}
        if new:
            described = ask_places(self._dataset, self._client, new)
            self._theirs |= described.places
            self._failed |= described.unanswered

    def _scores(self, place: str, candidates: Collection[str]) -> list[Score]:
        around = Around(self._ours, self._theirs, self._links)
        allowed = set(candidates) - self._rejected.get(place, frozenset())
        return rank(
            score(self._ours[place], self._theirs[each], around) for each in allowed if each in self._theirs
        )

    def _proposals(self, found: Mapping[str, Sequence[Score]], version: str) -> list[Proposal]:
        """Decide on places; of two that would have one and the same candidate, it is clear for the better."""
        asked = (self._oldest or datetime.now(UTC)).date()
        proposals = []
        for place, scores in sorted(found.items(), key=lambda each: (-most_bits(each[1]), each[0])):
            proposal = make_proposal(place, self._dataset.name, scores, asked, version)
            if proposal.verdict is Verdict.CLEAR:
                proposal = self._claimed(proposal)
            proposals.append(proposal)
        return sorted(proposals, key=lambda each: each.place)

    def _claimed(self, proposal: Proposal) -> Proposal:
        best, *rest = proposal.candidates
        owner = self._owners.setdefault(best.iri, proposal.place)
        if owner == proposal.place:
            self._links[proposal.place].add(best.iri)
            return proposal
        told = replace(best, contradictions=(*best.contradictions, f"{owner} is linked with it"))
        return replace(proposal, verdict=Verdict.SEVERAL, candidates=(told, *rest))


def _folded(term: str) -> str:
    """Write a term with its language tag in lower case, as some engines give it."""
    text, at, tag = term.rpartition("@")
    return f"{text}@{tag.lower()}" if at and '"' not in tag else term


def check_endpoint(client: Client) -> None:
    """See that an endpoint holds something.

    Raises:
        EndpointError: It does not.
    """
    if not client.select("SELECT ?s WHERE { { SELECT ?s WHERE { ?s ?p ?o } LIMIT 1 } }").rows:
        raise EndpointError(f"{client.url}: holds nothing in its default graph; name an endpoint with data")
