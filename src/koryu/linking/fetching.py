"""What a snapshot is made from: bodies of some countries, what is stated of their twins, and on what grounds.

All of it is asked for, or nothing is made: a snapshot with gaps would tell of pairs that have gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from koryu.errors import EndpointError, ProjectError, UnansweredError
from koryu.iris import Iris
from koryu.linking.client import Client, Found
from koryu.linking.snapshots import SOURCE, Tables, Template, read_snapshot
from koryu.linking.twinnings import Item, Party, Statement, make_rows, read_day
from koryu.printable import quoted
from koryu.queries.binding import bind
from koryu.rdf.ntriples import iri, literal, value
from koryu.sssom.mappings import CLOSE, EXACT
from koryu.sssom.mappings import Mapping as Link
from koryu.stores.local import Engine

Facts = dict[str, str]  # what the columns of a row hold, those that are bound
_LINKED: Final = (EXACT, CLOSE)  # the better first
_COUNTRIES: Final = "countries"


@dataclass(frozen=True)
class Fetched:
    """The rows of all tables, and when the oldest of the answers was given."""

    tables: Tables
    asked: datetime


def fetch(
    template: Template,
    client: Client,
    countries: Sequence[str],
    parties: Mapping[str, Sequence[Party]],
) -> Fetched:
    """Ask for twinned bodies that both lie in some countries.

    Args:
        template: What the snapshot looks like.
        client: Asks the dataset's endpoint.
        countries: Their codes of ISO 3166-1 alpha-2.
        parties: By the IRI of a body, the governments of ours that it is linked to.

    Raises:
        EndpointError: Something was not answered, or nothing is there.
        ProjectError: The endpoint does not know one of the countries.
    """
    asking = _Asking(template, client)
    _check_countries(asking, client, countries)
    codes = [literal(each) for each in sorted(set(countries))]
    bodies = {each["body"] for each in asking.ask("bodies", "country", codes)}
    stated = _statements(asking.ask("statements", "body", map(iri, bodies), {"partner_country": codes}))
    if not stated:
        raise EndpointError(
            f"{client.url}: states nothing of bodies of {', '.join(countries)}; "
            "is it the right endpoint, and are these codes of countries? Nothing is changed"
        )
    statements = {each["statement"]: each for each in stated}
    known = sorted({each[side] for each in stated for side in ("body", "partner")})
    items = _items(asking.ask("items", "item", map(iri, known)))
    references = asking.ask("references", "statement", map(iri, statements))
    rows = make_rows(
        template.dataset.name,
        template.dataset.title,
        [_statement(each) for each in statements.values()],
        {_local(body): items.get(body, Item(_local(body))) for body in known},
        {_local(body): parties[body] for body in known if body in parties},
    )
    version = asking.version() or max((each.modified for each in items.values()), default="")
    asked = asking.oldest or client.now()
    source = {
        "address": client.url,
        "countries": " ".join(countries),
        "retrieved": asked.date().isoformat(),
        "version": version,
    }
    return Fetched(
        {**rows, "references": _references(references), SOURCE: [{**template.source, **source}]}, asked
    )


def _check_countries(asking: _Asking, client: Client, countries: Sequence[str]) -> None:
    """See that an endpoint that knows some of the countries knows all: what it knows not has not gone."""
    known = asking.countries(countries)
    unknown = [quoted(each) for each in sorted(set(countries)) if each not in known]
    if known and unknown:
        raise ProjectError(
            f"countries: {client.url} knows no country with the code {', '.join(unknown)}; leave it out of "
            "--countries, or name another endpoint with --endpoint; if it has been loaded since, --max-age 0 "
            "asks anew"
        )


def find_parties(
    template: Template, engine: Engine, links: Iterable[Link], iris: Iris
) -> dict[str, list[Party]]:
    """Find the governments of ours that bodies are linked to, by the IRI of the body.

    Raises:
        QueryError: The stored query is missing or malformed.
    """
    query = template.dataset.query(f"{template.name}/parties")
    columns = [column.name for column in query.header.columns]
    known = {each["place"]: each for each in _facts(columns, engine.select_all(query.text, columns).rows)}
    found: defaultdict[str, list[Party]] = defaultdict(list)
    for link in _best(links):
        if link.subject in known:
            facts = known[link.subject]
            party = Party(iris.key(link.subject), _day(facts.get("since")), _day(facts.get("until")))
            found[link.object].append(party)
    return found


def _best(links: Iterable[Link]) -> list[Link]:
    """Those that say what a government of ours is: of each the exact ones, else the close ones."""
    holding = [each for each in links if not each.is_negative and each.predicate in _LINKED]
    exact = {each.subject for each in holding if each.predicate == EXACT}
    return [each for each in holding if each.predicate == EXACT or each.subject not in exact]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Asking:
    """Questions of one fetch, and when the oldest answer was given."""

    def __init__(self, template: Template, client: Client) -> None:
        self._template = template
        self._client = client
        self.oldest: datetime | None = None

    def ask(
        self, name: str, hole: str, terms: Iterable[str], others: Mapping[str, Sequence[str]] | None = None
    ) -> list[Facts]:
        query = self._template.dataset.query(f"{self._template.name}/{name}")
        asked = sorted(set(terms))
        if not asked:
            return []
        batch = 1 if name == "bodies" else self._template.dataset.batch
        found = self._client.select_batched(bind(query.text, others or {}), hole, asked, batch)
        if found.unanswered:
            reason = next(iter(found.unanswered.values()))
            raise UnansweredError(
                f"{reason}; {len(found.unanswered)} of {len(asked)} questions of {name} have no answer; what "
                "was answered is kept, so run it again later"
            )
        self._note(found)
        return _facts(found.columns, found.rows)

    def countries(self, codes: Sequence[str]) -> set[str]:
        """Tell which of some countries are known; all, if there is no query that asks."""
        if not self._template.dataset.has_query(f"{self._template.name}/{_COUNTRIES}"):
            return set(codes)
        return {each["country"] for each in self.ask(_COUNTRIES, "country", map(literal, codes))}

    def version(self) -> str:
        """Tell when the dataset was brought up to date, if it says so."""
        name = f"{self._template.name}/version"
        if not self._template.dataset.has_query(name):
            return ""
        found = self._client.select(self._template.dataset.query(name).text)
        return max((value(row[0]) for row in found.rows if row[0]), default="")

    def _note(self, found: Found) -> None:
        if found.asked and (self.oldest is None or found.asked < self.oldest):
            self.oldest = found.asked


def _facts(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> list[Facts]:
    return [
        {name: value(term) for name, term in zip(columns, row, strict=True) if term is not None}
        for row in rows
    ]


def _statements(rows: Iterable[Facts]) -> list[Facts]:
    """Order what is stated so that of several starts or ends of a statement the earliest comes last."""
    return sorted(rows, key=lambda each: (each.get("start", ""), each.get("end", "")), reverse=True)


def _statement(facts: Facts) -> Statement:
    start, end = (
        read_day(facts.get(name, ""), facts.get(f"{name}_precision", "")) for name in ("start", "end")
    )
    body, partner = _local(facts["body"]), _local(facts["partner"])
    return Statement(_local(facts["statement"]), body, partner, facts["rank"], start, end)


def _items(rows: Iterable[Facts]) -> dict[str, Item]:
    by_item: defaultdict[str, list[Facts]] = defaultdict(list)
    for each in rows:
        by_item[each["item"]].append(each)
    return {item: _item(item, facts) for item, facts in by_item.items()}


def _item(item: str, rows: Sequence[Facts]) -> Item:
    labels = {each["language"]: each["label"] for each in rows if "label" in each}
    versions = sorted((int(each["version"]), each["modified"]) for each in rows if "version" in each)
    revision, modified = versions[-1] if versions else ("", "")
    return Item(_local(item), labels, str(revision), modified, rows[0].get("page", ""))


def _references(rows: Iterable[Facts]) -> list[dict[str, str]]:
    numbers: defaultdict[tuple[str, str], int] = defaultdict(int)
    made = []
    for each in sorted(rows, key=lambda each: sorted(each.items())):
        key = (_local(each["statement"]), _local(each["reference"]))
        numbers[key] += 1
        more = {name: each.get(name, "") for name in ("address", "stated_in", "retrieved")}
        made.append({"statement": key[0], "reference": key[1], "number": str(numbers[key]), **more})
    return made


def _local(name: str) -> str:
    return name.rpartition("/")[2]


def choose_countries(text: str | None, template: Template, folder: Path) -> list[str]:
    """Read the codes of ``--countries``, such as ``JP,CN``; else those of the snapshot that is there.

    Raises:
        ProjectError: One is no code of two letters.
    """
    if text is None:
        there = read_snapshot(template, folder)[SOURCE]
        return [*there, template.source][0]["countries"].split()
    codes = [each.strip() for each in text.split(",")]
    for code in codes:
        if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise ProjectError(f"countries: {quoted(code)} is no code of a country; write such as JP,CN")
    return sorted(set(codes))
