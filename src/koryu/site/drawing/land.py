"""The land of the Earth, from Natural Earth, as the browser's part has put it among the assets.

Without it a map shows its grid only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from koryu.site.drawing.projection import Array
from koryu.site.frame.assets import read_assets

FILE: Final = "land.json"


@dataclass(frozen=True)
class Ring:
    """An outline: longitude and latitude of each point, and the box that holds them."""

    points: Array
    west: float
    east: float
    south: float
    north: float


@cache
def read_land() -> dict[str, list[Ring]]:
    """Read the outlines of all land, ``coarse`` and ``fine``."""
    found = json.loads(read_assets().files.get(FILE, b"{}"))
    return {scale: [_ring(_running(np.array(ring))) for ring in rings] for scale, rings in found.items()}


def _ring(points: Array) -> Ring:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return Ring(points, float(west), float(east), float(south), float(north))


def _running(ring: Array) -> Array:
    """Let longitudes run on over the antimeridian; an outline around a pole is closed through it."""
    longitude, latitude = np.unwrap(ring[:, 0], period=360), ring[:, 1]
    if abs(longitude[-1] - longitude[0]) > 180:
        pole = -90.0 if latitude.mean() < 0 else 90.0
        longitude = np.append(longitude, [longitude[-1], longitude[0]])
        latitude = np.append(latitude, [pole, pole])
    return np.stack([longitude, latitude], axis=1)
