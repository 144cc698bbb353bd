"""The whole world, its gold standard, and servers that answer what is asked of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from world import dbpedia, estat, geonames, wikidata
from world.ours import Row, Tables, chosen, tables_of, write_project
from world.rdf import Triples, iri
from world.serving import serving
from world.things import Thing, draw, governments, mistakable, part_of, shares, today

DATASETS = {"wikidata": wikidata, "geonames": geonames, "dbpedia": dbpedia, "estat": estat}
IDS = "https://w3id.org/koryu/id/government/"


@dataclass(frozen=True)
class World:
    """What is asked about, what there is, and what is right.

    ``ours``: the governments of the project, by key. ``asked``: the keys of those that are measured.
    ``things``: all that the datasets are made from. ``gold``: by dataset and key, the IRIs that are right,
    best first; none where the dataset has none. ``hard``: by dataset and key, why it is hard.
    """

    seed: int
    part: str
    ours: dict[str, Thing]
    asked: tuple[str, ...]
    tables: Tables
    things: tuple[Thing, ...]
    triples: dict[str, Triples]
    gold: dict[str, dict[str, tuple[str, ...]]]
    hard: dict[str, dict[str, frozenset[str]]]

    @staticmethod
    def iri(key: str) -> str:
        """The IRI of a government of ours."""
        return IDS + key

    def thing_of(self, dataset: str, subject: str) -> Thing | None:
        """The thing that an IRI of a dataset is about."""
        found = self.triples[dataset].things.get(subject)
        return found if isinstance(found, Thing) else None

    def write(self, folder: Path) -> Path:
        """Write ``project`` and one file of N-Triples for each dataset; gives the project."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, triples in self.triples.items():
            triples.write(folder / f"{name}.nt")
        write_project(folder / "project", self.tables)
        return folder / "project"

    @contextmanager
    def serve(self, dataset: str, folder: Path) -> Iterator[str]:
        """Serve a dataset that was written to a folder; gives the address of its SPARQL endpoint."""
        with serving(folder / f"{dataset}.nt") as address:
            yield address


def make_world(seed: int, part: str = "training", size: int | None = None) -> World:
    """Make a world of one part; ``size``: about how many governments of ours, None for all of them."""
    everything = governments(seed)
    ours = chosen(everything, part)
    if size is not None:
        ours, everything = _smaller(seed, size, ours, everything)
    others = mistakable(seed, everything)
    things = [*(today(seed, thing) for thing in everything.values()), *others]
    draw(seed, "order").shuffle(things)
    asked = tuple(key for key, thing in ours.items() if part_of(thing.name) == part)
    tables = tables_of(seed, ours)
    world = World(seed, part, ours, asked, tables, tuple(things), {}, {}, {})
    for name in DATASETS:
        _add(world, name)
    return world


def _add(world: World, name: str) -> None:
    """Tell a dataset what there is, and note what is right and what is hard in it."""
    absent = _absent(world, name)
    world.triples[name], subjects, told = DATASETS[name].write(world.seed, list(world.things), absent)
    world.gold[name] = {key: _right(subjects, thing) for key, thing in world.ours.items()}
    known = _reasons(world)
    world.hard[name] = {
        key: frozenset(known[key] | told.get(thing.name, set()) if world.gold[name][key] else {"not there"})
        for key, thing in world.ours.items()
    }


def _right(subjects: dict[str, str | tuple[str, ...]], thing: Thing) -> tuple[str, ...]:
    found = subjects.get(thing.name, ())
    return tuple(iri(each).value for each in ((found,) if isinstance(found, str) else found))


def _absent(world: World, dataset: str) -> set[str]:
    """The governments that a dataset does not have."""
    share, things = shares()[dataset]["none"], (world.ours[key] for key in world.asked)
    return {
        thing.name
        for thing in things
        if thing.parent is not None and draw(world.seed, dataset, "none", thing.name).random() < share
    }


def _reasons(world: World) -> dict[str, set[str]]:
    """Why a government is hard to find in any dataset, by key."""
    todays = [thing for thing in world.things if thing.is_government]
    names = Counter((thing.country, thing.japanese, thing.endings[0]) for thing in todays)
    stems = Counter((thing.country, thing.japanese) for thing in todays)
    beside = {(thing.about.name, thing.kind) for thing in world.things if thing.about}
    changed = {thing.name for thing in todays if "changed" in thing.also}
    rows = {str(row["key"]): row for row in world.tables["governments"]}
    points = {row["government"] for row in world.tables["territories"] if "latitude" in row}
    found = {}
    for key, thing in world.ours.items():
        same = names[thing.country, thing.japanese, thing.endings[0]]
        found[key] = {
            *(["same name elsewhere"] if same > 1 else []),
            *(["same stem, another kind"] if stems[thing.country, thing.japanese] > same else []),
            *(["what it has been"] if (thing.name, "former") in beside else []),
            *(["changed since"] if thing.name in changed else []),
            *(["described twice"] if (thing.name, "double") in beside else []),
            *(["no code of ours"] if not _has_code(rows[key]) else []),
            *(["no point of ours"] if key not in points else []),
        }
    return found


def _has_code(row: Row) -> bool:
    return "jis_code" in row or "gb2260_code" in row


def _smaller(
    seed: int, size: int, ours: dict[str, Thing], everything: dict[str, Thing]
) -> tuple[dict[str, Thing], dict[str, Thing]]:
    """Take some of ours; of the others those of the same names, those above them, and a share of the rest."""
    chance, rate = draw(seed, "size"), size / len(ours)
    kept = {key: thing for key, thing in ours.items() if thing.parent is None or chance.random() < rate}
    stems = {thing.japanese for thing in kept.values()}
    names = {thing.name for thing in everything.values() if thing.japanese in stems or chance.random() < rate}
    names |= {above.name for name in list(names) for above in _above(everything[name])}
    return kept, {name: thing for name, thing in everything.items() if name in names}


def _above(thing: Thing) -> Iterator[Thing]:
    while thing.parent:
        thing = thing.parent
        yield thing
