"""The same things below another base: their IRIs rewritten in texts and in statements.

What is rewritten are the IRIs of things, documents, graphs and stored queries. Those of terms, concepts and
shapes stay: the vocabulary is shared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_THINGS: Final = "(?=(?:id|doc|graph|query)/)"  # what follows the base in their IRIs
_SPECIAL: Final = re.compile(r"[.+*()$]")  # characters of IRIs that mean something else in a pattern


@dataclass(frozen=True)
class Rebasing:
    """A change of base, both of which end with a slash."""

    old: str
    new: str

    def text(self, content: bytes) -> bytes:
        """Rewrite the IRIs in a text of any syntax."""
        return self._in_text.sub(self._written, content)

    def term(self, term: str) -> str:
        """Rewrite a term if it is such an IRI; a literal stays as it is."""
        return self._in_term.sub(f"<{self.new}", term, count=1)

    @cached_property
    def _in_text(self) -> re.Pattern[bytes]:
        base = re.escape(self.old).replace(r"\.", r"(?:\.|\[\.\])")
        return re.compile(f"{base}{_THINGS}".encode())

    @cached_property
    def _in_term(self) -> re.Pattern[str]:
        return re.compile(f"^<{re.escape(self.old)}{_THINGS}")

    def _written(self, found: re.Match[bytes]) -> bytes:
        """Write the new base as the old one was: as it is, or in a pattern, where a dot is ``[.]``."""
        is_pattern = b"[.]" in found[0]
        return (_SPECIAL.sub(r"[\g<0>]", self.new) if is_pattern else self.new).encode()
