"""How a busy endpoint is waited for: pauses, the longest wait it may ask for, a turn for each request."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

PAUSES: Final = (1.0, 2.0, 4.0)  # seconds before each further attempt, unless Retry-After says otherwise
LONGEST_PAUSE: Final = 60.0  # seconds of Retry-After that are waited for


@dataclass(frozen=True)
class Patience:
    """How long somebody waits.

    ``pauses``: seconds before each further attempt, unless the endpoint says how long. ``longest``: the most
    seconds that are waited because it says so. ``wait``: waits for so many seconds; it is also told whether
    the endpoint asked for them. ``turn``: each request is made inside of one.
    """

    wait: Callable[[float, bool], None] = lambda seconds, _asked: time.sleep(seconds)
    pauses: tuple[float, ...] = PAUSES
    longest: float = LONGEST_PAUSE
    turn: Callable[[], AbstractContextManager[object]] = nullcontext
