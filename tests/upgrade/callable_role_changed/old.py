from __future__ import annotations


class Shelf:
    def books(self) -> list[str]: ...

    def made(self) -> str: ...
