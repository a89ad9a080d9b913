from __future__ import annotations


def export(format: int, *, pretty: bool = False) -> str: ...


class Shelf:
    def put(self, book: str, /) -> None: ...
