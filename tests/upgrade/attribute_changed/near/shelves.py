from __future__ import annotations

MOST = 40
LEAST = 2


class Shelf:
    room = 1
    floor = 2
