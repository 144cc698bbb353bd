"""Koryu: linked data on exchanges between local governments.

``koryu.open(root).query("partners", place="dalian")`` answers a stored query as a DataFrame.
"""

from koryu.errors import KoryuError
from koryu.project import Project, open

__all__ = ["KoryuError", "Project", "open"]
