"""Labels of blank nodes that are the same each time."""

from __future__ import annotations

from koryu.rdf.ntriples import is_blank


class Blanks:
    """Gives blank nodes labels that depend on nothing but the order in which they come."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}

    def label(self, term: str) -> str:
        """Take another label for a blank node; all else stays as it is."""
        return self._labels.setdefault(term, f"_:b{len(self._labels)}") if is_blank(term) else term
