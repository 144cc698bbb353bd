"""What one query, and all of them together, may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of the SPARQL endpoint; each says so in the answer when it bites.

    ``seconds``: a query may take; then it is ended. ``rows``, ``bytes``: an answer may have; then it is cut
    and marked. ``length``: characters a query may have. ``queries``: may be evaluated at once, ``per_client``
    for one client. ``memory``: MiB that evaluating one query may take.
    """

    seconds: float = 10.0
    rows: int = 100_000
    bytes: int = 32 << 20
    length: int = 100_000
    queries: int = 4
    per_client: int = 3
    memory: int = 2048
