"""The places of the project's build, to find those that rows mean."""

from __future__ import annotations

from koryu.errors import ProjectError
from koryu.linking.datasets import ours
from koryu.linking.kept import read_ours
from koryu.matching.index import Index
from koryu.settings import Settings


def read_index(settings: Settings) -> Index:
    """Read the places of the last build.

    Raises:
        ProjectError: There is no build yet, or the project does not say what its places are.
    """
    dataset = ours(settings)
    if not dataset.has_query("places"):
        problem = "says what the places of the project are, and is missing"
        raise ProjectError(f"queries/link/{dataset.name}/places.rq: {problem}; copy those of a new project")
    return Index(read_ours(settings, settings.built("store").resolve().parent))
