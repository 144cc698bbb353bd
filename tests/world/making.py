"""The whole world, its gold standard, and servers that answer what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from world import dbpedia, estat, geonames, wikidata
from world.ours import chosen, write_project
from world.rdf import Triples, iri
from world.serving import serving
from world.things import Thing, draw, governments, mistakable, part_of, shares

DATASETS = {"wikidata": wikidata, "geonames": geonames, "dbpedia": dbpedia, "estat": estat}
IDS = "https://w3id.org/koryu/id/government/"


@dataclass(frozen=True)
class World:
    """What is asked about, what there is, and what is right.

    ``ours``: the governments of the project, by key. ``asked``: the keys of those that are measured.
    ``things``: all that the datasets are made from, governments first. ``gold``: by dataset and key, the IRIs
    that are right, best first; none where the dataset has none. ``hard``: by dataset and key, why it is hard.
    """

    seed: int
    part: str
    ours: dict[str, Thing]
    asked: tuple[str, ...]
    things: tuple[Thing, ...]
    triples: dict[str, Triples]
    gold: dict[str, dict[str, tuple[str, ...]]]
    hard: dict[str, dict[str, frozenset[str]]]

    @staticmethod
    def iri(key: str) -> str:
        """The IRI of a government of ours."""
        return IDS + key

    def write(self, folder: Path) -> Path:
        """Write ``project`` and one file of N-Triples for each dataset; gives the project."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, triples in self.triples.items():
            triples.write(folder / f"{name}.nt")
        write_project(folder / "project", self.seed, self.ours)
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
    others = [each for each in mistakable(seed, everything) if _stays(each, everything)]
    things = [*everything.values(), *others]
    draw(seed, "order").shuffle(things)
    asked = tuple(key for key, thing in ours.items() if part_of(thing.name) == part)
    triples, gold, hard = {}, {}, {}
    for name, dataset in DATASETS.items():
        absent = _absent(seed, name, asked, ours)
        triples[name], items, reasons = dataset.write(seed, things, absent)
        gold[name] = {key: _right(items, thing) for key, thing in ours.items()}
        hard[name] = {
            key: _reasons(key, thing, everything, others, absent, reasons) for key, thing in ours.items()
        }
    return World(seed, part, ours, asked, tuple(things), triples, gold, hard)


def _right(items: dict[str, str | tuple[str, ...]], thing: Thing) -> tuple[str, ...]:
    found = items.get(thing.name, ())
    return tuple(iri(each).value for each in ((found,) if isinstance(found, str) else found))


def _absent(seed: int, dataset: str, asked: tuple[str, ...], ours: dict[str, Thing]) -> set[str]:
    """The governments that a dataset does not have."""
    share = shares()[dataset]["none"]
    return {
        ours[key].name
        for key in asked
        if ours[key].parent is not None and draw(seed, dataset, "none", ours[key].name).random() < share
    }


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


def _stays(thing: Thing, everything: dict[str, Thing]) -> bool:
    return thing.parent is None or thing.parent.name in everything


def _reasons(
    key: str,
    thing: Thing,
    everything: dict[str, Thing],
    others: list[Thing],
    absent: set[str],
    reasons: dict[str, set[str]],
) -> frozenset[str]:
    return frozenset(reasons.get(thing.name, set()) | ({"not there"} if thing.name in absent else set()))
