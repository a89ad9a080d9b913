from __future__ import annotations


class Shelf:
    @property
    def books(self) -> list[str]: ...

    @classmethod
    def made(cls) -> str: ...
