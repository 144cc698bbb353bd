"""The things of a build by kind and key, to list them and to find the one that somebody meant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from koryu.settings import Settings
from koryu.site.editions.statements import Statements
from koryu.suggestions import nearest


@dataclass(frozen=True)
class Keys:
    """The keys of the things of a build."""

    statements: Statements
    settings: Settings

    @cached_property
    def things(self) -> tuple[str, ...]:
        """All things as ``<kind>/<key>``, sorted."""
        start = f"<{self.settings.base}id/"
        found = {each[len(start) : -1] for each in self.statements.subjects() if each.startswith(start)}
        return tuple(sorted(each for each in found if "#" not in each))

    @cached_property
    def by_kind(self) -> dict[str, list[str]]:
        """The keys of each kind."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for thing in self.things:
            kind, _, key = thing.partition("/")
            found[kind].append(key)
        return dict(found)

    def near(self, kind: str, key: str, most: int = 3) -> list[str]:
        """Find things that may have been meant: those of this key in another kind, else the most alike."""
        same = [f"{each}/{key}" for each, keys in self.by_kind.items() if each != kind and key in keys]
        return same or [f"{kind}/{each}" for each in nearest(key, self.by_kind.get(kind, ()), most)]
