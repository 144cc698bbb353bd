"""The kinds of fault, by table: each function changes cells of a row, and yields what must then be found.

That is written from what SHACL, CSV on the Web and ``shapes.ttl`` say. A cell that is not of its column's
datatype, or out of the range that the metadata allow, becomes a plain string; a plain string cannot be
compared with a number or a date, and so breaks each rule that compares it.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import isfunction
from types import ModuleType

from fault_kinds import affiliations, municipalities, observations, participants, projects
from fault_kinds.rows import Results, Row

Kind = Callable[[Row], Results]


def _kinds(module: ModuleType) -> tuple[Kind, ...]:
    own = (each for each in vars(module).values() if isfunction(each) and each.__module__ == module.__name__)
    return tuple(each for each in own if not each.__name__.startswith("_"))


KINDS: dict[str, tuple[Kind, ...]] = {
    module.__name__.rpartition(".")[2]: _kinds(module)
    for module in (municipalities, affiliations, projects, participants, observations)
}
