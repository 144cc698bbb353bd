"""Koryu: linked data on exchanges between local governments.

``koryu.open(root).query("partners", place="dalian")`` answers a stored query as a DataFrame;
``koryu.populate("csv-metadata.json", output="out.nt")`` converts tables to RDF.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from koryu.errors import KoryuError

if TYPE_CHECKING:
    from koryu.columnar.populate import populate
    from koryu.project import Project, open

__all__ = ["KoryuError", "Project", "open", "populate"]

_ROOMS = {"Project": "koryu.project", "open": "koryu.project", "populate": "koryu.columnar.populate"}


def __getattr__(name: str) -> object:
    """Import what is large only when it is asked for."""
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
