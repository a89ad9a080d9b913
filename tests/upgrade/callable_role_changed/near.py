from __future__ import annotations


class Shelf:
    def books(self, *, read: bool = True) -> list[str]: ...

    def made(self) -> str: ...
