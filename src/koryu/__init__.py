"""Koryu: linked data on exchanges between local governments.

``koryu.open(root).query("partners", place="dalian")`` answers a stored query as a DataFrame;
``koryu.populate("csv-metadata.json", output="out.nt")`` converts tables to RDF.
"""

from typing import TYPE_CHECKING

from koryu.errors import KoryuError
from koryu.project import Project, open

if TYPE_CHECKING:
    from koryu.columnar.populate import populate

__all__ = ["KoryuError", "Project", "open", "populate"]


def __getattr__(name: str) -> object:
    """Import what is large only when it is asked for."""
    if name == "populate":
        from koryu.columnar.populate import populate

        return populate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
