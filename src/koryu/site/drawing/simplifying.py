"""Outlines made small: cut to what is seen, and of no more points than are seen.

Points outside are moved to the border of a box around the view. A box wider than the view by the longest
edge of an outline leaves all that is seen as it is, since an edge that reaches the view ends inside the box.
"""

from __future__ import annotations

import numpy as np

from koryu.site.drawing.projection import Array


def path_within(ring: Array, width: float, height: float, tolerance: float) -> str:
    """Write a closed outline as a path of whole units, all that is outside of the view left out."""
    if (ring.max(axis=0) < 0).any() or (ring.min(axis=0) > (width, height)).any():
        return ""
    margin = _longest_edge(ring) + 2
    low, high = np.array([-margin, -margin]), np.array([width + margin, height + margin])
    points = _distinct(np.clip(ring, low, high))
    whole = _distinct(np.rint(_thinned(points, tolerance))).astype(int)
    return _closed_path(whole) if len(whole) > 2 else ""


def _distinct(points: Array) -> Array:
    """Leave out points that are where the one before them is, or between two on one side of the box."""
    points = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    if len(points) < 3:
        return points
    same = (points[:-2] == points[1:-1]) & (points[1:-1] == points[2:])
    kept: Array = points[np.concatenate([[True], ~same.any(axis=1), [True]])]
    return kept


def line_through(points: Array, tolerance: float) -> str:
    """Write an open line as a path, of no more points than are seen."""
    kept = _thinned(points, tolerance)
    return "M" + " ".join(f"{x:.1f} {y:.1f}".replace(".0", "") for x, y in kept) if len(kept) > 1 else ""


def _longest_edge(ring: Array) -> float:
    """The longest edge of an outline that could be seen; a straight cut through a pole never is."""
    edges = np.hypot(*np.diff(ring, axis=0).T)
    return float(np.percentile(edges, 99.9)) if len(edges) else 0.0


def _thinned(points: Array, tolerance: float) -> Array:
    """Leave out points nearer than ``tolerance`` to the line without them: Douglas and Peucker, 1973."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    stretches = [(0, len(points) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        distances = _distances(points[first + 1 : last], points[first], points[last])
        farthest = int(distances.argmax())
        if distances[farthest] > tolerance:
            place = first + 1 + farthest
            keep[place] = True
            stretches += [(first, place), (place, last)]
    return points[keep]


def _distances(points: Array, start: Array, end: Array) -> Array:
    """The distances of points from a stretch."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1)[:, None] if length else 0.0
    apart: Array = np.hypot(*(points - start - share * along).T)
    return apart


def _closed_path(whole: np.ndarray[tuple[int, ...], np.dtype[np.int_]]) -> str:
    steps = np.diff(whole, axis=0)
    moves = "".join(_step(int(x), int(y), place) for place, (x, y) in enumerate(steps))
    return f"M{whole[0][0]} {whole[0][1]}l{moves}z"


def _step(x: int, y: int, place: int) -> str:
    """A step as few letters as there can be: a minus parts numbers as well as a space."""
    before = " " if place and x >= 0 else ""
    return f"{before}{x}{' ' if y >= 0 else ''}{y}"
