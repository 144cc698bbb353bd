"""Gathering errors and warnings, so that a user is told all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto

from koryu.errors import Faults, KoryuError


class Manner(Enum):
    """How tables are read.

    STRICT: as the project's own, where each warning is an error and the rules of the house hold too.
    VALIDATION: as the recommendation asks of validators.
    CONVERSION: as it asks of converters, which go on past what is wrong in a table.
    """

    STRICT = auto()
    VALIDATION = auto()
    CONVERSION = auto()


class TooManyFaults(Faults):
    """The limit of errors is reached; there may be more."""


class Collector:
    """Errors and warnings gathered so far, in the order they were found.

    ``limit``: so many errors end the reading; None is no limit.
    """

    def __init__(self, manner: Manner = Manner.STRICT, limit: int | None = None) -> None:
        self.manner = manner
        self.limit = limit
        self.faults: list[KoryuError] = []
        self.warnings: list[KoryuError] = []

    @property
    def is_strict(self) -> bool:
        """Do the rules of the house hold?"""
        return self.manner is Manner.STRICT

    def add(self, *faults: KoryuError) -> None:
        """Add errors, each of those that stand for several.

        Raises:
            TooManyFaults: The limit is reached.
        """
        for fault in faults:
            self.faults += fault.faults if isinstance(fault, Faults) else (fault,)
        if self.limit is not None and len(self.faults) >= self.limit:
            raise TooManyFaults(self.faults[: self.limit])

    def warn(self, *faults: KoryuError) -> None:
        """Add warnings: what the recommendation lets a reader ignore. A strict reading does not."""
        if self.is_strict:
            self.add(*faults)
            return
        for fault in faults:
            self.warnings += fault.faults if isinstance(fault, Faults) else (fault,)

    def blame(self, *faults: KoryuError) -> None:
        """Add what is wrong in a table rather than in its metadata: a converter goes on past it."""
        if self.manner is Manner.CONVERSION:
            self.warn(*faults)
        else:
            self.add(*faults)

    def take(self, part: Collector) -> None:
        """Add what another has gathered."""
        self.warnings += part.warnings
        self.add(*part.faults)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Add the error that ends this block, and go on behind it."""
        try:
            yield
        except TooManyFaults:
            raise
        except KoryuError as fault:
            self.add(fault)

    @contextmanager
    def warning(self) -> Iterator[None]:
        """Add the error that ends this block as a warning, and go on behind it."""
        try:
            yield
        except TooManyFaults:
            raise
        except KoryuError as fault:
            self.warn(fault)

    def settle(self) -> None:
        """Raise what has been gathered, each message once.

        Raises:
            Faults: Anything has been gathered.
        """
        if self.faults:
            raise Faults({str(fault): fault for fault in self.faults}.values())
