"""Visits of public endpoints as their datasets want them: pace, time, cache, and how long one waits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from koryu.linking.client import Client
from koryu.linking.datasets import Dataset, read_datasets
from koryu.linking.pace import Pace
from koryu.settings import Settings
from koryu.stores.patience import LONGEST_PAUSE

PATIENCE: Final = 900.0  # seconds, of a user who sees for what it waits
AGE: Final = timedelta(days=1)  # of answers that are taken again


def visit(
    settings: Settings,
    url: str,
    tell: Callable[[str], None] = lambda _line: None,
    *,
    dataset: Dataset | None = None,
    longest_wait: float | None = None,
    since: datetime | None = None,
) -> Client:
    """Make a client of an endpoint, whose answers are kept beside the proposals.

    Args:
        settings: Those of the project.
        url: The address of the endpoint.
        tell: Is told, in a line, how far it is.
        dataset: What it holds; found by its host if not given.
        longest_wait: Seconds that are waited if it asks for them; if not given, more on a terminal.
        since: Older answers are not taken; those of the last day if not given.
    """
    known = dataset or _holding(settings, url)
    wait = PATIENCE if sys.stderr.isatty() else LONGEST_PAUSE
    return Client(
        url,
        settings.proposals,
        pace=_pace(known, url),
        timeout=known.timeout if known else 60,
        longest_wait=wait if longest_wait is None else longest_wait,
        since=datetime.now(UTC) - AGE if since is None else since,
        tell=tell,
    )


def _holding(settings: Settings, url: str) -> Dataset | None:
    found = read_datasets(settings).values()
    return next((each for each in found if each.endpoint and _host(each.endpoint) == _host(url)), None)


def _pace(known: Dataset | None, url: str) -> Pace:
    """Keep the pace of a public endpoint; another address that holds the same is the user's own affair."""
    if known is None:
        return Pace()
    is_public = known.endpoint is not None and _host(known.endpoint) == _host(url)
    return Pace(known.seconds if is_public else float("inf"))


def _host(url: str) -> str | None:
    return urlsplit(url).hostname
