from __future__ import annotations

MOST = 40
_LEAST = 2


class Shelf:
    room = 1
    _floor = 2
