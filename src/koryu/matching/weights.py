"""What each finding weighs, from ``weights.toml``, where each number says what it was set from."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple


class Near(NamedTuple):
    """What letters of a script weigh; see ``[near]``."""

    bits: float
    changes: float
    nearest: float
    misspelt: float


class Weights(NamedTuple):
    """The table, in bits: ``of`` by section and name."""

    prior: float
    of: Mapping[str, Mapping[str, float]]
    near: Mapping[str, Near]


@cache
def weights() -> Weights:
    """Read the table."""
    read = tomllib.loads((files("koryu.matching") / "weights.toml").read_text("utf-8"))
    near = {script: Near(**numbers) for script, numbers in read.pop("near").items()}
    return Weights(read.pop("prior"), read, near)


def probability(bits: float) -> float:
    """The probability that log-odds of so many bits mean."""
    return 1 / (1 + math.exp2(-max(-_MOST, min(_MOST, bits))))


_MOST: Final = 60.0
