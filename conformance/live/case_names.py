"""The names of the cases about arguments: reports, recordings and checks use them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

INVALID_CASES: Final = frozenset({"missing", "refused", "unauthorised"})  # requests that a server need not accept
_WITHOUT: Final = "without "


def with_argument(name: str, others: Collection[str] = (), value: str = "") -> str:
    """The case of one optional argument: alone, with others that it may need, or with another kind of value."""
    company = f" with {', '.join(others)}" if others else ""
    return f"argument {name}{company}" + (f", {value} value" if value else "")


def without_argument(name: str) -> str:
    """The case that leaves out an optional argument that every other call has."""
    return f"{_WITHOUT}{name}"


def left_out(case: str) -> str:
    """The argument that a case leaves out, "" for none."""
    return case.removeprefix(_WITHOUT) if case.startswith(_WITHOUT) else ""
