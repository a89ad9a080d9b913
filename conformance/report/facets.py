"""The filters of a page: what the items have in common, and how many items have each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter. `values` are its values with the number of items of each; an item can have several values.

    A value has no space, because items list their values separated by spaces.
    """

    name: str  # of the attribute `data-NAME` of items or of their groups
    label: str
    values: tuple[tuple[str, int], ...]


def facet(
    name: str,
    label: str,
    items: Iterable[T],
    values: Callable[[T], Iterable[str]],
    number: Callable[[T], int] = lambda _: 1,
) -> Facet:
    """The filter by the values that a function gives for each item, in the order of the values' first items.

    `number` is how many things an item stands for.
    """
    counts: Counter[str] = Counter()
    for item in items:
        counts.update({value: number(item) for value in values(item) if value})
    return Facet(name, label, tuple(counts.items()))


def useful(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    """The filters that leave something out: those with at least two values."""
    return tuple(facet for facet in facets if len(facet.values) > 1)
