from __future__ import annotations

MOST = 40  # only old new
MOST = 41  # only near
LEAST = 2  # only old near


class Shelf:
    room = 1
    floor = 2  # only old near
