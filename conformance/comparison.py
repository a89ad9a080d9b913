"""Both sides of what a check compared, for reports that show them beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both sides of what a check compared, where they differ. A row has the place and the text of each side."""

    sides: tuple[str, str]
    rows: tuple[tuple[str, str, str], ...]

    @property
    def text(self) -> str:
        """The rows below each other, with their columns aligned."""
        table = [("", *self.sides), *self.rows]
        widths = [max(len(row[column]) for row in table) for column in range(2)]
        return "\n".join(f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}".rstrip() for row in table)

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Comparison | None:
        """The inverse of `to_json`."""
        if data is None:
            return None
        one, other = data["sides"]
        return cls(sides=(one, other), rows=tuple((row["place"], row["one"], row["other"]) for row in data["rows"]))

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON (`comparison` of a finding)."""
        return {
            "sides": list(self.sides),
            "rows": [{"place": place, "one": one, "other": other} for place, one, other in self.rows],
        }
