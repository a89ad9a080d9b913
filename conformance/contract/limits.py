"""The limits that annotations declare for values: of numbers, and of the lengths of texts and lists.

Values that exceed them are not valid, so calls and responses have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from conformance.contract.types import Type

_NUMBERS: Final = ("ge", "gt", "le", "lt")
_LENGTHS: Final = ("min_length", "max_length")
_FILLER: Final = "a"


def limits_of(metadata: Iterable[Any]) -> tuple[tuple[str, int | float], ...]:
    """The limits in the metadata of an `Annotated` type: of pydantic's `Field`, or of annotated-types."""
    found: dict[str, int | float] = {}
    for item in metadata:
        for part in (item, *getattr(item, "metadata", ())):
            for name in (*_NUMBERS, *_LENGTHS):
                limit = getattr(part, name, None)
                if isinstance(limit, int | float) and not isinstance(limit, bool):
                    found[name] = limit
    return tuple(sorted(found.items()))


def applying(declared: Type, limits: tuple[tuple[str, int | float], ...]) -> tuple[tuple[str, int | float], ...]:
    """The limits that a type can have."""
    names = {"integer": _NUMBERS, "number": _NUMBERS, "string": _LENGTHS, "list": _LENGTHS}.get(declared.kind, ())
    return tuple((name, limit) for name, limit in limits if name in names)


def fit(declared: Type, value: Any) -> Any:
    """A value within the limits of its type, the same one where it is: numbers wrap, texts and lists get other ends."""
    limits = dict(declared.limits)
    if not limits or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _fit_number(value, limits)
    if isinstance(value, str | list):
        least, most = int(limits.get("min_length", 0)), limits.get("max_length")
        filler: Any = _FILLER if isinstance(value, str) else value[-1:]
        while len(value) < least and filler:
            value = value + filler
        return value if most is None else value[: int(most)]
    return value


def _fit_number(value: float, limits: dict[str, int | float]) -> float:
    step = 1 if isinstance(value, int) else 0.25
    low = limits.get("ge", limits["gt"] + step if "gt" in limits else None)
    high = limits.get("le", limits["lt"] - step if "lt" in limits else None)
    if (low is None or value >= low) and (high is None or value <= high):
        return value
    if low is None or high is None:
        bound = low if low is not None else high
        return type(value)(bound) if bound is not None else value
    return type(value)(low + abs(value) % (high - low + 1)) if high - low >= 1 else type(value)(low)


def fitting(declared: Type, values: Iterable[Any]) -> Iterator[Any]:
    """The values that are within the limits of their type, and each limit itself."""
    yield from (value for value in values if fit(declared, value) == value)
    yield from (int(limit) for name, limit in declared.limits if name in {"ge", "le"})
