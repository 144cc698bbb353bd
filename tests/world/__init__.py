"""A world to find links in: governments of ours, and datasets in their real shapes that know them or not.

``make_world(seed, part, size)`` makes it from public code lists and chance; the same arguments give the same
bytes. There are two parts, ``training`` and ``held-out``, of different governments: which part a government
belongs to follows from the hash of its code, and each is to be drawn with seeds of its own. Thresholds and
weights may be tuned on the training part alone; the held-out part is for measuring.
"""

from world.making import World, make_world

__all__ = ["World", "make_world"]
