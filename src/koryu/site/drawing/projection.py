"""The Equal Earth projection: areas are true, and shapes good near the meridian that it is turned to.

Source: B. Šavrič, T. Patterson, B. Jenny, https://doi.org/10.1080/13658816.2018.1504949, equations 9 and 10.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = np.sqrt(3) / 2


def project(turned: Array, latitude: Array) -> tuple[Array, Array]:
    """Project degrees to a plane whose unit is the radius of the Earth, y to the north.

    ``turned``: longitude less that of the middle of the map.
    """
    theta = np.arcsin(_M * np.sin(np.radians(latitude)))
    square = theta * theta
    sixth = square * square * square
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    across = np.radians(turned) * np.cos(theta) / (_M * slope)
    return across, theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))


def turn(longitude: Array, middle: float) -> Array:
    """Longitudes less that of the middle, from -180 up to 180."""
    return (longitude - middle + 180) % 360 - 180


def middle_of(longitudes: Sequence[float]) -> float:
    """Find the middle of the shortest span that holds all longitudes, whatever meridian it crosses."""
    found = sorted({longitude % 360 for longitude in longitudes})
    gaps = [
        (after - before) % 360 or 360.0 for before, after in zip(found, found[1:] + found[:1], strict=True)
    ]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    return (found[widest] + gaps[widest] + (360 - gaps[widest]) / 2 + 180) % 360 - 180


def great_circle(
    start: tuple[float, float], end: tuple[float, float], step: float = 2.0
) -> tuple[Array, Array]:
    """Points of the shortest way from one place to another, at most ``step`` degrees apart.

    Places are (latitude, longitude); returned are longitudes and latitudes.
    """
    first, last = _vector(*start), _vector(*end)
    angle = float(np.arccos(np.clip(first @ last, -1, 1)))
    if (
        angle < 1e-9 or angle > np.pi - 1e-6
    ):  # the same place, or one opposite, to which every way is shortest
        points = np.stack([first, last])
    else:
        parts = np.linspace(0, 1, max(2, int(np.degrees(angle) / step) + 2))[:, None]
        points = (np.sin((1 - parts) * angle) * first + np.sin(parts * angle) * last) / np.sin(angle)
    return np.degrees(np.arctan2(points[:, 1], points[:, 0])), np.degrees(
        np.arcsin(np.clip(points[:, 2], -1, 1))
    )


def _vector(latitude: float, longitude: float) -> Array:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])
