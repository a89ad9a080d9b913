from __future__ import annotations

MOST = 41


class Shelf:
    room = 7
