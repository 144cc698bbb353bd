"""What a query of a stranger, and all of them together, may cost: ``[serve]`` in ``koryu.toml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from koryu.errors import ProjectError
from koryu.printable import quoted


@dataclass(frozen=True)
class Limits:
    """The limits of the SPARQL endpoint and of the stored queries; each says so when it bites.

    ``seconds``: a query may take; then it is ended. ``rows``, ``bytes``: an answer may have; then it is cut
    and marked. ``length``: characters a query may have; ``depth``: brackets in brackets. ``queries``: may be
    evaluated at once, ``per_client`` for one client. ``waiting``: queries may wait for their turn, at most
    ``patience`` seconds. ``memory``: MiB that evaluating one query may take. ``resident``: MiB of N-Quads up
    to which the graph is held in memory, where sorting is much faster than on disk.
    """

    seconds: float = 10.0
    rows: int = 100_000
    bytes: int = 32 << 20
    length: int = 100_000
    depth: int = 100
    queries: int = 4
    per_client: int = 3
    waiting: int = 32
    patience: float = 5.0
    memory: int = 2048
    resident: int = 50


DEFAULTS: Final = Limits()
_LEAST: Final = {"seconds": 0.1, "bytes": 1024, "waiting": 0, "patience": 0, "memory": 64, "resident": 0}
_MOST: Final = {"seconds": 86_400, "bytes": 1 << 30, "depth": 500, "queries": 64}


def read_limits(where: str, found: object) -> Limits:
    """Read the table of limits; what it leaves out has its default.

    Raises:
        ProjectError: A limit is unknown, no number, or out of its range.
    """
    names = [field.name for field in fields(Limits)]
    if not isinstance(found, dict):
        raise ProjectError(f"{where} must be a table; write [serve] in a line, and below it seconds = 10")
    if unknown := sorted(set(found) - set(names)):
        raise ProjectError(f"{where}: no setting {unknown[0]!r}; has {', '.join(names)}")
    for name, value in found.items():
        _check(f"{where}: {name}", name, value)
    return Limits(**found)


def _check(where: str, name: str, value: object) -> None:
    kinds = (int, float) if isinstance(getattr(Limits, name), float) else (int,)
    if not isinstance(value, kinds) or isinstance(value, bool):
        kind = "a number" if float in kinds else "a whole number"
        example = f"{name} = {getattr(Limits, name)}"
        raise ProjectError(f"{where} {quoted(str(value))} is not {kind}; write {example}")
    least, most = _LEAST.get(name, 1), _MOST.get(name, 1 << 40)
    if not least <= value <= most:
        raise ProjectError(f"{where} {value} is out of range; write a number from {least} to {most}")
