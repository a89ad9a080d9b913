from __future__ import annotations  # only old new
# only old new
# only old new
class Rack:  # only old new
    room = 1  # only old new
# only old new
    def wide(self) -> bool:  # only old new
        return self.room > 2  # only old new
