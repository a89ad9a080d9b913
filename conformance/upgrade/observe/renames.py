"""The names that differ between two releases, in the form that workers receive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Renames:
    """The new names of operations, definitions and parameters, by their old names."""

    operations: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, operation: str) -> dict[str, str]:
        """The new names of an operation's parameters."""
        return {old: new for (path, old), new in self.parameters.items() if path == operation}
