"""The land of the Earth, from Natural Earth, as the browser's part has put it among the assets.

Without it a map shows its grid only.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final

import numpy as np

from koryu.site.assets import read_assets
from koryu.site.projection import Array

FILE: Final = "land.json"


@cache
def read_land() -> dict[str, list[Array]]:
    """Read the outlines of all land, ``coarse`` and ``fine``: longitude and latitude of each point."""
    found = json.loads(read_assets().files.get(FILE, b"{}"))
    return {scale: [_running(np.array(ring)) for ring in rings] for scale, rings in found.items()}


def _running(ring: Array) -> Array:
    """Let longitudes run on over the antimeridian; an outline around a pole is closed through it."""
    longitude, latitude = np.unwrap(ring[:, 0], period=360), ring[:, 1]
    if abs(longitude[-1] - longitude[0]) > 180:
        pole = -90.0 if latitude.mean() < 0 else 90.0
        longitude = np.append(longitude, [longitude[-1], longitude[0]])
        latitude = np.append(latitude, [pole, pole])
    return np.stack([longitude, latitude], axis=1)
