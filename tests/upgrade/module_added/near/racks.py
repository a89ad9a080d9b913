from __future__ import annotations


class Rack:
    room = 1
