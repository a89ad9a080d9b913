from __future__ import annotations


class Shelf:
    @property  # only new
    def books(self) -> list[str]: ...  # only old new
    def books(self, *, read: bool = True) -> list[str]: ...  # only near

    def restored(self) -> str: ...  # only old near
    @classmethod  # only new
    def restored(cls) -> str: ...  # only new
