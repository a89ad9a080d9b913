from __future__ import annotations

MOST = 40
LEAST = 2  # only new
_LEAST = 2  # only near


class Shelf:
    room = 1
    floor = 2  # only new
    _floor = 2  # only near
