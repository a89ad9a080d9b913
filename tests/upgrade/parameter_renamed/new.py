from __future__ import annotations


def export(format: str, *, pretty: bool = False) -> str: ...


class Shelf:
    def put(self, title: str) -> None: ...
