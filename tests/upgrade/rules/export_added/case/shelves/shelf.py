from __future__ import annotations


class Shelf:
    room = 1
