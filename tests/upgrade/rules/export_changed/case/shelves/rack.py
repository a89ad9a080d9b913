from __future__ import annotations


class Shelf:
    wide = True

    def high(self) -> bool:
        return self.wide
