"""What an address asks of a stored query.

Besides the parameters of the query it may say ``lang``, the language of texts and labels; ``labels``, to have
names instead of keys; ``limit`` and ``offset``, to have some of the rows. A stored query cannot have
parameters of these names (``koryu.queries.header.RESERVED``), ``lang`` apart, which means the same there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from koryu.printable import quoted
from koryu.queries.catalogue import Catalogue
from koryu.queries.header import LANGUAGE
from koryu.queries.paging import WHOLE, Page
from koryu.queries.results import ResultTable
from koryu.stores.local import Engine
from koryu.web.problems import Problem

_LIMIT: Final = re.compile(r"[1-9][0-9]{0,8}")
_OFFSET: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_FLAGS: Final = {"true": True, "false": False}


@dataclass(frozen=True)
class Asked:
    """What is asked of a stored query; ``values`` are those of its own parameters."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    labels: bool = False
    page: Page = WHOLE

    def at(self, page: Page) -> Asked:
        """Ask the same for another page."""
        return replace(self, page=page)

    @property
    def params(self) -> dict[str, str]:
        """What is asked as parameters of an address: the same for the same, in the same order."""
        more = {
            LANGUAGE: self.lang,
            "labels": "true" if self.labels else None,
            "limit": self.page.limit,
            "offset": self.page.offset or None,
        }
        given = {name: str(value) for name, value in more.items() if value is not None}
        return dict(sorted(self.values.items())) | given

    def run(self, catalogue: Catalogue, engine: Engine) -> ResultTable:
        """Ask the query for all its rows.

        Raises:
            QueryError: A parameter or a value is wrong.
        """
        return catalogue.run(self.name, self.values, engine=engine, labels=self.labels, lang=self.lang)

    def text(self, catalogue: Catalogue, engine: Engine) -> str:
        """Write the query with its values in their places.

        Raises:
            QueryError: A parameter or a value is wrong.
        """
        return catalogue.text(self.name, self.values, engine=engine, lang=self.lang)


def once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Take the parameters of an address.

    Raises:
        Problem: One is given twice.
    """
    found: dict[str, str] = {}
    for name, text in pairs:
        if name in found:
            raise Problem(400, f"the parameter {quoted(name)} is given twice; keep one")
        found[name] = text
    return found


def read_asked(name: str, params: Mapping[str, str]) -> Asked:
    """Read what parameters ask of a stored query.

    Raises:
        Problem: A number of rows or a flag is none.
    """
    values = dict(params)
    lang, labels = values.pop(LANGUAGE, None), values.pop("labels", "false")
    limit, offset = values.pop("limit", None), values.pop("offset", "0")
    page = Page(
        None if limit is None else _number("limit", limit, _LIMIT), _number("offset", offset, _OFFSET)
    )
    return Asked(name, values, lang, _flag("labels", labels), page)


def _flag(name: str, text: str) -> bool:
    if text not in _FLAGS:
        raise Problem(400, f"{name} {quoted(text)} is not a flag; write true or false")
    return _FLAGS[text]


def _number(name: str, text: str, pattern: re.Pattern[str]) -> int:
    if not pattern.fullmatch(text):
        raise Problem(400, f"{name} {quoted(text)} is not a number of rows; write digits only, such as 100")
    return int(text)
