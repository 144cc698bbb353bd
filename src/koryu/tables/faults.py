"""Gathering errors, so that a user is told all of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from koryu.errors import Faults, KoryuError


class Collector:
    """Errors gathered so far, in the order they were found."""

    def __init__(self) -> None:
        self.faults: list[KoryuError] = []

    def add(self, *faults: KoryuError) -> None:
        """Add errors, each of those that stand for several."""
        for fault in faults:
            self.faults += fault.faults if isinstance(fault, Faults) else (fault,)

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Add the error that ends this block, and go on behind it."""
        try:
            yield
        except KoryuError as fault:
            self.add(fault)

    def settle(self) -> None:
        """Raise what has been gathered, each message once.

        Raises:
            Faults: Anything has been gathered.
        """
        if self.faults:
            raise Faults({str(fault): fault for fault in self.faults}.values())
