from __future__ import annotations


def export(kind: str, *, pretty: bool = False) -> str: ...


class Shelf:
    def put(self, book: str) -> None: ...
