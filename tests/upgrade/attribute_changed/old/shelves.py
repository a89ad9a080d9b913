from __future__ import annotations

MOST = 40


class Shelf:
    room = 1
