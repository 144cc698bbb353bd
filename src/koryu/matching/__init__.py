"""Is this place that place? Names, codes, level, point, parent and time compared; no network, no graph."""
