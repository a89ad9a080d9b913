from __future__ import annotations


class Rack:
    room = 1

    def wide(self) -> bool:
        return self.room > 2
