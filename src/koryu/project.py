"""A project in Python: ``koryu.open(root).query("partners", place="dalian")``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from koryu.queries.catalogue import Catalogue, StoredQuery
from koryu.queries.results import ResultTable
from koryu.rdf.prefixes import read_prefixes
from koryu.settings import Settings, find_root, read_settings
from koryu.stores.local import Engine, LocalStore

if TYPE_CHECKING:
    import datetime
    import decimal

    import pandas as pd

    from koryu.linking.client import Client

    Value = str | int | decimal.Decimal | datetime.date | None


@dataclass(frozen=True)
class Project:
    """A project directory: its settings, its stored queries and the store of its last build."""

    settings: Settings

    @cached_property
    def catalogue(self) -> Catalogue:
        """The stored queries."""
        return Catalogue(self.settings)

    @cached_property
    def store(self) -> LocalStore:
        """The store of the last build, opened once.

        Raises:
            ProjectError: There is no build yet, or its store cannot be opened.
        """
        return LocalStore(self.settings.built("store"))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the project's files are written with."""
        return read_prefixes(self.settings)

    def engine(
        self,
        endpoint: str | None = None,
        service: str | None = None,
        tell: Callable[[str], None] = lambda _line: None,
    ) -> Engine:
        """Choose what answers: the SPARQL endpoint at an address, else the project's own store.

        Args:
            endpoint: The address.
            service: Is asked instead of the endpoint that a query names with SERVICE.
            tell: Is told, in a line, how far such a question is.
        """
        from koryu.linking.federation import Federation

        return Federation(self._within(endpoint), lambda address: self._visit(service or address, tell))

    def _within(self, endpoint: str | None) -> Engine:
        if endpoint is None:
            return self.store
        from koryu.stores.endpoint import Endpoint

        return Endpoint(endpoint)

    def _visit(self, address: str, tell: Callable[[str], None]) -> Client:
        from koryu.linking.visits import visit

        return visit(self.settings, address, tell)

    def queries(self) -> list[StoredQuery]:
        """List the stored queries that answer questions, by name."""
        return self.catalogue.questions()

    def ask(
        self,
        name: str,
        params: Mapping[str, str],
        *,
        labels: bool = False,
        lang: str | None = None,
        endpoint: str | None = None,
        service: str | None = None,
        tell: Callable[[str], None] = lambda _line: None,
    ) -> ResultTable:
        """Ask a stored query; its values are as a user writes them."""
        engine = self.engine(endpoint, service, tell)
        return self.catalogue.run(name, params, engine=engine, labels=labels, lang=lang)

    def query(
        self, name: str, /, *, labels: bool = False, endpoint: str | None = None, **params: Value
    ) -> pd.DataFrame:
        """Ask a stored query.

        Args:
            name: Its name, such as ``partners``.
            labels: Give labels instead of keys.
            endpoint: The address of a SPARQL endpoint to ask instead of the project's own store.
            params: The query's parameters: a key, an IRI or a label for a thing, a date, a number or a text;
                ``lang`` is the language of texts and labels. None leaves one out.

        Returns:
            One row per answer: counts Int64, decimals Float64, and dates as datetime64[s] in a further column
            beside their printed form (``since``, ``since_date``); NA is unknown.

        Raises:
            QueryError: The query, a parameter or a value is wrong.
            ProjectError: There is no build yet.
            EndpointError: The endpoint did not answer as it should.
        """
        from koryu.queries.sheets import frame

        texts = {key: str(value) for key, value in params.items() if value is not None}
        lang = texts.pop("lang", None)
        return frame(self.ask(name, texts, labels=labels, lang=lang, endpoint=endpoint))


def open(root: str | Path | None = None) -> Project:
    """Open a project: the directory ``root``, else the nearest upwards from here, else the one shipped.

    Raises:
        ProjectError: It is no project directory.
    """
    return Project(read_settings(Path(root) if root is not None else find_root()))
