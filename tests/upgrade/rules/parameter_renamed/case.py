from __future__ import annotations


def export(kind: str, *, pretty: bool = False) -> str: ...  # only old
def export(format: str, *, pretty: bool = False) -> str: ...  # only new
def export(format: int, *, pretty: bool = False) -> str: ...  # only near


class Shelf:
    def put(self, book: str) -> None: ...  # only old
    def put(self, title: str) -> None: ...  # only new
    def put(self, book: str, /) -> None: ...  # only near
