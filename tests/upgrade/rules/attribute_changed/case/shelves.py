from __future__ import annotations

MOST = 40  # only old near
MOST = 41  # only new
LEAST = 2  # only near


class Shelf:
    room = 1  # only old near
    room = 7  # only new
    floor = 2  # only near


VERSION = "1.0.0"  # only old near
VERSION = "1.1.0"  # only new
