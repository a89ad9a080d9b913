"""How much of one kind of thing was tested: operations, clients, options, helpers, models and others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

# in the order of a report
EXTENTS: Final = (
    "operations",
    "clients",
    "options",
    "configurations",
    "response kinds",
    "helpers",
    "models",
    "snippets",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many were tested, and the names of the others, each with the reason why it was not."""

    covered: int
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many there are."""
        return self.covered + len(self.missing)

    @property
    def percent(self) -> float:
        """The share that was tested; 100 where there are none."""
        return 100.0 * self.covered / self.total if self.total else 100.0

    def inside(self, operation: str) -> Extent:
        """The same, with the operation in front of each name."""
        return Extent(covered=self.covered, missing={f"{operation}: {name}": why for name, why in self.missing.items()})

    def to_json(self) -> dict[str, Any]:
        """The extent as JSON (`operations[].extents`)."""
        return {"covered": self.covered, "missing": dict(sorted(self.missing.items()))}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Extent:
        """The inverse of `to_json`."""
        return cls(**data)


def total_of(extents: Iterable[Extent]) -> Extent:
    """Several extents of different things as one."""
    covered, missing = 0, dict[str, str]()
    for extent in extents:
        covered += extent.covered
        missing |= extent.missing
    return Extent(covered=covered, missing=missing)
